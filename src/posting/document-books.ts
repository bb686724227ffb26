/** The rows of document writes: one per document, step and attempt. */
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { LaneKey } from './lane.ts'

export type Step = 'create' | 'update' | 'post' | 'discard'
export type PostingKey = { readonly documentId: string; readonly step: Step; readonly attempt: number }
export type StoredPosting = PostingKey & {
  readonly state: string
  readonly version: number
  readonly digest: string
  readonly looks: number
  readonly retryAt: Date | null
  readonly externalId: string | null
  readonly code: string | null
}

const columns = `document_id as "documentId", step, attempt, state, version, digest, looks, retry_at as "retryAt",
  external_id as "externalId", code`
const insert = statement<{ attempt: number }>(
  'posting.insertDocumentPosting',
  `insert into document_postings (cell, document_id, step, attempt, state, version, digest, fence, claimed_at,
     external_id, connection_id, company)
   select $1, $2, $3, coalesce(max(attempt), 0) + 1, 'claimed', $4, $5, $6, $7, $8, $9, $10 from document_postings
   where cell = $1 and document_id = $2 and step = $3
   returning attempt`,
)
const markSent = statement(
  'posting.markDocumentSent',
  `update document_postings set state = 'sent', sent_at = $5, settle_at = $6, fence = $7
   where cell = $1 and document_id = $2 and step = $3 and attempt = $4 and state = 'claimed'`,
)
const finish = statement(
  'posting.finishDocumentPosting',
  `update document_postings set state = $5, external_id = coalesce($6, external_id), code = $7, answer = $8,
     retry_at = $9, next_look_at = null
   where cell = $1 and document_id = $2 and step = $3 and attempt = $4 and state in ('claimed', 'sent', 'in_doubt')`,
)
const doubt = statement(
  'posting.doubtDocumentPosting',
  `update document_postings set state = 'in_doubt', settle_at = $5, next_look_at = $5, looks = 0, answer = $6
   where cell = $1 and document_id = $2 and step = $3 and attempt = $4 and state = 'sent'`,
)
const lookAgain = statement(
  'posting.lookAgainForDocument',
  `update document_postings set looks = $5, next_look_at = $6
   where cell = $1 and document_id = $2 and step = $3 and attempt = $4 and state = 'in_doubt'`,
)
const lookAnew = statement(
  'posting.lookAnewForDocument',
  `update document_postings set state = 'in_doubt', code = null, looks = 0, next_look_at = $3
   where cell = $1 and document_id = $2 and state = 'manual'`,
)
const selectUnfinished = statement<StoredPosting>(
  'posting.selectUnfinishedPostings',
  `select ${columns} from document_postings 
   where cell = $1 and connection_id = $2 and ($3 = '*' or company = $3) and state in ('claimed', 'sent')
   order by document_id`,
)
const selectDoubts = statement<StoredPosting>(
  'posting.selectDoubtfulPostings',
  `select ${columns} from document_postings 
   where cell = $1 and connection_id = $2 and ($3 = '*' or company = $3) and state = 'in_doubt' and next_look_at <= $4
   order by next_look_at, document_id limit $5`,
)
// Only the last attempt of a step says how it stands.
const selectLatest = statement<StoredPosting>(
  'posting.selectLatestPostings',
  `select distinct on (document_id, step) ${columns} from document_postings
   where cell = $1 and document_id = any ($2::uuid[]) order by document_id, step, attempt desc`,
)
const selectResting = statement<{ documentId: string }>(
  'posting.selectRestingDocuments',
  `select distinct document_id as "documentId" from document_postings
   where cell = $1 and connection_id = $2 and ($3 = '*' or company = $3) and state = 'rejected' and retry_at > $4`,
)
type SentContent = { readonly version: number; readonly digest: string }
const selectContents = statement<SentContent>(
  'posting.selectSentContents',
  `select version, digest from document_postings
   where cell = $1 and document_id = $2 and step in ('create', 'update') order by version desc`,
)
const keyValues = (cell: number, key: PostingKey) => [cell, key.documentId, key.step, key.attempt]

type NewPosting = {
  readonly documentId: string
  readonly step: Step
  readonly version: number
  readonly digest: string
  readonly fence: bigint | null
  readonly externalId: string | null
  readonly connectionId: string
  readonly company: string
  readonly at: Date
}
export async function insertPosting(tx: Tx, cell: number, posting: NewPosting): Promise<PostingKey> {
  const { documentId, step, version, digest, fence, externalId, connectionId, company, at } = posting
  const content = [version, digest, fence, at, externalId]
  const { rows } = await tx.query(insert, [cell, documentId, step, ...content, connectionId, company])
  return { documentId, step, attempt: rows[0]!.attempt }
}

/** False when the row is no longer claimed: then nothing may be sent. */
export async function markPostingSent(
  tx: Tx,
  cell: number,
  key: PostingKey,
  sent: { at: Date; settleAt: Date; fence: bigint | null },
): Promise<boolean> {
  const values = [...keyValues(cell, key), sent.at, sent.settleAt, sent.fence]
  return (await tx.query(markSent, values)).rowCount === 1
}

type Finished = {
  readonly state: 'confirmed' | 'rejected' | 'located' | 'absent' | 'manual'
  readonly externalId?: string | null
  readonly code?: string | null
  readonly answer?: string | null
  readonly retryAt?: Date | null
}
/** False when somebody finished it before. */
export async function finishPosting(tx: Tx, cell: number, key: PostingKey, end: Finished): Promise<boolean> {
  const { state, externalId = null, code = null, answer = null, retryAt = null } = end
  const values = [...keyValues(cell, key), state, externalId, code, answer, retryAt]
  return (await tx.query(finish, values)).rowCount === 1
}

export async function doubtPosting(
  tx: Tx,
  cell: number,
  key: PostingKey,
  lookAt: Date,
  answer: string,
): Promise<boolean> {
  return (await tx.query(doubt, [...keyValues(cell, key), lookAt, answer])).rowCount === 1
}

export async function lookAgainForDocument(
  tx: Tx,
  cell: number,
  key: PostingKey,
  looks: number,
  at: Date,
): Promise<void> {
  await tx.query(lookAgain, [...keyValues(cell, key), looks, at])
}

/** What was left to a person is looked for once more. False where nothing was. */
export async function lookAnewForDocument(
  tx: Tx,
  cell: number,
  documentId: string,
  at: Date,
): Promise<boolean> {
  return (await tx.query(lookAnew, [cell, documentId, at])).rowCount === 1
}

/** Claimed or sent: between two rounds of the lane's owner, these were left behind. */
export async function unfinishedPostings(tx: Tx, cell: number, key: LaneKey): Promise<StoredPosting[]> {
  return (await tx.query(selectUnfinished, [cell, key.connectionId, key.company])).rows
}

export async function doubtfulPostings(
  tx: Tx,
  cell: number,
  key: LaneKey,
  dueAt: Date,
  limit: number,
): Promise<StoredPosting[]> {
  return (await tx.query(selectDoubts, [cell, key.connectionId, key.company, dueAt, limit])).rows
}

/** The last attempt of every step of these documents. */
export async function latestPostings(tx: Tx, cell: number, documentIds: readonly string[]) {
  return (await tx.query(selectLatest, [cell, documentIds])).rows
}

/** Documents whose next attempt is not due yet. */
export async function restingDocuments(tx: Tx, cell: number, key: LaneKey, now: Date): Promise<string[]> {
  const { rows } = await tx.query(selectResting, [cell, key.connectionId, key.company, now])
  return rows.map((row) => row.documentId)
}

/** What was ever sent as content of a document: digests of amounts with the version they belong to. */
export async function sentContents(tx: Tx, cell: number, documentId: string): Promise<SentContent[]> {
  return (await tx.query(selectContents, [cell, documentId])).rows
}
