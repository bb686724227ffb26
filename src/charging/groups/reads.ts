import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'
import { chargeColumns } from '../charge-columns.ts'
import type { Charge } from '../difference.ts'
import { type Work, workColumns, workFromRow } from '../work.ts'
import { madeStream } from './made.ts'

const names = workColumns.map(([, column]) => `w.${column}`).join(', ')
// A decision is long, and nobody compares it.
const leanColumns = chargeColumns.replace(' decision,', ` '' as decision,`)

const selectWorks = statement(
  'charging.group_works',
  `select ${names} from works w where w.cell = $1 and w.client_id = $2
     and (w.contract_id = any($3::text[]) or (w.connection_id = 'hub' and w.stream = '${madeStream}'))
   order by w.work_id`,
)
const selectCharges = statement<Charge>(
  'charging.group_charges',
  `select ${leanColumns} from charges where cell = $1 and work_id in (
     select w.work_id from works w where w.cell = $1 and w.client_id = $2
       and (w.contract_id = any($3::text[]) or (w.connection_id = 'hub' and w.stream = '${madeStream}')))
   order by work_id, seq`,
)

const countWorks = statement<{ count: number }>(
  'charging.count_group_works',
  `select count(*)::int as count from works where cell = $1 and client_id = $2`,
)

/** Work of a client under these contracts, and what its contracts made by themselves. Nothing is locked. */
export async function readGroupWorks(
  tx: Tx,
  cell: number,
  clientId: string,
  contractIds: readonly string[],
): Promise<Work[]> {
  return (await tx.query(selectWorks, [cell, clientId, contractIds])).rows.map(workFromRow)
}

/** The charges of the same work, by work, without their decisions. */
export async function readGroupCharges(
  tx: Tx,
  cell: number,
  clientId: string,
  contractIds: readonly string[],
): Promise<Map<string, Charge[]>> {
  const { rows } = await tx.query(selectCharges, [cell, clientId, contractIds])
  return Map.groupBy(rows, (row) => row.workId)
}

/** How much work of a client there is, whatever its contract. */
export async function countOfGroup(tx: Tx, cell: number, clientId: string): Promise<number> {
  return (await tx.query(countWorks, [cell, clientId])).rows[0]!.count
}
