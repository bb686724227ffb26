/** Bugs that the rig must catch, planted from outside: the product's own code has no switch for them. */
import type { Connector } from '../../src/connectors/sdk/connector.ts'
import type { CostOutcome, ErpTarget } from '../../src/connectors/sdk/target.ts'
import type { Opened } from '../../src/runner/installation.ts'
import type { Store } from '../../src/store/pool.ts'
import type { Tx } from '../../src/store/transaction.ts'

export type Plant = {
  readonly role: 'api' | 'runner'
  readonly what: string
  /** What a witness says of it; anything else found is not this bug. */
  readonly shows: RegExp
  readonly opened?: (opened: Opened) => void
  readonly connector?: (connector: Connector) => Connector
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** Long enough that a kill falls into it now and then. */
const gapMs = 400

/** Answers when the work is done, and commits afterwards. */
function hasty(store: Store): Store {
  const transaction: Store['transaction'] = (work, options) =>
    new Promise((resolve, reject) => {
      const done = store.transaction(async (tx) => {
        const value = await work(tx)
        resolve(value)
        await pause(gapMs)
        return value
      }, options)
      done.catch(reject)
    })
  return Object.assign(Object.create(store), { transaction, query: store.query.bind(store) }) as Store
}

/** Moves the cursor in a commit of its own as soon as a batch is read. */
function cursorFirst(store: Store): Store {
  const transaction: Store['transaction'] = (work, options) =>
    store.transaction((tx) => work(movesEarly(store, tx)), options)
  return Object.assign(Object.create(store), { transaction, query: store.query.bind(store) }) as Store
}

function movesEarly(store: Store, tx: Tx): Tx {
  const nothing = { rows: [], rowCount: 1 }
  return {
    async query(sql, values = []) {
      const name = typeof sql === 'string' ? '' : sql.name
      // Other runners of lanes share the statements and keep their cursors as they are.
      if (name.endsWith('_cursor') && values[1] !== 'charging') return tx.query(sql, values)
      if (name === 'log.take_cursor' && typeof sql !== 'string')
        return store.query({ ...sql, name: 'crash.take', text: sql.text.replace(/for update.*/, '') }, values)
      if (name === 'log.move_cursor') return nothing
      const result = await tx.query(sql, values)
      const last =
        name === 'log.read_lane' ? (result.rows.at(-1) as { position: bigint } | undefined) : undefined
      if (last === undefined) return result
      const [cell, lane] = values
      await store.query(
        `update lane_cursors set position = $3 where cell = $1 and runner = 'charging' and lane = $2`,
        [cell, lane, last.position],
      )
      await pause(gapMs)
      return result
    },
  }
}

function withTarget(connector: Connector, changed: (target: ErpTarget) => Partial<ErpTarget>): Connector {
  const target = connector.target!
  return { ...connector, target: { ...target, ...changed(target) } }
}

let attempt = 0

export const plants: Readonly<Record<string, Plant>> = {
  'acknowledge-before-commit': {
    role: 'api',
    what: 'a 2xx is sent before the commit',
    shows: /^(log: .* stands \d+ times of|work: .* is not there)/,
    opened: ({ hub }) =>
      Object.assign(hub, { receiver: { ...hub.receiver, store: hasty(hub.receiver.store) } }),
  },
  'cursor-before-effects': {
    role: 'runner',
    what: "a lane's cursor moves in a transaction of its own, before the effects",
    shows: /^(work: .* is not there|work: .* said w|firm: entry .* is no work)/,
    opened: ({ hub }) =>
      Object.assign(hub, { charging: { ...hub.charging, store: cursorFirst(hub.charging.store) } }),
  },
  'cost-key-per-attempt': {
    role: 'runner',
    what: 'every attempt to write cost has a key of its own',
    shows: /^ERP: (no cost of|\d+ records too many)/,
    connector: (connector) =>
      withTarget(connector, (target) => ({
        writeCosts: async (context, records) => {
          attempt += 1
          const mark = `#${process.pid}.${attempt}`
          const sent = records.map((record) => ({ ...record, key: record.key + mark }))
          const answers = await target.writeCosts(context, sent)
          return answers.map((one): CostOutcome => ({ ...one, key: one.key.slice(0, -mark.length) }))
        },
      })),
  },
  'retry-without-locating': {
    role: 'runner',
    what: 'an unanswered write is sent again without looking for it',
    shows: /^ERP: the document .* stands \d+ times/,
    connector: (connector) =>
      withTarget(connector, () => ({ locateCosts: async () => [], locateDocuments: async () => [] })),
  },
}
