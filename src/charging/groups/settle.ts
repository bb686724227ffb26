/** A client's contracts settled as a whole: every part of its work at what it is worth beside all the others. */
import { openCases, resolveCured } from '../../cases/open.ts'
import type { CaseCode } from '../../kernel/error-catalogue.ts'
import { day } from '../../kernel/dates.ts'
import { noteChanges } from '../../log/changes.ts'
import { type Masters, refreshMasters } from '../../masterdata/masters.ts'
import type { Valued } from '../../scenario/pieces.ts'
import { valueWork } from '../../scenario/run.ts'
import { worldOf } from '../../scenario/world.ts'
import type { Tx } from '../../store/transaction.ts'
import { type Charge, type Desired, differenceOf, isPlaced } from '../difference.ts'
import { engineVersion } from '../price.ts'
import { evaluate } from '../evaluate.ts'
import type { Charging } from '../lane.ts'
import { chargesFor } from '../settle.ts'
import { outcomeChange } from '../tell.ts'
import type { Work } from '../work.ts'
import { readChargesOf, readWorksForUpdate, writeCharges, writeRevisions, writeWorks } from '../write.ts'
import { clientsWithTerms } from './agreed.ts'
import { bucketOf, desiredOf } from './desired.ts'
import { heldCases } from './held.ts'
import { isMade, madeStream, madeWork, madeWorkId } from './made.ts'
import { endMarks, marksOf, settledGroup } from './marks.ts'
import { questionOf } from './question.ts'
import { readGroupCharges, readGroupWorks } from './reads.ts'

/** What one work should be: with its charges, or left as they are where a document holds them and something stops it. */
type Wanted = {
  readonly work: Work
  readonly desired: readonly Desired[] | 'keep'
  /** Codes of the cases that stop it, as the engine tells them. */
  readonly held: readonly string[]
}

/**
 * Settles one client's group in the caller's transaction, which holds its lock: reads its work, asks the engine once,
 * and writes what differs. Work that somebody changed meanwhile is left: that change has marked the group again.
 * Throws ScenarioError where the terms of its contracts contradict themselves.
 */
export async function settleGroup(tx: Tx, charging: Charging, clientId: string): Promise<number> {
  const { cell, now } = charging
  const marks = await marksOf(tx, cell, clientId)
  const masters = await refreshMasters(tx, charging.masters, true)
  const on = day(now().toISOString().slice(0, 10))
  const contractIds = clientsWithTerms(masters).get(clientId) ?? []
  const stored = await readGroupWorks(tx, cell, clientId, contractIds)
  const charges = await readGroupCharges(tx, cell, clientId, contractIds)
  const { works: reported = [], outside = [] } = Object.groupBy(
    stored.filter((work) => work.stream !== madeStream),
    (work) => (isLeft(work, masters, charges) ? 'works' : 'outside'),
  )
  const made = new Map(stored.filter((work) => work.stream === madeStream).map((work) => [work.workId, work]))
  const question = questionOf(masters, clientId, { on, works: reported, outside, charges })
  const { complete, limits, lots, periods } =
    contractIds.length === 0
      ? { complete: [], limits: [], lots: [], periods: [] }
      : valueWork(worldOf(question.scenario))
  const decided = { engine: engineVersion, on, position: masters.position }
  const wanted = new Map<string, Wanted>()
  for (const valued of complete) {
    const one = wantedOf(valued, {
      ...decided,
      clientId,
      namespace: charging.namespace,
      question,
      made,
      charges,
    })
    if (one !== null) wanted.set(one.work.workId, one)
  }
  for (const work of made.values())
    if (!wanted.has(work.workId) && work.approval !== 'deleted')
      wanted.set(work.workId, takenBack(work, decided))
  const known = new Map(stored.map((work) => [work.workId, work]))
  const changed = [...wanted.values()].filter((one) =>
    differs(one, known.get(one.work.workId), charges.get(one.work.workId) ?? []),
  )
  await write(tx, charging, masters, changed, known)
  await settledGroup(tx, cell, {
    clientId,
    settledAt: masters.position,
    settledOn: on,
    standing: { limits, lots, periods },
  })
  await endMarks(tx, cell, clientId, marks)
  return changed.length + 1
}

/** Approved work that nothing of its own stops. Only where something may does it cost a second look. */
function isLeft(work: Work, masters: Masters, charges: ReadonlyMap<string, readonly Charge[]>): boolean {
  if (work.approval !== 'approved') return false
  if (!work.held && work.billBucket !== 'non_billable' && work.billBucket !== 'none') return true
  const placed = isPlaced(charges.get(work.workId) ?? [])
  return evaluate(work, masters, { placed, understood: true }, work.costConnection).leftToGroup
}

type Known = {
  readonly engine: string
  readonly on: ReturnType<typeof day>
  readonly position: bigint
  readonly clientId: string
  readonly namespace: string
  readonly question: ReturnType<typeof questionOf>
  readonly made: ReadonlyMap<string, Work>
  readonly charges: ReadonlyMap<string, readonly Charge[]>
}

function wantedOf(valued: Valued, known: Known): Wanted | null {
  const { question, made, charges, clientId, namespace, position, engine } = known
  const reported = question.works.get(valued.work)
  let base = reported
  if (base === undefined) {
    if (!isMade(valued)) return null
    const versions = question.scenario.contracts!.filter((one) => one.id === valued.contract)
    const contract = versions.findLast((one) => (one.from ?? '') <= valued.on) ?? versions[0]!
    const workId = madeWorkId(namespace, clientId, valued.work)
    base = madeWork(valued, contract, {
      workId,
      clientId,
      position,
      engine,
      before: made.get(workId) ?? null,
    })
  }
  const placed = isPlaced(charges.get(base.workId) ?? [])
  const stays = placed && base.billBucket !== 'none' ? base.billBucket : null
  const stamp = { asOf: position, engine }
  // What stops the whole of it; a part that waits for a decision stops no other part.
  if (valued.held.length > 0) {
    return {
      work: { ...base, ...stamp, billBucket: stays ?? 'held', held: true },
      desired: placed ? 'keep' : [],
      held: valued.held,
    }
  }
  const desired = desiredOf(base, valued, known)
  const parts = valued.pieces.filter((piece) => piece.bucket === 'held' && piece.reason !== null)
  const held = [...new Set(parts.map((piece) => piece.reason!))]
  const currency = desired[0]?.currency ?? base.billCurrency
  return {
    work: {
      ...base,
      ...stamp,
      billBucket: stays ?? bucketOf(desired),
      billMinor: desired.reduce((sum, one) => sum + one.amountMinor, 0n),
      billCurrency: currency,
      held: held.length > 0 || base.costBucket === 'held' || base.payBucket === 'held',
    },
    desired,
    held,
  }
}

/** What its contract makes no longer. */
function takenBack(work: Work, stamp: { readonly position: bigint; readonly engine: string }): Wanted {
  return {
    work: {
      ...work,
      revision: work.revision + 1,
      approval: 'deleted',
      billBucket: 'none',
      asOf: stamp.position,
      engine: stamp.engine,
      billMinor: null,
      billCurrency: null,
      held: false,
    },
    desired: [],
    held: [],
  }
}

const told = [
  'revision',
  'approval',
  'billBucket',
  'billMinor',
  'billCurrency',
  'held',
  'workOn',
  'contentDigest',
] as const

function differs(wanted: Wanted, stored: Work | undefined, charges: readonly Charge[]): boolean {
  if (stored === undefined) return wanted.desired !== 'keep' && wanted.desired.length > 0
  if (told.some((field) => wanted.work[field] !== stored[field])) return true
  // A case that stays open is told with its money of now.
  if (wanted.held.length > 0) return true
  return wanted.desired !== 'keep' && differenceOf(charges, wanted.desired).length > 0
}

/** Locks what differs, leaves what moved since it was read, and writes the rest. */
async function write(
  tx: Tx,
  charging: Charging,
  masters: Masters,
  changed: readonly Wanted[],
  known: ReadonlyMap<string, Work>,
): Promise<void> {
  if (changed.length === 0) return
  const { cell } = charging
  const ids = changed.map((one) => one.work.workId)
  const present = await readWorksForUpdate(tx, cell, ids)
  const charges = await readChargesOf(tx, cell, ids)
  const decided = changed.flatMap((one) => {
    const { workId } = one.work
    const [was, is] = [known.get(workId), present.get(workId)]
    const moved =
      is !== undefined && (was === undefined || was.position !== is.position || was.approval !== is.approval)
    if (moved || (was !== undefined && is === undefined)) return []
    const before = charges.get(workId) ?? []
    // Posting and billing may have moved it on meanwhile: what they say of it stays.
    const placed = isPlaced(before)
    const work = is === undefined ? one.work : { ...is, ...ofBilling(one.work, placed ? is : one.work) }
    const rows = one.desired === 'keep' ? [] : chargesFor(work, one.desired, before, masters.position)
    return [{ ...one, work, was: is, rows }]
  })
  await writeWorks(
    tx,
    cell,
    decided.map((one) => one.work),
  )
  await writeCharges(
    tx,
    cell,
    decided.flatMap((one) => one.rows),
  )
  await writeRevisions(
    tx,
    cell,
    decided.flatMap(({ work, was }) =>
      was !== undefined && was.revision !== work.revision
        ? [{ work: was, supersededAt: masters.position }]
        : [],
    ),
  )
  const at = charging.now()
  await noteChanges(
    tx,
    cell,
    at,
    decided.flatMap(
      ({ work, was, rows }) => outcomeChange(was ?? { ...work, billBucket: 'none' }, work, rows) ?? [],
    ),
  )
  const cases = decided.flatMap((one) =>
    heldCases(one.work, one.held as readonly CaseCode[], one.desired, charging.newId),
  )
  await openCases(tx, cell, cases, at)
  const looked = decided.filter((one) => one.was?.held || one.held.length > 0).map((one) => one.work.workId)
  await resolveCured(tx, cell, 'work', looked, ['bill'], cases, at)
}

/** The fields that a group decides. */
function ofBilling(work: Work, buckets: Work) {
  const { revision, position, contentDigest, workOn, approval, asOf, engine, billMinor, billCurrency, held } =
    work
  return {
    ...{ revision, position, contentDigest, workOn, approval, asOf, engine, billMinor, billCurrency, held },
    billBucket: buckets.billBucket,
  }
}
