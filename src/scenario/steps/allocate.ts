import { type Group, groupOf } from '../../contracts/allocation/group.ts'
import type { Money } from '../../kernel/money.ts'
import { cutWork } from '../allocation/cut.ts'
import { type Basis, basisOf } from '../allocation/entries.ts'
import { limitStates, lotStates } from '../allocation/fill-states.ts'
import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'

/** How full a limit or purchase order is. Amounts and hours as decimal texts. */
export type LimitState = {
  /** Null where it stands above contracts. */
  readonly contract: string | null
  readonly line: string | null
  readonly id: string
} & Record<string, unknown>
export type LotState = LimitState

export type Allocated = {
  readonly valued: readonly Valued[]
  readonly limits: readonly LimitState[]
  readonly lots: readonly LotState[]
  /** Periods of what is granted anew in each. */
  readonly periods: readonly LotState[]
  /** The entries as they were placed, and what limits them; null where nothing does. */
  readonly placed: Allocation | null
}
export type Allocation = { readonly basis: Basis; readonly group: Group }

/**
 * Lots are drawn down and ceilings filled, by work date, then source id, around what stands on issued documents.
 * What finds no room is split off and parked.
 */
export function allocate(world: World, valued: readonly Valued[]): Allocated {
  const basis = basisOf(world, valued)
  const { limits, retainers } = basis.rules
  // One rule is always there: that of work which no live purchase order takes.
  if (limits.length === 1 && retainers.length === 0)
    return { valued, limits: [], lots: [], periods: [], placed: null }
  const group = groupOf(basis.rules, basis.entries)
  const placed = new Map(group.entries.map((entry, at) => [entry.id, { entry, placed: group.placed[at]! }]))
  const cut = valued.map((one) => {
    const found = placed.get(one.work)!
    return cutWork(basis, one, found.entry, found.placed)
  })
  return { valued: cut, ...standingOf({ basis, group }, costsOf(cut)), placed: { basis, group } }
}

/** What of each work's cost is known, for what a ceiling leaves after cost. */
export function costsOf(valued: readonly Valued[]): Map<string, Money | null> {
  return new Map(valued.map((one) => [one.work, one.cost]))
}

/** How full everything is that limits these entries. */
export function standingOf(
  { basis, group }: Allocation,
  costs: ReadonlyMap<string, Money | null>,
): Pick<Allocated, 'limits' | 'lots' | 'periods'> {
  return { limits: limitStates(basis, group, costs), ...lotStates(basis, group) }
}
