import { formatDecimal } from '../../kernel/decimal.ts'
import { formatMoney, type Money } from '../../kernel/money.ts'
import type { WeekPay } from '../../rating/payroll/pay.ts'
import type { PayWeek } from './weeks.ts'

type ToldWeek = {
  readonly week: PayWeek
  readonly exempt: boolean
  readonly ready: boolean
  readonly pay: WeekPay
  readonly hours: { readonly workedHours: string; readonly overtimeHours: string; readonly paidHours: string }
  readonly total: Money | null
}

/** A week of pay in plain sentences. */
export function tellWeek({ week, exempt, ready, pay, hours, total }: ToldWeek): string[] {
  const name = week.worker?.name ?? week.workerId
  const story = [
    `${name} worked ${hours.workedHours} hours in the week from ${week.from}, and ${hours.paidHours} are paid.`,
  ]
  if (exempt) story.push('The worker is exempt: every hour is regular.')
  else if (hours.overtimeHours !== '0') story.push(overtime(pay, hours.overtimeHours))
  if (total === null) story.push('No rate of pay is said, so that only hours are told.')
  else story.push(`Together it is ${formatMoney(total)} ${total.currency}.`)
  if (!ready) story.push('It waits for the end of its week, or for the window of the payroll.')
  return story
}

function overtime(pay: WeekPay, hours: string): string {
  if (pay.straight === null || pay.regularRate === null) return `${hours} of them are overtime.`
  return (
    `${hours} of them are overtime: the straight pay is ${formatMoney(pay.straight)} ${pay.straight.currency}, ` +
    `on average ${formatDecimal(pay.regularRate)} an hour, and the premium is paid on that average or on each hour's own rate.`
  )
}
