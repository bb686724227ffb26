import { divideRounded } from '../../kernel/decimal.ts'
import { assert } from '../../kernel/errors.ts'
import type { Money } from '../../kernel/money.ts'

/**
 * Divides a rounded total by the exact parts it was rounded from, so that the parts add up to it: each exact part
 * (numerator / denominator, in minor units, of any sign) is cut to the whole unit below, then the largest remainders
 * get a unit each, the earlier one first among equals. Refuses a total that lies a unit or more from the sum of the
 * exact parts, because then it is no rounding of them.
 */
export function shareRounded(total: Money, numerators: readonly bigint[], denominator: bigint): Money[] {
  assert(denominator > 0n, 'Shares have a denominator above zero')
  const whole = numerators.map((one) => divideRounded(one, denominator, 'floor'))
  const rests = numerators.map((one, at) => one - whole[at]! * denominator)
  const left = total.minor - whole.reduce((sum, one) => sum + one, 0n)
  assert(left >= 0n && left <= BigInt(numerators.length), 'A rounded total is near the sum of its parts')
  const order = rests
    .map((_, at) => at)
    .sort((a, b) => (rests[a]! > rests[b]! ? -1 : rests[a]! < rests[b]! ? 1 : a - b))
  for (const at of order.slice(0, Number(left))) whole[at]! += 1n
  return whole.map((minor) => ({ minor, currency: total.currency }))
}
