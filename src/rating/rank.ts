import type { RatePrecedence } from './precedence.ts'
import type { RateRow, ScopeKey } from './rate-rows.ts'
import { hasAnchor } from './rate-rows.ts'

/** What a precedence makes of a row before any question is asked. */
export type Standing = {
  readonly rank: number
  readonly unfit: 'scope_without_anchor' | 'level_not_in_precedence' | null
  /** The scope as two lists, because walking objects of many shapes is what made resolution slow. */
  readonly keys: readonly ScopeKey[]
  readonly values: readonly string[]
}

/**
 * Rows are immutable and asked about many times, so that each is ranked once for as long as somebody holds
 * it.
 */
const known = new WeakMap<RatePrecedence, WeakMap<RateRow, Standing>>()

export function rankedBy(precedence: RatePrecedence): (row: RateRow) => Standing {
  let standings = known.get(precedence)
  if (standings === undefined) {
    standings = new WeakMap()
    known.set(precedence, standings)
  }
  const memory = standings
  return (row) => {
    let standing = memory.get(row)
    if (standing === undefined) {
      standing = standingOf(row, precedence)
      memory.set(row, standing)
    }
    return standing
  }
}

function standingOf(row: RateRow, precedence: RatePrecedence): Standing {
  const scope = Object.entries(row.scope).filter(([, value]) => value !== undefined)
  const anchored = hasAnchor(row)
  const listed = precedence.levels.includes(row.level)
  return {
    rank: rankOf(row, precedence),
    unfit: !anchored ? 'scope_without_anchor' : !listed ? 'level_not_in_precedence' : null,
    keys: scope.map(([key]) => key as ScopeKey),
    values: scope.map(([, value]) => value),
  }
}

/** One number per row: a better level outweighs any scope, and a narrower scope outweighs any qualifier. */
function rankOf(row: RateRow, precedence: RatePrecedence): number {
  let rank = precedence.levels.length - precedence.levels.indexOf(row.level)
  for (const key of precedence.narrowness) rank = rank * 2 + (row.scope[key] === undefined ? 0 : 1)
  for (const qualifier of precedence.qualifiers) rank = rank * 2 + (row[qualifier] === undefined ? 0 : 1)
  return rank
}
