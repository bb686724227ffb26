/** One database, one scripted ERP and a runner: what every test of posting stands on. */
import type { TargetProfile } from '../../src/connectors/sdk/target.ts'
import { uuidV7 } from '../../src/kernel/ids.ts'
import { Masters } from '../../src/masterdata/masters.ts'
import { runCostLane } from '../../src/posting/cost-lane.ts'
import type { PostingDeps } from '../../src/posting/deps.ts'
import { runDocumentLane } from '../../src/posting/document-lane.ts'
import { type Lane, newLane } from '../../src/posting/lane.ts'
import { defaultPostingLimits, type PostingLimits } from '../../src/posting/limits.ts'
import { resolveInDoubt } from '../../src/posting/locate.ts'
import type { Store } from '../../src/store/pool.ts'
import { type ScriptedErp, scriptedErp } from './scripted-erp.ts'
import { type VirtualClock, virtualClock } from './virtual-clock.ts'

export type PostingBench = {
  readonly store: Store
  readonly clock: VirtualClock
  readonly erp: ScriptedErp
  readonly deps: PostingDeps
  lane(stream: 'cost' | 'documents', runner?: string): Lane
}

export function postingBench(
  store: Store,
  profile: Partial<TargetProfile> = {},
  limits: Partial<PostingLimits> = {},
): PostingBench {
  const clock = virtualClock()
  const erp = scriptedErp(clock, profile)
  let counter = 0
  const deps: PostingDeps = {
    store,
    cell: 1,
    clock,
    // Counted instead of random: two runs of one test write the same ids.
    newId: () => {
      counter += 1
      const tail = Buffer.alloc(10)
      tail.writeUInt32BE(counter, 6)
      return uuidV7(clock.now().getTime(), () => tail)
    },
    connectors: async () => erp.link(),
    limits: { ...defaultPostingLimits, ...limits },
    masters: new Masters(1),
    log: () => {},
  }
  return {
    store,
    clock,
    erp,
    deps,
    lane: (stream, runner = 'runner-1') => newLane({ connectionId: 'erp', company: '*', stream }, runner),
  }
}

export const workId = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

const touchedTables = [
  ...['posting_pauses', 'posting_schedules'],
  ...['posting_lanes', 'cost_batches', 'cost_members', 'document_postings', 'works', 'charges', 'cases'],
  ...['billing_runs', 'documents', 'document_lines', 'cross_references', 'master_records'],
]

/** As a new database, without the time that making one takes. */
export async function emptied(store: Store): Promise<void> {
  await store.query(`truncate ${touchedTables.join(', ')}`)
}

/** The ERP's ids of everything the fixtures name. */
export async function knownNames(store: Store): Promise<void> {
  await store.query(
    `insert into cross_references (cell, connection_id, kind, external_id, record_id, learned_at)
     select 1, 'erp', kind, record_id || '-x', record_id, 1
     from (values ('legal_entity', 'DE'), ('worker', 'W-1'), ('project', 'P-1'), ('client', 'ACME')) as r (kind, record_id)
     on conflict do nothing`,
  )
}

/** Works that wait for their cost record; the ERP knows all their names. */
export async function waitingWorks(store: Store, count: number, hours = '7.5'): Promise<void> {
  await knownNames(store)
  for (let n = 1; n <= count; n += 1) {
    await store.query(
      `insert into works (cell, work_id, kind, connection_id, stream, source_id, revision, position, mapping, worker_id,
         project_id, legal_entity, work_on, hours, billable, content_digest, approval, cost_bucket, pay_bucket, bill_bucket,
         cost_connection, cost_digest, held, as_of, engine)
       values (1, $1, 'time_entry', 'src', 'time_entries', $2, 1, 1, 'm1', 'W-1', 'P-1', 'DE', '2026-09-14', $3, true, 'c',
         'approved', 'waiting', 'none', 'none', 'erp', 'digest-1', false, 1, 'e1')`,
      [workId(n), `s${n}`, hours],
    )
  }
}

export async function costBuckets(store: Store): Promise<Record<string, number>> {
  const { rows } = await store.query<{ bucket: string; count: number }>(
    `select cost_bucket as bucket, count(*)::int as count from works where cell = 1 group by 1 order by 1`,
  )
  return Object.fromEntries(rows.map((row) => [row.bucket, row.count]))
}

export async function openCaseCodes(store: Store): Promise<string[]> {
  const { rows } = await store.query<{ code: string }>(
    `select code from cases where cell = 1 and state = 'open' order by code`,
  )
  return rows.map((row) => row.code)
}

/** Rounds of a cost lane, three seconds apart unless told. */
export async function driveCost(
  bench: PostingBench,
  lane: Lane,
  rounds = 20,
  apartMs = 3_000,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await runCostLane(bench.deps, lane)
    await resolveInDoubt(bench.deps, lane)
    bench.clock.advance(apartMs)
  }
}

export const documentId = (n: number) => `00000000-0000-7000-9000-${String(n).padStart(12, '0')}`

/** Frozen documents of one line each: 10 hours at 120.00, 20 % tax, one charge and one work behind it. */
export async function plannedDocuments(store: Store, count: number): Promise<void> {
  await knownNames(store)
  const runId = documentId(999)
  await store.query(
    `insert into billing_runs (cell, run_id, selection, period_from, period_until, cut_off, state, requested_by, requested_at)
     values (1, $1, '{}', '2026-09-01', '2026-10-01', 1, 'frozen', 'ann', now())`,
    [runId],
  )
  for (let n = 1; n <= count; n += 1) {
    const id = documentId(n)
    await store.query(
      `insert into documents (cell, document_id, run_id, kind, legal_entity, client_id, contract_id, connection_id, currency,
         reference, status, version, period_from, period_until, accounting_on, net_minor, tax_minor, total_minor, created_at)
       values (1, $1, $2, 'invoice', 'DE', 'ACME', 'C-1', 'erp', 'EUR', $3, 'planned', 1, '2026-09-01',
         '2026-10-01', '2026-09-30', 120000, 24000, 144000, now())`,
      [id, runId, `hb/test/${id}`],
    )
    await addLine(store, id, 1, 120_000)
    await store.query(
      `insert into works (cell, work_id, kind, connection_id, stream, source_id, revision, position, mapping, work_on, hours,
         billable, content_digest, approval, cost_bucket, pay_bucket, bill_bucket, held, as_of, engine)
       values (1, $1, 'time_entry', 'src', 'time_entries', $2, 1, 1, 'm1', '2026-09-14', 10, true, 'c', 'approved', 'none',
         'none', 'draft', false, 1, 'e1')`,
      [workId(1_000 + n), `d${n}`],
    )
    await store.query(
      `insert into charges (cell, work_id, seq, revision, hours, amount_minor, currency, client_id, contract_id, legal_entity,
         project_id, work_on, rate, engine, as_of, decision, written_at, state, document_id, line_no)
       values (1, $1, 1, 1, 10, 120000, 'EUR', 'ACME', 'C-1', 'DE', 'P-1', '2026-09-14', 120, 'e1', 1, '{}', 1, 'draft', $2, 1)`,
      [workId(1_000 + n), id],
    )
  }
}

export async function addLine(store: Store, id: string, version: number, amountMinor: number): Promise<void> {
  await store.query(
    `insert into document_lines (cell, document_id, version, line_no, description, project_id, hours, quantity, unit_price,
       amount_minor, tax_code, tax_rate)
     values (1, $1, $2, 1, 'Consulting', 'P-1', 10, 10, $3::bigint / 1000.0, $3, 'S', 20)`,
    [id, version, amountMinor],
  )
}

/** As billing does it when a difference is absorbed: a new version with other content. */
export async function rewritten(store: Store, id: string, netMinor: number): Promise<void> {
  await addLine(store, id, 2, netMinor)
  await store.query(
    `update documents set version = 2, net_minor = $2::bigint, tax_minor = $2::bigint / 5,
       total_minor = $2::bigint + $2::bigint / 5 where document_id = $1`,
    [id, netMinor],
  )
}

/** As billing allows it: only what is current and not stopped. */
export async function released(store: Store): Promise<void> {
  await store.query(
    `update documents set status = 'release_requested', released_by = 'ann' where status = 'drafted'`,
  )
}

export type DocumentStanding = {
  status: string
  blocked: string | null
  sending: string | null
  number: string | null
}
export async function standingOf(store: Store, n = 1): Promise<DocumentStanding> {
  const { rows } = await store.query<DocumentStanding>(
    `select status, blocked, sending, erp_number as number from documents where document_id = $1`,
    [documentId(n)],
  )
  return rows[0]!
}

export async function chargeStates(store: Store): Promise<string[]> {
  const { rows } = await store.query<{ state: string }>(`select state from charges order by work_id, seq`)
  return rows.map((row) => row.state)
}

/** Rounds of a document lane, three seconds apart unless told. */
export async function driveDocuments(
  bench: PostingBench,
  lane: Lane,
  rounds = 20,
  apartMs = 3_000,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await runDocumentLane(bench.deps, lane)
    await resolveInDoubt(bench.deps, lane)
    bench.clock.advance(apartMs)
  }
}
