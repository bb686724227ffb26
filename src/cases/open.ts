import { type CaseCode, describeError } from '../kernel/error-catalogue.ts'
import { noteChanges } from '../log/changes.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { caseChange, type ToldCase } from './tell.ts'

type SubjectKind = 'work' | 'document' | 'source_record' | 'connection' | 'batch'
export type NewCase = {
  readonly caseId: string
  readonly code: CaseCode
  readonly subjectKind: SubjectKind
  readonly subjectId: string
  readonly outcome: 'cost' | 'pay' | 'bill' | 'none'
  /** A coarse key of what would cure it: `rate:client/ACME`, `worker:W-9`, `period:DE/2026-09`. */
  readonly waitsOn: string
  readonly seenPosition: bigint
  readonly hours: string | null
  readonly moneyMinor: bigint | null
  readonly currency: string | null
  readonly clientId: string | null
  readonly projectId: string | null
  /** Names of the catalogue's message: never personal data, never a secret. */
  readonly detail: Readonly<Record<string, string>>
  readonly payloadPosition: bigint | null
}

// A row that was inserted, and not brought up to date, has no deleter yet.
const open = statement<{ caseId: string; isNew: boolean }>(
  'cases.open',
  `insert into cases as c (cell, case_id, code, subject_kind, subject_id, outcome, waits_on, seen_position, state, owner,
     hours, money_minor, currency, client_id, project_id, detail, payload_position, opened_at)
   select $1, n.case_id, n.code, n.subject_kind, n.subject_id, n.outcome, n.waits_on, n.seen_position, 'open', n.owner,
     n.hours, n.money_minor, n.currency, n.client_id, n.project_id, n.detail, n.payload_position, $2
   from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[],
     $11::numeric[], $12::bigint[], $13::text[], $14::text[], $15::text[], $16::jsonb[], $17::bigint[])
     as n(case_id, code, subject_kind, subject_id, outcome, waits_on, seen_position, owner, hours, money_minor, currency,
       client_id, project_id, detail, payload_position)
   on conflict (cell, subject_kind, subject_id, outcome, code) where state = 'open' do update
     set waits_on = excluded.waits_on, seen_position = excluded.seen_position, hours = excluded.hours,
       money_minor = excluded.money_minor, currency = excluded.currency, client_id = excluded.client_id,
       project_id = excluded.project_id, detail = excluded.detail, payload_position = excluded.payload_position
   returning case_id as "caseId", xmax = 0 as "isNew"`,
)
const ended = statement<{ caseId: string }>(
  'cases.ended',
  `select case_id as "caseId" from cases where cell = $1 and case_id = $2 and state <> 'open'`,
)
const toldColumns = `case_id as "caseId", code, owner, outcome, subject_kind as "subjectKind",
  subject_id as "subjectId", client_id as "clientId", money_minor as "moneyMinor", currency`
const resolve = statement<ToldCase>(
  'cases.resolve',
  `update cases set state = 'resolved', resolution = $5, resolved_at = $6, resolved_by = $7
   where cell = $1 and subject_kind = $2 and subject_id = any($3::text[]) and state = 'open'
     and ($4::text[] is null or code = any($4::text[])) and ($8::text is null or outcome = $8)
   returning ${toldColumns}`,
)
// The codes that still hold: each subject keeps those, everything else that was open for it is cured.
const resolveOthers = statement<ToldCase>(
  'cases.resolve_others',
  `update cases c set state = 'resolved', resolution = $5, resolved_at = $6, resolved_by = $7
   where c.cell = $1 and c.subject_kind = $2 and c.subject_id = any($3::text[]) and c.state = 'open'
     and c.outcome = any($8::text[]) and not (c.subject_id || ' ' || c.outcome || ' ' || c.code = any($4::text[]))
   returning ${toldColumns}`,
)

/** The first of these ids that no case has: one that ended may come again within the same millisecond. */
export async function freeCaseId(tx: Tx, cell: number, idOf: (n: number) => string): Promise<string> {
  for (let n = 0; ; n += 1) {
    const caseId = idOf(n)
    if ((await tx.query(ended, [cell, caseId])).rows.length === 0) return caseId
  }
}

/** Opens cases; one that is open already for the same subject, outcome and code is brought up to date. */
export async function openCases(tx: Tx, cell: number, cases: readonly NewCase[], at: Date): Promise<void> {
  if (cases.length === 0) return
  const latest = [
    ...new Map(
      cases.map((one) => [`${one.subjectKind} ${one.subjectId} ${one.outcome} ${one.code}`, one]),
    ).values(),
  ]
  const { rows } = await tx.query(open, [
    cell,
    at,
    latest.map((one) => one.caseId),
    latest.map((one) => one.code),
    latest.map((one) => one.subjectKind),
    latest.map((one) => one.subjectId),
    latest.map((one) => one.outcome),
    latest.map((one) => one.waitsOn),
    latest.map((one) => one.seenPosition),
    latest.map((one) => describeError(one.code).owner ?? 'integration'),
    latest.map((one) => one.hours),
    latest.map((one) => one.moneyMinor),
    latest.map((one) => one.currency),
    latest.map((one) => one.clientId),
    latest.map((one) => one.projectId),
    latest.map((one) => JSON.stringify(one.detail)),
    latest.map((one) => one.payloadPosition),
  ])
  const added = new Set(rows.filter((row) => row.isNew).map((row) => row.caseId))
  const opened = latest.filter((one) => added.has(one.caseId))
  const told = opened.map((one) =>
    caseChange('case.opened', { ...one, owner: describeError(one.code).owner ?? 'integration' }),
  )
  await noteChanges(tx, cell, at, told)
}

/** Closes what is open for these subjects; all codes, or outcomes, where null. Returns how many. */
export async function resolveCases(
  tx: Tx,
  cell: number,
  subjectKind: SubjectKind,
  subjectIds: readonly string[],
  codes: readonly CaseCode[] | null,
  resolution: string,
  at: Date,
  by = 'hub',
  outcome: NewCase['outcome'] | null = null,
): Promise<number> {
  if (subjectIds.length === 0) return 0
  const values = [cell, subjectKind, subjectIds, codes, resolution, at, by, outcome]
  const { rows } = await tx.query(resolve, values)
  await noteChanges(
    tx,
    cell,
    at,
    rows.map((row) => caseChange('case.resolved', row)),
  )
  return rows.length
}

/** For looked-at subjects: whatever is open for these outcomes and not in `still` is cured. */
export async function resolveCured(
  tx: Tx,
  cell: number,
  subjectKind: SubjectKind,
  subjectIds: readonly string[],
  outcomes: readonly string[],
  still: readonly { readonly subjectId: string; readonly outcome: string; readonly code: string }[],
  at: Date,
): Promise<void> {
  if (subjectIds.length === 0) return
  const keys = still.map((one) => `${one.subjectId} ${one.outcome} ${one.code}`)
  const values = [cell, subjectKind, subjectIds, keys, 'cured', at, 'hub', outcomes]
  const { rows } = await tx.query(resolveOthers, values)
  await noteChanges(
    tx,
    cell,
    at,
    rows.map((row) => caseChange('case.resolved', row)),
  )
}
