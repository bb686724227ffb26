import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'

/** Tiers, volume and line discounts, in the order of work date. */
export function discountWork(_world: World, valued: readonly Valued[]): Valued[] {
  return [...valued]
}
