import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { zstdCompressSync } from 'node:zlib'
import { createTestDatabase } from '../../test/support/database.ts'
import type { Store } from '../store/pool.ts'
import type { Tx } from '../store/transaction.ts'
import {
  alignChanges,
  type Change,
  changeNumberAt,
  noteChanges,
  purgeChanges,
  readChangeHead,
  readChangeRows,
  readChangeSizes,
} from './changes.ts'

const database = await createTestDatabase()
const { store } = database
after(() => database.drop())

const cell = 1
const at = new Date('2026-11-02T08:00:00Z')
const change = (subjectId: string): Change => ({
  kind: 'time-entry.approved',
  subjectId,
  data: { revision: 1 },
})
const rowsAfter = async (from: Store, number: bigint, limit = 1000) => {
  const sizes = await readChangeSizes(from, cell, { after: number, until: 2n ** 62n, limit })
  return readChangeRows(
    from,
    cell,
    sizes.map((one) => one.number),
  )
}

test('a transaction writes one row, whoever noted how often, and none when it fails', async () => {
  const before = (await readChangeHead(store, cell)).number
  await store.transaction(async (tx) => {
    await noteChanges(tx, cell, at, [change('a')])
    await noteChanges(tx, cell, at, [])
    await noteChanges(tx, cell, at, [change('b'), change('c')])
  })
  await assert.rejects(
    store.transaction(async (tx) => {
      await noteChanges(tx, cell, at, [change('lost')])
      throw new Error('planned')
    }),
    /planned/,
  )
  const rows = await rowsAfter(store, before)
  assert.deepEqual(
    rows.map((row) => [row.number, row.changes.map((one) => one.subjectId)]),
    [[before + 1n, ['a', 'b', 'c']]],
  )
  assert.deepEqual(rows[0]?.changes[0], change('a'))
})

test('after a restore the next rows carry its epoch, and an older epoch changes nothing', async () => {
  await alignChanges(store, cell, 3)
  await alignChanges(store, cell, 2)
  await store.transaction((tx) => noteChanges(tx, cell, at, [change('d')]))
  const { number, epoch } = await readChangeHead(store, cell)
  assert.equal(epoch, 3)
  assert.equal((await readChangeRows(store, cell, [number]))[0]?.epoch, 3)
})

test('old rows behind a number are cleared away, and the others stay', async () => {
  const old = new Date('2026-01-01T00:00:00Z')
  for (let i = 0; i < 3; i += 1) await store.transaction((tx) => noteChanges(tx, cell, old, [change('old')]))
  const { number } = await readChangeHead(store, cell)
  assert.equal(await changeNumberAt(store, cell, old), 1n)
  const purged = await purgeChanges(store, cell, { at: new Date('2026-02-01'), number, limit: 100 })
  assert.equal(purged, 2, 'the third is not below the number')
  assert.equal((await rowsAfter(store, number - 1n)).length, 1)
})

type Write = (tx: Tx, text: string) => Promise<unknown>

/**
 * Eight writers at once beside a transaction that stays open the whole time, and a reader that remembers how far it
 * came. Returns which of the writers' texts the reader never saw, and how often it met a number it had passed.
 */
async function race(write: Write, prefix: string, open: Write) {
  const from = (await readChangeHead(store, cell)).number
  const seen: string[] = []
  let last = from
  let backwards = 0
  const read = async () => {
    for (const row of await rowsAfter(store, last)) {
      if (row.number <= last) backwards += 1
      last = row.number
      seen.push(...row.changes.map((one) => one.subjectId))
    }
  }
  let finished = false
  const written: string[] = []
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  let started = () => {}
  const begun = new Promise<void>((resolve) => {
    started = resolve
  })
  const beside = store.transaction(async (tx) => {
    await open(tx, `${prefix}-long`)
    started()
    await held
  })
  await begun
  const reader = (async () => {
    while (!finished) await read()
  })()
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; i < 60; i += 1) {
        const text = `${prefix}-${writer}-${i}`
        await store.transaction((tx) => write(tx, text))
        written.push(text)
      }
    }),
  )
  letGo()
  await beside
  finished = true
  await reader
  await read()
  const got = new Set(seen)
  return {
    missed: [...written, `${prefix}-long`].filter((text) => !got.has(text)),
    doubled: seen.length - got.size,
    backwards,
  }
}

test('eight writers beside a long transaction: a reader skips nothing and never goes back', async () => {
  const note: Write = (tx, text) => noteChanges(tx, cell, at, [change(text)])
  const { missed, doubled, backwards } = await race(note, 'right', note)
  assert.deepEqual({ missed, doubled, backwards }, { missed: [], doubled: 0, backwards: 0 })
})

test('planted bug: with numbers from a sequence the same reader misses what commits late', async () => {
  await store.query(`create sequence planted start ${(await readChangeHead(store, cell)).number + 1n}`)
  const bySequence: Write = (tx, text) =>
    tx.query(
      `insert into changes (cell, number, epoch, recorded_at, events, kinds, body)
       select 1, nextval('planted'), 1, $1, 1, $2, $3`,
      [at, ['time-entry.approved'], zstdCompressSync(JSON.stringify([['time-entry.approved', text, {}]]))],
    )
  const { missed } = await race(bySequence, 'planted', bySequence)
  assert.ok(missed.includes('planted-long'), `missed ${missed.join(' ')}`)
})
