import {
  addDecimal,
  type Decimal,
  decimal,
  divideDecimal,
  formatDecimal,
  multiplyDecimal,
  subtractDecimal,
} from '../../kernel/decimal.ts'
import { formatMoney, type Money, moneyOfDecimal, subtractMoney, sumMoney } from '../../kernel/money.ts'
import type { Payroll } from '../../model/scenario/payroll.ts'
import type { WeekPay } from '../../rating/payroll/pay.ts'
import type { PaidWork, PayWeek } from './weeks.ts'

/** What payroll is told under one code and state. */
export type CodeLine = {
  readonly code: string
  readonly state: string | null
  readonly seconds: Decimal
  readonly amount: Money | null
}

const zero: Decimal = { coefficient: 0n, scale: 0 }
const hour: Decimal = { coefficient: 3600n, scale: 0 }
/** Digits of hours as payroll systems take them. */
const hourScale = 4
const absenceCodes = { holiday: 'HOL', leave: 'LEAVE', unpaid: 'NONPAID' } as const

/** Worked time by its pay, then time that was not worked: paid at the plain rate, or not at all. */
export function codeLines(
  week: PayWeek,
  pay: WeekPay,
  codeOf: (multiplier: Decimal) => string,
  currency: string | null,
): CodeLine[] {
  const worked = pay.lines.map((line) => ({
    code: codeOf(line.multiplier),
    state: line.state,
    seconds: line.seconds,
    amount: line.amount,
  }))
  const away = week.work.filter((one) => one.absence !== null)
  const groups = Map.groupBy(away, (one) => JSON.stringify([one.absence, one.state]))
  return [...worked, ...[...groups.values()].map((list) => absenceLine(list, currency))]
}

function absenceLine(list: readonly PaidWork[], currency: string | null): CodeLine {
  const { absence, state } = list[0]!
  const rated = currency !== null && (absence === 'unpaid' || list.every((one) => one.rate !== null))
  const worth = list.map((one) =>
    absence === 'unpaid' ? zero : multiplyDecimal(one.seconds, one.rate ?? zero),
  )
  const sum = divideDecimal(worth.reduce(addDecimal, zero), hour, 15, 'half_away')
  return {
    code: absenceCodes[absence!],
    state,
    seconds: list.map((one) => one.seconds).reduce(addDecimal, zero),
    amount: rated ? moneyOfDecimal(sum, currency, 'half_away') : null,
  }
}

/** Hours to four digits; the first line takes what is cut, so that they add up to the hours of the week. */
export function hoursOf(lines: readonly CodeLine[]): Decimal[] {
  const total = divideDecimal(
    lines.map((one) => one.seconds).reduce(addDecimal, zero),
    hour,
    hourScale,
    'half_away',
  )
  const others = lines.slice(1).map((one) => divideDecimal(one.seconds, hour, hourScale, 'half_away'))
  return lines.length === 0 ? [] : [subtractDecimal(total, others.reduce(addDecimal, zero)), ...others]
}

export function tellCodes(lines: readonly CodeLine[], own: string | null): Record<string, unknown>[] {
  const hours = hoursOf(lines)
  return lines.map((line, at) => ({
    id: line.state === own || line.state === null ? line.code : `${line.code} ${line.state}`,
    code: line.code,
    state: line.state,
    hours: formatDecimal(hours[at]!),
    amount: line.amount && formatMoney(line.amount),
  }))
}

type Sent = NonNullable<Payroll['sent']>[number]

/** What payroll has to be told beside what it was told before: each code once, and only what changed. */
export function changesOf(
  lines: readonly CodeLine[],
  sent: readonly Sent[],
  currency: string | null,
): Record<string, unknown>[] {
  const hours = hoursOf(lines)
  const now = new Map(lines.map((line, at) => [keyOf(line), { line, hours: hours[at]! }]))
  const before = Map.groupBy(sent, (one) => keyOf({ code: one.code, state: one.state ?? null }))
  const keys = [...new Set([...now.keys(), ...before.keys()])]
  return keys.flatMap((key) => {
    const told = before.get(key) ?? []
    const is = now.get(key)
    const change = subtractDecimal(
      is?.hours ?? zero,
      told.map((one) => decimal(one.hours)).reduce(addDecimal, zero),
    )
    const amount = currency === null ? null : changeOfAmount(is?.line.amount ?? null, told, currency)
    if (change.coefficient === 0n && (amount === null || amount.minor === 0n)) return []
    const [code, state] = JSON.parse(key) as [string, string | null]
    const text = amount === null ? null : formatMoney(amount)
    return [
      {
        id: code,
        code,
        state,
        hours: formatDecimal(change),
        amount: text,
        kind: told.length === 0 ? 'new' : 'difference',
      },
    ]
  })
}

function changeOfAmount(now: Money | null, told: readonly Sent[], currency: string): Money {
  const before = told.map((one) => moneyOfDecimal(decimal(one.amount ?? '0'), currency, 'half_away'))
  return subtractMoney(now ?? { minor: 0n, currency }, sumMoney(before, currency))
}

function keyOf({ code, state }: { readonly code: string; readonly state: string | null }): string {
  return JSON.stringify([code, state])
}
