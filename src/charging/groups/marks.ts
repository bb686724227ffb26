import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'

const addMarks = statement(
  'charging.add_group_marks',
  `insert into group_marks (cell, client_id, mark_id)
   select $1, m.client_id, m.mark_id from unnest($2::text[], $3::uuid[]) as m(client_id, mark_id)`,
)
const addGroups = statement(
  'charging.add_groups',
  `insert into client_groups (cell, client_id) select $1, g.client_id from unnest($2::text[]) as g(client_id)
   order by 2 on conflict do nothing`,
)
// A group that somebody settles now is passed over: its later marks wait for the next round.
const takeGroup = statement<{ client_id: string }>(
  'charging.take_group',
  `select client_id from client_groups g where g.cell = $1
     and exists (select from group_marks m where m.cell = $1 and m.client_id = g.client_id)
   order by failures, client_id limit 1 for update skip locked`,
)
const lockGroup = statement<{ client_id: string }>(
  'charging.lock_group',
  'select client_id from client_groups where cell = $1 and client_id = $2 for update',
)
const readMarks = statement<{ mark_id: string }>(
  'charging.read_group_marks',
  'select mark_id from group_marks where cell = $1 and client_id = $2',
)
const dropMarks = statement(
  'charging.drop_group_marks',
  'delete from group_marks where cell = $1 and client_id = $2 and mark_id = any($3::uuid[])',
)
const noteSettled = statement(
  'charging.note_group_settled',
  `update client_groups set settled_at = $3, settled_on = $4, standing = $5, failures = 0
   where cell = $1 and client_id = $2`,
)
const noteFailure = statement(
  'charging.note_group_failure',
  `update client_groups set failures = failures + 1, settled_on = $3 where cell = $1 and client_id = $2`,
)
const readMarked = statement<{ client_id: string }>(
  'charging.marked_groups',
  `select distinct client_id from group_marks where cell = $1 and ($2::text is null or client_id = $2) order by 1`,
)
const readStale = statement<{ client_id: string }>(
  'charging.groups_of_earlier_days',
  `select client_id from client_groups g where g.cell = $1 and (g.settled_on is null or g.settled_on < $2)
     and not exists (select from group_marks m where m.cell = $1 and m.client_id = g.client_id)
   order by client_id limit $3`,
)
const readStanding = statement<GroupStanding>(
  'charging.read_group_standing',
  `select client_id as "clientId", settled_at as "settledAt", settled_on as "settledOn", standing, failures
   from client_groups where cell = $1 and client_id = $2`,
)

export type GroupStanding = {
  readonly clientId: string
  /** Position of the master data that it was settled with. */
  readonly settledAt: bigint
  readonly settledOn: string | null
  /** How full limits, lots and periods are, as they are told. */
  readonly standing: Readonly<Record<string, unknown>>
  readonly failures: number
}

/** Says that something of these clients changed; their groups are settled again once it is committed. */
export async function markGroups(
  tx: Tx,
  cell: number,
  clientIds: readonly string[],
  newId: () => string,
): Promise<void> {
  const ids = [...new Set(clientIds)].sort()
  if (ids.length === 0) return
  await tx.query(addGroups, [cell, ids])
  await tx.query(addMarks, [cell, ids, ids.map(() => newId())])
}

/** A client whose marks wait, its group locked until the transaction ends; null when there is none. */
export async function takeMarkedGroup(tx: Tx, cell: number): Promise<string | null> {
  return (await tx.query(takeGroup, [cell])).rows[0]?.client_id ?? null
}

/** Waits for whoever settles the group now. */
export async function lockClientGroup(tx: Tx, cell: number, clientId: string): Promise<boolean> {
  return (await tx.query(lockGroup, [cell, clientId])).rows.length > 0
}

/** What is marked now; later marks are not among them, and stay. */
export async function marksOf(tx: Tx, cell: number, clientId: string): Promise<string[]> {
  return (await tx.query(readMarks, [cell, clientId])).rows.map((row) => row.mark_id)
}

export async function endMarks(
  tx: Tx,
  cell: number,
  clientId: string,
  markIds: readonly string[],
): Promise<void> {
  await tx.query(dropMarks, [cell, clientId, markIds])
}

export async function settledGroup(tx: Tx, cell: number, settled: Omit<GroupStanding, 'failures'>) {
  const { clientId, settledAt, settledOn, standing } = settled
  await tx.query(noteSettled, [cell, clientId, settledAt, settledOn, JSON.stringify(standing)])
}

/** A group that fails comes after the others, and is not asked for again by the day alone. */
export async function noteGroupFailure(tx: Tx, cell: number, clientId: string, on: string): Promise<void> {
  await tx.query(noteFailure, [cell, clientId, on])
}

/** Clients whose groups are to be settled; all of them, or one. */
export async function markedGroups(tx: Tx, cell: number, clientId: string | null): Promise<string[]> {
  return (await tx.query(readMarked, [cell, clientId])).rows.map((row) => row.client_id)
}

/** Groups that were last settled on an earlier day: schedules fall due and lots expire with the days. */
export async function groupsOfEarlierDays(tx: Tx, cell: number, today: string, limit: number) {
  return (await tx.query(readStale, [cell, today, limit])).rows.map((row) => row.client_id)
}

export async function readGroupStanding(
  tx: Tx,
  cell: number,
  clientId: string,
): Promise<GroupStanding | null> {
  return (await tx.query(readStanding, [cell, clientId])).rows[0] ?? null
}
