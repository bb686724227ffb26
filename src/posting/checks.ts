import { readDocumentsOf, readLinesOf } from '../billing/document.ts'
import { type CheckResult, invariant, offendersShown } from '../store/invariant.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { amountsDigest } from './due-document.ts'

const underWay = `('claimed', 'sent', 'in_doubt')`

const oneOpenBatch = invariant(
  'no_work_is_in_two_open_cost_batches',
  `select m.work_id, count(*) as n from cost_members m join cost_batches b on b.cell = $1 and b.batch_id = m.batch_id
   where m.cell = $1 and b.state in ${underWay} group by m.work_id`,
  `select work_id || ': ' || n || ' open batches' from looked where n > 1`,
)

// A, B, A is three writes; A, A is a second one of the same, unless what the ERP held in between was not known.
const writtenOnce = invariant(
  'no_cost_is_accepted_twice_in_a_row',
  `select work_id, digest, previous, posted_digest from (
     select m.work_id, m.digest, m.posted_digest, row_number() over w as n, lag(m.digest) over w as previous
     from cost_members m join cost_batches b on b.cell = $1 and b.batch_id = m.batch_id
     where m.cell = $1 and m.outcome = 'accepted' window w as (partition by m.work_id order by b.claimed_at, b.batch_id)) as a
   where n > 1`,
  `select work_id::text from looked where digest is not distinct from previous and posted_digest is distinct from 'unknown'`,
)

const oneWorkPerRecord = invariant(
  'no_cost_record_belongs_to_two_works',
  `select b.connection_id, m.external_id, count(distinct m.work_id) as n from cost_members m
     join cost_batches b on b.cell = $1 and b.batch_id = m.batch_id
   where m.cell = $1 and m.outcome = 'accepted' and m.external_id is not null and b.operation = 'write' group by 1, 2`,
  `select connection_id || ' ' || external_id || ': ' || n || ' works' from looked where n > 1`,
)

const onePosting = invariant(
  'no_document_has_two_writes_under_way',
  `select document_id, count(*) as n from document_postings where cell = $1 and state in ${underWay} group by 1`,
  `select document_id || ': ' || n || ' writes' from looked where n > 1`,
)

const createdOnce = invariant(
  'a_document_is_created_once_and_posted_once',
  `select document_id, step, count(*) as n from document_postings
   where cell = $1 and step in ('create', 'post') and state in ('confirmed', 'located') group by 1, 2`,
  `select document_id || ': ' || step || ' done ' || n || ' times' from looked where n > 1`,
)

export const postingChecks = [oneOpenBatch, writtenOnce, oneWorkPerRecord, onePosting, createdOnce] as const

const pageIssued = statement<{ documentId: string; version: number; digest: string }>(
  'posting.page_issued_contents',
  `select p.document_id as "documentId", c.version, c.digest from document_postings p
   cross join lateral (select version, digest from document_postings c
     where c.cell = $1 and c.document_id = p.document_id and c.step in ('create', 'update') and c.state in ('confirmed', 'located')
     order by c.version desc, c.attempt desc limit 1) as c
   where p.cell = $1 and p.step = 'post' and p.state in ('confirmed', 'located') and ($2::uuid is null or p.document_id > $2)
   order by p.document_id limit $3`,
)
const pageSize = 500

/** What was issued says today what was sent: its lines still have the digest that was taken over them then. */
export async function checkIssuedContent(tx: Tx, cell: number): Promise<CheckResult> {
  const offenders: string[] = []
  let counted = 0
  for (let after: string | null = null; ; ) {
    const page: { documentId: string; version: number; digest: string }[] = (
      await tx.query(pageIssued, [cell, after, pageSize])
    ).rows
    if (page.length === 0) break
    const ids = page.map((one) => one.documentId)
    const documents = new Map((await readDocumentsOf(tx, cell, ids)).map((one) => [one.documentId, one]))
    const lines = await readLinesOf(tx, cell, ids)
    for (const { documentId, version, digest } of page) {
      const document = documents.get(documentId)
      if (document?.status !== 'issued') continue
      counted += 1
      const { currency } = document
      const amounts = (lines.get(documentId) ?? []).map(({ amountMinor: minor }) => ({
        amount: { minor, currency },
      }))
      if (document.version !== version)
        offenders.push(`${documentId}: version ${version} was sent, ${document.version} stands here`)
      else if (amountsDigest({ currency, lines: amounts }) !== digest)
        offenders.push(`${documentId}: its lines are not the ones that were sent`)
    }
    after = ids.at(-1)!
  }
  const broken = offenders.length
  const detail = offenders.slice(0, offendersShown)
  return { name: 'issued_documents_are_as_they_were_sent', ok: broken === 0, counted, broken, detail }
}
