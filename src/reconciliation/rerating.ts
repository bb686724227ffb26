import type { Engine } from '../charging/engine.ts'
import { askGroupAgain } from '../charging/groups/ask-again.ts'
import { standingGroups } from '../charging/groups/marks.ts'
import { pageChargedWorks, rerate, type Rerated } from '../charging/rerate.ts'
import { Masters } from '../masterdata/masters.ts'
import type { Tx } from '../store/transaction.ts'

type Rerating = {
  /** Decisions that were asked again. */
  readonly counted: number
  /** Decisions of another engine than the one asked, which says nothing about them in a proof; by their version. */
  readonly others: ReadonlyMap<string, number>
  readonly differing: readonly Rerated[]
  /** False where the sample ended before the works did. */
  readonly all: boolean
  /** Clients whose contracts have terms and were not asked again, by the reason. */
  readonly unasked: ReadonlyMap<string, number>
}
type ReratingScope = {
  /** Most works looked at; null for all. */
  readonly most: number | null
  /** Works of a sample are those whose ids follow this one. */
  readonly after: string | null
  /** Charges written after this position. */
  readonly since: bigint
  /** Asks about charges of every engine, not only its own. */
  readonly everyEngine: boolean
}

const pageSize = 500

/** Asks an engine about the charges that stand, each with the knowledge of its time. Reads only. */
export async function rerateAll(
  tx: Tx,
  cell: number,
  engine: Engine,
  scope: ReratingScope,
  progress: (works: number) => void = () => {},
): Promise<Rerating> {
  const masters = new Masters(cell)
  const others = new Map<string, number>()
  const differing: Rerated[] = []
  let counted = 0
  let works = 0
  let all = true
  const take = (one: Rerated) => {
    if (!scope.everyEngine && one.engine !== engine.version) {
      others.set(one.engine, (others.get(one.engine) ?? 0) + 1)
      return
    }
    counted += 1
    if (one.differences.length > 0) differing.push(one)
  }
  for (let after = scope.after; ; ) {
    const left = scope.most === null ? pageSize : Math.min(pageSize, scope.most - works)
    const page = left <= 0 ? [] : await pageChargedWorks(tx, cell, after, scope.since, left)
    if (page.length === 0) {
      all &&= left > 0 && scope.after === null
      break
    }
    for (const one of await rerate(tx, cell, page, engine, masters)) take(one)
    works += page.length
    after = page.at(-1)!
    progress(works)
  }
  const unasked = await askGroups(tx, cell, engine, scope, masters, take)
  return { counted, others, differing, all, unasked }
}

/** Clients whose contracts have terms are asked as a whole, each with all of its work. Returns who was not asked. */
async function askGroups(
  tx: Tx,
  cell: number,
  engine: Engine,
  { most }: ReratingScope,
  masters: Masters,
  take: (one: Rerated) => void,
): Promise<Map<string, number>> {
  const unasked = new Map<string, number>()
  const leave = (why: string) => unasked.set(why, (unasked.get(why) ?? 0) + 1)
  let left = most ?? Number.POSITIVE_INFINITY
  for (const group of await standingGroups(tx, cell)) {
    if (engine.valueScenario === null) leave(`engine ${engine.version} knows no contracts with terms`)
    else if (!group.settled) leave('they wait to be settled, or a case says why they cannot be')
    else if (group.works > left) leave('they have more work than the sample; --full asks all')
    else {
      left -= group.works
      const told = await askGroupAgain(
        tx,
        cell,
        group,
        { ...engine, valueScenario: engine.valueScenario },
        masters,
      )
      if (typeof told === 'string') leave(told)
      else for (const one of told) take(one)
    }
  }
  return unasked
}
