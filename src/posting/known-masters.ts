import { loadMasters, type Masters, refreshMasters } from '../masterdata/masters.ts'
import type { Tx } from '../store/transaction.ts'
import type { PostingDeps } from './deps.ts'

/** Master data as it stands at this moment of the transaction. */
export function currentMasters(tx: Tx, deps: PostingDeps): Promise<Masters> {
  return deps.masters === undefined ? loadMasters(tx, deps.cell) : refreshMasters(tx, deps.masters, false)
}
