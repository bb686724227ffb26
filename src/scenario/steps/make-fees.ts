import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'

/** Work that contracts make by themselves: instalments, progress, milestones, periods of subscriptions. */
export function makeFees(_world: World, _reported: readonly Valued[]): Valued[] {
  return []
}
