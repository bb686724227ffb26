import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SourceRecord } from '../../connectors/sdk/connector.ts'
import { Refusal } from '../problem.ts'
import { Coalescer } from './coalesce.ts'

const record = (sourceId: string): SourceRecord => ({
  sourceId,
  version: null,
  bytes: new Uint8Array(0),
  occursOn: null,
  subject: null,
})
const accepted = (sourceId: string, revision = 1) =>
  ({ sourceId, outcome: 'accepted', revision, position: 1n }) as const

test('one flush is in flight, and what arrives meanwhile makes the next one', async () => {
  const batches: string[][] = []
  let open = 0
  const coalescer = new Coalescer(
    async (_principal, records) => {
      open += 1
      assert.equal(open, 1)
      await new Promise((resolve) => setImmediate(resolve))
      batches.push(records.map((each) => each.sourceId))
      open -= 1
      return records.map((each) => accepted(each.sourceId))
    },
    3,
    100,
  )
  const ids = ['a', 'b', 'c', 'd', 'e']
  const results = await Promise.all(ids.map((id) => coalescer.submit('one', record(id))))
  assert.deepEqual(
    results.map((each) => each.sourceId),
    ids,
  )
  assert.deepEqual(batches, [['a'], ['b', 'c', 'd'], ['e']])
})

test('calls of two principals are never kept under one name', async () => {
  const batches: [string, number][] = []
  const coalescer = new Coalescer(
    async (principal, records) => {
      await new Promise((resolve) => setImmediate(resolve))
      batches.push([principal, records.length])
      return records.map((each) => accepted(each.sourceId))
    },
    10,
    100,
  )
  const calls = ['one', 'two', 'one', 'two'].map((who, index) => coalescer.submit(who, record(`${index}`)))
  await Promise.all(calls)
  assert.deepEqual(batches, [
    ['one', 1],
    ['two', 2],
    ['one', 1],
  ])
})

test('two entries of one source id in a batch get each their own answer', async () => {
  const coalescer = new Coalescer(
    async (_principal, records) => records.map((each, index) => accepted(each.sourceId, index + 1)),
    10,
    100,
  )
  const first = coalescer.submit('one', record('x'))
  const second = coalescer.submit('one', record('x'))
  const third = coalescer.submit('one', record('x'))
  assert.deepEqual([(await first).revision, (await second).revision, (await third).revision], [1, 1, 2])
})

test('a record that cannot be kept does not take its neighbours with it', async () => {
  const coalescer = new Coalescer(
    async (_principal, records) => {
      await new Promise((resolve) => setImmediate(resolve))
      if (records.some((each) => each.sourceId === 'bad')) throw new Error('refused by the database')
      return records.map((each) => accepted(each.sourceId))
    },
    10,
    100,
  )
  const calls = ['a', 'b', 'bad', 'c'].map((id) => coalescer.submit('one', record(id)))
  const settled = await Promise.allSettled(calls)
  assert.deepEqual(
    settled.map((each) => each.status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  )
})

test('more than may wait are told to come back, and the others are kept', async () => {
  const coalescer = new Coalescer(
    async (_principal, records) => {
      await new Promise((resolve) => setImmediate(resolve))
      return records.map((each) => accepted(each.sourceId))
    },
    10,
    2,
  )
  const calls = ['a', 'b', 'c', 'd'].map((id) => coalescer.submit('one', record(id)))
  const settled = await Promise.allSettled(calls)
  const refused = settled.filter((each) => each.status === 'rejected')
  assert.equal(refused.length, 1)
  assert.ok(refused[0]!.reason instanceof Refusal && refused[0]!.reason.retryAfterSeconds === 1)
})
