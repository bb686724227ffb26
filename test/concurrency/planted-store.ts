import type { Store } from '../../src/store/pool.ts'
import type { Tx } from '../../src/store/transaction.ts'

/** A statement by its name, changed as a careless hand might have written it. */
export type Carelessness = Readonly<Record<string, (text: string) => string>>

/** The store with some statements changed: bugs are planted from outside, the product has no switch for them. */
export function plantedStore(store: Store, careless: Carelessness): Store {
  const changed = (tx: Tx): Tx => ({
    ...tx,
    query(sql, values) {
      const change = typeof sql === 'string' ? undefined : careless[sql.name]
      if (typeof sql === 'string' || change === undefined) return tx.query(sql, values)
      const text = change(sql.text)
      if (text === sql.text) throw new Error(`The plant does not fit the statement ${sql.name} any more.`)
      return tx.query({ name: `${sql.name}.planted`, text }, values)
    },
  })
  const transaction: Store['transaction'] = (work, options) =>
    store.transaction((tx) => work(changed(tx)), options)
  return Object.assign(Object.create(store), { transaction, query: changed(store).query }) as Store
}
