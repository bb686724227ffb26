import { lockSending } from '../../store/sending.ts'
import type { Tx } from '../../store/transaction.ts'
import { lockRecovery, type RecoveryState } from './books.ts'
import type { RecoveryDeps } from './deps.ts'

/** Another runner took the recovery a stage further, or somebody ended it. Nothing of the transaction was kept. */
export class StageOver extends Error {
  constructor(stage: RecoveryState) {
    super(`The recovery is not ${stage} any more.`)
    this.name = 'StageOver'
  }
}

/** One transaction of a stage: it commits only while the installation is in that stage of that recovery. */
export function inRecovery<T>(
  deps: Pick<RecoveryDeps, 'store' | 'cell'>,
  epoch: number,
  stage: RecoveryState,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return deps.store.transaction(async (tx) => {
    // Where the installation stands comes first, as with whoever begins a recovery: neither waits in a circle.
    const { sending } = await lockSending(tx)
    const recovery = await lockRecovery(tx, deps.cell, epoch)
    if (sending !== 'recovery' || recovery?.state !== stage) throw new StageOver(stage)
    return work(tx)
  })
}
