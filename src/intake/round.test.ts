import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createHub, type Hub } from '../../test/support/hub.ts'
import { directRecord } from '../connectors/direct/connector.ts'
import { entry } from '../../test/support/firm.ts'
import type { PullPage, StreamDefinition } from '../connectors/sdk/connector.ts'
import { pullDue, type PullRound } from './round.ts'
import { listPulls, schedulePulls } from './schedule.ts'

let hub: Hub
before(async () => {
  hub = await createHub()
})
after(() => hub.drop())

const pages = 5
const leaseMs = 1_000
/** What each reading began with, and how far it came. */
const readings: { readonly cursor: string | null; pages: number }[] = []

type Habits = {
  /** What happens after so many pages of a reading; it may throw, as a process does that dies there. */
  readonly between?: (page: number, what: 'changes' | 'window') => Promise<void> | void
}

function source(name: string, { between }: Habits): StreamDefinition {
  const read = async function* (from: number, what: 'changes' | 'window'): AsyncGenerator<PullPage> {
    const reading = { cursor: from === 0 ? null : String(from), pages: 0 }
    if (what === 'changes') readings.push(reading)
    for (let page = from; page < pages; page += 1) {
      const records = [directRecord(entry(`${name}-${page}`, { workOn: '2026-10-05' }))]
      yield { records, deleted: [], cursor: what === 'changes' ? String(page) : null }
      reading.pages += 1
      hub.advance(700)
      await between?.(page, what)
    }
  }
  return {
    ...{
      name,
      carries: 'work',
      deletions: 'none',
      reading: 'incremental',
      lookbackMs: 0,
      level: 'simulated',
    },
    everyMs: 15_000,
    pull: (_context, cursor) => read(Number(cursor ?? 0), 'changes'),
    sweep: () => read(0, 'window'),
  }
}

function roundOf(stream: StreamDefinition, holder: string): PullRound {
  const connection = {
    connectionId: stream.name,
    connector: { streams: [stream] } as never,
    context: {} as never,
  }
  return {
    pullingOf: async () => ({ receiver: hub.receiver, connection, newId: hub.newId, now: hub.now }),
    receiver: hub.receiver,
    holder,
    now: hub.now,
    leaseMs,
    ...{ windowDays: 60, aheadDays: 0, sweepEveryMs: 60_000, workEveryMs: 15_000, retryMs: 100 },
  }
}
async function scheduled(name: string, habits: Habits) {
  readings.length = 0
  const stream = source(name, habits)
  await hub.store.transaction((tx) => schedulePulls(tx, 1, name, [stream], hub.now()))
  const standing = async () =>
    (await hub.store.transaction((tx) => listPulls(tx, 1))).find((one) => one.connection_id === name)!
  return { stream, standing, pull: (holder: string) => pullDue(roundOf(stream, holder), [name]) }
}

test('a reading that died goes on where it was, not from its beginning', async () => {
  let deaths = 0
  const dies = (page: number, what: string) => {
    if (what === 'window' || deaths === 2 || page !== 1 + deaths) return
    deaths += 1
    throw new Error('The process is gone.')
  }
  const { pull, standing } = await scheduled('dies', { between: dies })
  for (let round = 0; round < 3; round += 1) {
    await pull(`runner ${round}`)
    hub.advance(1_000)
  }
  assert.deepEqual(
    readings.map((one) => one.cursor),
    [null, '1', '2'],
  )
  assert.ok((await standing()).last_success_at)
})

test('a reading that takes longer than its lease is not taken over while it goes on', async () => {
  let others = 0
  const another = async () => {
    if ((await pullDue(roundOf(source('slow', {}), 'another'), ['slow'])) !== null) others += 1
  }
  const { pull, standing } = await scheduled('slow', { between: another })
  await pull('one')
  assert.equal(others, 0)
  const { last_success_at: read, sweep_due_at: next } = await standing()
  assert.ok(read && next > hub.now(), 'changes and window are read')
})

test('who was taken over stops, and the changes it had read are not read again', async () => {
  let taken = false
  const sleeps = async (page: number, what: string) => {
    if (what !== 'window' || page !== 1 || taken) return
    taken = true
    // It slept through its lease, and somebody else read on.
    hub.advance(30_000)
    await pull('another')
  }
  const { pull, standing } = await scheduled('sleeps', { between: sleeps })
  assert.deepEqual(await pull('one'), { failed: 'sleeps/sleeps: Another runner has taken this pull over.' })
  assert.deepEqual(
    readings.map((one) => [one.cursor, one.pages]),
    [
      [null, pages],
      [String(pages - 1), 1],
    ],
  )
  const { failures, last_error: error, sweep_due_at: next } = await standing()
  assert.deepEqual([failures, error, next > hub.now()], [0, null, true])
})
