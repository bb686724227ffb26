import { canonicalJson } from '../kernel/canonical-json.ts'
import { sha256 } from '../kernel/digest.ts'
import type { Tx } from '../store/transaction.ts'
import { appendEvents } from './append.ts'
import { factLane } from './event.ts'
import type { Vault } from './vault.ts'

type Decision = {
  /** What was decided, past tense: `document.released`, `adjustment.approved`. */
  readonly what: string
  /** The id of what it was decided about. */
  readonly about: string
  readonly principal: string
  readonly body: unknown
  readonly at: Date
}

/** A person's decision is a fact: it stands in the log with who decided. Returns its position. */
export async function recordDecision(
  tx: Tx,
  cell: number,
  vault: Vault,
  decision: Decision,
): Promise<bigint> {
  const payload = Buffer.from(canonicalJson(decision.body))
  const { first } = await appendEvents(tx, cell, vault, [
    {
      lane: factLane,
      type: 'person.decided',
      connectionId: 'hub',
      stream: decision.what,
      sourceId: decision.about,
      revision: 1,
      sourceVersion: null,
      payload,
      payloadDigest: Buffer.from(sha256(payload)),
      subject: `principal/${decision.principal}`,
      cause: null,
      principal: decision.principal,
      receivedAt: decision.at,
    },
  ])
  return first
}
