/** Rules of a line as the pure functions take them. What contradicts itself is told with its place. */
import { addDays, day } from '../../kernel/dates.ts'
import {
  compareDecimal,
  type Decimal,
  decimal,
  formatDecimal,
  multiplyDecimal,
} from '../../kernel/decimal.ts'
import type { Increment, QuantityRules } from '../../model/scenario/quantity.ts'
import type { ClockRounding, ClockRule } from '../../rating/clock.ts'
import { toSeconds } from '../../rating/durations.ts'
import type { IncrementRule } from '../../rating/increments.ts'
import type { DayRule } from '../../rating/professional-days.ts'
import { complain } from '../complaint.ts'

const sixty: Decimal = { coefficient: 60n, scale: 0 }
type Clock = NonNullable<QuantityRules['clock']>

export function clockRuleOf(rules: QuantityRules | undefined): ClockRule | null {
  const clock = rules?.clock
  if (clock === undefined) return null
  return {
    ...(clock.begin === undefined ? {} : { begin: clockRounding(clock.begin) }),
    ...(clock.end === undefined ? {} : { end: clockRounding(clock.end) }),
  }
}

function clockRounding({ step, mode }: NonNullable<Clock['begin']>): ClockRounding {
  const seconds = Number(formatDecimal(multiplyDecimal(decimal(step), sixty)))
  if (!Number.isInteger(seconds) || seconds <= 0 || seconds > 86_400)
    complain(
      '/contracts/lines/quantity/clock',
      `a step of ${step} minutes is no whole number of seconds of a day`,
      'Say a step above zero, in minutes, such as 15 or 0.5.',
    )
  return { stepSeconds: seconds, mode }
}

/** In seconds, in which every unit is exact. */
export function incrementRuleOf(increment: Increment): IncrementRule {
  const unit = increment.unit ?? 'hour'
  const step = toSeconds(decimal(increment.step), unit)
  if (step.coefficient === 0n)
    complain(
      '/contracts/lines/quantity/increment/step',
      'a step of nothing',
      'Say a step above zero, or leave the increment out.',
    )
  return {
    step,
    mode: increment.mode,
    basis: increment.basis ?? 'entry',
    ...(increment.minimum === undefined ? {} : { minimum: toSeconds(decimal(increment.minimum), unit) }),
    ...(increment.factor === undefined ? {} : { factor: decimal(increment.factor) }),
  }
}

export function dayRuleOf(days: NonNullable<QuantityRules['days']>): DayRule {
  const bands = days.bands.map((band) => ({
    upToSeconds: toSeconds(decimal(band.upTo), 'hour'),
    days: decimal(band.days),
  }))
  for (const [at, band] of bands.entries()) {
    const before = bands[at - 1]?.upToSeconds ?? decimal('0')
    if (compareDecimal(band.upToSeconds, before) <= 0)
      complain(
        `/contracts/lines/quantity/days/bands/${at}`,
        `the bound ${days.bands[at]!.upTo} is not above the one before it`,
        'Put the bands in the order of their bounds, each above zero.',
      )
  }
  return { bands, inclusive: days.inclusive ?? true, beyond: days.beyond ?? 'last' }
}

/** The first day without it, of a last day that is included. */
export function until(to: string | undefined): ReturnType<typeof day> | null {
  return to === undefined || to === '9999-12-31' ? null : addDays(day(to), 1)
}
