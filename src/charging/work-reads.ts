import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { type Work, workColumns, workFromRow } from './work.ts'

const names = workColumns.map(([, column]) => `w.${column}`).join(', ')

type WorkFilter = {
  readonly outcome?: 'cost' | 'pay' | 'bill' | undefined
  readonly bucket?: string | undefined
  readonly clientId?: string | undefined
  readonly projectId?: string | undefined
  readonly workerId?: string | undefined
  readonly contractId?: string | undefined
  readonly approval?: string | undefined
  /** Half-open. */
  readonly from?: string | undefined
  readonly until?: string | undefined
  /** Part of a source id, project, worker or client id. */
  readonly text?: string | undefined
}

const list = statement(
  'charging.list_works',
  `select ${names} from works w where w.cell = $1
     and ($2::text is null or case $3::text when 'cost' then w.cost_bucket when 'pay' then w.pay_bucket else w.bill_bucket end = $2)
     and ($4::text is null or w.client_id = $4) and ($5::text is null or w.project_id = $5)
     and ($6::text is null or w.worker_id = $6) and ($7::text is null or w.contract_id = $7)
     and ($8::text is null or w.approval = $8)
     and ($9::date is null or w.work_on >= $9) and ($10::date is null or w.work_on < $10)
     and ($11::text is null or strpos(lower(concat_ws(' ', w.source_id, w.project_id, w.worker_id, w.client_id, w.project_ref, w.worker_ref)), lower($11)) > 0)
     and ($12::date is null or (w.work_on, w.work_id) < ($12, $13::uuid))
   order by w.work_on desc, w.work_id desc limit $14`,
)
const one = statement(
  'charging.read_work',
  `select ${names} from works w where w.cell = $1 and w.work_id = $2`,
)
const findBySource = statement(
  'charging.find_work',
  `select ${names} from works w where w.cell = $1 and (w.source_id = $2 or w.work_id::text = $2) order by w.work_id limit 20`,
)
const revisions = statement<{
  revision: number
  position: bigint
  superseded_at: bigint
  work: Record<string, unknown>
}>(
  'charging.read_revisions',
  `select revision, position, superseded_at, work from work_revisions where cell = $1 and work_id = $2 order by superseded_at`,
)
const approvals = statement<{
  revision: number
  level: string
  approver: string | null
  approved_at: string | null
  outcome: string
  system: string
  position: bigint
}>(
  'charging.read_approvals',
  `select revision, level, approver, approved_at, outcome, system, position from approvals
   where cell = $1 and work_id = $2 order by position`,
)
const buckets = statement<{
  outcome: 'cost' | 'pay' | 'bill'
  bucket: string
  currency: string | null
  count: bigint
  hours: string
  money_minor: bigint | null
}>(
  'charging.bucket_totals',
  `select o.outcome, o.bucket, o.currency, count(*) as count, sum(w.hours) as hours, sum(o.minor)::bigint as money_minor
   from works w cross join lateral (values
     ('cost', w.cost_bucket, w.cost_currency, w.cost_minor),
     ('pay', w.pay_bucket, null, null),
     ('bill', w.bill_bucket, w.bill_currency, w.bill_minor)) as o(outcome, bucket, currency, minor)
   where w.cell = $1 and w.approval in ('approved', 'voided') and ($2::date is null or w.work_on >= $2) and ($3::date is null or w.work_on < $3)
     and o.bucket <> 'none'
   group by 1, 2, 3 order by 1, 2, 3`,
)
const submitted = statement<{
  currency: string | null
  count: bigint
  hours: string
  money_minor: bigint | null
}>(
  'charging.submitted_totals',
  `select w.bill_currency as currency, count(*) as count, sum(w.hours) as hours, sum(w.bill_minor)::bigint as money_minor from works w
   where w.cell = $1 and w.approval in ('submitted', 'withdrawn') and ($2::date is null or w.work_on >= $2) and ($3::date is null or w.work_on < $3)
   group by 1 order by 1`,
)

/** Newest work day first; the last row's workOn and workId are where the next page starts. */
export async function listWorks(
  tx: Tx,
  cell: number,
  filter: WorkFilter,
  page: {
    readonly after: { readonly workOn: string; readonly workId: string } | null
    readonly limit: number
  },
): Promise<Work[]> {
  const { rows } = await tx.query(list, [
    cell,
    filter.bucket ?? null,
    filter.outcome ?? 'bill',
    filter.clientId ?? null,
    filter.projectId ?? null,
    filter.workerId ?? null,
    filter.contractId ?? null,
    filter.approval ?? null,
    filter.from ?? null,
    filter.until ?? null,
    filter.text ?? null,
    page.after?.workOn ?? null,
    page.after?.workId ?? null,
    page.limit,
  ])
  return rows.map(workFromRow)
}

export async function readWork(tx: Tx, cell: number, workId: string): Promise<Work | null> {
  const row = (await tx.query(one, [cell, workId])).rows[0]
  return row ? workFromRow(row) : null
}

/** By the hub's id or the source's; several sources may use one id. */
export async function findWorks(tx: Tx, cell: number, id: string): Promise<Work[]> {
  return (await tx.query(findBySource, [cell, id])).rows.map(workFromRow)
}

export async function readWorkRevisions(tx: Tx, cell: number, workId: string) {
  return (await tx.query(revisions, [cell, workId])).rows
}

export async function readWorkApprovals(tx: Tx, cell: number, workId: string) {
  return (await tx.query(approvals, [cell, workId])).rows
}

/** Hours and money of approved work by outcome, bucket and currency. */
export async function readBucketTotals(tx: Tx, cell: number, period: { from: string; until: string } | null) {
  return (await tx.query(buckets, [cell, period?.from ?? null, period?.until ?? null])).rows
}

/** Work that waits for approval: in backlog, outside the balance. */
export async function readSubmittedTotals(
  tx: Tx,
  cell: number,
  period: { from: string; until: string } | null,
) {
  return (await tx.query(submitted, [cell, period?.from ?? null, period?.until ?? null])).rows
}

const several = statement(
  'charging.read_several_works',
  `select ${names} from works w where w.cell = $1 and w.work_id = any($2::uuid[])`,
)
const knownPlaces = statement<{ work_id: string; position: bigint }>(
  'charging.known_places',
  `select w.work_id, w.position from works w where w.cell = $1 and w.work_id = any($2::uuid[])
   union select r.work_id, r.position from work_revisions r where r.cell = $1 and r.work_id = any($2::uuid[])
   union select r.work_id, r.superseded_at from work_revisions r where r.cell = $1 and r.work_id = any($2::uuid[])`,
)

/** These works as they stand, not locked. */
export async function readWorksOf(tx: Tx, cell: number, ids: readonly string[]): Promise<Map<string, Work>> {
  const { rows } = await tx.query(several, [cell, ids])
  return new Map(rows.map((row) => [row.work_id as string, workFromRow(row)]))
}

/** Positions at which something was said of these works, as far as charging wrote them down. */
export async function readKnownPlaces(tx: Tx, cell: number, ids: readonly string[]) {
  return (await tx.query(knownPlaces, [cell, ids])).rows
}

const countWorks = statement<{ kind: string; count: bigint }>(
  'charging.count_works',
  'select kind, count(*) as count from works where cell = $1 group by kind',
)
const historyKeys = statement<{ work_id: string; key: string }>(
  'charging.history_keys',
  `select work_id, 'revision ' || revision || ' superseded at ' || superseded_at as key from work_revisions
   where cell = $1 and work_id = any($2::uuid[])
   union all
   select work_id, 'approval of revision ' || revision || ' by ' || coalesce(approver, 'nobody') || ' at ' || position from approvals
   where cell = $1 and work_id = any($2::uuid[])`,
)

export async function countWorksByKind(tx: Tx, cell: number): Promise<Map<string, number>> {
  const { rows } = await tx.query(countWorks, [cell])
  return new Map(rows.map((row) => [row.kind, Number(row.count)]))
}

/** Superseded revisions and approvals that stand, each as a text that names it. */
export async function readHistoryKeys(
  tx: Tx,
  cell: number,
  ids: readonly string[],
): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>()
  for (const { work_id: id, key } of (await tx.query(historyKeys, [cell, ids])).rows)
    found.set(id, (found.get(id) ?? new Set()).add(key))
  return found
}
