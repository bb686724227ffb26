import type { Day } from '../kernel/dates.ts'
import type { Decimal } from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'
import type { RateRow } from './rate-rows.ts'

/**
 * A price that replaces the one before it inside a list, from its first day to the next override or the
 * list's end.
 */
type RateOverride = { readonly id: string; readonly from: Day; readonly amount: Decimal }

/**
 * Price lists with dated overrides (Dynamics has them) become rows that never overlap, so that an override
 * is no ambiguity. Overrides outside the list's period and two of one day are refused as a bug of the
 * mapping.
 */
export function withOverrides(list: RateRow, overrides: readonly RateOverride[]): RateRow[] {
  const ordered = [...overrides].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  const rows: RateRow[] = []
  let current = list
  for (const override of ordered) {
    assert(override.from > current.from, 'An override starts after the price that it replaces')
    assert(list.until === null || override.from < list.until, 'An override starts before its list ends')
    rows.push({ ...current, until: override.from })
    current = { ...list, id: override.id, from: override.from, amount: override.amount }
  }
  rows.push(current)
  return rows
}
