import type { Decimal } from '../kernel/decimal.ts'
import { divideRounded, powerOfTen } from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'

/** How far something is: done of estimated, both in one unit, and the most percent that counts. */
export type Completion = { readonly done: Decimal; readonly estimate: Decimal; readonly atMost: Decimal }

/** An exact share: numerator / denominator, capped. Asserts an estimate above zero. */
function shareOf({ done, estimate, atMost }: Completion): { part: bigint; whole: bigint } {
  assert(estimate.coefficient > 0n, 'An estimate at completion is above zero')
  const scale = Math.max(done.scale, estimate.scale)
  const part = done.coefficient * powerOfTen(scale - done.scale)
  const whole = estimate.coefficient * powerOfTen(scale - estimate.scale)
  const most = powerOfTen(atMost.scale + 2)
  return part * most > atMost.coefficient * whole
    ? { part: atMost.coefficient, whole: most }
    : { part, whole }
}

/** The cumulative part of a fee, rounded once, half away from zero; never through a rounded percentage. */
export function earnedOf(fee: Money, completion: Completion): Money {
  const { part, whole } = shareOf(completion)
  return { minor: divideRounded(fee.minor * part, whole, 'half_away'), currency: fee.currency }
}

/** In percent with four digits: for people, not for reckoning. */
export function percentOf(completion: Completion): Decimal {
  const { part, whole } = shareOf(completion)
  return { coefficient: divideRounded(part * 1_000_000n, whole, 'half_away'), scale: 4 }
}
