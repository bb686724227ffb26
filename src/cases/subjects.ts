import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

const selectWithout = statement<{ id: string }>(
  'cases.subjects_without_case',
  `select s.id from unnest($3::text[]) as s(id) where not exists (select from cases c
     where c.cell = $1 and c.subject_kind = $2 and c.subject_id = s.id and c.state = 'open')`,
)
const selectHeld = statement<HeldSum>(
  'cases.held_of_client',
  `select outcome, currency, count(*)::int as cases, coalesce(sum(hours), 0) as hours,
     sum(money_minor)::bigint as "moneyMinor"
   from cases where cell = $1 and state = 'open' and client_id = $2 and outcome = 'bill' group by 1, 2 order by 1, 2`,
)

export type HeldSum = {
  readonly outcome: string
  readonly currency: string | null
  readonly cases: number
  readonly hours: string
  readonly moneyMinor: bigint | null
}

/** Those of the subjects for which no case is open. */
export async function subjectsWithoutCase(
  tx: Tx,
  cell: number,
  kind: 'work' | 'document',
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return []
  return (await tx.query(selectWithout, [cell, kind, ids])).rows.map((row) => row.id)
}

/** What is held back from billing a client by open cases, by currency. */
export async function heldOfClient(tx: Tx, cell: number, clientId: string): Promise<HeldSum[]> {
  return (await tx.query(selectHeld, [cell, clientId])).rows
}

const selectSetAside = statement<{ caseId: string; payloadPosition: bigint }>(
  'cases.set_aside',
  `select case_id as "caseId", payload_position as "payloadPosition" from cases
   where cell = $1 and state = 'open' and subject_kind = 'source_record' and code in ('NOT_UNDERSTOOD', 'POISON_BATCH')
     and payload_position is not null and ($2::uuid is null or case_id > $2)
   order by case_id limit $3`,
)
const selectOpenOf = statement<{ id: string }>(
  'cases.set_aside_subjects',
  `select distinct subject_id as id from cases where cell = $1 and state = 'open' and subject_kind = 'source_record'
     and code in ('NOT_UNDERSTOOD', 'POISON_BATCH') and subject_id = any($2::text[])`,
)

/** Records that were not understood or that stopped their batch, in the order of their cases. */
export async function pageSetAside(tx: Tx, cell: number, after: string | null, limit: number) {
  return (await tx.query(selectSetAside, [cell, after, limit])).rows
}

/** Those of the source records that are set aside by an open case. */
export async function setAsideAmong(tx: Tx, cell: number, subjects: readonly string[]): Promise<Set<string>> {
  if (subjects.length === 0) return new Set()
  return new Set((await tx.query(selectOpenOf, [cell, subjects])).rows.map((row) => row.id))
}
