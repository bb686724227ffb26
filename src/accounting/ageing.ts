import { type Day, daysBetween } from '../kernel/dates.ts'
import { assert } from '../kernel/errors.ts'
import { addMoney, type Money, zeroMoney } from '../kernel/money.ts'

type Aged = { readonly on: Day; readonly amount: Money }
/** Days with both ends in it; the last stretch has no end. */
type Stretch = { readonly from: number; readonly to: number | null; readonly amount: Money }

/**
 * Amounts by their age on a day. `ends` are the last days of the stretches, rising. What lies after the day has no
 * age and is left out; everything else falls into exactly one stretch.
 */
export function ageOf(list: readonly Aged[], day: Day, ends: readonly number[], currency: string): Stretch[] {
  ends.forEach((end, at) => {
    assert(at === 0 || ends[at - 1]! < end, 'The ends of stretches rise')
  })
  const amounts = Array.from({ length: ends.length + 1 }, () => zeroMoney(currency))
  for (const one of list) {
    const age = daysBetween(one.on, day)
    if (age < 0) continue
    const found = ends.findIndex((end) => age <= end)
    const at = found === -1 ? ends.length : found
    amounts[at] = addMoney(amounts[at]!, one.amount)
  }
  return amounts.map((amount, at) => ({
    from: at === 0 ? 0 : ends[at - 1]! + 1,
    to: ends[at] ?? null,
    amount,
  }))
}
