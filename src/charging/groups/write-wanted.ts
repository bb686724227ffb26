import { openCases, resolveCured } from '../../cases/open.ts'
import type { CaseCode } from '../../kernel/error-catalogue.ts'
import { noteChanges } from '../../log/changes.ts'
import type { Tx } from '../../store/transaction.ts'
import { isPlaced } from '../difference.ts'
import type { Charging } from '../lane.ts'
import { chargesFor } from '../settle.ts'
import { askToLookAgain } from '../reevaluate.ts'
import { outcomeChange } from '../tell.ts'
import type { Work } from '../work.ts'
import { readChargesOf, readWorksForUpdate, writeCharges, writeRevisions, writeWorks } from '../write.ts'
import { heldCases } from './held.ts'
import type { Charges, Wanted } from './wanted.ts'

/** Locks what differs, leaves what moved since it was read, and writes the rest. */
export async function writeWanted(
  tx: Tx,
  charging: Charging,
  position: bigint,
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
    const rows = one.desired === 'keep' ? [] : chargesFor(work, one.desired, before, position)
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
      was !== undefined && was.revision !== work.revision ? [{ work: was, supersededAt: position }] : [],
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

/**
 * Work that came here to be priced, and that newer knowledge stops before anybody has looked at it with that: it is
 * priced nowhere, or still where it was before, and its case is opened when it is looked at.
 */
export async function lookAgainAt(
  tx: Tx,
  cell: number,
  position: bigint,
  outside: readonly Work[],
  charges: Charges,
): Promise<void> {
  const passed = outside.filter(
    (work) =>
      work.approval === 'approved' &&
      work.billBucket === 'priced' &&
      !isPlaced(charges.get(work.workId) ?? []),
  )
  await askToLookAgain(
    tx,
    cell,
    position,
    passed.map((work) => work.workId),
  )
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
