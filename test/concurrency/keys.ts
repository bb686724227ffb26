/**
 * Many callers at once with one Idempotency-Key, with one key and different content, and with one piece of work by
 * several ways in: one effect each, and nobody is told something else.
 */
import { randomUUID } from 'node:crypto'
import { createTestApi, type TestApi } from '../support/api.ts'
import { directConnection, directRecord, directStream } from '../../src/connectors/direct/connector.ts'
import { receiveRecords } from '../../src/intake/receive.ts'
import { Random } from '../crash/random.ts'
import { createTestDatabase } from '../support/database.ts'
import { entry } from '../support/firm.ts'
import { type Carelessness, plantedStore } from './planted-store.ts'

export const keyPlants: Readonly<Record<string, Carelessness>> = {
  'everybody-claims': {
    'intake.claim_idempotency_key': (text) =>
      text.replace(/where idempotency_keys[\s\S]*?returning/, 'returning'),
  },
  'latest-not-compared': {
    'intake.raise_revisions': (text) =>
      text.replace(/where \(excluded\.source_version is null[\s\S]*returning/, 'returning'),
  },
}

export type KeyRounds = { readonly rounds: number; readonly callers: number; readonly wrong: string[] }
type Wanted = {
  readonly seed: number
  readonly callers: number
  readonly plant: Carelessness | null
  /** Asked before every round. */
  readonly goOn: (rounds: number, wrong: readonly string[]) => boolean
}
type Ground = Wanted & { readonly api: TestApi; readonly key: string; readonly random: Random }
type Round = (ground: Ground, name: string) => Promise<string[]>

type Answer = {
  readonly statusCode: number
  readonly body: string
  readonly headers: Record<string, unknown>
}

function sendBulk(ground: Ground, key: string, hours: string, ids: readonly string[]): Promise<Answer> {
  return ground.api.app.inject({
    method: 'POST',
    url: '/api/v1/time-entries/bulk',
    headers: { authorization: `Bearer ${ground.key}`, 'idempotency-key': key },
    payload: { entries: ids.map((id) => entry(id, { hours })) },
  })
}

async function eventsOf(ground: Ground, ids: readonly string[]): Promise<number> {
  const { rows } = await ground.api.database.store.query<{ n: number }>(
    'select count(*)::int as n from events where cell = 1 and source_id = any($1)',
    [ids],
  )
  return rows[0]!.n
}

/** Everybody says the same with one key: one does it, the others get its answer or are told to wait. */
const sameContent: Round = async (ground, name) => {
  const ids = [`${name}-1`, `${name}-2`, `${name}-3`]
  const answers = await Promise.all(
    Array.from({ length: ground.callers }, () => sendBulk(ground, name, '8', ids)),
  )
  const did = answers.filter((one) => one.statusCode === 200 && !one.headers['idempotency-replayed'])
  const told = answers.filter((one) => one.statusCode === 200)
  const waiting = answers.filter((one) => one.statusCode === 409)
  const wrong: string[] = []
  if (did.length !== 1) wrong.push(`${name}: ${did.length} calls did the work`)
  if (told.length + waiting.length !== answers.length) wrong.push(`${name}: odd answers`)
  if (new Set(told.map((one) => one.body)).size > 1) wrong.push(`${name}: answers differ`)
  if ((await eventsOf(ground, ids)) !== 3)
    wrong.push(`${name}: ${await eventsOf(ground, ids)} events for 3 entries`)
  return wrong
}

/** Two contents under one key: one of them is done, and the other's callers are refused, never told a success. */
const otherContent: Round = async (ground, name) => {
  const contents = ['8', '4'] as const
  const answers = await Promise.all(
    Array.from({ length: ground.callers }, async (_, at) => {
      const hours = contents[at % 2]!
      return { hours, answer: await sendBulk(ground, name, hours, [name]) }
    }),
  )
  const told = answers.filter((one) => one.answer.statusCode === 200)
  const odd = answers.filter((one) => ![200, 409, 422].includes(one.answer.statusCode))
  const wrong: string[] = []
  if (new Set(told.map((one) => one.hours)).size !== 1) wrong.push(`${name}: both contents were accepted`)
  if (odd.length > 0) wrong.push(`${name}: answered ${odd[0]!.answer.statusCode}`)
  if ((await eventsOf(ground, [name])) !== 1) wrong.push(`${name}: ${await eventsOf(ground, [name])} events`)
  return wrong
}

/** One piece of work by our API, by a poll and by a webhook at the same moment. */
const severalWays: Round = async (ground, name) => {
  const { receiver } = ground.api.deps
  const way = (principal: string) => ({
    ...{ connectionId: directConnection, stream: directStream, carries: 'work' as const },
    ...{ principal, receivedAt: new Date() },
  })
  const ways = Array.from({ length: ground.callers }, async (_, at) => {
    if (at % 3 > 0) {
      const [result] = await receiveRecords(receiver, way(at % 3 === 1 ? 'poll' : 'webhook'), [
        directRecord(entry(name)),
      ])
      return result!.outcome
    }
    const answer = await ground.api.app.inject({
      method: 'POST',
      url: '/api/v1/time-entries',
      headers: { authorization: `Bearer ${ground.key}` },
      payload: entry(name),
    })
    return (answer.json() as { outcome: string }).outcome
  })
  const outcomes = await Promise.all(ways)
  const accepted = outcomes.filter((one) => one === 'accepted').length
  const known = outcomes.filter((one) => one === 'duplicate').length
  const wrong: string[] = []
  // Calls that were written in one flush are one acceptance, told to each of them.
  if (accepted === 0 || accepted + known !== outcomes.length) wrong.push(`${name}: ${outcomes.join(' ')}`)
  if ((await eventsOf(ground, [name])) !== 1) wrong.push(`${name}: ${await eventsOf(ground, [name])} events`)
  return wrong
}

const rounds: readonly Round[] = [sameContent, otherContent, severalWays]

/** Goes on for as long as `goOn` says, on a database of its own. */
export async function contendForKeys(wanted: Wanted): Promise<KeyRounds> {
  const database = await createTestDatabase()
  const store = wanted.plant === null ? database.store : plantedStore(database.store, wanted.plant)
  const api = await createTestApi({ store }, database)
  Object.assign(api.deps.receiver, { store })
  const key = await api.keyOf('system')
  const ground: Ground = { ...wanted, api, key, random: new Random(wanted.seed) }
  const wrong: string[] = []
  let done = 0
  try {
    while (wanted.goOn(done, wrong)) {
      const round = ground.random.pick(rounds)
      wrong.push(...(await round(ground, `k-${wanted.seed}-${done}-${randomUUID().slice(0, 8)}`)))
      done += 1
    }
  } finally {
    await api.close()
  }
  return { rounds: done, callers: wanted.callers, wrong }
}
