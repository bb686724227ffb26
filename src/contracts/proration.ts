import { divideRounded } from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'

/**
 * How days of a part period count: over the days that the whole period has, over 30 days a month, or not at all.
 */
export type Proration = 'actual' | 'thirty' | 'none'

export type Share = { readonly days: number; readonly of: number }

/**
 * What part of a whole period some of its days are. With 30 days a month the whole is whole however long the month
 * is, and a part is never more than that. Periods that are counted in days know no month: `months` is 0.
 */
export function shareOf(days: number, wholeDays: number, months: number, rule: Proration): Share {
  assert(days >= 0 && days <= wholeDays, 'A part of a period has no more days than the whole')
  if (days === wholeDays) return { days: 1, of: 1 }
  if (rule === 'none') return { days: days === 0 ? 0 : 1, of: 1 }
  if (rule === 'actual' || months === 0) return { days, of: wholeDays }
  return { days: Math.min(days, 30 * months), of: 30 * months }
}

/** Rounded once, half away from zero. */
export function prorate(amount: Money, share: Share): Money {
  const minor = divideRounded(amount.minor * BigInt(share.days), BigInt(share.of), 'half_away')
  return { minor, currency: amount.currency }
}
