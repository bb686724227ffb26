import { addDays } from '../../kernel/dates.ts'
import { addDecimal, type Decimal, decimal, formatDecimal } from '../../kernel/decimal.ts'
import { formatMoney, type Money, moneyOfDecimal, subtractMoney, sumMoney } from '../../kernel/money.ts'
import type { Payroll } from '../../model/scenario/payroll.ts'
import { splitOvertime } from '../../rating/payroll/overtime.ts'
import { payOf, type WeekPay } from '../../rating/payroll/pay.ts'
import { changesOf, type CodeLine, codeLines, hoursOf, tellCodes } from '../payroll/codes.ts'
import { payCodes, payRulesOf, type StateRules } from '../payroll/rules.ts'
import { tellWeek } from '../payroll/story.ts'
import { type PayWeek, payWeeks } from '../payroll/weeks.ts'
import { costCurrencyOf } from '../time/rates.ts'
import type { World } from '../world.ts'

const one: Decimal = { coefficient: 1n, scale: 0 }
const zero: Decimal = { coefficient: 0n, scale: 0 }

/** What payroll is told of each worker's weeks, by rules that know nothing of clients. */
export function payWorkers(world: World): Record<string, unknown>[] {
  const { payroll } = world.scenario
  if (payroll === undefined) return []
  const rules = payRulesOf(payroll)
  return payWeeks(world, payroll).map((week) => payWeek(world, payroll, rules, week))
}

function payWeek(
  world: World,
  payroll: Payroll,
  ruleOf: (state: string | null) => StateRules,
  week: PayWeek,
): Record<string, unknown> {
  const { workerId, worker, from } = week
  const state = worker?.pay?.state ?? null
  const currency = worker?.pay?.currency ?? costCurrencyOf(world, workerId)
  const exempt = worker?.pay?.exempt ?? false
  const pay = weekPay(week, ruleOf, currency, exempt)
  const codeOf = payCodes(payroll)
  const lines = codeLines(week, pay, codeOf, currency)
  const until = addDays(from, 6)
  const ready =
    until <= world.asOf && (payroll.from ?? '') <= until && (payroll.to === undefined || until <= payroll.to)
  const sent = (payroll.sent ?? []).filter((told) => told.worker === workerId && told.week === from)
  const hours = hoursWithin(lines, codeOf(one))
  const total = totalOf(lines, currency)
  return {
    id: `${workerId} ${from}`,
    worker: workerId,
    from,
    to: until,
    state,
    exempt,
    status: ready ? 'ready' : 'waiting',
    ...hours,
    currency,
    straightPay: pay.straight && formatMoney(pay.straight),
    regularRate: pay.regularRate && formatDecimal(pay.regularRate),
    premium: pay.total && pay.straight && formatMoney(subtractMoney(pay.total, pay.straight)),
    total: total && formatMoney(total),
    codes: tellCodes(lines, state),
    changes: ready ? changesOf(lines, sent, currency) : [],
    story: tellWeek({ week, exempt, ready, pay, hours, total }),
  }
}

function weekPay(
  week: PayWeek,
  ruleOf: (state: string | null) => StateRules,
  currency: string | null,
  exempt: boolean,
): WeekPay {
  const worked = week.work.filter((time) => time.absence === null)
  const home = ruleOf(week.worker?.pay?.state ?? null)
  const paid = exempt
    ? worked.map((time) => ({ ...time, multiplier: one }))
    : splitOvertime(worked, week.from, ruleOf, home)
  // Without a currency only hours are told: XXX is ISO 4217 for none.
  const pay = payOf(
    currency === null ? paid.map((time) => ({ ...time, rate: null })) : paid,
    currency ?? 'XXX',
    home.regularRate,
  )
  const salary = week.worker?.pay?.salary
  return exempt && salary !== undefined && currency !== null ? salaried(pay, decimal(salary), currency) : pay
}

/** A salary is paid whatever the hours are; it stands on the first line. */
function salaried(pay: WeekPay, salary: Decimal, currency: string): WeekPay {
  const amount = moneyOfDecimal(salary, currency, 'half_away')
  const nothing = { minor: 0n, currency }
  return {
    lines: pay.lines.map((line, at) => ({ ...line, amount: at === 0 ? amount : nothing })),
    straight: amount,
    regularRate: null,
    total: amount,
  }
}

function totalOf(lines: readonly CodeLine[], currency: string | null): Money | null {
  if (currency === null || lines.some((line) => line.amount === null)) return null
  return sumMoney(
    lines.map((line) => line.amount!),
    currency,
  )
}

type WeekHours = {
  readonly workedHours: string
  readonly overtimeHours: string
  readonly paidHours: string
}

function hoursWithin(lines: readonly CodeLine[], plain: string): WeekHours {
  const hours = hoursOf(lines)
  const away = ['HOL', 'LEAVE', 'NONPAID']
  const sum = (keep: (code: string) => boolean) =>
    formatDecimal(lines.flatMap((line, at) => (keep(line.code) ? [hours[at]!] : [])).reduce(addDecimal, zero))
  return {
    workedHours: sum((code) => !away.includes(code)),
    overtimeHours: sum((code) => !away.includes(code) && code !== plain),
    paidHours: sum((code) => code !== 'NONPAID'),
  }
}
