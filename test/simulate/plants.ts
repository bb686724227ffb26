/** Bugs that the simulation must catch, planted from outside: the product's own code has no switch for them. */
import type { Connector } from '../../src/connectors/sdk/connector.ts'
import { ConnectorFault } from '../../src/connectors/sdk/fault.ts'
import type { CostOutcome, ErpTarget } from '../../src/connectors/sdk/target.ts'
import type { Store } from '../../src/store/pool.ts'
import type { Row, Statement } from '../../src/store/statement.ts'
import type { Tx } from '../../src/store/transaction.ts'
import type { Plant } from './plant.ts'

type Change = (text: string) => string

/** Every transaction's statements of these names are other ones. */
function rewritten(store: Store, changes: Readonly<Record<string, Change>>): Store {
  return through(store, (tx) => ({
    ...tx,
    query: (sql, values) => tx.query(changed(sql, changes), values),
  }))
}

function changed<R extends object>(sql: Statement<R> | string, changes: Readonly<Record<string, Change>>) {
  if (typeof sql === 'string' || changes[sql.name] === undefined) return sql
  const text = changes[sql.name]!(sql.text)
  if (text === sql.text) throw new Error(`the planted bug does not fit ${sql.name} any more`)
  return { ...sql, name: `planted.${sql.name}`, text }
}

function through(store: Store, wrap: (tx: Tx) => Tx): Store {
  const transaction: Store['transaction'] = (work, options) =>
    store.transaction((tx) => work(wrap(tx)), options)
  return Object.assign(Object.create(store), { transaction }) as Store
}

function withTarget(connector: Connector, changes: (target: ErpTarget) => Partial<ErpTarget>): Connector {
  const target = connector.target!
  return { ...connector, target: { ...target, ...changes(target) } }
}

/** Answers when the work is done, and commits at the next chance, if the process lives to have one. */
function hasty(store: Store): Store {
  const owed: (() => Promise<unknown>)[] = []
  const transaction: Store['transaction'] = async (work, options) => {
    for (const commit of owed.splice(0)) await commit()
    let value: { readonly of: Awaited<ReturnType<typeof work>> } | null = null
    const undone = new Error('committed later')
    await store
      .transaction(async (tx) => {
        value = { of: (await work(tx)) as Awaited<ReturnType<typeof work>> }
        throw undone
      }, options)
      .catch((error: unknown) => {
        if (error !== undone) throw error
      })
    owed.push(() => store.transaction(work, options))
    return value!.of
  }
  return Object.assign(Object.create(store), { transaction }) as Store
}

/** Moves the cursors in a commit of its own as soon as a batch is read; the effects follow. */
function cursorFirst(store: Store): Store {
  const transaction: Store['transaction'] = async (work, options) => {
    let moved: readonly unknown[] | null = null
    let move: Statement<Row> | null = null
    let before: unknown[] = []
    const undone = new Error('read, and not yet done')
    const reading = (tx: Tx): Tx => ({
      ...tx,
      async query<R extends object = Row>(sql: Statement<R> | string, values: readonly unknown[] = []) {
        if (typeof sql !== 'string' && sql.name === 'log.move_cursors') {
          ;[moved, move] = [values, sql as Statement<Row>]
          throw undone
        }
        const result = await tx.query<R>(sql, values)
        if (typeof sql !== 'string' && sql.name === 'log.take_cursors')
          before = result.rows.map((row) => ({ ...row }))
        return result
      },
    })
    try {
      return await store.transaction((tx) => work(reading(tx)), options)
    } catch (error) {
      if (error !== undone || moved === null || move === null) throw error
    }
    await store.transaction((tx) => tx.query(move!, moved!))
    const doing = (tx: Tx): Tx => ({
      ...tx,
      async query<R extends object = Row>(sql: Statement<R> | string, values: readonly unknown[] = []) {
        const result = await tx.query<R>(sql, values)
        const took = typeof sql !== 'string' && sql.name === 'log.take_cursors'
        return took ? { ...result, rows: before as R[] } : result
      },
    })
    return store.transaction((tx) => work(doing(tx)), options)
  }
  return Object.assign(Object.create(store), { transaction }) as Store
}

export const plants: Readonly<Record<string, Plant>> = {
  'marks-lost': {
    what: 'work of a client whose contracts are settled as a whole marks nobody',
    shows: /^(truth|P4)/,
    store: (store) =>
      rewritten(store, {
        'charging.add_group_marks': (text) =>
          text.replace('as m(client_id, work_ids)', 'as m(client_id, work_ids) where m.work_ids is null'),
      }),
  },
  'silence-taken-for-no': {
    what: 'a draft whose creation was not answered counts as not created',
    shows: /^P2 the ERP holds/,
    connector: (connector) =>
      withTarget(connector, (target) => ({
        createDraft: (context, document) =>
          target.createDraft(context, document).catch((thrown: unknown) => {
            const unanswered = thrown instanceof ConnectorFault && thrown.effect === 'unknown'
            throw unanswered ? new ConnectorFault('retryable', 'none', 'no answer') : thrown
          }),
      })),
  },
  'part-taken-for-whole': {
    what: 'one accepted record of a call counts for every record of it',
    shows: /^P1 the ERP holds no cost|^truth: the ERP's cost/,
    connector: (connector) =>
      withTarget(connector, (target) => ({
        writeCosts: async (context, records) =>
          (await target.writeCosts(context, records)).map((one): CostOutcome => {
            return {
              key: one.key,
              outcome: 'accepted',
              externalId: 'externalId' in one ? one.externalId : '0',
            }
          }),
      })),
  },
  'removal-not-asked': {
    what: 'a cost record counts as removed although nobody asked the ERP',
    shows: /^P2 the ERP holds cost/,
    connector: (connector) =>
      withTarget(connector, () => ({
        removeCosts: async (_context, keys) =>
          keys.map((key): CostOutcome => ({ key, outcome: 'accepted', externalId: '0' })),
      })),
  },
  'same-content-again': {
    what: 'content equal to the latest makes a revision of its own',
    shows: /^P2 the same content/,
    store: (store) =>
      rewritten(store, {
        'intake.raise_revisions': (text) =>
          text.replace('(r.digest <> excluded.digest or r.deleted)', 'true'),
      }),
  },
  'cents-cut-off': {
    what: 'charges are kept in tenths of the currency and no finer',
    shows: /^(P4|truth)/,
    store: (store) =>
      rewritten(store, {
        'charging.add_charges': (text) =>
          text.replace('c.hours, c.amount_minor,', 'c.hours, c.amount_minor / 10 * 10,'),
      }),
  },
  'category-lost': {
    what: 'what an expense was for is not kept, and no rule of its category counts',
    shows: /^truth: (X-|the meals)/,
    store: (store) =>
      rewritten(store, {
        'charging.put_works': (text) => text.replace('w.spending', "w.spending - 'category'"),
      }),
  },
  'acknowledge-before-commit': {
    what: 'an answer of yes is given before the commit',
    shows: /^P1 acknowledged/,
    hub: (hub) => Object.assign(hub, { receiver: { ...hub.receiver, store: hasty(hub.receiver.store) } }),
  },
  'cursor-before-effects': {
    what: "a lane's cursor moves in a commit of its own, before the effects",
    shows: /^(P1|truth)/,
    hub: (hub) =>
      Object.assign(hub, { charging: { ...hub.charging, store: cursorFirst(hub.charging.store) } }),
  },
  'cost-key-per-attempt': {
    what: 'every attempt to write cost has a key of its own',
    shows: /^P[12] the ERP holds/,
    connector: (connector, around) => {
      let attempt = 0
      return withTarget(connector, (target) => ({
        writeCosts: async (context, records) => {
          attempt += 1
          const mark = `#${around.time.nowMs()}.${attempt}`
          const sent = records.map((record) => ({ ...record, key: record.key + mark }))
          const answers = await target.writeCosts(context, sent)
          return answers.map((one): CostOutcome => ({ ...one, key: one.key.slice(0, -mark.length) }))
        },
      }))
    },
  },
  'retry-without-locating': {
    what: 'an unanswered write is sent again without looking for it',
    shows: /^P2 the ERP holds \d+ documents/,
    connector: (connector) =>
      withTarget(connector, () => ({ locateCosts: async () => [], locateDocuments: async () => [] })),
  },
  'older-version-overwrites': {
    what: 'what arrives last and differs counts, whatever its version',
    shows: /^P2 an older version/,
    store: (store) =>
      rewritten(store, {
        'intake.raise_revisions': (text) =>
          text.replace(
            /\(length\(excluded\.source_version\), excluded.source_version\) > .*?\)\)/,
            'r.digest <> excluded.digest)',
          ),
      }),
  },
  'run-bills-twice': {
    what: 'a run also takes what stands on a draft',
    shows: /^(P4|.* failed: )/,
    store: (store) =>
      rewritten(store, {
        'charging.read_priced': (text) => text.replace("state = 'priced'", "state in ('priced', 'draft')"),
        'charging.place_charges': (text) =>
          text.replace("c.state = 'priced'", "c.state in ('priced', 'draft')"),
      }),
  },
  'difference-dropped': {
    what: 'a difference on an issued invoice is declined by nobody',
    shows: /^truth/,
    store: (store) =>
      rewritten(store, {
        'charging.set_difference_state': (text) =>
          text.replace('state = $4,', "state = case when $4 = 'proposed' then 'declined' else $4 end,"),
      }),
  },
}
