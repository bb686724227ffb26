import type { PullWindow, StreamDefinition } from '../connectors/sdk/connector.ts'
import { addDays, day } from '../kernel/dates.ts'
import { type Pulling, type PullReport, pullIncrement, pullSweep } from './pull.ts'
import {
  awaitingFirstRead,
  postponePull,
  pullFailed,
  pullSucceeded,
  pullProgressed,
  renewPull,
  takeDuePull,
} from './schedule.ts'

export type PullRound = {
  readonly pullingOf: (connectionId: string) => Promise<Pulling | null>
  readonly receiver: Pulling['receiver']
  readonly holder: string
  readonly now: () => Date
  readonly leaseMs: number
  /** How far back a windowed sweep of work looks, and how far ahead. Days. */
  readonly windowDays: number
  readonly aheadDays: number
  readonly sweepEveryMs: number
  /** The longest pause between two readings of work; a connector may read its own more often. */
  readonly workEveryMs: number
  readonly retryMs: number
}

const retryCeilingMs = 300_000
const mastersFirstMs = 500

/** The window a sweep of work re-reads: late edits and deletions in it are seen. */
function sweepWindow(now: Date, windowDays: number, aheadDays: number): PullWindow {
  const today = day(now.toISOString().slice(0, 10))
  return { from: addDays(today, -windowDays), until: addDays(today, aheadDays + 1) }
}

/** One due pull, if any. A failing source is tried again with growing pauses and shows what it last said. */
export async function pullDue(
  round: PullRound,
  connections: readonly string[] | null = null,
): Promise<PullReport | { failed: string } | { postponed: string } | null> {
  const { receiver, holder } = round
  const { store, cell } = receiver
  const due = await store.transaction((tx) =>
    takeDuePull(tx, cell, holder, round.now(), round.leaseMs, connections),
  )
  if (!due) return null
  const later = (ms: number) => new Date(round.now().getTime() + ms)
  const found = await round.pullingOf(due.connectionId)
  const pulling = found && {
    ...found,
    goOn: async (cursor: string | null) => {
      const until = later(round.leaseMs)
      if (!(await store.transaction((tx) => renewPull(tx, cell, due, holder, until, cursor))))
        throw new Error('Another runner has taken this pull over.')
    },
  }
  const definition = pulling?.connection.connector.streams.find((one) => one.name === due.stream)
  if (!pulling || !definition) {
    await store.transaction((tx) =>
      pullFailed(tx, cell, due, holder, later(retryCeilingMs), 'the connection is disabled or not known'),
    )
    return { failed: due.stream }
  }
  if (definition.carries === 'work' && (await mastersComeFirst(round, pulling, due.connectionId))) {
    await store.transaction((tx) => postponePull(tx, cell, due, holder, later(mastersFirstMs)))
    return { postponed: due.stream }
  }
  try {
    const sweeps = definition.sweep !== undefined && (definition.reading === 'sweep' || due.sweepDue)
    const window = sweepWindow(round.now(), round.windowDays, round.aheadDays)
    const report =
      definition.pull && definition.reading === 'incremental'
        ? await pullIncrement(pulling, definition, due.cursor)
        : null
    const cursor = report?.cursor ?? null
    const nextAt = () => later(pauseOf(round, definition))
    const read = { cursor, nextAt: nextAt(), at: round.now() }
    const left =
      report !== null && sweeps
        ? await store.transaction((tx) => pullProgressed(tx, cell, due, holder, read))
        : due
    const swept = sweeps ? await pullSweep(pulling, definition, window) : null
    await store.transaction((tx) =>
      pullSucceeded(tx, cell, left, holder, {
        cursor,
        nextAt: nextAt(),
        nextSweepAt: swept ? later(round.sweepEveryMs) : null,
        at: round.now(),
        control: swept?.control ?? null,
      }),
    )
    return swept ?? report
  } catch (error) {
    const pause = Math.min(round.retryMs * 2 ** Math.min(due.failures, 10), retryCeilingMs)
    const message = error instanceof Error ? error.message : String(error)
    await store.transaction((tx) => pullFailed(tx, cell, due, holder, later(pause), message))
    return { failed: `${due.connectionId}/${due.stream}: ${message}` }
  }
}

function pauseOf(round: PullRound, definition: StreamDefinition): number {
  return definition.carries === 'work' ? Math.min(definition.everyMs, round.workEveryMs) : definition.everyMs
}

/** Work that arrives before the people and projects it names would only open cases that close again. */
function mastersComeFirst(round: PullRound, pulling: Pulling, connectionId: string): Promise<boolean> {
  const { store, cell } = round.receiver
  const masters = pulling.connection.connector.streams
    .filter((one) => one.carries === 'master')
    .map((one) => one.name)
  return store.transaction(
    async (tx) => (await awaitingFirstRead(tx, cell, connectionId, masters)).length > 0,
  )
}
