/** Compares the clients' journal with the product's log and charges, and both with the ERP's own books. */
import { costKey } from '../../src/posting/cost-claim.ts'
import { verify } from '../../src/reconciliation/verify.ts'
import type { Store } from '../../src/store/pool.ts'
import { costHistory } from './cost-history.ts'
import type { Grounds } from './grounds.ts'
import type { Noted, Statement } from './journal.ts'
import { composed, currencyOf, pairs, worthOf } from './known-firm.ts'
import { examineComposed } from './witness-composed.ts'

export type Findings = {
  readonly entries: number
  readonly lost: string[]
  readonly doubled: string[]
  readonly wrong: string[]
}

type Expected = {
  readonly acknowledged: number
  readonly doubtful: number
  /** What holds now; null when nothing was ever acknowledged. */
  readonly latest: Statement | null
  readonly givenUp: Statement | null
  readonly workId: string
}

/** Per entry: how many statements must stand in the log, how many may, and the one that holds. */
export function expectations(notes: readonly Noted[]): Map<string, Expected> {
  const sent = new Map<string, Statement>()
  const expected = new Map<string, Expected>()
  const none = { acknowledged: 0, doubtful: 0, latest: null, givenUp: null, workId: '' }
  for (const note of notes) {
    if (note.note === 'sent') {
      sent.set(`${note.id}/${note.no}`, note)
      continue
    }
    const before = expected.get(note.id) ?? none
    const statement = sent.get(`${note.id}/${note.no}`)!
    if (note.note === 'given_up')
      expected.set(note.id, { ...before, doubtful: before.doubtful + 1, givenUp: statement })
    else
      expected.set(note.id, {
        ...before,
        acknowledged: before.acknowledged + 1,
        latest: statement,
        workId: note.workId,
      })
  }
  return expected
}

type WorkRow = {
  work_id: string
  source_id: string
  approval: string
  hours: string
  cost_bucket: string
  pay_bucket: string
  bill_bucket: string
  charged: bigint
}
type ErpCost = {
  key: string
  worker: string
  project: string
  task: string | null
  date: string
  hours: string
  createdMs?: number
}
type ErpDocument = { reference: string; state: string; net: string; currency: string; company: string }

async function apiWorks(store: Store): Promise<Map<string, WorkRow[]>> {
  const { rows } = await store.query<WorkRow>(
    `select w.work_id, w.source_id, w.approval, w.hours, w.cost_bucket, w.pay_bucket, w.bill_bucket,
       (select coalesce(sum(c.amount_minor), 0)::bigint from charges c where c.cell = 1 and c.work_id = w.work_id) as charged
     from works w where w.cell = 1 and w.connection_id = 'api'`,
  )
  return Map.groupBy(rows, (row) => row.source_id)
}

/** Every check after a drain. */
export async function examine(grounds: Grounds, notes: readonly Noted[]): Promise<Findings> {
  const { store, hub } = grounds.opened
  const expected = expectations(notes)
  const findings: Findings = { entries: expected.size, lost: [], doubled: [], wrong: [] }
  await examineLog(store, expected, findings)
  const works = await apiWorks(store)
  const standing = examineWorks(expected, works, findings)
  const books = (await grounds.firm.call('GET', '/inspect/costs')).body.items as ErpCost[]
  const { installationId, environment } = hub.parts.installation
  const keyOf = (workId: string) =>
    costKey({ installationId, environment } as Parameters<typeof costKey>[0], workId)
  for (const { id, workId, booked } of examineCosts(standing, books, keyOf, findings)) {
    const landed =
      booked.createdMs === undefined ? '' : ` (landed ${new Date(booked.createdMs).toISOString()})`
    const history = await costHistory(store, workId)
    findings.wrong.push(`ERP: ${id} is booked and should not be${landed}: ${history}`)
  }
  await examinePulled(grounds, books, findings)
  await examineDocuments(grounds, findings)
  await examineStrays(grounds, findings)
  await examineSums(store, standing, findings)
  await examineComposed(store, standing, findings)
  const { cell, vault } = hub.parts
  const verified = await store.transaction((tx) => verify(tx, cell, vault), {
    isolation: 'repeatable read',
    readOnly: true,
  })
  for (const check of verified.checks)
    if (!check.ok) findings.wrong.push(`verify: ${check.name}: ${check.detail.slice(0, 3).join('; ')}`)
  return findings
}

async function examineLog(store: Store, expected: Map<string, Expected>, findings: Findings): Promise<void> {
  const { rows } = await store.query<{ source_id: string; n: number }>(
    `select source_id, count(*)::int as n from events where cell = 1 and connection_id = 'api' group by source_id`,
  )
  const logged = new Map(rows.map((row) => [row.source_id, row.n]))
  for (const [id, one] of expected) {
    const found = logged.get(id) ?? 0
    if (found < one.acknowledged)
      findings.lost.push(`log: ${id} stands ${found} times of ${one.acknowledged}`)
    if (found > one.acknowledged + one.doubtful)
      findings.doubled.push(`log: ${id} stands ${found} times instead of ${one.acknowledged}`)
  }
}

export type Standing = Statement & { readonly workId: string; readonly charged: bigint }

/** The entries that hold, each as the one work it became. */
function examineWorks(
  expected: Map<string, Expected>,
  works: Map<string, WorkRow[]>,
  findings: Findings,
): Standing[] {
  const standing: Standing[] = []
  for (const [id, one] of expected) {
    const found = works.get(id) ?? []
    const holds = one.latest ?? (found.length > 0 ? one.givenUp : null)
    if (holds === null) continue
    if (found.length === 0) {
      findings.lost.push(`work: ${id} was acknowledged and is not there`)
      continue
    }
    if (found.length > 1) findings.doubled.push(`work: ${id} is ${found.length} works`)
    const work = found[0]!
    if (one.workId !== '' && work.work_id !== one.workId) findings.wrong.push(`work: ${id} has another id`)
    const approval = holds.deleted ? 'deleted' : holds.approved ? 'approved' : 'submitted'
    // Approval taken back and content changed under an approval have states of their own that are as good.
    const fits = work.approval === approval || (!holds.approved && work.approval === 'withdrawn')
    if (!fits) findings.wrong.push(`work: ${id} is ${work.approval}, said was ${approval}`)
    if (!holds.deleted && Number(work.hours) !== holds.halfHours / 2)
      findings.wrong.push(`work: ${id} has ${work.hours} hours, said were ${holds.halfHours / 2}`)
    const live = !holds.deleted && holds.approved
    const buckets = [work.cost_bucket, work.pay_bucket, work.bill_bucket]
    if (live && buckets.includes('none')) findings.wrong.push(`work: ${id} stands in ${buckets.join(', ')}`)
    if (live && work.cost_bucket !== 'accepted') findings.wrong.push(`cost of ${id}: ${work.cost_bucket}`)
    standing.push({ ...holds, workId: work.work_id, charged: work.charged })
  }
  return standing
}

/** Booked although nobody says that it should be. */
type Stray = { readonly id: string; readonly workId: string; readonly booked: ErpCost }

function examineCosts(
  standing: readonly Standing[],
  books: readonly ErpCost[],
  keyOf: (workId: string) => string,
  findings: Findings,
): Stray[] {
  const strays: Stray[] = []
  const byKey = Map.groupBy(books, (cost) => cost.key)
  for (const [key, costs] of byKey)
    if (costs.length > 1) findings.doubled.push(`ERP: the key ${key} stands ${costs.length} times`)
  const shape = (worker: string, project: string, day: string, hours: number) =>
    `${worker} ${project} ${day} ${hours}`
  const wanted = new Map<string, number>()
  for (const one of standing) {
    const booked = byKey.get(keyOf(one.workId))?.[0]
    if (one.deleted || !one.approved) {
      if (booked) strays.push({ id: one.id, workId: one.workId, booked })
      continue
    }
    if (!booked) findings.lost.push(`ERP: no cost of ${one.id}`)
    else if (Number(booked.hours) !== one.halfHours / 2)
      findings.wrong.push(`ERP: ${one.id} has ${booked.hours} hours instead of ${one.halfHours / 2}`)
    const name = shape(one.worker, one.project, one.workOn, one.halfHours / 2)
    wanted.set(name, (wanted.get(name) ?? 0) + 1)
  }
  // Independent of every key: the firm's own entries name a task, the clients' never do.
  for (const cost of books.filter((one) => one.task === null && ours.has(one.project))) {
    const name = shape(cost.worker, cost.project, cost.date, Number(cost.hours))
    wanted.set(name, (wanted.get(name) ?? 0) - 1)
  }
  for (const [name, n] of wanted) {
    if (n > 0) findings.lost.push(`ERP: ${n} records too few of ${name}`)
    if (n < 0) findings.doubled.push(`ERP: ${-n} records too many of ${name}`)
  }
  return strays
}

const ours = new Set(pairs.map((pair) => pair.project))

/** The firm's own approved entries, which came by pull: held, or in the books with the same hours. */
async function examinePulled(grounds: Grounds, books: readonly ErpCost[], findings: Findings): Promise<void> {
  type Entry = { id: string; deleted?: boolean; hours: string; approval?: { state: string } }
  const entries = (await grounds.firm.call('GET', '/inspect/entries')).body.items as Entry[]
  const { rows } = await grounds.opened.store.query<{
    source_id: string
    cost_bucket: string
    hours: string
    posted: string | null
  }>(
    `select w.source_id, w.cost_bucket, w.hours, case when w.cost_posted_digest is null then null
       else (select r.work ->> 'hours' from work_revisions r where r.cell = 1 and r.work_id = w.work_id
             order by r.superseded_at desc limit 1) end as posted
     from works w where w.cell = 1 and w.connection_id = 'firm' and w.kind = 'time_entry'`,
  )
  const works = Map.groupBy(rows, (row) => row.source_id)
  let accepted = 0
  for (const entry of entries) {
    if (entry.deleted === true || entry.approval?.state !== 'approved') continue
    const found = works.get(entry.id) ?? []
    if (found.length === 0) findings.lost.push(`firm: entry ${entry.id} is no work`)
    if (found.length > 1) findings.doubled.push(`firm: entry ${entry.id} is ${found.length} works`)
    const bucket = found[0]?.cost_bucket
    if (bucket === 'accepted') accepted += Number(entry.hours)
    // Edited under a standing approval after its cost was booked: what was approved stays booked while it is held.
    else if (bucket === 'held' && found[0]!.posted !== null) accepted += Number(found[0]!.posted)
    else if (bucket !== 'held') findings.wrong.push(`firm: cost of entry ${entry.id} is ${bucket}`)
  }
  const booked = books
    .filter((one) => one.task !== null || !ours.has(one.project))
    .reduce((sum, one) => sum + Number(one.hours), 0)
  if (Math.abs(accepted - booked) > 1e-6)
    findings.wrong.push(`firm: ${accepted} hours accepted as cost, the ERP has ${booked}`)
}

/** The ERP's documents: each reference once, and the amount that its members add up to. */
async function examineDocuments(grounds: Grounds, findings: Findings): Promise<void> {
  const books = (await grounds.firm.call('GET', '/inspect/documents')).body.items as ErpDocument[]
  const live = Map.groupBy(
    books.filter((one) => one.state !== 'cancelled'),
    (one) => one.reference,
  )
  for (const [reference, found] of live)
    if (found.length > 1) findings.doubled.push(`ERP: the document ${reference} stands ${found.length} times`)
  const { rows } = await grounds.opened.store.query<{
    reference: string
    status: string
    net_minor: bigint
    members: bigint
  }>(
    `select d.reference, d.status, d.net_minor,
       (select coalesce(sum(c.amount_minor), 0)::bigint from charges c
        where c.cell = 1 and c.document_id = d.document_id) as members
     from documents d where d.cell = 1 and d.status in ('drafted', 'issued') and d.blocked is null`,
  )
  for (const row of rows) {
    if (row.net_minor !== row.members)
      findings.wrong.push(`document ${row.reference}: net ${row.net_minor}, members ${row.members}`)
    const there = live.get(row.reference)?.[0]
    if (!there) findings.lost.push(`ERP: no document ${row.reference}`)
    else if (Math.round(Math.abs(Number(there.net)) * 100) !== Math.abs(Number(row.net_minor)))
      findings.wrong.push(`document ${row.reference}: net ${row.net_minor}, the ERP has ${there.net}`)
    else if (row.status === 'issued' && there.state !== 'issued')
      findings.wrong.push(`document ${row.reference} is issued here and ${there.state} in the ERP`)
  }
}

/** What stands in the ERP and is neither drafted nor issued here. A person has what is blocked. */
async function examineStrays(grounds: Grounds, findings: Findings): Promise<void> {
  const books = (await grounds.firm.call('GET', '/inspect/documents')).body.items as ErpDocument[]
  const { rows } = await grounds.opened.store.query<{ reference: string }>(
    `select reference from documents where cell = 1 and (status in ('drafted', 'issued') or blocked is not null)`,
  )
  const known = new Set(rows.map((row) => row.reference))
  for (const one of books)
    if (one.state !== 'cancelled' && !known.has(one.reference))
      findings.wrong.push(`ERP: the document ${one.reference} is ${one.state} and not known to be`)
}

/** What the clients' entries are worth by the rig's own arithmetic, against everything charged for them. */
async function examineSums(store: Store, standing: readonly Standing[], findings: Findings): Promise<void> {
  const worth = { EUR: 0, GBP: 0 }
  const charged = { EUR: 0, GBP: 0 }
  // What is drawn from hours bought ahead, and what goes beyond them, is looked at by itself.
  for (const one of standing.filter((each) => each.project !== composed.prepaid.project)) {
    const now = one.deleted || !one.approved ? 0 : worthOf(one)
    worth[currencyOf(one.project)] += now
    charged[currencyOf(one.project)] += Number(one.charged)
    if (Number(one.charged) !== now)
      findings.wrong.push(`charges of ${one.id}: ${one.charged} instead of ${now}`)
  }
  for (const currency of ['EUR', 'GBP'] as const)
    if (worth[currency] !== charged[currency])
      findings.wrong.push(`sum in ${currency}: charged ${charged[currency]}, worth ${worth[currency]}`)
  const approved = standing.filter((one) => !one.deleted && one.approved)
  const said = approved.reduce((sum, one) => sum + one.halfHours, 0) / 2
  const payable = (
    await store.query<{ hours: string }>(
      `select coalesce(sum(hours), 0)::text as hours from works
       where cell = 1 and connection_id = 'api' and pay_bucket <> 'none'`,
    )
  ).rows[0]!
  if (Number(payable.hours) !== said)
    findings.wrong.push(`pay: ${payable.hours} hours in its buckets, ${said} were approved`)
  const { n } = (
    await store.query<{ n: number }>(
      `select count(*)::int as n from charges where cell = 1 and state in ('draft', 'in_flight', 'in_doubt', 'issued')
         and document_id is null`,
    )
  ).rows[0]!
  if (n > 0) findings.wrong.push(`${n} charges stand on no document and say they do`)
}
