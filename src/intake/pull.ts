import type {
  Connector,
  ConnectionContext,
  PullWindow,
  StreamDefinition,
} from '../connectors/sdk/connector.ts'
import { openCases, resolveCases } from '../cases/open.ts'
import { receiveRecords, type Receiver, type ReceiveResult, type Stream } from './receive.ts'
import { knownIds } from './source-records.ts'

export type PullReport = {
  readonly stream: string
  readonly received: number
  readonly accepted: number
  readonly deleted: number
  readonly cursor: string | null
  /** Null where the source has no totals to compare with. */
  readonly control: { readonly source: number; readonly held: number; readonly agrees: boolean } | null
}
export type Pulling = {
  readonly receiver: Receiver
  readonly connection: {
    readonly connectionId: string
    readonly connector: Connector
    readonly context: ConnectionContext
  }
  readonly newId: () => string
  readonly now: () => Date
  /**
   * Called after every page with how far it read: a long pull keeps its lease, one whose process dies goes on from there,
   * and it throws where another runner has taken the pull over.
   */
  readonly goOn?: (cursor: string | null) => Promise<void>
}

/** Fewer sightings lost than this share of a window are confirmed one by one; more looks like a broken source. */
const vanishedShareLimit = 0.5
const vanishedAlwaysConfirmed = 50

/** New and changed records since the cursor, inclusive: what comes again is recognised. */
export async function pullIncrement(
  pulling: Pulling,
  definition: StreamDefinition,
  cursor: string | null,
): Promise<PullReport> {
  const count = counter()
  let position = cursor
  for await (const page of definition.pull!(pulling.connection.context, cursor)) {
    count(await receiveRecords(pulling.receiver, streamOf(pulling, definition), page.records, page.deleted))
    position = page.cursor ?? position
    await pulling.goOn?.(position)
  }
  return { stream: definition.name, ...count([]), cursor: position, control: null }
}

/**
 * Reads a window whole and compares: what is known and was not seen again is confirmed gone one by one (a page
 * may have drifted, and 403 is never "gone") before it counts as deleted. Then the source's own totals are held
 * against what stands here; a difference is a case.
 */
export async function pullSweep(
  pulling: Pulling,
  definition: StreamDefinition,
  window: PullWindow,
): Promise<PullReport> {
  const { receiver, connection } = pulling
  const count = counter()
  const seen = new Set<string>()
  for await (const page of definition.sweep!(connection.context, window)) {
    for (const record of page.records) seen.add(record.sourceId)
    count(await receiveRecords(receiver, streamOf(pulling, definition), page.records, page.deleted))
    await pulling.goOn?.(null)
  }
  const windowed = definition.carries === 'work' ? window : null
  const known = await receiver.store.transaction((tx) =>
    knownIds(tx, receiver.cell, connection.connectionId, definition.name, windowed),
  )
  // Where tombstones are sent as well: one that came before its record had nothing to end.
  if (definition.deletions !== 'none')
    count(
      await confirmGone(
        pulling,
        definition,
        known.filter((id) => !seen.has(id)),
        known.length,
      ),
    )
  const control = definition.control ? await compareTotals(pulling, definition, window) : null
  return { stream: definition.name, ...count([]), cursor: null, control }
}

function counter() {
  const sum = { received: 0, accepted: 0, deleted: 0 }
  return (results: readonly ReceiveResult[]) => {
    sum.received += results.length
    sum.accepted += results.filter((one) => one.outcome === 'accepted').length
    return { ...sum }
  }
}

function streamOf(pulling: Pulling, definition: StreamDefinition): Stream {
  const { connectionId } = pulling.connection
  return {
    connectionId,
    stream: definition.name,
    carries: definition.carries,
    principal: `connection/${connectionId}`,
    receivedAt: pulling.now(),
  }
}

async function confirmGone(
  pulling: Pulling,
  definition: StreamDefinition,
  missing: readonly string[],
  known: number,
): Promise<ReceiveResult[]> {
  if (missing.length === 0 || !definition.fetchOne) return []
  if (missing.length > vanishedAlwaysConfirmed && missing.length > known * vanishedShareLimit) {
    await openSilence(pulling, definition, missing.length, known)
    return []
  }
  const gone: string[] = []
  const results: ReceiveResult[] = []
  for (const sourceId of missing) {
    const record = await definition.fetchOne(pulling.connection.context, sourceId)
    if (record === null) gone.push(sourceId)
    else results.push(...(await receiveRecords(pulling.receiver, streamOf(pulling, definition), [record])))
    await pulling.goOn?.(null)
  }
  results.push(...(await receiveRecords(pulling.receiver, streamOf(pulling, definition), [], gone)))
  return results
}

/** So much gone at once is rather a lost permission than a deletion: nothing is deleted, somebody looks. */
async function openSilence(
  pulling: Pulling,
  definition: StreamDefinition,
  missing: number,
  known: number,
): Promise<void> {
  await openConnectionCase(pulling, definition, 'SOURCE_SILENT', {
    missing: String(missing),
    known: String(known),
  })
}

async function openConnectionCase(
  pulling: Pulling,
  definition: StreamDefinition,
  code: 'SOURCE_SILENT' | 'CONTROL_TOTAL_DIFFERS',
  detail: Record<string, string>,
): Promise<void> {
  const { receiver, connection } = pulling
  await receiver.store.transaction((tx) =>
    openCases(
      tx,
      receiver.cell,
      [
        {
          caseId: pulling.newId(),
          code,
          subjectKind: 'connection',
          subjectId: `${connection.connectionId}/${definition.name}`,
          outcome: 'none',
          waitsOn: `connection:${connection.connectionId}`,
          seenPosition: 0n,
          hours: null,
          moneyMinor: null,
          currency: null,
          clientId: null,
          projectId: null,
          detail: { stream: definition.name, ...detail },
          payloadPosition: null,
        },
      ],
      pulling.now(),
    ),
  )
}

async function compareTotals(pulling: Pulling, definition: StreamDefinition, window: PullWindow) {
  const { receiver, connection } = pulling
  const source = await definition.control!(connection.context, window)
  const ids = await receiver.store.transaction((tx) =>
    knownIds(tx, receiver.cell, connection.connectionId, definition.name, window),
  )
  const control = { source: source.count, held: ids.length, agrees: source.count === ids.length }
  if (!control.agrees)
    await openConnectionCase(pulling, definition, 'CONTROL_TOTAL_DIFFERS', {
      source: String(control.source),
      held: String(control.held),
    })
  else
    await receiver.store.transaction((tx) =>
      resolveCases(
        tx,
        receiver.cell,
        'connection',
        [`${connection.connectionId}/${definition.name}`],
        ['CONTROL_TOTAL_DIFFERS', 'SOURCE_SILENT'],
        'the totals agree',
        pulling.now(),
      ),
    )
  return control
}
