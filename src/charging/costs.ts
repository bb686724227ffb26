import type { Day } from '../kernel/dates.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

/** What the ERP should hold as cost for one work; `digest` null: it should hold nothing. */
export type CostWork = {
  readonly workId: string
  readonly revision: number
  readonly legalEntity: string
  readonly clientId: string | null
  readonly workerId: string
  readonly projectId: string | null
  readonly taskId: string | null
  readonly costCenter: string | null
  readonly workOn: Day
  readonly hours: string
  readonly billable: boolean
  readonly digest: string | null
  readonly postedDigest: string | null
}
export type CostResult = {
  readonly workId: string
  readonly bucket: 'accepted' | 'held' | 'in_doubt' | 'waiting' | 'reversed' | 'in_flight'
  /** What the ERP now holds: the digest that was sent, null after a removal, what it was before when unknown. */
  readonly postedDigest: string | null
}

type Turn = { readonly legalEntity: string; readonly clientId: string }
/** Most clients that one claim serves; the next one goes on behind the last of them. */
const clientsPerClaim = 16
// Jumps from client to client in the index of what waits, so that a hundred thousand lines of one are not read
// to find the ten of the next. First those behind the last turn, then from the beginning.
const selectTurns = statement<Turn>(
  'charging.turns_of_waiting_costs',
  `with recursive onward as (
     (select w.legal_entity, coalesce(w.client_id, '') as client_id, 1 as number from works w
      where w.cell = $1 and w.cost_connection = $2 and w.cost_bucket = 'waiting'
        and ($3::text is null or w.legal_entity = $3) and (w.legal_entity, coalesce(w.client_id, '')) > ($4, $5)
      order by 1, 2 limit 1)
     union all
     select n.legal_entity, n.client_id, t.number + 1 from onward t cross join lateral (
       select w.legal_entity, coalesce(w.client_id, '') as client_id from works w
       where w.cell = $1 and w.cost_connection = $2 and w.cost_bucket = 'waiting'
         and ($3::text is null or w.legal_entity = $3)
         and (w.legal_entity, coalesce(w.client_id, '')) > (t.legal_entity, t.client_id)
       order by 1, 2 limit 1) n
     where t.number < $6),
   again as (
     (select w.legal_entity, coalesce(w.client_id, '') as client_id, 1 as number from works w
      where w.cell = $1 and w.cost_connection = $2 and w.cost_bucket = 'waiting'
        and ($3::text is null or w.legal_entity = $3)
      order by 1, 2 limit 1)
     union all
     select n.legal_entity, n.client_id, t.number + 1 from again t cross join lateral (
       select w.legal_entity, coalesce(w.client_id, '') as client_id from works w
       where w.cell = $1 and w.cost_connection = $2 and w.cost_bucket = 'waiting'
         and ($3::text is null or w.legal_entity = $3)
         and (w.legal_entity, coalesce(w.client_id, '')) > (t.legal_entity, t.client_id)
       order by 1, 2 limit 1) n
     where t.number < $6)
   select legal_entity as "legalEntity", client_id as "clientId" from (
     select 1 as part, * from onward union all
     select 2, * from again where (legal_entity, client_id) <= ($4, $5)) t
   order by part, number limit $6`,
)
const claim = statement<CostWork>(
  'charging.claim_costs',
  `with chosen as (
     select c.work_id from unnest($3::text[], $4::text[], $5::int[]) as t(legal_entity, client_id, share)
     cross join lateral (
       select w.work_id from works w
       where w.cell = $1 and w.cost_connection = $2 and w.cost_bucket = 'waiting' and w.legal_entity = t.legal_entity
         and coalesce(w.client_id, '') = t.client_id and ($6::boolean is null or (w.cost_digest is null) = $6)
       order by w.work_id limit t.share for update skip locked) c)
   update works w set cost_bucket = 'in_flight' from chosen
   where w.cell = $1 and w.work_id = chosen.work_id
   returning w.work_id as "workId", w.revision, w.legal_entity as "legalEntity", w.client_id as "clientId",
     w.worker_id as "workerId", w.project_id as "projectId", w.task_id as "taskId", w.cost_center as "costCenter",
     w.work_on as "workOn", w.hours, w.billable, w.cost_digest as digest, w.cost_posted_digest as "postedDigest"`,
)
// What the work should be may have moved on while its record was under way: then it waits again.
const settle = statement<{ workId: string; connectionId: string | null; held: boolean }>(
  'charging.settle_costs',
  `update works w set cost_posted_digest = r.posted_digest, held = w.held or r.bucket = 'held',
     cost_bucket = case
       when r.bucket = 'accepted' and w.cost_digest is distinct from r.posted_digest then 'waiting'
       when r.bucket = 'reversed' and w.cost_digest is not null then 'waiting'
       when r.bucket = 'waiting' and w.cost_digest is null and r.posted_digest is null then 'none'
       else r.bucket end
   from unnest($2::uuid[], $3::text[], $4::text[]) as r(work_id, bucket, posted_digest)
   where w.cell = $1 and w.work_id = r.work_id
   returning w.work_id as "workId", w.cost_connection as "connectionId", w.held`,
)
const letGo = statement(
  'charging.let_go_of_costs',
  'update works set held = false where cell = $1 and work_id = any($2::uuid[]) and held',
)
const reopen = statement(
  'charging.reopen_costs',
  `update works set cost_bucket = 'waiting' where cell = $1 and work_id = any($2::uuid[]) and cost_bucket = 'held' and approval = 'approved'`,
)

/** Whose cost waits, beginning behind `after` and going around: entity and client. */
async function turnsOfCosts(
  tx: Tx,
  cell: number,
  connectionId: string,
  legalEntity: string | null,
  after: Turn | null,
): Promise<Turn[]> {
  const from = [after?.legalEntity ?? '', after?.clientId ?? '']
  return (await tx.query(selectTurns, [cell, connectionId, legalEntity, ...from, clientsPerClaim])).rows
}

type CostClaim = {
  readonly works: readonly CostWork[]
  /** Where the next claim begins. */
  readonly after: Turn | null
}

/**
 * Takes waiting cost into flight; the caller writes down what it will send in the same transaction. Entities and
 * clients take turns: each has an equal share of the call, and what one leaves goes to those that have more.
 * With `removals` only records to remove, or only records to write; null takes both.
 */
export async function claimCosts(
  tx: Tx,
  cell: number,
  connectionId: string,
  legalEntity: string | null,
  limit: number,
  after: Turn | null = null,
  removals: boolean | null = null,
): Promise<CostClaim> {
  const waits = await turnsOfCosts(tx, cell, connectionId, legalEntity, after)
  const served = waits.slice(0, limit)
  const last = served.at(-1)
  if (last === undefined) return { works: [], after: null }
  const take = async (from: readonly Turn[], share: (at: number) => number) => {
    const entities = from.map((turn) => turn.legalEntity)
    const clients = from.map((turn) => turn.clientId)
    const shares = from.map((_, at) => share(at))
    return (await tx.query(claim, [cell, connectionId, entities, clients, shares, removals])).rows
  }
  const base = Math.floor(limit / served.length)
  const spare = limit % served.length
  const works = await take(served, (at) => base + (at < spare ? 1 : 0))
  // One client is the ordinary case and costs one statement.
  if (served.length > 1 && works.length < limit) {
    const taken = Map.groupBy(works, (work) => JSON.stringify([work.legalEntity, work.clientId ?? '']))
    const took = (turn: Turn) => taken.get(JSON.stringify([turn.legalEntity, turn.clientId]))?.length ?? 0
    const more = served.filter((turn, at) => took(turn) === base + (at < spare ? 1 : 0))
    for (const turn of more) {
      if (works.length >= limit) break
      works.push(...(await take([turn], () => limit - works.length)))
    }
  }
  return { works, after: last }
}

type SettledCosts = {
  /** Which connection takes the cost of each work. */
  readonly connections: ReadonlyMap<string, string>
  /** Works that were held before, for whatever reason. */
  readonly held: readonly string[]
}

export async function settleCosts(
  tx: Tx,
  cell: number,
  results: readonly CostResult[],
): Promise<SettledCosts> {
  if (results.length === 0) return { connections: new Map(), held: [] }
  const { rows } = await tx.query(settle, [
    cell,
    results.map((one) => one.workId),
    results.map((one) => one.bucket),
    results.map((one) => one.postedDigest),
  ])
  return {
    connections: new Map(rows.map((row) => [row.workId, row.connectionId ?? ''])),
    held: rows.filter((row) => row.held).map((row) => row.workId),
  }
}

/** Nothing holds these works any more: the last of their cases is closed. */
export async function letGoOfCosts(tx: Tx, cell: number, workIds: readonly string[]): Promise<void> {
  if (workIds.length > 0) await tx.query(letGo, [cell, workIds])
}

/** Cost that the ERP refused is offered again: somebody cured the cause there. */
export async function reopenCosts(tx: Tx, cell: number, workIds: readonly string[]): Promise<void> {
  await tx.query(reopen, [cell, workIds])
}
