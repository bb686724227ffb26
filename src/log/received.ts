import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

const select = statement<{ position: bigint; receivedAt: Date }>(
  'log.received_at',
  'select position, received_at as "receivedAt" from events where cell = $1 and position = any ($2::bigint[])',
)

/** When the events of these positions came in. */
export async function receivedAt(
  tx: Tx,
  cell: number,
  positions: readonly bigint[],
): Promise<Map<bigint, Date>> {
  if (positions.length === 0) return new Map()
  const { rows } = await tx.query(select, [cell, positions])
  return new Map(rows.map((row) => [row.position, row.receivedAt]))
}
