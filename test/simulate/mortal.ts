/** A process that can die at any statement, commit or call: nothing it does afterwards has an effect. */
import type { Store } from '../../src/store/pool.ts'
import type { Tx } from '../../src/store/transaction.ts'

export class Death extends Error {
  constructor() {
    super('the process died')
    this.name = 'Death'
  }
}

export type Mortality = {
  dead: boolean
  /** Steps left; null lives on. */
  left: number | null
  /** Where another process may go first: before every transaction and every call. */
  gate: (() => Promise<void>) | null
}

export function newMortality(): Mortality {
  return { dead: false, left: null, gate: null }
}

export function step(self: Mortality): void {
  if (self.left !== null && !self.dead) {
    self.left -= 1
    if (self.left <= 0) self.dead = true
  }
  if (self.dead) throw new Death()
}

export async function boundary(self: Mortality): Promise<void> {
  step(self)
  if (self.gate !== null) await self.gate()
  step(self)
}

/** What was written, told by the first word of the statement's name. */
export type Touched = Set<string>

const writes = new Map<string, boolean>()

function isWrite(text: string): boolean {
  const known = writes.get(text)
  if (known !== undefined) return known
  const found = /\b(insert\s+into|update|delete\s+from)\b/i.test(text)
  writes.set(text, found)
  return found
}

type Query = Tx['query']

function watched(self: Mortality, touched: Touched, query: Query): Query {
  return async (sql, values) => {
    step(self)
    const result = await query(sql, values)
    const [name, text] = typeof sql === 'string' ? ['text', sql] : [sql.name, sql.text]
    if (result.rowCount > 0 && isWrite(text)) touched.add(name.split('.')[0]!)
    return result
  }
}

/** The store of one process. Death inside a transaction takes it back; death behind the commit leaves it. */
export function mortalStore(store: Store, self: Mortality, touched: Touched): Store {
  const transaction: Store['transaction'] = async (work, options) => {
    await boundary(self)
    const value = await store.transaction(async (tx) => {
      const done = await work({ ...tx, query: watched(self, touched, tx.query) })
      step(self)
      return done
    }, options)
    step(self)
    return value
  }
  const query: Store['query'] = async (sql, values) => {
    await boundary(self)
    const result = await watched(self, touched, (one, two) => store.query(one, two))(sql, values)
    step(self)
    return result
  }
  return Object.assign(Object.create(store), { transaction, query }) as Store
}
