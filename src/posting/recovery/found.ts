/** What was read back from the ERPs, row by row. */
import type { CostFound, FoundDocument } from '../../connectors/sdk/target.ts'
import type { Day } from '../../kernel/dates.ts'
import { parseMoney, formatMoney, type Money } from '../../kernel/money.ts'
import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'

const keepCosts = statement(
  'posting.keepFoundCosts',
  `insert into recovery_costs as c (cell, connection_id, external_id, key, epoch, hours, work_on, company, worker, project,
     task, billable)
   select $1, $2, f.external_id, f.key, $3, f.hours, f.work_on, f.company, f.worker, f.project, f.task, f.billable
   from unnest($4::text[], $5::text[], $6::numeric[], $7::date[], $8::text[], $9::text[], $10::text[], $11::text[],
     $12::boolean[]) as f(external_id, key, hours, work_on, company, worker, project, task, billable)
   on conflict (cell, connection_id, external_id) do update set key = excluded.key, epoch = excluded.epoch,
     hours = excluded.hours, work_on = excluded.work_on, company = excluded.company, worker = excluded.worker,
     project = excluded.project, task = excluded.task, billable = excluded.billable,
     standing = case when c.standing = 'settled' then c.standing else 'found' end, work_id = null`,
)
const forgetCosts = statement(
  'posting.forgetOlderCosts',
  'delete from recovery_costs where cell = $1 and connection_id = $2 and epoch < $3',
)

export async function keepFoundCosts(
  tx: Tx,
  cell: number,
  connectionId: string,
  epoch: number,
  page: readonly CostFound[],
): Promise<void> {
  const rows = [...new Map(page.map((one) => [one.externalId, one])).values()]
  await tx.query(keepCosts, [
    cell,
    connectionId,
    epoch,
    rows.map((one) => one.externalId),
    rows.map((one) => one.key),
    rows.map((one) => one.hours),
    rows.map((one) => one.workOn),
    rows.map((one) => one.content?.company ?? null),
    rows.map((one) => one.content?.worker ?? null),
    rows.map((one) => one.content?.project ?? null),
    rows.map((one) => one.content?.task ?? null),
    rows.map((one) => one.content?.billable ?? null),
  ])
}

/** What an earlier recovery found and this one did not is gone from the ERP. */
export async function forgetOlderCosts(tx: Tx, cell: number, connectionId: string, epoch: number) {
  await tx.query(forgetCosts, [cell, connectionId, epoch])
}

export type FoundCost = {
  readonly externalId: string
  readonly key: string
  readonly hours: string
  readonly workOn: Day
  readonly company: string | null
  readonly worker: string | null
  readonly project: string | null
  readonly task: string | null
  readonly billable: boolean | null
}
const selectByKey = statement<FoundCost>(
  'posting.selectFoundCosts',
  `select external_id as "externalId", key, hours, work_on as "workOn", company, worker, project, task, billable
   from recovery_costs where cell = $1 and connection_id = $2 and key = any ($3::text[]) order by key, external_id`,
)
const setStanding = statement(
  'posting.setFoundCosts',
  `update recovery_costs c set standing = f.standing, work_id = f.work_id
   from unnest($3::text[], $4::text[], $5::uuid[]) as f(key, standing, work_id)
   where c.cell = $1 and c.connection_id = $2 and c.key = f.key and c.standing <> 'settled'`,
)
const restUnknown = statement(
  'posting.restOfFoundCosts',
  `update recovery_costs set standing = 'unknown' where cell = $1 and connection_id = $2 and standing = 'found'`,
)
type UnknownCosts = {
  readonly connectionId: string
  readonly count: bigint
  readonly hours: string
  readonly from: Day
  readonly last: Day
}
const sumUnknown = statement<UnknownCosts>(
  'posting.sumUnknownCosts',
  `select connection_id as "connectionId", count(*) as count, sum(hours) as hours, min(work_on) as from,
     max(work_on) as last
   from recovery_costs where cell = $1 and standing = 'unknown' group by connection_id order by connection_id`,
)
const settleRest = statement(
  'posting.settleUnknownCosts',
  `update recovery_costs set standing = 'settled', decided_by = $3, reason = $4
   where cell = $1 and connection_id = $2 and standing = 'unknown'`,
)

export async function foundCosts(
  tx: Tx,
  cell: number,
  connectionId: string,
  keys: readonly string[],
): Promise<FoundCost[]> {
  return keys.length === 0 ? [] : (await tx.query(selectByKey, [cell, connectionId, keys])).rows
}

export async function setFoundCosts(
  tx: Tx,
  cell: number,
  connectionId: string,
  rows: readonly {
    readonly key: string
    readonly standing: 'matched' | 'unknown'
    readonly workId: string
  }[],
): Promise<void> {
  if (rows.length === 0) return
  const values = [rows.map((one) => one.key), rows.map((one) => one.standing), rows.map((one) => one.workId)]
  await tx.query(setStanding, [cell, connectionId, ...values])
}

/** What no work of this database accounts for. */
export async function restIsUnknown(tx: Tx, cell: number, connectionId: string): Promise<void> {
  await tx.query(restUnknown, [cell, connectionId])
}

export async function sumUnknownCosts(tx: Tx, cell: number): Promise<UnknownCosts[]> {
  return (await tx.query(sumUnknown, [cell])).rows
}

/** A person says of the rest that it stays as it is. Returns how many. */
export async function settleUnknownCosts(
  tx: Tx,
  cell: number,
  connectionId: string,
  by: string,
  reason: string,
): Promise<number> {
  return (await tx.query(settleRest, [cell, connectionId, by, reason])).rowCount
}

const selectUnknown = statement<{ key: string }>(
  'posting.selectUnknownCosts',
  `select key from recovery_costs where cell = $1 and connection_id = $2 and standing = 'unknown'`,
)

export async function unknownKeys(tx: Tx, cell: number, connectionId: string): Promise<string[]> {
  return (await tx.query(selectUnknown, [cell, connectionId])).rows.map((row) => row.key)
}

/** A document as it lies in its column: money as text, because JSON has no exact numbers. */
type Kept = Omit<FoundDocument, 'net' | 'tax' | 'total' | 'lines'> & {
  readonly net: string
  readonly tax: string | null
  readonly total: string | null
  readonly lines: readonly { description: string; quantity: string; unitPrice: string; amount: string }[]
}

function kept(found: FoundDocument): Kept {
  return {
    ...found,
    net: formatMoney(found.net),
    tax: found.tax === null ? null : formatMoney(found.tax),
    total: found.total === null ? null : formatMoney(found.total),
    lines: found.lines.map((line) => ({ ...line, amount: formatMoney(line.amount) })),
  }
}

function opened(row: Kept): FoundDocument {
  const money = (text: string): Money => parseMoney(text, row.currency)!
  return {
    ...row,
    net: money(row.net),
    tax: row.tax === null ? null : money(row.tax),
    total: row.total === null ? null : money(row.total),
    lines: row.lines.map((line) => ({ ...line, amount: money(line.amount) })),
  }
}

const keepDocument = statement(
  'posting.keepFoundDocument',
  `insert into recovery_documents as d (cell, connection_id, external_id, reference, epoch, document_id, client_id,
     legal_entity, state, net_minor, currency, found)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
   on conflict (cell, connection_id, external_id) do update set reference = excluded.reference, epoch = excluded.epoch,
     client_id = excluded.client_id, legal_entity = excluded.legal_entity, state = excluded.state,
     net_minor = excluded.net_minor, currency = excluded.currency, found = excluded.found,
     standing = case when d.standing in ('foreign', 'discarding', 'held') then d.standing else 'found' end`,
)
const forgetDocuments = statement<{ reference: string }>(
  'posting.forgetOlderDocuments',
  `update recovery_documents set standing = 'over'
   where cell = $1 and connection_id = $2 and epoch < $3 and standing in ('found', 'held') returning reference`,
)

export type ParsedDocument = {
  readonly found: FoundDocument
  readonly documentId: string | null
  readonly clientId: string | null
  readonly legalEntity: string | null
}

export async function keepFoundDocument(
  tx: Tx,
  cell: number,
  connectionId: string,
  epoch: number,
  one: ParsedDocument,
): Promise<void> {
  const { found, documentId, clientId, legalEntity } = one
  await tx.query(keepDocument, [
    ...[cell, connectionId, found.externalId, found.reference, epoch, documentId, clientId, legalEntity],
    ...[found.state, found.net.minor, found.currency, JSON.stringify(kept(found))],
  ])
}

export async function forgetOlderDocuments(
  tx: Tx,
  cell: number,
  connectionId: string,
  epoch: number,
): Promise<string[]> {
  return (await tx.query(forgetDocuments, [cell, connectionId, epoch])).rows.map((row) => row.reference)
}

type DocumentStanding =
  | 'found'
  | 'known'
  | 'held'
  | 'adopted'
  | 'discarding'
  | 'discarded'
  | 'foreign'
  | 'over'
export type StoredDocument = {
  readonly connectionId: string
  readonly externalId: string
  readonly reference: string
  readonly epoch: number
  readonly documentId: string | null
  readonly clientId: string | null
  readonly legalEntity: string | null
  readonly state: FoundDocument['state']
  readonly netMinor: bigint
  readonly currency: string
  readonly standing: DocumentStanding
  readonly whyHeld: string | null
  readonly decidedBy: string | null
  readonly reason: string | null
  readonly decidedAt: Date | null
  readonly found: FoundDocument
}
type Row = Omit<StoredDocument, 'found'> & { found: Kept }
const documentColumns = `connection_id as "connectionId", external_id as "externalId", reference, epoch,
  document_id as "documentId", client_id as "clientId", legal_entity as "legalEntity", state,
  net_minor as "netMinor", currency, standing, why_held as "whyHeld", decided_by as "decidedBy", reason,
  decided_at as "decidedAt", found`
// The id of a document begins with its moment: older ones bill first.
const selectDocuments = statement<Row>(
  'posting.selectFoundDocuments',
  `select ${documentColumns} from recovery_documents
   where cell = $1 and ($2::text is null or connection_id = $2) and standing = any ($3::text[])
   order by document_id, external_id`,
)
const lockReference = statement<Row>(
  'posting.lockFoundDocument',
  `select ${documentColumns} from recovery_documents where cell = $1 and reference = $2
   order by (state = 'cancelled'), external_id for update`,
)
const standDocument = statement(
  'posting.standFoundDocument',
  `update recovery_documents set standing = $4, why_held = $5, decided_by = $6, reason = $7, decided_at = $8
   where cell = $1 and connection_id = $2 and external_id = $3`,
)

const openRow = (row: Row): StoredDocument => ({ ...row, found: opened(row.found) })

export async function foundDocuments(
  tx: Tx,
  cell: number,
  connectionId: string | null,
  standings: readonly DocumentStanding[],
): Promise<StoredDocument[]> {
  return (await tx.query(selectDocuments, [cell, connectionId, standings])).rows.map(openRow)
}

/** All of one reference, those that stand before cancelled ones. */
export async function lockFoundDocuments(tx: Tx, cell: number, reference: string): Promise<StoredDocument[]> {
  return (await tx.query(lockReference, [cell, reference])).rows.map(openRow)
}

type Stand = {
  readonly standing: DocumentStanding
  readonly why?: string
  readonly by?: string
  readonly reason?: string
  readonly at: Date
}

export async function standDocumentAs(
  tx: Tx,
  cell: number,
  one: Pick<StoredDocument, 'connectionId' | 'externalId'>,
  to: Stand,
): Promise<void> {
  const { standing, why = null, by = null, reason = null, at } = to
  await tx.query(standDocument, [cell, one.connectionId, one.externalId, standing, why, by, reason, at])
}
