/** Bugs that the drills must catch, planted from outside: the product's own code has no switch for them. */
import type { ErpTarget } from '../../src/connectors/sdk/target.ts'
import type { Opened } from '../../src/runner/installation.ts'

export type RestorePlant = {
  readonly what: string
  /** What the witness says of it; anything else found is not this bug. */
  readonly shows: RegExp
  readonly target?: (target: ErpTarget) => Partial<ErpTarget>
  readonly opened?: (opened: Opened) => Promise<void>
}

async function* nothing(): AsyncGenerator<never> {}

export const restorePlants: Readonly<Record<string, RestorePlant>> = {
  'recovery-skipped': {
    what: 'the older copy goes on as if it were the newest',
    shows: /is not known here|billed of/,
    opened: async ({ store, standing }) => {
      await store.query(`update installations set sending = 'allowed'`)
      await store.query('delete from recoveries')
      await standing.round()
    },
  },
  'unknown-ignored': {
    what: 'documents that this database does not know are passed over',
    shows: /is not known here|billed of/,
    target: () => ({ listDocuments: () => nothing() }),
  },
}
