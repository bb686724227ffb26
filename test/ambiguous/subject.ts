/** What one cell of the table writes: three works or one document, with names of its own in every book. */
import type { Store } from '../../src/store/pool.ts'
import { costDescription, documentReference } from '../../src/model/mark.ts'
import { HOURBRIDGE_NAMESPACE, uuidV5 } from '../../src/kernel/ids.ts'
import type { ErpWorld } from './erp-world.ts'

export type Subject = {
  readonly store: Store
  readonly world: ErpWorld
  readonly installationId: string
  readonly connectionId: string
  readonly works: readonly string[]
  readonly documentId: string
  readonly reference: string
}
export const environment = 'test'

export async function newSubject(store: Store, world: ErpWorld): Promise<Subject> {
  const installationId = crypto.randomUUID()
  const documentId = crypto.randomUUID()
  const subject: Subject = {
    store,
    world,
    installationId,
    connectionId: `erp-${installationId}`,
    works: Array.from({ length: 3 }, () => crypto.randomUUID()).toSorted(),
    documentId,
    reference: documentReference({ environment, installationId }, documentId),
  }
  const { company, worker, project, client } = world.at.target!
  await store.query(
    `insert into cross_references (cell, connection_id, kind, external_id, record_id, learned_at)
     select 1, $1, k, e, r, 1 from unnest($2::text[], $3::text[], $4::text[]) as t (k, e, r)`,
    [
      subject.connectionId,
      ['legal_entity', 'worker', 'project', 'client'],
      [company, worker, project, client].map((each) => each.externalId),
      ['DE', 'W-1', 'P-1', 'ACME'],
    ],
  )
  return subject
}

export const firstHours = ['1.5', '2.25', '3']
export const changedHours = ['1.75', '2.5', '3.25']

export async function waitingWorks(subject: Subject): Promise<void> {
  const { store, works, connectionId, world } = subject
  await store.query(
    `insert into works (cell, work_id, kind, connection_id, stream, source_id, revision, position, mapping, worker_id,
       project_id, legal_entity, work_on, hours, billable, content_digest, approval, cost_bucket, pay_bucket, bill_bucket,
       cost_connection, cost_digest, held, as_of, engine)
     select 1, w, 'time_entry', 'src', 'time_entries', w::text, 1, 1, 'm1', 'W-1', 'P-1', 'DE', $4, h, true, 'c',
       'approved', 'waiting', 'none', 'none', $1, 'first', false, 1, 'e1'
     from unnest($2::uuid[], $3::numeric[]) as t (w, h)`,
    [connectionId, works, firstHours, world.at.target!.openOn],
  )
}

export async function changedWorks(subject: Subject): Promise<void> {
  await subject.store.query(
    `update works set hours = h, cost_digest = 'changed', cost_bucket = 'waiting'
     from unnest($1::uuid[], $2::numeric[]) as t (w, h) where cell = 1 and work_id = w`,
    [subject.works, changedHours],
  )
}

export async function withdrawnWorks(subject: Subject): Promise<void> {
  await subject.store.query(
    `update works set cost_digest = null, cost_bucket = 'waiting' where cell = 1 and work_id = any ($1)`,
    [subject.works],
  )
}

export function keyOfWork(subject: Subject, workId: string): string {
  const key = uuidV5(HOURBRIDGE_NAMESPACE, `cost/${environment}/${subject.installationId}/${workId}`)
  return costDescription({ environment, installationId: subject.installationId }, key).slice(-key.length)
}

/** Ten hours at 120.00, later at 110.00. */
export const firstNet = 1_200
export const changedNet = 1_100

export async function plannedDocument(subject: Subject): Promise<void> {
  const { store, documentId, reference, connectionId, world } = subject
  const { currency, tax } = world.at.target!
  const runId = crypto.randomUUID()
  await store.query(
    `insert into billing_runs (cell, run_id, selection, period_from, period_until, cut_off, state, requested_by, requested_at)
     values (1, $1, '{}', '2026-09-01', '2026-10-01', 1, 'frozen', 'ann', now())`,
    [runId],
  )
  const net = firstNet * 100
  await store.query(
    `insert into documents (cell, document_id, run_id, kind, legal_entity, client_id, contract_id, connection_id, currency,
       reference, status, version, period_from, period_until, accounting_on, net_minor, tax_minor, total_minor, created_at)
     values (1, $1, $2, 'invoice', 'DE', 'ACME', 'C-1', $3, $4, $5, 'planned', 1, '2026-09-01', '2026-10-01', null,
       $6::bigint, $6::bigint * $7::bigint / 100, $6::bigint + $6::bigint * $7::bigint / 100, now())`,
    [documentId, runId, connectionId, currency, reference, net, tax.percent],
  )
  await addLine(subject, 1, net)
  const [workId] = subject.works
  await store.query(
    `insert into works (cell, work_id, kind, connection_id, stream, source_id, revision, position, mapping, work_on, hours,
       billable, content_digest, approval, cost_bucket, pay_bucket, bill_bucket, held, as_of, engine)
     values (1, $1::uuid, 'time_entry', 'src', 'time_entries', $1::uuid::text, 1, 1, 'm1', '2026-09-14', 10, true, 'c', 'approved',
       'none', 'none', 'draft', false, 1, 'e1')`,
    [workId],
  )
  await store.query(
    `insert into charges (cell, work_id, seq, revision, hours, amount_minor, currency, client_id, contract_id, legal_entity,
       project_id, work_on, rate, engine, as_of, decision, written_at, state, document_id, line_no)
     values (1, $1, 1, 1, 10, $3, $4, 'ACME', 'C-1', 'DE', 'P-1', '2026-09-14', 120, 'e1', 1, '{}', 1, 'draft', $2, 1)`,
    [workId, documentId, net, currency],
  )
}

async function addLine(subject: Subject, version: number, net: number): Promise<void> {
  const { code, percent } = subject.world.at.target!.tax
  await subject.store.query(
    `insert into document_lines (cell, document_id, version, line_no, description, project_id, hours, quantity, unit_price,
       amount_minor, tax_code, tax_rate)
     values (1, $1, $2, 1, 'Consulting', 'P-1', 10, 10, $3::bigint / 1000.0, $3, $4, $5)`,
    [subject.documentId, version, net, code, percent],
  )
}

export async function rewrittenDocument(subject: Subject): Promise<void> {
  const net = changedNet * 100
  const { percent } = subject.world.at.target!.tax
  await addLine(subject, 2, net)
  await subject.store.query(
    `update documents set version = 2, net_minor = $2::bigint, tax_minor = $2::bigint * $3::bigint / 100,
       total_minor = $2::bigint + $2::bigint * $3::bigint / 100 where cell = 1 and document_id = $1`,
    [subject.documentId, net, percent],
  )
}

export async function releasedDocument(subject: Subject): Promise<void> {
  await subject.store.query(
    `update documents set status = 'release_requested', released_by = 'ann'
     where cell = 1 and document_id = $1 and status = 'drafted' and blocked is null`,
    [subject.documentId],
  )
}

export async function unwantedDocument(subject: Subject): Promise<void> {
  await subject.store.query(
    `update documents set status = 'discard_requested' where cell = 1 and document_id = $1`,
    [subject.documentId],
  )
}

export type DocumentRow = { status: string; sending: string | null; blocked: string | null; due: boolean }
export async function documentRow(subject: Subject): Promise<DocumentRow> {
  const { rows } = await subject.store.query<DocumentRow>(
    `select status, sending, blocked, status in ('planned', 'release_requested', 'discard_requested')
       or (status = 'drafted' and sent_version < version) as due
     from documents where cell = 1 and document_id = $1`,
    [subject.documentId],
  )
  return rows[0]!
}

export async function costBuckets(subject: Subject): Promise<string[]> {
  const { rows } = await subject.store.query<{ bucket: string }>(
    'select cost_bucket as bucket from works where cell = 1 and work_id = any ($1)',
    [subject.works],
  )
  return rows.map((row) => row.bucket)
}

/** Open cases about the subject: what a person sees of it. */
export async function openCases(subject: Subject): Promise<string[]> {
  const { rows } = await subject.store.query<{ code: string }>(
    `select distinct code from cases where cell = 1 and state = 'open' and (subject_id = any ($1)
       or subject_id in (select batch_id::text from cost_batches where cell = 1 and connection_id = $2))`,
    [[...subject.works, subject.documentId], subject.connectionId],
  )
  return rows.map((row) => row.code).toSorted()
}

export type Attempt = { state: string; looks: number; code: string | null }
/** The writes as our own books keep them, oldest first. */
export async function attempts(subject: Subject, step: string | null): Promise<Attempt[]> {
  const { rows } = await subject.store.query<Attempt>(
    step === null
      ? `select state, looks, null as code from cost_batches where cell = 1 and connection_id = $1
         order by claimed_at, batch_id`
      : `select state, looks, code from document_postings where cell = 1 and connection_id = $1 and step = '${step}'
         order by attempt`,
    [subject.connectionId],
  )
  return rows
}
