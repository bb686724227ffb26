import { Fault } from '../kernel/errors.ts'
import { statement } from './statement.ts'
import type { Tx } from './transaction.ts'

/** The oldest major version of PostgreSQL on which everything here was tried (test/live/majors.live.ts). */
const leastPostgres = 15

const selectVersion = statement<{ version: number }>(
  'store.serverVersion',
  `select current_setting('server_version_num')::int as version`,
)

/** Throws DATABASE_UNAVAILABLE for a server below the oldest version that this program was tried on. */
export async function requireServerVersion(tx: Pick<Tx, 'query'>): Promise<void> {
  const found = Math.floor((await tx.query(selectVersion)).rows[0]!.version / 10_000)
  if (found >= leastPostgres) return
  throw new Fault('DATABASE_UNAVAILABLE', {
    message:
      `The database server is PostgreSQL ${found}, and this program needs ${leastPostgres} or later. Nothing was changed. ` +
      'Upgrade the server, or leave DATABASE_URL out to use the one that comes along.',
    retry: 'never',
  })
}
