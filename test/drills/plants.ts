/** Bugs that the drills must catch, planted from outside: the product's own code has no switch for them. */
import type { ErpTarget } from '../../src/connectors/sdk/target.ts'
import type { Opened } from '../../src/runner/installation.ts'

export type RestorePlant = {
  readonly what: string
  readonly target?: (target: ErpTarget) => Partial<ErpTarget>
  readonly opened?: (opened: Opened) => Promise<void>
}

async function* nothing(): AsyncGenerator<never> {}

export const restorePlants: Readonly<Record<string, RestorePlant>> = {
  'recovery-skipped': {
    what: 'the older copy goes on as if it were the newest',
    opened: async ({ store, standing }) => {
      await store.query(`update installations set sending = 'allowed'`)
      await store.query('delete from recoveries')
      await standing.round()
    },
  },
  'unknown-ignored': {
    what: 'documents that this database does not know are passed over',
    target: () => ({ listDocuments: () => nothing() }),
  },
  'costs-unread': {
    what: 'cost that the ERP holds is not read back, and what was accepted is believed',
    target: () => ({ listCosts: () => nothing() }),
  },
}
