import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'

/** Write-ups, write-downs and write-offs that somebody decided. They never touch cost or standard value. */
export function adjustWork(_world: World, valued: readonly Valued[]): Valued[] {
  return [...valued]
}
