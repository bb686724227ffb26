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

/** "10 %", "6 h", "1,200.00 EUR"; of a size that says nothing, all of it. */
export function sizeText({ how, currency }: BillAdjustment, size: string | null): string {
  if (how === null || size === null) return 'All of it'
  if (how === 'by_percent') return `${formatDecimal(size)} %`
  if (how === 'to_quantity') return `${formatDecimal(size)} h`
  const money = amountText({ amount: size, currency: currency ?? '' })
  return how === 'to_rate' ? `${money} an hour` : money
}

/** "Write-down by 10 %", "Write-down to 6 h", "Write-off". */
export function adjustmentText(adjustment: BillAdjustment): string {
  const { what, how, size } = adjustment
  if (how === null) return whatWords[what]
  return `${whatWords[what]} ${how.startsWith('by') ? 'by' : 'to'} ${sizeText(adjustment, size)}`
}
