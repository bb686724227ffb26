/** What has to hold at every committed point, cheap enough to be asked after every step. */
import { checkLines, billingChecks } from '../../src/billing/checks.ts'
import { chargingChecks } from '../../src/charging/checks.ts'
import { verify } from '../../src/reconciliation/verify.ts'
import { readHead } from '../../src/log/read.ts'
import { statement } from '../../src/store/statement.ts'
import { Vault } from '../../src/log/vault.ts'
import { exact } from '../../sandbox/exact.ts'
import { capped, ceiling, prepaid } from './firm.ts'
import type { Acknowledged, Life } from './life.ts'
import { cell, connectionId, masterKey } from './program.ts'

const rules = [...chargingChecks, ...billingChecks]
const everyRule = statement<{ name: string; broken: bigint; detail: string[] }>(
  'simulate.every_rule',
  rules
    .map((rule) => `select '${rule.name}' as name, t.broken, t.detail from (${rule.sql.text}) as t`)
    .join(' union all '),
)
const heldWithoutCase = statement<{ id: string }>(
  'simulate.held_without_case',
  `select w.work_id::text as id from works w where w.cell = $1 and w.held and not exists (
     select 1 from cases c where c.cell = $1 and c.subject_kind = 'work' and c.subject_id = w.work_id::text
       and c.resolved_at is null) limit 5`,
)
const issuedDocuments = statement<{ id: string; pinned: string }>(
  'simulate.issued_documents',
  `select document_id::text as id, concat_ws(' ', net_minor, erp_number, erp_external_id, version,
     (select string_agg(concat_ws(',', l.line_no, l.hours, l.amount_minor), ';' order by l.line_no) from document_lines l
       where l.cell = $1 and l.document_id = d.document_id and l.version = d.version)) as pinned
   from documents d where cell = $1 and status = 'issued'`,
)
/** What is invoiced under a ceiling has its room first, and nothing comes on top of it. */
const overCeiling = statement<{ issued: bigint }>(
  'simulate.over_ceiling',
  `select coalesce(sum(c.amount_minor), 0)::bigint as issued from charges c join works w on w.cell = $1
     and w.work_id = c.work_id
   where c.cell = $1 and w.kind = 'time_entry' and c.contract_id = $2 and c.state in ('in_flight', 'in_doubt', 'issued')`,
)
/** What is invoiced of work stays billed while the work is worth it: other work comes behind it, or waits. */
const takenBack = statement<{ id: string }>(
  'simulate.taken_back',
  `select w.work_id::text as id from works w cross join lateral (
     select coalesce(sum(c.amount_minor) filter (where c.state <> 'parked'), 0) as billed,
       coalesce(sum(c.amount_minor) filter (where c.state in ('in_flight', 'in_doubt', 'issued')), 0) as issued,
       sum(c.amount_minor) as worth
     from charges c where c.cell = $1 and c.work_id = w.work_id and c.contract_id = $2) as p
   where w.cell = $1 and w.kind = 'time_entry' and w.contract_id = $2 and w.approval = 'approved' and not w.held
     and p.billed < least(p.issued, p.worth)
     and not exists (select from group_marks m where m.cell = $1 and m.client_id = w.client_id)`,
)
/** While hours of a month are left, nothing waits to be billed beyond them, but where the client is to be settled. */
const beyondTooEarly = statement<{ month: string; drawn: string }>(
  'simulate.beyond_too_early',
  `select to_char(w.work_on, 'YYYY-MM') as month, sum(p.drawn)::text as drawn
   from works w cross join lateral (
     select coalesce(sum(c.hours) filter (where c.state = 'included'), 0) as drawn,
       coalesce(sum(c.hours) filter (where c.state = 'priced'), 0) as beyond,
       bool_and(c.state in ('included', 'priced')) as plain
     from charges c where c.cell = $1 and c.work_id = w.work_id and c.client_id = $2) as p
   where w.cell = $1 and w.client_id = $2 and w.kind = 'time_entry'
     and not exists (select from group_marks m where m.cell = $1 and m.client_id = $2)
   group by 1 having sum(p.drawn) < $3::numeric and bool_or(p.plain and p.beyond > 0)`,
)
const inLog = statement<{ there: boolean }>(
  'simulate.in_log',
  `select exists (select 1 from events where cell = $1 and connection_id = $2 and source_id = $3 and
     (payload_digest = $4 or (source_version is not null and $5::text is not null
       and source_version::numeric > $5::numeric))) as there`,
)

/** Versions rise with the revisions of a record, and what says the same as before is no new revision. */
const badRevisions = statement<{ what: string }>(
  'simulate.bad_revisions',
  `select what from (
     select case
       when e.source_version is not null and b.source_version is not null
         and e.source_version::numeric < b.source_version::numeric
         then 'an older version stands after a newer one: ' || e.connection_id || '/' || e.source_id
       when e.payload_digest = b.payload_digest and e.type = b.type and e.type <> 'work.deleted'
         then 'the same content stands twice in a row: ' || e.connection_id || '/' || e.source_id
       end as what
     from events e join events b on b.cell = $1 and b.lane = e.lane and b.connection_id = e.connection_id
       and b.stream = e.stream and b.source_id = e.source_id and b.revision = e.revision - 1
     where e.cell = $1 and e.position > $2 and e.revision > 1 and b.revision > 0
       and e.type in ('work.received', 'master.received')) as found
   where what is not null limit 5`,
)

const fullEvery = 40

/** What was seen so far, so that the next look sees what changed. */
export type Watch = {
  readonly pinned: Map<string, string>
  acknowledged: number
  /** Up to where the log was looked at. */
  position: bigint
  steps: number
}
export function newWatch(): Watch {
  return { pinned: new Map(), acknowledged: 0, position: 0n, steps: 0 }
}

export async function check(life: Life, watch: Watch): Promise<void> {
  watch.steps += 1
  checkErp(life)
  for (; watch.acknowledged < life.acknowledged.length; watch.acknowledged += 1)
    await checkInLog(life, life.acknowledged[watch.acknowledged]!)
  const { touched, store } = life
  if (touched.has('log')) await checkLog(life, watch)
  const counts = ['charging', 'billing', 'posting', 'cases'].some((folder) => touched.has(folder))
  touched.clear()
  if (!counts) return
  for (const row of (await store.query(everyRule, [cell])).rows)
    if (row.broken > 0n) life.findings.push(`P4 ${row.name}: ${row.detail.join(', ')}`)
  await checkGroups(life)
  const silent = (await store.query(heldWithoutCase, [cell])).rows
  if (silent.length > 0)
    life.findings.push(`P4 held without a case: ${silent.map((one) => one.id).join(', ')}`)
  const lines = await checkLines(store, cell)
  if (!lines.ok) life.findings.push(`P4 ${lines.name}: ${lines.detail.join(', ')}`)
  for (const { id, pinned } of (await store.query(issuedDocuments, [cell])).rows) {
    const before = watch.pinned.get(id)
    if (before !== undefined && before !== pinned)
      life.findings.push(`P5 the issued document ${id} changed: ${before} became ${pinned}`)
    watch.pinned.set(id, pinned)
  }
  if (watch.steps % fullEvery === 0) await checkAll(life)
}

/** P4 of clients whose contracts are settled as a whole, by the terms that the firm gave them. */
async function checkGroups({ store, findings }: Life): Promise<void> {
  const { issued } = (await store.query(overCeiling, [cell, `K-${capped.project}`])).rows[0]!
  if (issued > exact(ceiling).units) findings.push(`P4 ${issued} are invoiced under a ceiling of ${ceiling}`)
  for (const { id } of (await store.query(takenBack, [cell, `K-${capped.project}`])).rows)
    findings.push(`P4 ${id} gave up its room under a ceiling although it is worth what is invoiced of it`)
  for (const one of (await store.query(beyondTooEarly, [cell, prepaid.client, prepaid.hours])).rows)
    findings.push(`P4 work goes beyond what was bought for ${one.month}, and only ${one.drawn} are drawn`)
}

/** P2: a second delivery has no second effect, and an old one no effect at all. */
async function checkLog(life: Life, watch: Watch): Promise<void> {
  for (const { what } of (await life.store.query(badRevisions, [cell, watch.position])).rows)
    life.findings.push(`P2 ${what}`)
  const head = await readHead(life.store, cell)
  watch.position = head.position
}

/** P1: an answer of yes means that it stands in the log. */
export async function checkInLog(life: Life, one: Acknowledged): Promise<void> {
  const values = [cell, one.connectionId, one.sourceId, one.digest, one.version]
  if ((await life.store.query(inLog, values)).rows[0]!.there) return
  life.findings.push(`P1 acknowledged and not in the log: ${one.connectionId}/${one.sourceId}`)
}

/** P2 by the ERP's own books: no key and no reference stands twice. */
function checkErp(life: Life): void {
  const { books } = life.firm
  for (const row of books.all('select key, count(*) as n from cost group by key having n > 1'))
    life.findings.push(`P2 the ERP holds ${row.n} cost records of ${row.key}`)
  const twice = `select reference, count(*) as n from document where state <> 'cancelled' group by reference having n > 1`
  for (const row of books.all(twice))
    life.findings.push(`P2 the ERP holds ${row.n} documents of ${row.reference}`)
}

/** The same that `hourbridge verify` does on a live installation. */
export async function checkAll(life: Life): Promise<void> {
  const vault = new Vault(masterKey, life.bytes, () => '')
  const { checks } = await life.store.transaction((tx) => verify(tx, cell, vault), {
    isolation: 'repeatable read',
    readOnly: true,
  })
  for (const one of checks)
    if (!one.ok && !(one.name === `the_books_of_${connectionId}_agree` && isToldOf(life, one.detail)))
      life.findings.push(`P4 ${one.name}: ${one.detail.join(', ')} (${one.broken})`)
}

/** Whether the books differ only in what somebody took away in the ERP: that the product tells so is its duty. */
function isToldOf(life: Life, detail: readonly string[]): boolean {
  const gone = [...life.handled].filter(([, what]) => what !== 'edited').map(([reference]) => reference)
  return detail.slice(1).every((told) => {
    const [code, documentId] = told.split(' ') as [string, string]
    return code === 'ERP_DOCUMENT_MISSING' && gone.some((reference) => reference.endsWith(documentId))
  })
}
