import { type Rejection, reject } from '../kernel/errors.ts'
import { changeNumberAt, oldestChange } from '../log/changes.ts'
import type { EventKindName } from '../model/events/kinds.ts'
import type { Tx } from '../store/transaction.ts'
import type { OutboundDeps } from './deps.ts'
import { noSubscription } from './manage.ts'
import { insertReplay } from './replays.ts'
import { lockSubscription } from './subscriptions.ts'

type ReplayWanted = {
  /** The first and the last change, both included; null: as far as there is anything, or by time. */
  readonly from: bigint | null
  readonly until: bigint | null
  /** Moments instead of numbers: from the first included, to the second excluded. */
  readonly fromAt: Date | null
  readonly untilAt: Date | null
  readonly kinds: readonly EventKindName[] | null
  readonly subject: string | null
}

/**
 * Asks for a range to be delivered again. It ends at the cursor: what lies behind that is delivered anyway. Refused
 * with EVENTS_CLEARED when part of the range is no longer kept.
 */
export async function askReplay(
  tx: Tx,
  deps: OutboundDeps,
  subscriptionId: string,
  wanted: ReplayWanted,
  by: { readonly principal: string; readonly at: Date },
): Promise<Rejection | { replayId: string; from: bigint; until: bigint }> {
  const { cell } = deps
  const found = await lockSubscription(tx, cell, subscriptionId)
  if (found === null) return noSubscription()
  const oldest = (await oldestChange(tx, cell)) ?? 1n
  const from = wanted.from ?? (await numberAt(tx, cell, wanted.fromAt)) ?? oldest
  const behind = wanted.untilAt === null ? null : await changeNumberAt(tx, cell, wanted.untilAt)
  const asked = wanted.until ?? (behind === null ? found.cursor.number : behind - 1n)
  const until = asked < found.cursor.number ? asked : found.cursor.number
  if (from < oldest)
    return reject('EVENTS_CLEARED', `The oldest change that is kept is ${oldest}.`, { field: '/from' })
  if (from > until)
    return reject('SCHEMA_VIOLATION', `Up to change ${found.cursor.number} nothing lies in this range.`, {
      field: '/from',
    })
  const replayId = deps.newId()
  const { kinds, subject } = wanted
  const made = { replayId, subscriptionId, from, until, kinds, subject, requestedBy: by.principal }
  await insertReplay(tx, cell, { ...made, at: by.at })
  return { replayId, from, until }
}

/** A moment after every change leads behind the last. */
async function numberAt(tx: Tx, cell: number, at: Date | null): Promise<bigint | null> {
  return at === null ? null : ((await changeNumberAt(tx, cell, at)) ?? 2n ** 62n)
}
