import type { Store } from '../../src/store/pool.ts'
import type { Tx } from '../../src/store/transaction.ts'

/** What a process that is gone throws at whoever still waits for it. */
export class Crash extends Error {
  constructor() {
    super('the process is gone')
    this.name = 'Crash'
  }
}

/** A process that dies at its n-th step; nothing that it does afterwards has an effect. */
export type Mortal = { steps: number; dead: boolean; readonly diesAt: number; step(): void }

export function mortal(diesAt: number): Mortal {
  return {
    steps: 0,
    dead: false,
    diesAt,
    step() {
      this.steps += 1
      if (this.steps === diesAt) this.dead = true
      if (this.dead) throw new Crash()
    },
  }
}

const writes = /^\s*(insert|update|delete|with)\b|\bfor (update|share)\b/i

/**
 * Steps stand around every statement that writes or locks, before each commit and after it. A death between two reads
 * leaves what a death before them leaves.
 */
export function crashingStore(store: Store, life: Mortal): Store {
  const counted = (tx: Tx, told: { wrote: boolean }): Tx => ({
    ...tx,
    async query(sql, values) {
      if (!writes.test(typeof sql === 'string' ? sql : sql.text)) {
        if (life.dead) throw new Crash()
        return tx.query(sql, values)
      }
      told.wrote = true
      life.step()
      return tx.query(sql, values)
    },
  })
  const transaction: Store['transaction'] = async (work, options) => {
    if (life.dead) throw new Crash()
    const told = { wrote: false }
    const done = await store.transaction(async (tx) => {
      const value = await work(counted(tx, told))
      if (told.wrote) life.step()
      return value
    }, options)
    if (told.wrote) life.step()
    return done
  }
  const query: Store['query'] = async (sql, values) => {
    const told = { wrote: false }
    const result = await counted(store, told).query(sql, values)
    if (told.wrote) life.step()
    return result
  }
  return Object.assign(Object.create(store), { transaction, query }) as Store
}

/** An object whose functions are steps as well: the calls to an ERP. */
export function crashingCalls<Whole extends object>(whole: Whole, life: Mortal): Whole {
  return new Proxy(whole, {
    get(target, name) {
      const member = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return async (...values: unknown[]) => {
        life.step()
        const answer = await (member as (...given: unknown[]) => Promise<unknown>)(...values)
        life.step()
        return answer
      }
    },
  })
}
