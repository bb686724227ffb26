import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createTestDatabase } from '../../test/support/database.ts'
import { testOutbound } from '../../test/support/outbound.ts'
import { isRejection } from '../kernel/errors.ts'
import { type Change, noteChanges, readChangeHead } from '../log/changes.ts'
import type { Store } from '../store/pool.ts'
import type { Channel, Outcome } from './channel.ts'
import type { CloudEvent } from './cloud-event.ts'
import type { OutboundDeps } from './deps.ts'
import { subscribe } from './manage.ts'
import { readEvents } from './read.ts'
import { tellSubscription } from './round.ts'
import { moveSubscription, readSubscription } from './subscriptions.ts'

const database = await createTestDatabase()
const { store } = database
after(() => database.drop())

const cell = 1
let clockMs = Date.parse('2026-11-02T08:00:00Z')
const deps = testOutbound(store, {
  now: () => new Date(clockMs),
  limits: { batchEvents: 5, subjectsAtOnce: 2 },
})

class Killed extends Error {}

/** Dies at the n-th step and at every step after it: a query, an end of a transaction, a send, an answer. */
function mortal(dieAt: number) {
  let steps = 0
  const step = () => {
    steps += 1
    if (steps >= dieAt) throw new Killed()
  }
  const query: Store['query'] = async (sql, values) => {
    step()
    return store.query(sql, values)
  }
  const transaction: Store['transaction'] = (work, options) =>
    store.transaction(async (tx) => {
      const done = await work({
        ...tx,
        query: async (sql, values) => {
          step()
          return tx.query(sql, values)
        },
      })
      // Just before the commit: nothing of it was kept.
      step()
      return done
    }, options)
  return { store: { query, transaction } as Store, step, steps: () => steps }
}

type Told = { readonly event: CloudEvent }
type Tell = (deps: OutboundDeps, runner: string, id: string, channel: Channel) => Promise<number>
const rightly: Tell = (own, runner, id, channel) => tellSubscription(own, runner, id, () => channel)

/** One refusal of one subject on the way, so that the set-aside path is walked as well. */
function channelInto(told: Told[], step: () => void, refuses = true): Channel {
  let refusals = refuses ? 0 : 1
  return {
    send: async (event): Promise<Outcome> => {
      step()
      if (event.subject === 'time-entry/b' && event.data.revision === 2 && refusals === 0) {
        refusals += 1
        return { result: 'refused', status: 422, message: 'not now' }
      }
      told.push({ event })
      // The receiver has it, and whoever sent it never learns.
      step()
      return { result: 'accepted', status: 204 }
    },
    close: async () => {},
  }
}

const change = (subjectId: string, revision: number): Change => {
  return { kind: 'time-entry.approved', subjectId, data: { revision } }
}

/** A fresh subscription, eight events, a loop that dies at a step, and another that goes on when the lease is over. */
async function live(dieAt: number, tell: Tell, refuses: boolean) {
  const wanted = {
    name: 'x',
    kind: 'webhook' as const,
    url: 'https://example.com/',
    kinds: null,
    nats: {},
    credentials: {},
    after: null,
  }
  const by = { principal: 'x', at: deps.clock.now() }
  const made = await store.transaction((tx) => subscribe(tx, deps, wanted, by))
  assert.ok(!isRejection(made))
  for (const changes of [
    [change('a', 1), change('b', 1), change('a', 2)],
    [change('b', 2), change('c', 1), change('a', 3)],
    [change('b', 3), change('c', 2)],
  ])
    await store.transaction((tx) => noteChanges(tx, cell, deps.clock.now(), changes))
  const told: Told[] = []
  const victim = mortal(dieAt)
  let died = false
  try {
    while (
      (await tell(
        { ...deps, store: victim.store },
        'victim',
        made.subscriptionId,
        channelInto(told, victim.step, refuses),
      )) > 0
    );
  } catch (error) {
    if (!(error instanceof Killed)) throw error
    died = true
  }
  const channel = channelInto(told, () => {}, refuses)
  const head = (await readChangeHead(store, cell)).number
  for (let rounds = 0; rounds < 30; rounds += 1) {
    clockMs += 600_000
    await tell(deps, 'heir', made.subscriptionId, channel)
    const { cursor } = (await readSubscription(store, cell, made.subscriptionId))!
    const { rows } = await store.query('select 1 from event_set_asides where subscription_id = $1', [
      made.subscriptionId,
    ])
    if (cursor.number === head && rows.length === 0) break
  }
  return { told, died }
}

/** What is wrong with what a receiver got that keeps ids and takes each once. */
function faultOf(told: readonly Told[]): string | null {
  const seen = new Set<string>()
  const firsts = told.filter(({ event }) => !seen.has(event.id) && seen.add(event.id))
  for (const [subject, last] of [
    ['a', 3],
    ['b', 3],
    ['c', 2],
  ] as const) {
    const got = firsts
      .filter(({ event }) => event.subject === `time-entry/${subject}`)
      .map(({ event }) => event.data.revision)
    const wanted = Array.from({ length: last }, (_, at) => at + 1)
    if (JSON.stringify(got) !== JSON.stringify(wanted)) return `${subject}: ${got.join(' ')}`
  }
  return null
}

async function everyStep(tell: Tell, refuses = true): Promise<{ points: number; faults: string[] }> {
  const faults: string[] = []
  for (let dieAt = 1; ; dieAt += 1) {
    const { told, died } = await live(dieAt, tell, refuses)
    const fault = faultOf(told)
    if (fault !== null) faults.push(`step ${dieAt}: ${fault}`)
    if (!died) return { points: dieAt - 1, faults }
  }
}

test('killed at any step, every event arrives at least once and in the order of its subject', async (t) => {
  const { points, faults } = await everyStep(rightly)
  assert.deepEqual(faults, [])
  assert.ok(points > 20, `${points} points`)
  t.diagnostic(`${points} crash points of telling a subscription`)
})

test('planted bug: a cursor that moves before the events are sent loses some to the same kills', async () => {
  const wrongly: Tell = async (own, _runner, id, channel) => {
    const { cursor } = (await readSubscription(own.store, cell, id))!
    const selection = { kinds: null, subject: null, until: 2n ** 60n, most: 5 }
    const batch = await readEvents(own.store, own.origin, cursor, selection)
    await own.store.transaction((tx) => moveSubscription(tx, cell, id, batch.end))
    for (const { event } of batch.events) await channel.send(event, null)
    return batch.events.length
  }
  const { points, faults } = await everyStep(wrongly, false)
  assert.ok(faults.length > 0 && faults.length < points, 'lost by kills, and not without')
})
