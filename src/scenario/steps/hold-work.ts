import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'

/** Work that may not be billed now: closed projects and periods, clients on hold. Its pieces are held, with the code. */
export function holdWork(_world: World, valued: readonly Valued[]): Valued[] {
  return [...valued]
}
