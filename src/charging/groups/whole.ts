import type { Masters } from '../../masterdata/masters.ts'
import { basisOf } from '../../scenario/allocation/entries.ts'
import { type Allocation, costsOf } from '../../scenario/steps/allocate.ts'
import { worldOf } from '../../scenario/world.ts'
import type { Tx } from '../../store/transaction.ts'
import type { BillAdjustments } from '../bill-adjustments/adjustment.ts'
import { readBillAdjustmentsOfClient } from '../bill-adjustments/reads.ts'
import { type ScenarioEngine, thisScenarioEngine } from '../engine.ts'
import type { Charging } from '../lane.ts'
import type { Work } from '../work.ts'
import { clientsWithTerms } from './agreed.ts'
import type { Kept } from './kept.ts'
import { madeStream } from './made.ts'
import { type Question, questionOf } from './question.ts'
import { readGroupCharges, readGroupWorks } from './reads.ts'
import { type Charges, type Deciding, differs, isLeft, takenBack, type Wanted, wantedOf } from './wanted.ts'
import { lookAgainAt, writeWanted } from './write-wanted.ts'

export type Done = { readonly written: number; readonly kept: Omit<Kept, 'settled'> | null }

/** What every piece of a client's work should be, and all that it was asked by. */
type Whole = {
  readonly stored: readonly Work[]
  readonly charges: Charges
  readonly left: readonly Work[]
  /** Work that something of its own stops, or that is worth nothing now. */
  readonly outside: readonly Work[]
  readonly question: Question
  readonly valued: ReturnType<ScenarioEngine> | null
  readonly wanted: ReadonlyMap<string, Wanted>
}

/** Reads all of a client's work and asks the engine at once; writes nothing. Throws ScenarioError as it does. */
export async function askWhole(
  tx: Tx,
  cell: number,
  masters: Masters,
  deciding: Deciding,
  valueScenario: ScenarioEngine = thisScenarioEngine,
  /** What people decided of the works, put otherwise. */
  otherwise: (standing: BillAdjustments) => BillAdjustments = (standing) => standing,
): Promise<Whole> {
  const { clientId, on } = deciding
  const contractIds = clientsWithTerms(masters).get(clientId) ?? []
  const stored = await readGroupWorks(tx, cell, clientId, contractIds)
  const charges = await readGroupCharges(tx, cell, clientId, contractIds)
  const { works: left = [], outside = [] } = Object.groupBy(
    stored.filter((work) => work.stream !== madeStream),
    (work) => (isLeft(work, masters, charges) ? 'works' : 'outside'),
  )
  const made = new Map(
    stored.filter((work) => work.stream === madeStream).map((work) => [work.sourceId, work]),
  )
  const adjustments = otherwise(await readBillAdjustmentsOfClient(tx, cell, clientId))
  const question = questionOf(masters, clientId, { on, works: left, outside, charges, adjustments })
  const valued = contractIds.length === 0 ? null : valueScenario(question.scenario)
  const wanted = new Map<string, Wanted>()
  for (const each of valued?.complete ?? []) {
    const one = wantedOf(each, question, { ...deciding, made, charges })
    if (one !== null) wanted.set(one.work.workId, one)
  }
  for (const work of made.values())
    if (!wanted.has(work.workId) && work.approval !== 'deleted')
      wanted.set(work.workId, takenBack(work, deciding))
  return { stored, charges, left, outside, question, valued, wanted }
}

/** All of a client's work, asked of the engine at once and written where it differs. */
export async function settleWhole(
  tx: Tx,
  charging: Charging,
  masters: Masters,
  deciding: Deciding,
): Promise<Done> {
  const { position, on } = deciding
  const asked = await askWhole(tx, charging.cell, masters, deciding)
  const { stored, charges, left, outside, question, valued, wanted } = asked
  const known = new Map(stored.map((work) => [work.workId, work]))
  const changed = [...wanted.values()].filter((one) =>
    differs(one, known.get(one.work.workId), charges.get(one.work.workId) ?? []),
  )
  await writeWanted(tx, charging, position, changed, known)
  await lookAgainAt(tx, charging.cell, position, outside, charges)
  const names = new Map(left.map((work) => [work.workId, question.names.get(work.workId)!]))
  const works = new Map([...names].map(([workId, name]) => [name, workId]))
  const placed = valued?.placed ?? null
  const allocation = placed && withoutWork(placed)
  const usedBefore = allocation === null ? 0 : basisOf(allocation.basis.world, []).rules.used.length
  const kept = { position, on, allocation, usedBefore, names, works, costs: costsOf(valued?.complete ?? []) }
  return { written: changed.length, kept }
}

/** What is remembered of the question: its rules, without its work. */
function withoutWork({ basis, group }: Allocation): Allocation {
  const { scenario, asOf } = basis.world
  const world = worldOf({ ...scenario, asOf, work: [], documents: [] })
  return { basis: { ...basis, world, entries: [] }, group }
}
