/** What other master data would change of what is billed. Reads, and writes nothing. */
import type { Day } from '../kernel/dates.ts'
import { formatMoney } from '../kernel/money.ts'
import type { Masters } from '../masterdata/masters.ts'
import { mastersAfterwards } from '../masterdata/proposals/afterwards.ts'
import type { Effect } from '../masterdata/proposals/effect.ts'
import type { MasterRecord } from '../masterdata/reads.ts'
import type { MasterChange } from '../model/master-records.ts'
import { ScenarioError } from '../scenario/complaint.ts'
import type { Tx } from '../store/transaction.ts'
import type { BillAdjustments } from './bill-adjustments/adjustment.ts'
import { readBillAdjustments } from './bill-adjustments/reads.ts'
import { type Charge, type Desired, isAside } from './difference.ts'
import { countOfGroup } from './groups/reads.ts'
import { groupsOfRecords } from './groups/records.ts'
import { today, type Wanted } from './groups/wanted.ts'
import { askWhole } from './groups/whole.ts'
import { instalmentId, instalmentWork } from './instalments.ts'
import type { Charging } from './lane.ts'
import { engineVersion } from './price.ts'
import { keysOf, lostKeysOf, worksUnder } from './reevaluation-keys.ts'
import { decideWork } from './settle.ts'
import { readWorkCharges } from './work-charges.ts'
import { readWorksOf } from './work-reads.ts'
import { isReported, type Work } from './work.ts'

type Otherwise = {
  /** Minor units to be billed more, or less, by currency; without those that come to nothing. */
  readonly amounts: ReadonlyMap<string, bigint>
  /** Pieces of work that would come to something else, and documents on which they stand. */
  readonly works: number
  readonly documents: number
}
/** Records that would be others: as they would be named, and what of them is known now. */
type Touched = {
  readonly changed: readonly { readonly kind: string; readonly recordId: string }[]
  readonly lost: readonly MasterRecord[]
}

/** Minor units of one piece of work to be billed, by currency. */
type Worth = ReadonlyMap<string, bigint>
type Asking = {
  readonly tx: Tx
  readonly charging: Charging
  readonly on: Day
  /** What is read once and judged twice. */
  readonly works: readonly Work[]
  readonly charges: ReadonlyMap<string, readonly Charge[]>
  readonly adjustments: BillAdjustments
}
const pageSize = 500
/** More than that nobody waits for. */
const mostWorks = 10_000

/**
 * What statements of master data would change of what is billed, beside what is `known`. Null where it touches more work
 * than can be judged while somebody waits, and where the engine cannot answer because terms contradict themselves.
 */
export async function effectOfChanges(
  charging: Charging,
  known: Masters,
  changes: readonly MasterChange[],
): Promise<Effect | null> {
  // Of its own: what others learn meanwhile does not come into it.
  const now = known.instead([], [])
  const proposed = mastersAfterwards(now, changes)
  const records = new Map(changes.map((one) => [`${one.kind}\n${one.recordId}`, one]))
  try {
    return await charging.store.transaction(
      async (tx) => {
        const changed = [...records.values()]
        const lost = changed.flatMap(({ kind, recordId }) =>
          now.stretches(kind, recordId).map(({ body }) => ({ kind, recordId, body }) as MasterRecord),
        )
        const found = await billedOtherwise(tx, charging, now, proposed, { changed, lost }, mostWorks)
        return found && told(found, now.position)
      },
      { isolation: 'repeatable read', readOnly: true },
    )
  } catch (error) {
    if (error instanceof ScenarioError) return null
    throw error
  }
}

function told({ amounts, works, documents }: Otherwise, position: bigint): Effect {
  const list = [...amounts].map(([currency, minor]) => ({
    amount: formatMoney({ minor, currency }),
    currency,
  }))
  return { asOf: String(position), amounts: list, works, documents }
}

/**
 * Judges the work that the records touch by what is known and by what would be, each the same way, so that what waits to
 * be looked at for other reasons counts as nothing. Null where more than `most` pieces of work would have to be looked
 * at. Throws ScenarioError where terms contradict themselves.
 */
async function billedOtherwise(
  tx: Tx,
  charging: Charging,
  now: Masters,
  proposed: Masters,
  touched: Touched,
  most: number,
): Promise<Otherwise | null> {
  const ids = await worksTouched(tx, charging, proposed, touched, most)
  if (ids === null) return null
  const works = [...(await readWorksOf(tx, charging.cell, ids)).values()].filter((work) =>
    isReported(work.kind),
  )
  const charges = Map.groupBy<string, Charge>(
    await readWorkCharges(tx, charging.cell, ids),
    (one) => one.workId,
  )
  const on = today(charging.now())
  const adjustments = await readBillAdjustments(tx, charging.cell, ids)
  const asking = { tx, charging, on, works, charges, adjustments }
  const groups = new Set(groupsOfRecords(proposed, touched.changed, touched.lost))
  const judged = [now, proposed].map((masters) => byThemselves(asking, masters, groups))
  for (const clientId of groups) if ((await countOfGroup(tx, charging.cell, clientId)) > most) return null
  const standing = new Map(charges)
  const worths: Map<string, Worth>[] = []
  for (const [at, masters] of [now, proposed].entries())
    worths.push(
      new Map([
        ...judged[at]!,
        ...(await inGroups(asking, masters, groups, standing)),
        ...instalments(masters, charging.namespace, touched),
      ]),
    )
  return compared(worths[0]!, worths[1]!, await withCharges(tx, charging.cell, worths, standing))
}

async function worksTouched(
  tx: Tx,
  { cell }: Charging,
  proposed: Masters,
  { changed, lost }: Touched,
  most: number,
): Promise<string[] | null> {
  const keys = new Set([
    ...changed.flatMap((one) => keysOf(proposed, one.kind, one.recordId)),
    ...lost.flatMap((one) => lostKeysOf(proposed, one)),
  ])
  const found = new Set<string>()
  for (const key of keys)
    for (let after: string | null = null; ; ) {
      const page: string[] = await worksUnder(tx, cell, proposed, key, { after, limit: pageSize })
      for (const id of page) found.add(id)
      if (found.size > most) return null
      if (page.length < pageSize) break
      after = page.at(-1)!
    }
  return [...found]
}

/** Work that is worth what it is worth whatever other work there is. Names the groups of the rest. */
function byThemselves(asking: Asking, masters: Masters, groups: Set<string>): Map<string, Worth> {
  const { charging, works, charges, adjustments } = asking
  const { newId, costRoute } = charging
  const settling = { masters, newId, at: charging.now(), costRoute, adjustments }
  const worths = new Map<string, Worth>()
  for (const work of works) {
    const before = charges.get(work.workId) ?? []
    const candidate = { work, understood: true, writtenAt: masters.position, seenBefore: true }
    const decided = decideWork(candidate, settling, before)
    for (const clientId of decided.groups) groups.add(clientId)
    if (!decided.leftToGroup) worths.set(work.workId, worthOf([...before, ...decided.charges]))
  }
  return worths
}

async function inGroups(
  { tx, charging, on }: Asking,
  masters: Masters,
  groups: ReadonlySet<string>,
  standing: Map<string, readonly Charge[]>,
): Promise<Map<string, Worth>> {
  const { cell, namespace } = charging
  const worths = new Map<string, Worth>()
  for (const clientId of groups) {
    const deciding = { clientId, namespace, engine: engineVersion, on, position: masters.position }
    const { wanted, charges } = await askWhole(tx, cell, masters, deciding)
    for (const [workId, own] of charges) standing.set(workId, own)
    for (const [workId, one] of wanted) worths.set(workId, worthOfWanted(one, charges.get(workId) ?? []))
  }
  return worths
}

/** Instalments of contracts that are nothing but a schedule. */
function instalments(masters: Masters, namespace: string, { changed }: Touched): Map<string, Worth> {
  const worths = new Map<string, Worth>()
  for (const { kind, recordId } of changed) {
    const contract = kind === 'contract' ? masters.stretches('contract', recordId).at(-1)?.body : undefined
    if (contract?.billing !== 'fixed_fee' || contract.client === null) continue
    for (const one of contract.instalments) {
      const workId = instalmentId(namespace, recordId, one.number)
      const { desired } = instalmentWork(recordId, contract, one, workId, masters.position)
      if (desired !== null) worths.set(workId, new Map([[desired.currency, desired.amountMinor]]))
    }
  }
  return worths
}

function worthOfWanted({ desired }: Wanted, charges: readonly Charge[]): Worth {
  return desired === 'keep' ? worthOf(charges) : sumOf(desired.filter((one) => one.treatment === 'billable'))
}

/** What is billed of it or would be. */
function worthOf(charges: readonly Pick<Charge, 'state' | 'currency' | 'amountMinor'>[]): Worth {
  return sumOf(charges.filter((one) => !isAside(one.state)))
}

function sumOf(rows: readonly Pick<Desired, 'currency' | 'amountMinor'>[]): Worth {
  const sums = new Map<string, bigint>()
  for (const { currency, amountMinor } of rows) sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor)
  return sums
}

type Charges = ReadonlyMap<string, readonly Charge[]>

/** With the charges of instalments, which nobody read before. */
async function withCharges(
  tx: Tx,
  cell: number,
  worths: readonly ReadonlyMap<string, Worth>[],
  standing: Charges,
): Promise<Charges> {
  const missing = worths.flatMap((one) => [...one.keys()]).filter((id) => !standing.has(id))
  const found = Map.groupBy<string, Charge>(await readWorkCharges(tx, cell, missing), (one) => one.workId)
  return new Map([...standing, ...found])
}

function compared(
  now: ReadonlyMap<string, Worth>,
  proposed: ReadonlyMap<string, Worth>,
  charges: Charges,
): Otherwise {
  const amounts = new Map<string, bigint>()
  const documents = new Set<string>()
  let works = 0
  for (const workId of new Set([...now.keys(), ...proposed.keys()])) {
    const [was, is] = [now.get(workId), proposed.get(workId)]
    let moved = false
    for (const currency of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
      const more = (is?.get(currency) ?? 0n) - (was?.get(currency) ?? 0n)
      if (more === 0n) continue
      moved = true
      amounts.set(currency, (amounts.get(currency) ?? 0n) + more)
    }
    if (!moved) continue
    works += 1
    for (const { documentId } of charges.get(workId) ?? []) if (documentId !== null) documents.add(documentId)
  }
  for (const [currency, minor] of amounts) if (minor === 0n) amounts.delete(currency)
  return { amounts, works, documents: documents.size }
}
