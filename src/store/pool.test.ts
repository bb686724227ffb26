import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestDatabase } from '../../test/support/database.ts'
import { createTestDatabase } from '../../test/support/database.ts'
import { Fault } from '../kernel/errors.ts'
import { openStore } from './pool.ts'
import { statement } from './statement.ts'
import type { Tx } from './transaction.ts'

let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
  await database.store.query('create table sums (id int primary key, total bigint not null)')
  await database.store.query('insert into sums values (1, 0), (2, 0)')
})
after(() => database.drop())

const add = statement('test.add', 'update sums set total = total + 1 where id = $1')

function isFault(code: string) {
  return (error: unknown) => error instanceof Fault && error.code === code
}

test('exact columns arrive exactly, days as days, instants as instants', async () => {
  const { rows } = await database.store.query(
    `select 9007199254740993::bigint as big, 0.10::numeric as rate, '2026-03-29'::date as on_day,
       $1::timestamptz as at, array[0.10, 9007199254740993.5]::numeric[] as rates,
       array[9007199254740993]::bigint[] as bigs, array['2026-03-29']::date[] as days, '\\x00ff'::bytea as bytes`,
    [new Date('2026-03-29T01:30:00Z')],
  )
  assert.deepEqual(rows, [
    {
      big: 9007199254740993n,
      rate: '0.10',
      on_day: '2026-03-29',
      at: new Date('2026-03-29T01:30:00Z'),
      rates: ['0.10', '9007199254740993.5'],
      bigs: [9007199254740993n],
      days: ['2026-03-29'],
      bytes: Buffer.from([0, 255]),
    },
  ])
})

test('every connection waits for its commits to be flushed', async () => {
  const { rows } = await database.store.query(`select current_setting('synchronous_commit') as waits`)
  assert.deepEqual(rows, [{ waits: 'on' }])
})

test('work that throws leaves nothing behind, and the connection serves on', async () => {
  await assert.rejects(
    database.store.transaction(async (tx) => {
      await tx.query(add, [1])
      throw new Error('no')
    }),
    /no/,
  )
  assert.deepEqual((await database.store.query('select total from sums where id = 1')).rows, [{ total: 0n }])
})

test('a failed statement whose error was swallowed is not taken for a commit', async () => {
  const work = async (tx: Tx) => {
    await tx.query(add, [1])
    await tx.query('select 1 / 0').catch(() => {})
  }
  await assert.rejects(database.store.transaction(work), /nothing was committed/)
})

test('a transaction used after its end is refused', async () => {
  let kept: Tx | null = null
  await database.store.transaction(async (tx) => {
    kept = tx
  })
  await assert.rejects(async () => kept!.query('select 1'), /used after its end/)
})

test('two transactions that deadlock both get done', async () => {
  const met = Promise.withResolvers<void>()
  let arrived = 0
  const work = (first: number, second: number) =>
    database.store.transaction(async (tx) => {
      await tx.query(add, [first])
      arrived += 1
      if (arrived === 2) met.resolve()
      await met.promise
      await tx.query(add, [second])
    })
  await Promise.all([work(1, 2), work(2, 1)])
  assert.ok(arrived > 2, 'one of them had to be done again')
  const { rows } = await database.store.query('select sum(total)::bigint as n from sums')
  assert.deepEqual(rows, [{ n: 4n }])
})

test('serializable transactions that conflict are repeated, a bounded number of times', async () => {
  let runs = 0
  const conflict = database.store.transaction(
    async (tx) => {
      runs += 1
      await tx.query('select total from sums where id = 1')
      await database.store.query(add, [1])
      await tx.query(add, [1])
    },
    { isolation: 'serializable', attempts: 3 },
  )
  await assert.rejects(conflict, /could not serialize/)
  assert.equal(runs, 3)
})

test('who waits too long for what others hold is not at fault: it may be done again', async () => {
  const met = Promise.withResolvers<void>()
  const done = Promise.withResolvers<void>()
  const holder = database.store.transaction(async (tx) => {
    await tx.query(add, [1])
    met.resolve()
    await done.promise
  })
  await met.promise
  const late = database.store.transaction(async (tx) => {
    await tx.query("set local lock_timeout = '20ms'")
    await tx.query(add, [1])
  })
  await assert.rejects(late, isFault('DATABASE_BUSY'))
  done.resolve()
  await holder
})

test('a lost connection is a fault that may be retried, and the next call gets a new one', async () => {
  const lost = database.store.transaction(async (tx) => {
    await tx.query('select pg_terminate_backend(pg_backend_pid())')
  })
  await assert.rejects(
    lost,
    (error) => isFault('DATABASE_UNAVAILABLE')(error) && (error as Fault).retry === 'backoff',
  )
  assert.equal((await database.store.query('select 1')).rowCount, 1)
})

test('a server that does not answer is a fault', async () => {
  const open = openStore('postgres://nobody@127.0.0.1:1/none', { applicationName: 'test' })
  await assert.rejects(open, isFault('DATABASE_UNAVAILABLE'))
})

test('a server that may lose committed work is refused unless that was said to be meant', async () => {
  const { rows } = await database.store.query(`select current_setting('fsync') as fsync`)
  assert.equal(rows[0]?.fsync, 'off', 'the server of the tests is one that may be lost')
  await assert.rejects(openStore(database.url, { applicationName: 'test' }), isFault('DATABASE_UNSAFE'))
})

test('a cell has the same calls, and its transactions know their cell', async () => {
  const cell = database.store.forCell(7)
  assert.equal(await cell.transaction(async (tx) => tx.cell), 7)
  assert.equal((await cell.query('select 1')).rowCount, 1)
})
