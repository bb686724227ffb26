/** What stands under contracts: money by the state of its charges, prices in use, and what contracts made. */
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { Charge } from './difference.ts'
import { madeStream } from './groups/made.ts'
import type { Work } from './work.ts'

export type StateSum = {
  readonly state: Exclude<Charge['state'], 'declined'>
  readonly currency: string
  readonly hours: string
  readonly amountMinor: bigint
}
type ContractSum = StateSum & { readonly contractId: string }
/** `lineId` is null for work of a contract without terms. */
export type LineSum = StateSum & { readonly lineId: string | null; readonly entries: number }
/** What an hour was really priced at; `rate` is null where parts of one entry had several. */
export type LinePrice = {
  readonly lineId: string | null
  readonly laborCategory: string | null
  readonly band: string | null
  readonly rate: string | null
  readonly currency: string
  readonly hours: string
  readonly amountMinor: bigint
}
type MadeWork = Pick<
  Work,
  'workId' | 'kind' | 'sourceId' | 'workOn' | 'billBucket' | 'billMinor' | 'billCurrency' | 'held'
> & { readonly lineId: string | null; readonly documents: readonly string[] }

// What was declined is worth nothing to anybody.
const sumContracts = statement<ContractSum>(
  'charging.sum_contracts',
  `select contract_id as "contractId", state, currency, sum(hours) as hours, sum(amount_minor)::bigint as "amountMinor"
   from charges where cell = $1 and contract_id = any($2::text[]) and state <> 'declined'
   group by 1, 2, 3 having sum(hours) <> 0 or sum(amount_minor) <> 0 order by 1, 2, 3`,
)
const sumLines = statement<LineSum>(
  'charging.sum_contract_lines',
  `select line_id as "lineId", state, currency, count(distinct work_id)::int as entries, sum(hours) as hours,
     sum(amount_minor)::bigint as "amountMinor"
   from charges where cell = $1 and contract_id = $2 and state <> 'declined'
   group by 1, 2, 3 having sum(hours) <> 0 or sum(amount_minor) <> 0 order by 1, 2, 3`,
)
const linePrices = statement<LinePrice>(
  'charging.contract_prices',
  `select line_id as "lineId", labor_category as "laborCategory", band, rate, currency, sum(hours) as hours,
     sum(amount_minor)::bigint as "amountMinor"
   from charges where cell = $1 and contract_id = $2 and state <> 'declined'
   group by 1, 2, 3, 4, 5 having sum(hours) <> 0 order by 1, 6 desc limit 1000`,
)
const heldWorks = statement<{ contractId: string; workId: string }>(
  'charging.held_works_of_contracts',
  `select contract_id as "contractId", work_id as "workId" from works
   where cell = $1 and held and contract_id = any($2::text[])`,
)
const madeWorks = statement<MadeWork>(
  'charging.made_works_of_contract',
  `select w.work_id as "workId", w.kind, w.source_id as "sourceId", w.work_on as "workOn", w.bill_bucket as "billBucket",
     w.bill_minor as "billMinor", w.bill_currency as "billCurrency", w.held, c.line_id as "lineId",
     coalesce(c.documents, '{}') as documents
   from works w cross join lateral (
     select max(line_id) as line_id, array_agg(distinct document_id::text) filter (where document_id is not null) as documents
     from charges where cell = $1 and work_id = w.work_id) as c
   where w.cell = $1 and w.client_id = any($2::text[]) and w.contract_id = $3 and w.connection_id = 'hub'
     and w.stream in ('${madeStream}', 'instalments') and (w.approval <> 'deleted' or w.bill_bucket <> 'none')
   order by w.work_on, w.source_id limit 2000`,
)

/** Hours and money of these contracts by state and currency; one look at all charges, however many contracts. */
export async function sumChargesOfContracts(
  tx: Tx,
  cell: number,
  contractIds: readonly string[],
): Promise<Map<string, ContractSum[]>> {
  if (contractIds.length === 0) return new Map()
  return Map.groupBy((await tx.query(sumContracts, [cell, contractIds])).rows, (row) => row.contractId)
}

export async function sumChargesOfLines(tx: Tx, cell: number, contractId: string): Promise<LineSum[]> {
  return (await tx.query(sumLines, [cell, contractId])).rows
}

export async function readPricesInUse(tx: Tx, cell: number, contractId: string): Promise<LinePrice[]> {
  return (await tx.query(linePrices, [cell, contractId])).rows
}

/** Ids of the works that a case holds, by contract. */
export async function readHeldWorks(
  tx: Tx,
  cell: number,
  contractIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (contractIds.length === 0) return new Map()
  const { rows } = await tx.query(heldWorks, [cell, contractIds])
  const found = Map.groupBy(rows, (row) => row.contractId)
  return new Map([...found].map(([id, list]) => [id, list.map((one) => one.workId)]))
}

/** What a contract made by itself, in order of day; `clientIds` are those it ever had. */
export async function readMadeWorks(
  tx: Tx,
  cell: number,
  clientIds: readonly string[],
  contractId: string,
): Promise<MadeWork[]> {
  return (await tx.query(madeWorks, [cell, clientIds, contractId])).rows
}
