/**
 * Every write of the real Tryton with every fault, through a proxy that does what networks do: one effect in Tryton's
 * own books or a visible case, never two.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tryton } from '../../src/connectors/tryton/connector.ts'
import type { ErpWorld, Witness } from '../ambiguous/erp-world.ts'
import { keepTables } from '../ambiguous/kept.ts'
import { runTable } from '../ambiguous/table.ts'
import { trytonHabits } from '../ambiguous/tryton-habits.ts'
import { trytonWorld } from '../conformance/tryton-world.ts'
import { databaseOfFile } from '../support/file-database.ts'
import { reset } from './systems.ts'
import { type TrytonClient, trytonClient } from './tryton-client.ts'

const database = databaseOfFile()

/** Longer than Tryton ever takes on a busy machine: only planned silence passes it. */
const timeoutMs = 4_000
const benches = 3

/** A Tryton that is out of database connections for a moment says nothing about its books. */
async function patient<T>(read: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await read()
    } catch (error) {
      if (!String(error).includes('connection pool exhausted') || tries === 20) throw error
    }
  }
}

function witnessOf(admin: TrytonClient): Witness {
  const states: Readonly<Record<string, 'draft' | 'issued' | 'cancelled'>> = {
    draft: 'draft',
    validated: 'draft',
    posted: 'issued',
    paid: 'issued',
    cancelled: 'cancelled',
  }
  return {
    costs: async (installationId) => {
      const domain = [['description', 'like', `%${installationId}%`]]
      const lines = await patient(() => admin.read('timesheet.line', domain, ['uuid', 'duration']))
      return lines.map((line) => ({
        key: String(line.uuid),
        hours: Number((line.duration as { seconds: number }).seconds) / 3600,
      }))
    },
    documents: async (reference) => {
      const found = await patient(() =>
        admin.read('account.invoice', [['reference', '=', reference]], ['state', 'untaxed_amount']),
      )
      return found.map((one) => ({
        id: String(one.id),
        state: states[String(one.state)]!,
        net: Number((one.untaxed_amount as { decimal: string }).decimal),
      }))
    },
  }
}

async function realTryton(): Promise<ErpWorld> {
  const { tryton: at } = await reset()
  const world = await trytonWorld({
    ...at,
    company: 'ACME-UK',
    currency: 'GBP',
    client: 'CLI-1003',
    inactiveClient: 'CLI-1099',
    worker: 'E-201',
    project: 'claims-portal',
    tax: { code: 'ACME-UK/VAT GBP', percent: 20n },
    stop: async () => undefined,
  })
  const admin = await trytonClient(at.url, at.admin.login, at.admin.password)
  return {
    name: 'the real Tryton',
    variant: 'standard',
    level: 'live',
    connector: tryton,
    at: { ...world, settings: { ...world.settings, rowsPerRead: '500' } },
    witness: witnessOf(admin),
    act: null,
    ...trytonHabits,
    timeoutMs,
  }
}

test('every write of Tryton with every fault ends in one effect or a visible case', async (t) => {
  const run = await runTable(await realTryton(), database.store, { benches })
  t.diagnostic(`${run.cells - run.left} of ${run.cells} cells`)
  assert.deepEqual(run.failures, [])
  assert.equal(run.left, 0)
  keepTables('ambiguous-live', 'npm run live -- --only=ambiguous --keep-figures', [run])
})
