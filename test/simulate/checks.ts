/** What has to hold at every committed point, cheap enough to be asked after every step. */
import { checkLines, billingChecks } from '../../src/billing/checks.ts'
import { chargingChecks } from '../../src/charging/checks.ts'
import { verify } from '../../src/reconciliation/verify.ts'
import { statement } from '../../src/store/statement.ts'
import { Vault } from '../../src/log/vault.ts'
import type { Acknowledged, Life } from './life.ts'
import { cell, masterKey } from './program.ts'

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
const inLog = statement<{ there: boolean }>(
  'simulate.in_log',
  `select exists (select 1 from events where cell = $1 and connection_id = $2 and source_id = $3 and
     (payload_digest = $4 or (source_version is not null and $5::text is not null
       and source_version::numeric > $5::numeric))) as there`,
)

const fullEvery = 40

/** What was seen so far, so that the next look sees what changed. */
export type Watch = {
  readonly pinned: Map<string, string>
  acknowledged: number
  steps: number
}
export function newWatch(): Watch {
  return { pinned: new Map(), acknowledged: 0, steps: 0 }
}

export async function check(life: Life, watch: Watch): Promise<void> {
  watch.steps += 1
  checkErp(life)
  for (; watch.acknowledged < life.acknowledged.length; watch.acknowledged += 1)
    await checkInLog(life, life.acknowledged[watch.acknowledged]!)
  const { touched, store } = life
  if (touched.size === 0) return
  const billed = touched.has('billing') || touched.has('posting') || touched.has('charging')
  touched.clear()
  for (const row of (await store.query(everyRule, [cell])).rows)
    if (row.broken > 0n) life.findings.push(`P4 ${row.name}: ${row.detail.join(', ')}`)
  const silent = (await store.query(heldWithoutCase, [cell])).rows
  if (silent.length > 0)
    life.findings.push(`P4 held without a case: ${silent.map((one) => one.id).join(', ')}`)
  if (!billed) return
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
    if (!one.ok) life.findings.push(`P4 ${one.name}: ${one.detail.join(', ')} (${one.broken})`)
}
