import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { readHead } from './read.ts'

const setLanes = statement(
  'log.set_lanes',
  'update log_heads set lanes = $2 where cell = $1 and position = 0',
)

/** Into how many lanes the cell is divided: chosen while its log is empty, the same ever after. */
export async function chooseLanes(tx: Tx, cell: number, wanted: number): Promise<number> {
  await tx.query(setLanes, [cell, Math.max(wanted, 2)])
  return (await readHead(tx, cell)).lanes
}
