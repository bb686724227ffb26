/** The last look before a write leaves: in the transaction that marks it as sent. */
import { holdSending } from '../store/sending.ts'
import type { Tx } from '../store/transaction.ts'
import type { PostingDeps } from './deps.ts'
import { fenced, type Lane } from './lane.ts'

/** The installation may not send. Nothing of the transaction that met it was kept, and nothing left. */
export class SendingStopped extends Error {
  constructor() {
    super('This installation may not send.')
    this.name = 'SendingStopped'
  }
}

/**
 * As `fenced`, for the transaction that marks a write as sent: it commits only while sending is allowed, and until it
 * ends nobody can stop sending, so whoever stops it afterwards finds the write marked.
 */
export function fencedSend<T>(deps: PostingDeps, lane: Lane, work: (tx: Tx) => Promise<T>): Promise<T> {
  return fenced(deps, lane, async (tx) => {
    const allowed = (await holdSending(tx)) === 'allowed' && ((await deps.mayStillSend?.(tx)) ?? true)
    if (!allowed) throw new SendingStopped()
    return work(tx)
  })
}

/** Whether a write that was marked at `markedAt` may still start: not after a sleep, nor by a clock that went back since. */
export function isSoon(deps: Pick<PostingDeps, 'clock' | 'limits'>, markedAt: Date): boolean {
  const passedMs = deps.clock.now().getTime() - markedAt.getTime()
  return passedMs >= 0 && passedMs <= deps.limits.sendWithinMs
}
