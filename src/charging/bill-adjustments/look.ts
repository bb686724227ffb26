/** What pieces of work are worth by what is known, and what of them a person could write up, down or off. Reads only. */
import type { Day } from '../../kernel/dates.ts'
import type { Masters } from '../../masterdata/masters.ts'
import type { Valued } from '../../scenario/pieces.ts'
import { valueReported } from '../../scenario/run.ts'
import { adjustedBy } from '../../scenario/steps/adjust-work.ts'
import { worldOf } from '../../scenario/world.ts'
import type { Tx } from '../../store/transaction.ts'
import { type Charge, isPlaced } from '../difference.ts'
import { evaluate, type Evaluation } from '../evaluate.ts'
import { clientsWithTerms } from '../groups/agreed.ts'
import { questionOf } from '../groups/question.ts'
import { countOfGroup, readGroupCharges, readGroupWorks } from '../groups/reads.ts'
import { isLeft, today } from '../groups/wanted.ts'
import type { Charging } from '../lane.ts'
import { readWorkCharges } from '../work-charges.ts'
import { readWorksOf } from '../work-reads.ts'
import type { Work } from '../work.ts'
import { valuedOf } from './adjust.ts'
import { type BillAdjustments, countingOf, ruleOf } from './adjustment.ts'
import { readBillAdjustments } from './reads.ts'

/** Of one work: its value before limits and beside what was decided earlier; or why nobody can adjust it now. */
export type Adjustable =
  | { readonly work: Work; readonly valued: Valued; readonly why: null }
  | { readonly work: Work | null; readonly valued: null; readonly why: string }

export type Looked = {
  readonly tx: Tx
  readonly charging: Charging
  readonly masters: Masters
  readonly on: Day
  readonly works: ReadonlyMap<string, Work>
  readonly charges: ReadonlyMap<string, readonly Charge[]>
  readonly adjustments: BillAdjustments
  readonly evaluated: ReadonlyMap<string, Evaluation>
  /** Clients whose contracts settle some of the works. */
  readonly clients: ReadonlySet<string>
}

/** A client with more work than this is not asked as a whole while somebody waits. */
export const mostOfGroup = 10_000

/** Reads the works with everything that decides their worth. `masters` stays as it is while this is used. */
export async function lookAtWorks(
  tx: Tx,
  charging: Charging,
  masters: Masters,
  workIds: readonly string[],
): Promise<Looked> {
  const { cell } = charging
  const works = await readWorksOf(tx, cell, workIds)
  const ids = [...works.keys()]
  const charges = Map.groupBy<string, Charge>(await readWorkCharges(tx, cell, ids), (one) => one.workId)
  const adjustments = await readBillAdjustments(tx, cell, ids)
  const evaluated = new Map<string, Evaluation>()
  const clients = new Set<string>()
  for (const work of works.values()) {
    if (work.connectionId === 'hub') continue
    const placed = isPlaced(charges.get(work.workId) ?? [])
    const one = evaluate(work, masters, { placed, understood: true }, work.costConnection)
    evaluated.set(work.workId, one)
    if (one.leftToGroup && one.group !== null) clients.add(one.group)
  }
  return {
    ...{ tx, charging, masters, works, charges, adjustments, evaluated, clients },
    on: today(charging.now()),
  }
}

/** Every one of the works as it could be adjusted. Throws ScenarioError where terms contradict themselves. */
export async function adjustableOf(
  looked: Looked,
  workIds: readonly string[],
): Promise<Map<string, Adjustable>> {
  const grouped = new Map<string, Valued>()
  for (const clientId of looked.clients)
    for (const [workId, valued] of await valuedOfClient(looked, clientId)) grouped.set(workId, valued)
  return new Map(workIds.map((id) => [id, adjustable(looked, id, grouped)]))
}

function adjustable(looked: Looked, workId: string, grouped: ReadonlyMap<string, Valued>): Adjustable {
  const work = looked.works.get(workId) ?? null
  const not = (why: string): Adjustable => ({ work, valued: null, why })
  if (work === null) return not('there is no such work')
  const one = looked.evaluated.get(workId)
  if (one === undefined) return not('its contract makes it: change what the contract says instead')
  if (work.approval !== 'approved')
    return not(`it is ${work.approval}: only approved work is written up, down or off`)
  const held = one.holds.filter((hold) => hold.outcome === 'bill').map((hold) => hold.code)
  if (held.length > 0) return not(`it is held (${held.join(', ')}): cure its case first`)
  const valued = one.leftToGroup ? grouped.get(workId) : byItself(looked, one)
  if (valued === undefined || valued === null) return not('nothing of it is billable')
  if (valued.held.length > 0) return not(`it is held (${valued.held.join(', ')}): cure its case first`)
  if (!valued.pieces.some((piece) => piece.bucket === 'priced')) return not('nothing of it is billable')
  return { work, valued, why: null }
}

function byItself({ adjustments }: Looked, { work, desired }: Evaluation): Valued | null {
  if (desired === null || desired === 'keep' || desired.treatment !== 'billable') return null
  return adjustedBy(valuedOf(work, desired), countingOf(adjustments.get(work.workId)).map(ruleOf))
}

/** With all of the client's work where that can be asked: bands, tiers and thresholds look at several pieces at once. */
export async function valuedOfClient(looked: Looked, clientId: string): Promise<Map<string, Valued>> {
  const { tx, charging, masters, on } = looked
  const { cell } = charging
  const whole = (await countOfGroup(tx, cell, clientId)) <= mostOfGroup
  const contractIds = clientsWithTerms(masters).get(clientId) ?? []
  const all = whole ? await readGroupWorks(tx, cell, clientId, contractIds) : [...looked.works.values()]
  const charges = whole ? await readGroupCharges(tx, cell, clientId, contractIds) : looked.charges
  const works = all.filter(
    (work) => work.connectionId !== 'hub' && work.clientId === clientId && isLeft(work, masters, charges),
  )
  const adjustments = whole
    ? await readBillAdjustments(
        tx,
        cell,
        works.map((one) => one.workId),
      )
    : looked.adjustments
  const question = questionOf(masters, clientId, { on, works, outside: [], charges, adjustments })
  const found = new Map<string, Valued>()
  for (const valued of valueReported(worldOf(question.scenario))) {
    const work = question.works.get(valued.work)
    if (work !== undefined) found.set(work.workId, valued)
  }
  return found
}
