/** Write-ups, write-downs and write-offs, in words. */
import { amountText, formatDecimal } from '../figures/figures.tsx'
import type { BillAdjustment } from '../api/shapes.ts'

export type What = Exclude<BillAdjustment['what'], 'take_back'>
export type How = NonNullable<BillAdjustment['how']>
export type Reason = BillAdjustment['reason']

export const whatWords: Readonly<Record<BillAdjustment['what'], string>> = {
  write_down: 'Write-down',
  write_off: 'Write-off',
  write_up: 'Write-up',
  take_back: 'Taking back',
}
export const howWords: Readonly<Record<How, string>> = {
  by_percent: 'By percent',
  by_amount: 'By amount',
  to_amount: 'To amount',
  to_quantity: 'To hours',
  to_rate: 'To rate per hour',
}
export const reasonWords: Readonly<Record<Reason, string>> = {
  over_budget: 'More time than was agreed or estimated',
  rework: 'Our own mistakes were put right',
  learning: 'Learning and handing over',
  goodwill: 'A courtesy to the client',
  disputed: 'The client does not accept it',
  uncollectable: 'The client will not pay it',
  agreed_price: 'Another price was agreed for this work',
  worth_more: 'It was worth more than its time',
  recorded_wrongly: 'It was recorded wrongly',
  other: 'Other: say it in the note',
}
export const stateWords: Readonly<Record<BillAdjustment['state'], string>> = {
  proposed: 'Waits',
  approved: 'Approved',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
}
export const stateColors: Readonly<Record<BillAdjustment['state'], string>> = {
  proposed: 'orange',
  approved: 'green',
  declined: 'red',
  withdrawn: 'gray',
}

/** "Write-down by 10 %", "Write-down to 6 h", "Write-off". */
export function adjustmentText({ what, how, size, currency }: BillAdjustment): string {
  if (how === null || size === null) return whatWords[what]
  const money = currency === null ? '' : amountText({ amount: size, currency })
  const said = {
    by_percent: `by ${formatDecimal(size)} %`,
    by_amount: `by ${money}`,
    to_amount: `to ${money}`,
    to_quantity: `to ${formatDecimal(size)} h`,
    to_rate: `to ${money} an hour`,
  }[how]
  return `${whatWords[what]} ${said}`
}
