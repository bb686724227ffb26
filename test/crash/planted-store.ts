/** Ways to misuse transactions, for the planted bugs. */
import type { Store } from '../../src/store/pool.ts'
import type { Tx } from '../../src/store/transaction.ts'
import { pause } from './caller.ts'

/** Long enough that a blow falls into it now and then. Milliseconds. */
const gapMs = 400

type Transaction = Store['transaction']

function over(store: Store, transaction: Transaction): Store {
  return Object.assign(Object.create(store), { transaction, query: store.query.bind(store) }) as Store
}

function nameOf(sql: Parameters<Tx['query']>[0]): string {
  return typeof sql === 'string' ? '' : sql.name
}

/** Answers when the work is done, and commits afterwards. */
export function hasty(store: Store): Store {
  return over(
    store,
    (work, options) =>
      new Promise((resolve, reject) => {
        const done = store.transaction(async (tx) => {
          const value = await work(tx)
          resolve(value)
          await pause(gapMs)
          return value
        }, options)
        done.catch(reject)
      }),
  )
}

/** Every statement commits by itself, the last one after a while. */
export function inTwoCommits(store: Store): Store {
  return over(store, (work) =>
    work({
      async query(sql, values) {
        if (nameOf(sql) === 'log.append') await pause(gapMs)
        return store.query(sql, values)
      },
    }),
  )
}

/** Moves the cursor in a commit of its own as soon as a batch is read. */
export function cursorFirst(store: Store): Store {
  return over(store, (work, options) => store.transaction((tx) => work(movesEarly(store, tx)), options))
}

function movesEarly(store: Store, tx: Tx): Tx {
  const nothing = { rows: [], rowCount: 1 }
  return {
    async query(sql, values = []) {
      const name = nameOf(sql)
      if (name === 'log.take_cursors' && typeof sql !== 'string')
        return store.query({ ...sql, name: 'crash.take', text: sql.text.replace(/for update.*/, '') }, values)
      if (name === 'log.move_cursors') return nothing
      const result = await tx.query(sql, values)
      if (name !== 'log.read_lanes' || result.rows.length === 0) return result
      const last = new Map(
        (result.rows as unknown as { lane: number; position: bigint }[]).map((row) => [
          row.lane,
          row.position,
        ]),
      )
      for (const [lane, position] of last)
        await store.query(
          `update lane_cursors set position = $3 where cell = $1 and runner = 'charging' and lane = $2`,
          [values[0], lane, position],
        )
      await pause(gapMs)
      return result
    },
  }
}

/** What was sent is read back as never sent, and nobody remembers that it was tried. */
export function forgetsClaims(store: Store): { transaction: Transaction } {
  const transaction = store.transaction.bind(store)
  return {
    transaction: (work, options) =>
      transaction(
        (tx) =>
          work({
            async query(sql, values) {
              const result = await tx.query(sql, values)
              const rows = result.rows as { state?: string }[]
              if (nameOf(sql) === 'posting.selectUnfinishedPostings')
                for (const row of rows) Object.assign(row, { state: 'claimed' })
              if (nameOf(sql) !== 'posting.selectLatestPostings') return result
              return { ...result, rows: result.rows.filter((_, at) => rows[at]!.state !== 'absent') }
            },
          }),
        options,
      ),
  }
}

/** Commits are answered from memory; the server writes them down when it comes to it. */
export function withoutFlush(store: Store): { transaction: Transaction } {
  const transaction = store.transaction.bind(store)
  return {
    transaction: (work, options) =>
      transaction(async (tx) => {
        await tx.query('set local synchronous_commit = off')
        return work(tx)
      }, options),
  }
}

/** Takes a commit whose connection broke for one that went through. */
export function swallowsLostCommits(store: Store): Store {
  return over(store, async (work, options) => {
    let done: { value: Awaited<ReturnType<typeof work>> } | null = null
    try {
      return await store.transaction(async (tx) => {
        const value = await work(tx)
        done = { value }
        await pause(gapMs)
        return value
      }, options)
    } catch (error) {
      if (done === null) throw error
      return (done as { value: Awaited<ReturnType<typeof work>> }).value
    }
  })
}
