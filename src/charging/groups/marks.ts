import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'

// Of one transaction, and of no other: a row that another one sees already is never added to.
const markOfTransaction = `concat(pg_current_xact_id()::text, ' ', transaction_timestamp()::text)`
const addGroups = statement(
  'charging.add_groups',
  `insert into client_groups (cell, client_id) select $1, g.client_id from unnest($2::text[]) as g(client_id)
   order by 2 on conflict do nothing`,
)
const addMarks = statement(
  'charging.add_group_marks',
  `insert into group_marks as known (cell, client_id, mark, work_ids)
   select $1, m.client_id, ${markOfTransaction}, m.work_ids from unnest($2::text[], $3::jsonb[]) as m(client_id, work_ids)
   on conflict (cell, client_id, mark) do update set work_ids = known.work_ids || excluded.work_ids`,
)
// What stands on a document that was sent has its room; what is credited gives it back.
const addMarksOfDocument = statement(
  'charging.mark_groups_of_document',
  `insert into group_marks as known (cell, client_id, mark, work_ids)
   select $1::smallint, c.client_id, ${markOfTransaction}, jsonb_agg(distinct c.work_id) from charges c
   where c.cell = $1 and c.document_id = $2 and c.line_id is not null group by c.client_id
   on conflict (cell, client_id, mark) do update set work_ids = known.work_ids || excluded.work_ids`,
)
// A group that somebody settles now is passed over: its later marks wait for the next round.
const takeGroup = statement<{ client_id: string }>(
  'charging.take_group',
  `select client_id from client_groups g where g.cell = $1
     and exists (select from group_marks m where m.cell = $1 and m.client_id = g.client_id)
   order by failures, client_id limit 1 for update skip locked`,
)
const takeUntold = statement<{ client_id: string }>(
  'charging.take_untold_group',
  `select client_id from client_groups g where g.cell = $1 and g.told < g.settled
     and not exists (select from group_marks m where m.cell = $1 and m.client_id = g.client_id)
   order by client_id limit 1 for update skip locked`,
)
const lockGroup = statement<{ client_id: string }>(
  'charging.lock_group',
  'select client_id from client_groups where cell = $1 and client_id = $2 for update',
)
const lockGroups = statement(
  'charging.lock_groups',
  `select client_id from client_groups where cell = $1 and client_id = any($2::text[]) order by client_id for update`,
)
const readSettled = statement<{ settled: bigint }>(
  'charging.read_group_settled',
  'select settled from client_groups where cell = $1 and client_id = $2',
)
const readMarks = statement<{ mark: string; workIds: string[] | null }>(
  'charging.read_group_marks',
  `select mark, work_ids as "workIds" from group_marks where cell = $1 and client_id = $2`,
)
const dropMarks = statement(
  'charging.drop_group_marks',
  'delete from group_marks where cell = $1 and client_id = $2 and mark = any($3::text[])',
)
const noteSettled = statement(
  'charging.note_group_settled',
  `update client_groups set settled = $3, settled_at = $4, settled_on = $5, failures = 0 where cell = $1 and client_id = $2`,
)
const noteTold = statement(
  'charging.note_group_told',
  'update client_groups set told = settled, standing = $3 where cell = $1 and client_id = $2',
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
const readStandingGroups = statement<StandingGroup>(
  'charging.standing_groups',
  `select client_id as "clientId", settled_at as "settledAt", settled_on as "settledOn",
     g.settled > 0 and g.failures = 0 and g.settled_on is not null
       and not exists (select from group_marks m where m.cell = $1 and m.client_id = g.client_id) as settled,
     (select count(*)::int from works w where w.cell = $1 and w.client_id = g.client_id) as works
   from client_groups g where g.cell = $1 order by client_id`,
)
const readStanding = statement<GroupStanding>(
  'charging.read_group_standing',
  `select client_id as "clientId", settled_at as "settledAt", settled_on as "settledOn", standing, failures,
     told < settled as untold
   from client_groups where cell = $1 and client_id = $2`,
)

export type StandingGroup = {
  readonly clientId: string
  readonly settledAt: bigint
  readonly settledOn: string
  /** Nothing of it was marked since. Where it is false the two above say nothing. */
  readonly settled: boolean
  /** How many pieces of work there are of the client. */
  readonly works: number
}
export type GroupStanding = {
  readonly clientId: string
  /** Position of the master data that it was settled with. */
  readonly settledAt: bigint
  readonly settledOn: string | null
  /** How full limits, lots and periods are, as they are told. */
  readonly standing: Readonly<Record<string, unknown>>
  readonly failures: number
  /** It was settled since the standing was told. */
  readonly untold: boolean
}
/** Which work of a client changed; null for all of it. */
export type GroupMark = { readonly clientId: string; readonly workIds: readonly string[] | null }

/** Says that something of these clients changed; their groups are settled again once it is committed. */
export async function markGroups(tx: Tx, cell: number, marks: readonly GroupMark[]): Promise<void> {
  const merged = new Map<string, readonly string[] | null>()
  for (const { clientId, workIds } of marks) {
    const known = merged.get(clientId)
    const whole = workIds === null || known === null
    merged.set(clientId, whole ? null : [...new Set([...(known ?? []), ...workIds])])
  }
  const ids = [...merged.keys()].sort()
  if (ids.length === 0) return
  const works = ids.map((id) => merged.get(id) ?? null)
  await tx.query(addGroups, [cell, ids])
  await tx.query(addMarks, [cell, ids, works.map((one) => (one === null ? null : JSON.stringify(one)))])
}

/** Says that what stands on a document of these clients' contracts was sent, refused, issued or let go. */
export async function markGroupsOfDocument(tx: Tx, cell: number, documentId: string): Promise<void> {
  await tx.query(addMarksOfDocument, [cell, documentId])
}

/** A client whose marks wait, its group locked until the transaction ends; null when there is none. */
export async function takeMarkedGroup(tx: Tx, cell: number): Promise<string | null> {
  return (await tx.query(takeGroup, [cell])).rows[0]?.client_id ?? null
}

/** A client whose standing is to be told anew, locked; only one that nothing else waits of. */
export async function takeUntoldGroup(tx: Tx, cell: number): Promise<string | null> {
  return (await tx.query(takeUntold, [cell])).rows[0]?.client_id ?? null
}

/** Waits for whoever settles the group now. */
export async function lockClientGroup(tx: Tx, cell: number, clientId: string): Promise<boolean> {
  return (await tx.query(lockGroup, [cell, clientId])).rows.length > 0
}

/** Nobody settles these clients until the transaction ends: what it decides of their work, it decides as it stands. */
export async function lockClientGroups(tx: Tx, cell: number, clientIds: readonly string[]): Promise<void> {
  await tx.query(lockGroups, [cell, clientIds])
}

/** How often the group was settled. The caller holds its lock. */
export async function settledOf(tx: Tx, cell: number, clientId: string): Promise<bigint> {
  return (await tx.query(readSettled, [cell, clientId])).rows[0]?.settled ?? 0n
}

/** What is marked now, and the work it names: null for all. Later marks are not among them, and stay. */
export async function marksOf(
  tx: Tx,
  cell: number,
  clientId: string,
): Promise<{ marks: string[]; workIds: ReadonlySet<string> | null }> {
  const { rows } = await tx.query(readMarks, [cell, clientId])
  const named = rows.flatMap((row) => row.workIds ?? [])
  const whole = rows.some((row) => row.workIds === null)
  return { marks: rows.map((row) => row.mark), workIds: whole ? null : new Set(named) }
}

export async function endMarks(
  tx: Tx,
  cell: number,
  clientId: string,
  marks: readonly string[],
): Promise<void> {
  await tx.query(dropMarks, [cell, clientId, marks])
}

export type Settled = {
  readonly clientId: string
  /** How often it was settled, this time included. */
  readonly settled: bigint
  readonly settledAt: bigint
  readonly settledOn: string
}

export async function noteGroupSettled(tx: Tx, cell: number, one: Settled): Promise<void> {
  await tx.query(noteSettled, [cell, one.clientId, one.settled, one.settledAt, one.settledOn])
}

export async function noteGroupTold(
  tx: Tx,
  cell: number,
  clientId: string,
  standing: GroupStanding['standing'],
): Promise<void> {
  await tx.query(noteTold, [cell, clientId, JSON.stringify(standing)])
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

export async function standingGroups(tx: Tx, cell: number): Promise<StandingGroup[]> {
  return (await tx.query(readStandingGroups, [cell])).rows
}
