import type { Masters } from '../../masterdata/masters.ts'
import { basisOf } from '../../scenario/allocation/entries.ts'
import { valueWork } from '../../scenario/run.ts'
import { type Allocation, costsOf } from '../../scenario/steps/allocate.ts'
import { worldOf } from '../../scenario/world.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Charging } from '../lane.ts'
import { clientsWithTerms } from './agreed.ts'
import type { Kept } from './kept.ts'
import { madeStream } from './made.ts'
import { questionOf } from './question.ts'
import { readGroupCharges, readGroupWorks } from './reads.ts'
import { type Deciding, differs, isLeft, takenBack, type Wanted, wantedOf } from './wanted.ts'
import { writeWanted } from './write-wanted.ts'

export type Done = { readonly written: number; readonly kept: Omit<Kept, 'settled'> | null }

/** All of a client's work, asked of the engine at once. */
export async function settleWhole(
  tx: Tx,
  charging: Charging,
  masters: Masters,
  deciding: Deciding,
): Promise<Done> {
  const { cell } = charging
  const { clientId, on, position } = deciding
  const contractIds = clientsWithTerms(masters).get(clientId) ?? []
  const stored = await readGroupWorks(tx, cell, clientId, contractIds)
  const charges = await readGroupCharges(tx, cell, clientId, contractIds)
  const { works: left = [], outside = [] } = Object.groupBy(
    stored.filter((work) => work.stream !== madeStream),
    (work) => (isLeft(work, masters, charges) ? 'works' : 'outside'),
  )
  const made = new Map(stored.filter((work) => work.stream === madeStream).map((work) => [work.workId, work]))
  const question = questionOf(masters, clientId, { on, works: left, outside, charges })
  const nothing = { complete: [], placed: null }
  const { complete, placed } = contractIds.length === 0 ? nothing : valueWork(worldOf(question.scenario))
  const wanted = new Map<string, Wanted>()
  for (const valued of complete) {
    const one = wantedOf(valued, question, { ...deciding, made, charges })
    if (one !== null) wanted.set(one.work.workId, one)
  }
  for (const work of made.values())
    if (!wanted.has(work.workId) && work.approval !== 'deleted')
      wanted.set(work.workId, takenBack(work, deciding))
  const known = new Map(stored.map((work) => [work.workId, work]))
  const changed = [...wanted.values()].filter((one) =>
    differs(one, known.get(one.work.workId), charges.get(one.work.workId) ?? []),
  )
  await writeWanted(tx, charging, position, changed, known)
  const names = new Map(left.map((work) => [work.workId, question.names.get(work.workId)!]))
  const works = new Map([...names].map(([workId, name]) => [name, workId]))
  const allocation = placed && withoutWork(placed)
  const usedBefore = allocation === null ? 0 : basisOf(allocation.basis.world, []).rules.used.length
  const kept = { position, on, allocation, usedBefore, names, works, costs: costsOf(complete) }
  return { written: changed.length, kept }
}

/** What is remembered of the question: its rules, without its work. */
function withoutWork({ basis, group }: Allocation): Allocation {
  const { scenario, asOf } = basis.world
  const world = worldOf({ ...scenario, asOf, work: [], documents: [] })
  return { basis: { ...basis, world, entries: [] }, group }
}
