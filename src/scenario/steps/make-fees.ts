import { instalmentWork } from '../fees/instalments.ts'
import { milestoneWork } from '../fees/milestones.ts'
import { progressWork } from '../fees/progress.ts'
import { subscriptionWork } from '../fees/subscriptions.ts'
import { linesOf } from '../known.ts'
import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'

/** Work that contracts make by themselves: instalments, progress, milestones, periods of subscriptions. */
export function makeFees(world: World, reported: readonly Valued[]): Valued[] {
  return [...world.contracts.keys()].flatMap((id) =>
    linesOf(world, id).flatMap((place) => [
      ...instalmentWork(world, place),
      ...progressWork(world, place, reported),
      ...milestoneWork(world, place),
      ...subscriptionWork(world, place),
    ]),
  )
}
