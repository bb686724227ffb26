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
