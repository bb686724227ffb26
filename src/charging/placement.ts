import { assert } from '../kernel/errors.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { asideSql, asideStates } from './difference.ts'
import { markGroupsOfDocument } from './groups/marks.ts'
import { askToLookAgain } from './reevaluate.ts'

type ChargeKey = { readonly workId: string; readonly seq: number }

const place = statement<{ work_id: string }>(
  'charging.place_charges',
  `update charges c set state = 'draft', document_id = $2, line_no = k.line_no
   from unnest($3::uuid[], $4::smallint[], $5::int[]) as k(work_id, seq, line_no)
   where c.cell = $1 and c.work_id = k.work_id and c.seq = k.seq and c.state = 'priced' returning c.work_id`,
)
const unplace = statement<{ work_id: string }>(
  'charging.unplace_charges',
  `update charges set state = 'priced', document_id = null, line_no = null
   where cell = $1 and document_id = $2 and state = 'draft' returning work_id`,
)
const mark = statement<{ work_id: string }>(
  'charging.mark_document_charges',
  `update charges set state = $3 where cell = $1 and document_id = $2 and state <> 'issued' returning work_id`,
)
const setDifference = statement<{ work_id: string }>(
  'charging.set_difference_state',
  `update charges c set state = $4, corrects_document = $5
   from unnest($2::uuid[], $3::smallint[]) as k(work_id, seq)
   where c.cell = $1 and c.work_id = k.work_id and c.seq = k.seq and c.state in ('pending', 'proposed', 'declined', 'priced')
   returning c.work_id`,
)
const nets = (state: string) =>
  `when coalesce(sum(c.hours) filter (where c.state = '${state}'), 0) <> 0
     or coalesce(sum(c.amount_minor) filter (where c.state = '${state}'), 0) <> 0 then '${state}'`
// A work stands in one bucket. What is issued outweighs what is still on its way, until credits bring it to nothing.
const moveBuckets = statement<{ work_id: string; lost: boolean }>(
  'charging.move_bill_buckets',
  `update works w set bill_bucket = case
       when s.issued and s.issued_minor = 0 and s.issued_hours = 0
         then case when s.billed or s.aside is null then 'credited' else s.aside end
       when s.issued then 'issued'
       when s.in_doubt then 'in_doubt'
       when s.in_flight then 'in_flight'
       when s.draft then 'draft'
       when w.approval <> 'approved' then case when w.approval = 'voided' then 'held' else 'none' end
       when w.bill_bucket in ('held', 'included', 'non_billable', 'parked', 'written_off') then w.bill_bucket
       -- Moved aside while it stood on the document that has now let it go.
       when not s.billed and s.aside is not null then s.aside
       when not s.billed and s.included then 'included'
       else 'priced' end
   from (select c.work_id, bool_or(c.state = 'issued') as issued, bool_or(c.state = 'in_doubt') as in_doubt,
           bool_or(c.state = 'in_flight') as in_flight, bool_or(c.state = 'draft') as draft,
           coalesce(sum(c.amount_minor) filter (where c.state = 'issued'), 0) as issued_minor,
           coalesce(sum(c.hours) filter (where c.state = 'issued'), 0) as issued_hours,
           coalesce(sum(c.hours) filter (where c.state not in ${asideSql}), 0) <> 0
             or coalesce(sum(c.amount_minor) filter (where c.state not in ${asideSql}), 0) <> 0 as billed,
           bool_or(c.state = 'included') as included,
           case ${asideStates.map(nets).join(' ')} end as aside
         from charges c where c.cell = $1 and c.work_id = any($2::uuid[]) group by c.work_id) as s
   where w.cell = $1 and w.work_id = s.work_id
   returning w.work_id, w.bill_bucket = 'priced' and w.bill_minor is null as lost`,
)

async function move(tx: Tx, cell: number, touched: readonly { work_id: string }[]): Promise<void> {
  if (touched.length === 0) return
  const { rows } = await tx.query(moveBuckets, [cell, [...new Set(touched.map((row) => row.work_id))]])
  // What lost its price while a document held it stands for nothing billable now: which bucket, its evaluation tells.
  const lost = rows.filter((row) => row.lost).map((row) => row.work_id)
  await askToLookAgain(tx, cell, 0n, lost)
}

/** Freezes priced charges on a document's lines. A charge that is not priced any more is a bug of the caller. */
export async function placeCharges(
  tx: Tx,
  cell: number,
  keys: readonly (ChargeKey & { readonly lineNo: number })[],
  documentId: string,
): Promise<void> {
  const { rows } = await tx.query(place, [
    cell,
    documentId,
    keys.map((key) => key.workId),
    keys.map((key) => key.seq),
    keys.map((key) => key.lineNo),
  ])
  assert(rows.length === keys.length, 'A charge that is placed was priced')
  await move(tx, cell, rows)
}

/** Gives back what a draft held: it waits for the next run. */
export async function unplaceCharges(tx: Tx, cell: number, documentId: string): Promise<void> {
  await move(tx, cell, (await tx.query(unplace, [cell, documentId])).rows)
}

/** Follows the document: what is issued is pinned for good. */
export async function markDocumentCharges(
  tx: Tx,
  cell: number,
  documentId: string,
  state: 'draft' | 'in_flight' | 'in_doubt' | 'issued',
): Promise<void> {
  const { rows } = await tx.query(mark, [cell, documentId, state])
  await move(tx, cell, rows)
  if (rows.length > 0) await markGroupsOfDocument(tx, cell, documentId)
}

/** What becomes of a difference whose work stands on a document. */
export async function setDifferenceState(
  tx: Tx,
  cell: number,
  keys: readonly ChargeKey[],
  state: 'priced' | 'proposed' | 'declined' | 'pending',
  correctsDocument?: string,
): Promise<void> {
  const values = [
    cell,
    keys.map((key) => key.workId),
    keys.map((key) => key.seq),
    state,
    correctsDocument ?? null,
  ]
  await move(tx, cell, (await tx.query(setDifference, values)).rows)
}
