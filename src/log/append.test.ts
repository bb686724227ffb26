import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { sha256 } from '../kernel/digest.ts'
import { uuidV7 } from '../kernel/ids.ts'
import { appendEvents } from './append.ts'
import { verifyChain } from './chain.ts'
import type { NewEvent } from './event.ts'
import { eraseSubject, openPayload } from './payloads.ts'
import { readHead, readLane } from './read.ts'
import { Vault } from './vault.ts'

let database: TestDatabase
const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
const newId = () => uuidV7(Date.now(), random)
const masterKey = random(32)
const vault = new Vault(masterKey, random, newId)
before(async () => {
  database = await createTestDatabase()
})
after(() => database.drop())

function event(text: string, subject = 'worker/W1', lane = 1): NewEvent {
  const payload = Buffer.from(text)
  return {
    lane,
    type: 'work.received',
    connectionId: 'api',
    stream: 'time_entries',
    sourceId: text,
    revision: 1,
    sourceVersion: null,
    payload,
    payloadDigest: Buffer.from(sha256(payload)),
    subject,
    cause: null,
    principal: 'test',
    receivedAt: new Date('2026-11-01T10:00:00.123Z'),
  }
}
const append = (...events: NewEvent[]) =>
  database.store.transaction((tx) => appendEvents(tx, 1, vault, events))

test('positions have no gaps and follow commits, beside a long open transaction and one that rolls back', async () => {
  const seen: bigint[] = []
  const reading = new AbortController()
  const reader = (async () => {
    let last = 0n
    while (
      !reading.signal.aborted ||
      last < (await database.store.transaction((tx) => readHead(tx, 1))).position
    ) {
      const rows = await database.store.transaction((tx) => readLane(tx, 1, vault, 1, last, 500))
      for (const row of rows) {
        assert.ok(row.position > last, 'a reader never goes back')
        seen.push(row.position)
        last = row.position
      }
    }
  })()
  const long = database.store.transaction(async (tx) => {
    await tx.query('select 1 from log_heads')
    for (let i = 0; i < 20; i += 1) await tx.query('select count(*) from events')
    return appendEvents(tx, 1, vault, [event('long')])
  })
  const writers = Array.from({ length: 8 }, async (_, w) => {
    for (let i = 0; i < 15; i += 1) {
      if (i % 5 === 4)
        await assert.rejects(
          database.store.transaction(async (tx) => {
            await appendEvents(tx, 1, vault, [event(`gone ${w}/${i}`)])
            throw new Error('the caller fails')
          }),
        )
      else await append(event(`${w}/${i}`), event(`${w}/${i}/b`))
    }
  })
  await Promise.all([long, ...writers])
  reading.abort()
  await reader
  const wanted = 8 * 12 * 2 + 1
  assert.equal(seen.length, wanted)
  assert.deepEqual(
    seen,
    Array.from({ length: wanted }, (_, i) => BigInt(i + 1)),
    'every position once, in order, none skipped',
  )
})

test('the chain shows every field altered, a row deleted, rows swapped and a cut tail', async () => {
  await append(event('x1'), event('x2'), event('x3'))
  const check = () => database.store.transaction((tx) => verifyChain(tx, 1, vault))
  assert.deepEqual((await check()).breaks, [])
  const tampers = [
    `update events set source_id = 'other' where position = 5`,
    `update events set principal = 'other' where position = 5`,
    `update events set received_at = received_at + interval '1 ms' where position = 5`,
    `update events set revision = 9 where position = 5`,
    `update events set payload_digest = sha256('x') where position = 5`,
    `update events set type = 'work.deleted' where position = 5`,
    'delete from events where position = 5',
    `update events set position = case position when 5 then 6000 else 5 end where position in (5, 6)`,
    'delete from log_links where last_position = (select max(last_position) from log_links)',
    'update log_heads set position = position - 1',
    'delete from payloads where position = 5',
  ]
  for (const tamper of tampers) {
    const found = { breaks: 0 }
    await assert.rejects(
      database.store.transaction(async (tx) => {
        await tx.query('alter table events disable trigger user')
        await tx.query('alter table log_links disable trigger user')
        await tx.query(tamper)
        found.breaks = (await verifyChain(tx, 1, vault)).breaks.length
        throw new Error('undo')
      }),
      /undo/,
    )
    assert.ok(found.breaks > 0, tamper)
  }
  assert.deepEqual((await check()).breaks, [], 'nothing of it was kept')
})

test('the log refuses to be changed', async () => {
  for (const change of ['update events set revision = 2', 'delete from events', 'truncate events, payloads'])
    await assert.rejects(database.store.query(change), /append-only/)
})

test('an erased person leaves the evidence: bytes are gone, the chain holds', async () => {
  const { first } = await append(event('secret text', 'worker/W-erased'))
  const open = () =>
    database.store.transaction((tx) => openPayload(tx, 1, new Vault(masterKey, random, newId), first))
  assert.equal((await open())?.toString(), 'secret text')
  const raw = await database.store.query<{ sealed: Buffer }>(
    'select sealed from payloads where position = $1',
    [first],
  )
  assert.ok(!raw.rows[0]!.sealed.includes('secret text'), 'sealed at rest')
  assert.equal(
    await database.store.transaction((tx) => eraseSubject(tx, 1, 'worker/W-erased', new Date())),
    true,
  )
  assert.equal(await open(), null)
  const report = await database.store.transaction((tx) =>
    verifyChain(tx, 1, new Vault(masterKey, random, newId)),
  )
  assert.deepEqual([report.breaks, report.erased], [[], 1])
})
