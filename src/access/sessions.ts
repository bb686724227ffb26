import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

const purge = statement(
  'access.purge_sessions',
  'delete from sign_in_sessions where id in (select id from sign_in_sessions where expires_at <= $1 limit $2)',
)

/** Forgets sessions that are over. Returns how many. */
export async function purgeSessions(tx: Tx, at: Date, limit: number): Promise<number> {
  return (await tx.query(purge, [at, limit])).rowCount
}
