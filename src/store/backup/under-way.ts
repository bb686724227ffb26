import { Fault } from '../../kernel/errors.ts'
import { statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'

/**
 * A table that stands only while a restore is under way. It is committed before the first row is loaded and dropped
 * in the commit that ends the restore: a database in which it stands holds nothing that may be started.
 */
export const underWayTable = 'restore_under_way'

const isUnderWay = statement<{ standing: boolean }>(
  'store.restoreIsUnderWay',
  `select to_regclass('${underWayTable}') is not null as standing`,
)

async function restoreIsUnderWay(tx: Tx): Promise<boolean> {
  return (await tx.query(isUnderWay)).rows[0]?.standing === true
}

/** For every start: an installation made beside half a restore would book everything a second time. */
export async function refuseUnfinishedRestore(tx: Tx): Promise<void> {
  if (!(await restoreIsUnderWay(tx))) return
  throw new Fault('MIGRATION_REFUSED', {
    message:
      'A restore into this database has not ended. Wait for it, or repeat `hourbridge restore FILE`: it begins anew. ' +
      `To give it up for an empty installation: drop table ${underWayTable}.`,
  })
}
