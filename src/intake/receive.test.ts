import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createHub, type Hub } from '../../test/support/hub.ts'
import type { SourceRecord } from '../connectors/sdk/connector.ts'
import { receiveRecords } from './receive.ts'
import { knownIds } from './source-records.ts'

let hub: Hub
before(async () => {
  hub = await createHub()
})
after(() => hub.drop())

const stream = (name: string) => ({
  connectionId: 'redmine',
  stream: name,
  carries: 'work' as const,
  principal: 'test',
  receivedAt: hub.now(),
})
const record = (sourceId: string, text: string, version: string | null = null): SourceRecord => ({
  sourceId,
  version,
  bytes: Buffer.from(text),
  occursOn: null,
  subject: null,
})
const outcomes = async (name: string, records: SourceRecord[], deleted: string[] = []) =>
  (await receiveRecords(hub.receiver, stream(name), records, deleted)).map((one) => [
    one.outcome,
    one.revision,
  ])

test('a source without versions gets a revision whenever content differs from the latest: A, B, A is three', async () => {
  assert.deepEqual(await outcomes('plain', [record('1', 'A')]), [['accepted', 1]])
  assert.deepEqual(await outcomes('plain', [record('1', 'A')]), [['duplicate', 1]])
  assert.deepEqual(await outcomes('plain', [record('1', 'B')]), [['accepted', 2]])
  assert.deepEqual(await outcomes('plain', [record('1', 'A')]), [['accepted', 3]])
})

test('one delivery that holds a record twice takes both in their order', async () => {
  assert.deepEqual(await outcomes('twice', [record('1', 'A'), record('1', 'B'), record('1', 'B')]), [
    ['accepted', 1],
    ['accepted', 2],
    ['duplicate', 2],
  ])
})

test('an older version after a newer one is noted once and changes nothing', async () => {
  assert.deepEqual(await outcomes('versions', [record('1', 'ten', '10')]), [['accepted', 1]])
  assert.deepEqual(await outcomes('versions', [record('1', 'nine', '9')]), [['superseded', 1]])
  assert.deepEqual(await outcomes('versions', [record('1', 'nine', '9')]), [['duplicate', 0]])
  assert.deepEqual(await outcomes('versions', [record('1', 'eleven', '11')]), [['accepted', 2]])
})

test('a version that comes again with other content is kept as a contradiction', async () => {
  await outcomes('odd', [record('1', 'A', '1')])
  const [result] = await receiveRecords(hub.receiver, stream('odd'), [record('1', 'changed', '1')])
  assert.equal(result!.outcome, 'contradiction')
  assert.notEqual(result!.position, null, 'its bytes stand in the log as evidence')
})

test('a deletion is a revision, once, and the record may come back', async () => {
  await outcomes('gone', [record('1', 'A'), record('2', 'B')])
  assert.deepEqual(await outcomes('gone', [], ['1', '1', 'never']), [
    ['accepted', 2],
    ['unknown', 0],
  ])
  assert.deepEqual(await outcomes('gone', [], ['1']), [['duplicate', 2]])
  assert.deepEqual(await hub.store.transaction((tx) => knownIds(tx, 1, 'redmine', 'gone', null)), ['2'])
  assert.deepEqual(await outcomes('gone', [record('1', 'A')]), [['accepted', 3]])
})

test('the same records from many clients at once make one revision each', async () => {
  const records = Array.from({ length: 40 }, (_, i) => record(`r${i}`, 'same'))
  const all = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      receiveRecords(hub.receiver, stream('race'), i % 2 ? [...records].reverse() : records),
    ),
  )
  const accepted = all.flat().filter((one) => one.outcome === 'accepted')
  assert.equal(accepted.length, 40)
  assert.equal(new Set(accepted.map((one) => one.sourceId)).size, 40)
  const { rows } = await hub.store.query<{ count: bigint }>(
    `select count(*) as count from events where stream = 'race'`,
  )
  assert.equal(rows[0]!.count, 40n)
})
