import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

const selectMissing = statement<{ position: bigint }>(
  'log.missing_positions',
  `select p.position from unnest($2::bigint[]) as p(position)
   where not exists (select from events e join payloads b on b.cell = $1 and b.position = e.position
     where e.cell = $1 and e.position = p.position)`,
)

/** Those of the positions at which the log has no event, or an event without its payload's row. */
export async function missingPositions(
  tx: Tx,
  cell: number,
  positions: readonly bigint[],
): Promise<bigint[]> {
  if (positions.length === 0) return []
  return (await tx.query(selectMissing, [cell, positions])).rows.map((row) => row.position)
}
