/** Events of subjects of which one was refused. They keep their order; other subjects go on without them. */
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

export type SetAside = {
  readonly number: bigint
  readonly index: number
  readonly subject: string
  readonly attempts: number
  readonly nextAttemptAt: Date
}

const columns = 'number, index, subject, attempts, next_attempt_at as "nextAttemptAt"'
const insert = statement(
  'outbound.set_aside',
  `insert into event_set_asides (cell, subscription_id, number, index, subject, attempts, next_attempt_at)
   select $1, $2, a.number, a.index, a.subject, a.attempts, a.next_attempt_at
   from unnest($3::bigint[], $4::int[], $5::text[], $6::int[], $7::timestamptz[])
     as a(number, index, subject, attempts, next_attempt_at)
   on conflict do nothing`,
)
const selectSubjects = statement<{ subject: string; count: bigint }>(
  'outbound.set_aside_subjects',
  `select subject, count(*) as count from event_set_asides where cell = $1 and subscription_id = $2 group by subject`,
)
// The first of each subject decides when the subject is due.
const selectDue = statement<SetAside>(
  'outbound.due_set_asides',
  `select ${columns} from (select distinct on (subject) * from event_set_asides
     where cell = $1 and subscription_id = $2 order by subject, number, index) as first
   where first.cell = $1 and next_attempt_at <= $3 order by next_attempt_at, number, index limit $4`,
)
const selectOfSubjects = statement<SetAside>(
  'outbound.set_asides_of_subjects',
  `select ${columns} from event_set_asides
   where cell = $1 and subscription_id = $2 and subject = any($3::text[]) order by number, index limit $4`,
)
const selectRange = statement<{ number: bigint; index: number }>(
  'outbound.set_asides_in_range',
  `select number, index from event_set_asides
   where cell = $1 and subscription_id = $2 and number between $3 and $4`,
)
const remove = statement(
  'outbound.remove_set_asides',
  `delete from event_set_asides a using unnest($3::bigint[], $4::int[]) as k(number, index)
   where a.cell = $1 and a.subscription_id = $2 and a.number = k.number and a.index = k.index`,
)
const postpone = statement(
  'outbound.postpone_set_aside',
  `update event_set_asides set attempts = $5, next_attempt_at = $6
   where cell = $1 and subscription_id = $2 and number = $3 and index = $4`,
)
const restart = statement(
  'outbound.restart_set_asides',
  `update event_set_asides set attempts = 0, next_attempt_at = $3 where cell = $1 and subscription_id = $2`,
)
const removeAll = statement(
  'outbound.remove_all_set_asides',
  'delete from event_set_asides where cell = $1 and subscription_id = $2',
)

export async function setAside(tx: Tx, cell: number, id: string, events: readonly SetAside[]): Promise<void> {
  if (events.length === 0) return
  await tx.query(insert, [
    cell,
    id,
    events.map((one) => one.number),
    events.map((one) => one.index),
    events.map((one) => one.subject),
    events.map((one) => one.attempts),
    events.map((one) => one.nextAttemptAt.toISOString()),
  ])
}

/** How many events of which subjects wait aside. */
export async function setAsideSubjects(tx: Tx, cell: number, id: string): Promise<Map<string, number>> {
  const { rows } = await tx.query(selectSubjects, [cell, id])
  return new Map(rows.map((row) => [row.subject, Number(row.count)]))
}

/** Those to try now: of every subject that is due its events in order, as many as fit. */
export async function dueSetAsides(
  tx: Tx,
  cell: number,
  id: string,
  now: Date,
  most: number,
): Promise<SetAside[]> {
  const first = (await tx.query(selectDue, [cell, id, now, most])).rows
  if (first.length === 0) return []
  const subjects = first.map((one) => one.subject)
  return (await tx.query(selectOfSubjects, [cell, id, subjects, most])).rows
}

/** The places between two numbers, both included, whose events wait aside. */
export async function setAsidePlaces(
  tx: Tx,
  cell: number,
  id: string,
  from: bigint,
  until: bigint,
): Promise<Set<string>> {
  const { rows } = await tx.query(selectRange, [cell, id, from, until])
  return new Set(rows.map((row) => `${row.number}.${row.index}`))
}

type Place = Pick<SetAside, 'number' | 'index'>

export async function removeSetAsides(
  tx: Tx,
  cell: number,
  id: string,
  places: readonly Place[],
): Promise<void> {
  if (places.length === 0) return
  const values = [cell, id, places.map((one) => one.number), places.map((one) => one.index)]
  await tx.query(remove, values)
}

export async function postponeSetAside(
  tx: Tx,
  cell: number,
  id: string,
  place: Place,
  attempts: number,
  nextAttemptAt: Date,
): Promise<void> {
  await tx.query(postpone, [cell, id, place.number, place.index, attempts, nextAttemptAt])
}

/** All are due again, as if none had been tried. */
export async function restartSetAsides(tx: Tx, cell: number, id: string, at: Date): Promise<void> {
  await tx.query(restart, [cell, id, at])
}

export async function forgetSetAsides(tx: Tx, cell: number, id: string): Promise<void> {
  await tx.query(removeAll, [cell, id])
}
