import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { chargeColumns } from './charge-columns.ts'
import type { Charge } from './difference.ts'
import { type Work, workColumns, workFromRow } from './work.ts'

const names = workColumns.map(([, column]) => column)
const unnestTypes = workColumns.map(([, , type], i) => `$${i + 2}::${type}[]`).join(', ')
const assignments = names
  .filter((name) => name !== 'work_id')
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')

const readWorks = statement(
  'charging.read_works',
  `select ${names.join(', ')} from works where cell = $1 and work_id = any($2::uuid[]) for update`,
)
const putWorks = statement(
  'charging.put_works',
  `insert into works (cell, ${names.join(', ')})
   select $1, ${names.map((name) => `w.${name}`).join(', ')} from unnest(${unnestTypes}) as w(${names.join(', ')})
   on conflict (cell, work_id) do update set ${assignments}`,
)
const keepRevisions = statement(
  'charging.keep_revisions',
  `insert into work_revisions (cell, work_id, revision, position, superseded_at, work)
   select $1, r.work_id, r.revision, r.position, r.superseded_at, r.work
   from unnest($2::uuid[], $3::int[], $4::bigint[], $5::bigint[], $6::jsonb[]) as r(work_id, revision, position, superseded_at, work)
   on conflict do nothing`,
)
const addApprovals = statement(
  'charging.add_approvals',
  `insert into approvals (cell, work_id, revision, level, approver, approved_at, outcome, system, position)
   select $1, a.work_id, a.revision, a.level, a.approver, a.approved_at, a.outcome, a.system, a.position
   from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[])
     as a(work_id, revision, level, approver, approved_at, outcome, system, position)
   on conflict do nothing`,
)
const readCharges = statement<Charge>(
  'charging.read_charges',
  `select ${chargeColumns}
   from charges where cell = $1 and work_id = any($2::uuid[]) order by work_id, seq for update`,
)
const addCharges = statement(
  'charging.add_charges',
  `insert into charges (cell, work_id, seq, revision, hours, amount_minor, currency, client_id, contract_id, legal_entity,
     project_id, labor_category, work_on, rate, rate_id, engine, as_of, decision, written_at, state,
     line_id, band, purchase_order, limit_id)
   select $1, c.work_id, c.seq, c.revision, c.hours, c.amount_minor, c.currency, c.client_id, c.contract_id, c.legal_entity,
     c.project_id, c.labor_category, c.work_on, c.rate, c.rate_id, c.engine, c.as_of, c.decision, c.written_at, c.state,
     c.line_id, c.band, c.purchase_order, c.limit_id
   from unnest($2::uuid[], $3::smallint[], $4::int[], $5::numeric[], $6::bigint[], $7::text[], $8::text[], $9::text[],
     $10::text[], $11::text[], $12::text[], $13::date[], $14::numeric[], $15::text[], $16::text[], $17::bigint[],
     $18::text[], $19::bigint[], $20::text[], $21::text[], $22::text[], $23::text[], $24::text[])
     as c(work_id, seq, revision, hours, amount_minor, currency, client_id, contract_id, legal_entity, project_id,
       labor_category, work_on, rate, rate_id, engine, as_of, decision, written_at, state,
       line_id, band, purchase_order, limit_id)`,
)

/** The latest of these works, locked until the transaction ends. */
export async function readWorksForUpdate(
  tx: Tx,
  cell: number,
  ids: readonly string[],
): Promise<Map<string, Work>> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.query(readWorks, [cell, ids])
  return new Map(rows.map((row) => [row.work_id as string, workFromRow(row)]))
}

export async function readChargesOf(
  tx: Tx,
  cell: number,
  ids: readonly string[],
): Promise<Map<string, Charge[]>> {
  const byWork = new Map<string, Charge[]>()
  if (ids.length === 0) return byWork
  for (const charge of (await tx.query(readCharges, [cell, ids])).rows) {
    const list = byWork.get(charge.workId) ?? []
    list.push(charge)
    byWork.set(charge.workId, list)
  }
  return byWork
}

export async function writeWorks(tx: Tx, cell: number, works: readonly Work[]): Promise<void> {
  if (works.length === 0) return
  await tx.query(putWorks, [cell, ...workColumns.map(([field]) => works.map((work) => work[field]))])
}

/** Keeps what a revision was when another one takes its place at `supersededAt`. */
export async function writeRevisions(
  tx: Tx,
  cell: number,
  old: readonly { readonly work: Work; readonly supersededAt: bigint }[],
): Promise<void> {
  if (old.length === 0) return
  await tx.query(keepRevisions, [
    cell,
    old.map((one) => one.work.workId),
    old.map((one) => one.work.revision),
    old.map((one) => one.work.position),
    old.map((one) => one.supersededAt),
    old.map((one) =>
      JSON.stringify(one.work, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ),
  ])
}

export type ApprovalRecord = {
  readonly workId: string
  readonly revision: number
  readonly level: string
  readonly approver: string | null
  readonly approvedAt: string | null
  readonly outcome: string
  readonly system: string
  readonly position: bigint
}

export async function writeApprovals(
  tx: Tx,
  cell: number,
  approvals: readonly ApprovalRecord[],
): Promise<void> {
  if (approvals.length === 0) return
  await tx.query(addApprovals, [
    cell,
    approvals.map((one) => one.workId),
    approvals.map((one) => one.revision),
    approvals.map((one) => one.level),
    approvals.map((one) => one.approver),
    approvals.map((one) => one.approvedAt),
    approvals.map((one) => one.outcome),
    approvals.map((one) => one.system),
    approvals.map((one) => one.position),
  ])
}

export type NewCharge = Omit<Charge, 'documentId' | 'lineNo' | 'correctsDocument'>

export async function writeCharges(tx: Tx, cell: number, charges: readonly NewCharge[]): Promise<void> {
  if (charges.length === 0) return
  await tx.query(addCharges, [
    cell,
    charges.map((one) => one.workId),
    charges.map((one) => one.seq),
    charges.map((one) => one.revision),
    charges.map((one) => one.hours),
    charges.map((one) => one.amountMinor),
    charges.map((one) => one.currency),
    charges.map((one) => one.clientId),
    charges.map((one) => one.contractId),
    charges.map((one) => one.legalEntity),
    charges.map((one) => one.projectId),
    charges.map((one) => one.laborCategory),
    charges.map((one) => one.workOn),
    charges.map((one) => one.rate),
    charges.map((one) => one.rateId),
    charges.map((one) => one.engine),
    charges.map((one) => one.asOf),
    charges.map((one) => one.decision),
    charges.map((one) => one.writtenAt),
    charges.map((one) => one.state),
    charges.map((one) => one.lineId),
    charges.map((one) => one.band),
    charges.map((one) => one.purchaseOrder),
    charges.map((one) => one.limitId),
  ])
}
