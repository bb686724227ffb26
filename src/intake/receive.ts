import { hash } from 'node:crypto'
import type { SourceRecord } from '../connectors/sdk/connector.ts'
import { appendEvents, appendLimit } from '../log/append.ts'
import { factLane, laneOf, type NewEvent } from '../log/event.ts'
import type { Vault } from '../log/vault.ts'
import type { DataKey } from '../log/vault.ts'
import type { Store } from '../store/pool.ts'
import type { Tx } from '../store/transaction.ts'
import { keepVersions, raiseRevisions, tombstones } from './source-records.ts'

export type Stream = {
  readonly connectionId: string
  readonly stream: string
  readonly carries: 'work' | 'master'
  readonly principal: string
  readonly receivedAt: Date
}
/**
 * accepted: a new revision stands in the log. duplicate: the latest says the same. superseded: an older version
 * after a newer one, noted once. contradiction: a version that came before with other content; kept, and a case.
 */
export type ReceiveResult = {
  readonly sourceId: string
  readonly outcome: 'accepted' | 'duplicate' | 'superseded' | 'contradiction' | 'unknown'
  readonly revision: number
  readonly position: bigint | null
}
export type Incoming = SourceRecord & { readonly digest: Buffer }

/** What intake needs besides the database. `lanes` is the cell's number of lanes. */
export type Receiver = {
  readonly store: Store
  readonly cell: number
  readonly vault: Vault
  readonly lanes: number
}

/**
 * Keeps records as they came and returns when they are committed and flushed: what it returns may be
 * acknowledged. Recognises what it already has. Never refuses a payload for its content. `keep` writes what has to be
 * committed together with the last of the records.
 */
export async function receiveRecords(
  receiver: Receiver,
  stream: Stream,
  records: readonly SourceRecord[],
  deleted: readonly string[] = [],
  keep?: (tx: Tx, results: readonly ReceiveResult[]) => Promise<void>,
): Promise<ReceiveResult[]> {
  const results: ReceiveResult[] = []
  const rounds = roundsOf(records)
  for (const [at, round] of rounds.entries()) {
    const done = await receiver.store.transaction(async (tx) => {
      const received = await receiveRound(tx, receiver, stream, round)
      if (at === rounds.length - 1) await keep?.(tx, [...results, ...received.results])
      return received
    })
    receiver.vault.remember(receiver.cell, done.keys)
    results.push(...done.results)
  }
  for (let i = 0; i < deleted.length; i += appendLimit) {
    const slice = deleted.slice(i, i + appendLimit)
    const done = await receiver.store.transaction((tx) => deleteRound(tx, receiver, stream, slice))
    receiver.vault.remember(receiver.cell, done.keys)
    results.push(...done.results)
  }
  return results
}

/** Batches of at most one append, in which every source id stands once: two of one record are two rounds. */
function roundsOf(records: readonly SourceRecord[]): Incoming[][] {
  const rounds: { list: Incoming[]; ids: Set<string> }[] = []
  const latestRound = new Map<string, number>()
  for (const record of records) {
    let at = (latestRound.get(record.sourceId) ?? -1) + 1
    while ((rounds[at]?.list.length ?? 0) >= appendLimit) at += 1
    const round = rounds[at] ?? { list: [], ids: new Set() }
    rounds[at] = round
    round.list.push({ ...record, digest: hash('sha256', record.bytes, 'buffer') })
    latestRound.set(record.sourceId, at)
  }
  return rounds.filter(Boolean).map((round) => round.list)
}

type Round = { readonly results: ReceiveResult[]; readonly keys: Map<string, DataKey> }

/** One round in its caller's transaction; dry runs roll it back. The append is its last statement. */
export async function receiveRound(
  tx: Tx,
  receiver: Receiver,
  stream: Stream,
  records: readonly Incoming[],
): Promise<Round> {
  const { cell } = receiver
  // In a fixed order, so that two deliveries of the same records wait for each other instead of deadlocking.
  const sorted = [...records].sort((a, b) => (a.sourceId < b.sourceId ? -1 : 1))
  const versions = await keepVersions(tx, cell, stream, sorted)
  const candidates = sorted.filter(
    (record) =>
      versions.get(record.sourceId) !== 'contradiction' && versions.get(record.sourceId) !== 'known',
  )
  const raised = await raiseRevisions(tx, cell, stream, candidates)
  const results: ReceiveResult[] = []
  const fresh: Incoming[] = []
  for (const record of sorted) {
    const version = versions.get(record.sourceId)
    const latest = raised.get(record.sourceId)
    if (version === 'contradiction') results.push(result(record, 'contradiction', 0))
    else if (version === 'known' || latest === undefined)
      results.push(result(record, 'duplicate', latest?.revision ?? 0))
    else if (!latest.raised)
      results.push(result(record, latest.older ? 'superseded' : 'duplicate', latest.revision))
    else {
      fresh.push(record)
      results.push(result(record, 'accepted', latest.revision))
    }
  }
  // A contradiction is kept too: its bytes are the evidence of the case.
  const kept = sorted.filter(
    (record) => versions.get(record.sourceId) === 'contradiction' || fresh.includes(record),
  )
  if (kept.length === 0) return { results, keys: new Map() }
  const events = kept.map((record) =>
    eventOf(receiver, stream, record, raised.get(record.sourceId)?.revision ?? -1),
  )
  const appended = await appendEvents(tx, cell, receiver.vault, events)
  const positions = new Map(kept.map((record, i) => [record.sourceId, appended.first + BigInt(i)]))
  return {
    results: results.map((one) => ({ ...one, position: positions.get(one.sourceId) ?? null })),
    keys: appended.keys,
  }
}

function result(record: SourceRecord, outcome: ReceiveResult['outcome'], revision: number): ReceiveResult {
  return { sourceId: record.sourceId, outcome, revision, position: null }
}

/** Revision -1 marks bytes that contradict an earlier version: kept as evidence, never taken as a revision. */
function eventOf(receiver: Receiver, stream: Stream, record: Incoming, revision: number): NewEvent {
  return {
    lane:
      stream.carries === 'work'
        ? laneOf(stream.connectionId, stream.stream, record.sourceId, receiver.lanes)
        : factLane,
    type: stream.carries === 'work' ? 'work.received' : 'master.received',
    connectionId: stream.connectionId,
    stream: stream.stream,
    sourceId: record.sourceId,
    revision,
    sourceVersion: record.version,
    payload: record.bytes,
    payloadDigest: record.digest,
    subject: record.subject ?? `source/${stream.connectionId}/${stream.stream}`,
    cause: null,
    principal: stream.principal,
    receivedAt: stream.receivedAt,
  }
}

/** Deletions are revisions: each with a position, each once until the record comes back. */
async function deleteRound(
  tx: Tx,
  receiver: Receiver,
  stream: Stream,
  ids: readonly string[],
): Promise<Round> {
  const sorted = [...new Set(ids)].sort()
  const raised = await tombstones(tx, receiver.cell, stream, sorted)
  const results = sorted.map((sourceId): ReceiveResult => {
    const latest = raised.get(sourceId)
    if (!latest) return { sourceId, outcome: 'unknown', revision: 0, position: null }
    return {
      sourceId,
      outcome: latest.raised ? 'accepted' : 'duplicate',
      revision: latest.revision,
      position: null,
    }
  })
  const gone = results.filter((one) => one.outcome === 'accepted')
  if (gone.length === 0) return { results, keys: new Map() }
  const payload = Buffer.from('{}')
  const digest = hash('sha256', payload, 'buffer')
  const events = gone.map((one): NewEvent => {
    const record: Incoming = {
      sourceId: one.sourceId,
      version: null,
      bytes: payload,
      occursOn: null,
      subject: null,
      digest,
    }
    const event = eventOf(receiver, stream, record, one.revision)
    return { ...event, type: stream.carries === 'work' ? 'work.deleted' : 'master.deleted' }
  })
  const appended = await appendEvents(tx, receiver.cell, receiver.vault, events)
  const positions = new Map(gone.map((one, i) => [one.sourceId, appended.first + BigInt(i)]))
  return {
    results: results.map((one) => ({ ...one, position: positions.get(one.sourceId) ?? null })),
    keys: appended.keys,
  }
}
