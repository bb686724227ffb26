import { canonicalJson } from '../kernel/canonical-json.ts'
import { sha256 } from '../kernel/digest.ts'
import { reject, type Rejection } from '../kernel/errors.ts'
import { appendEvents } from '../log/append.ts'
import { laneOf } from '../log/event.ts'
import type { WorkCorrection } from '../model/work-correction.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { Receiver } from './receive.ts'

const raise = statement<{ revision: number }>(
  'intake.raise_for_decision',
  `update source_records set revision = revision + 1
   where cell = $1 and connection_id = $2 and stream = $3 and source_id = $4 and revision = $5 and not deleted returning revision`,
)

type WorkRecord = {
  readonly connectionId: string
  readonly stream: string
  readonly sourceId: string
  readonly revision: number
}
type PersonsAct =
  | { readonly type: 'work.corrected'; readonly correction: WorkCorrection }
  | { readonly type: 'work.approved'; readonly reason: string }

/**
 * A person's act on a source's entry becomes a revision of it, in its own lane: a correction of where it
 * belongs, or an approval of its content as it now stands. Refused (CONFLICT) when the source sent a newer
 * revision meanwhile; the source's next revision replaces it.
 */
export async function recordActOnWork(
  tx: Tx,
  receiver: Receiver,
  work: WorkRecord,
  act: PersonsAct,
  by: { readonly principal: string; readonly at: Date },
): Promise<bigint | Rejection> {
  const { cell, vault, lanes } = receiver
  const raised = await tx.query(raise, [cell, work.connectionId, work.stream, work.sourceId, work.revision])
  const revision = raised.rows[0]?.revision
  if (revision === undefined)
    return reject(
      'CONFLICT',
      'The entry changed at its source, or was deleted, since it was shown. Look at it again, then decide.',
    )
  const payload = Buffer.from(
    canonicalJson(act.type === 'work.corrected' ? act.correction : { reason: act.reason }),
  )
  const { first } = await appendEvents(tx, cell, vault, [
    {
      lane: laneOf(work.connectionId, work.stream, work.sourceId, lanes),
      type: act.type,
      connectionId: work.connectionId,
      stream: work.stream,
      sourceId: work.sourceId,
      revision,
      sourceVersion: null,
      payload,
      payloadDigest: Buffer.from(sha256(payload)),
      subject: `principal/${by.principal}`,
      cause: null,
      principal: by.principal,
      receivedAt: by.at,
    },
  ])
  return first
}
