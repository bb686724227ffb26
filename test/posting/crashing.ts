/** A process that dies at a step: a statement, a commit or a call of the ERP. */
import type { ErpTarget } from '../../src/connectors/sdk/target.ts'
import type { PostingDeps } from '../../src/posting/deps.ts'
import type { Tx } from '../../src/store/transaction.ts'

export class Crash extends Error {}

/** Counts every step; at the given one the process dies, and nothing it does afterwards has an effect. */
export function crashingAt<Deps extends PostingDeps>(deps: Deps, crashAt: number) {
  const program = { steps: 0, dead: false }
  const step = () => {
    program.steps += 1
    if (program.steps === crashAt) program.dead = true
    if (program.dead) throw new Crash()
  }
  const store: PostingDeps['store'] = {
    async transaction(work, options) {
      step()
      const result = await deps.store.transaction(async (tx) => {
        const counted: Tx = {
          query: (sql, values) => {
            step()
            return tx.query(sql, values)
          },
        }
        const value = await work(counted)
        step()
        return value
      }, options)
      step()
      return result
    },
  }
  const connectors: PostingDeps['connectors'] = async (connectionId) => {
    const link = await deps.connectors(connectionId)
    const target = new Proxy(link.target, {
      get(whole, name: keyof ErpTarget) {
        const member = whole[name]
        if (typeof member !== 'function') return member
        return (...values: unknown[]) => {
          step()
          const answer = (member as (...given: unknown[]) => unknown)(...values)
          // A listing is no promise: its pages are calls that come later.
          if (!(answer instanceof Promise)) return answer
          return answer.then((value: unknown) => {
            step()
            return value
          })
        }
      },
    })
    return { ...link, target }
  }
  return { program, deps: { ...deps, store, connectors } }
}

/** Every step on demand (CRASH_EVERY_STEP=1, minutes), every so many in the ordinary test. */
export const stride = process.env.CRASH_EVERY_STEP === '1' ? 1 : 7
