import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'

/** True-ups to the minimum of a period, after everything else of the period is known. */
export function makeMinimums(_world: World, _allocated: readonly Valued[]): Valued[] {
  return []
}
