/** The books of a firm that edits, deletes, reprices and issues: verified after every step. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { billerIn } from '../../test/support/biller.ts'
import { newSettings, post } from '../../test/support/billing-office.ts'
import { client, contract, entry, rate, smallFirm } from '../../test/support/firm.ts'
import { createHub, type Hub } from '../../test/support/hub.ts'
import type { BillingSettings } from '../billing/settings.ts'
import { readProposed } from '../charging/work-charges.ts'
import { isRejection } from '../kernel/errors.ts'
import { monthPeriod } from '../kernel/periods.ts'
import { setRoute } from '../masterdata/reads.ts'
import { readBalance } from './buckets.ts'
import { verify } from './verify.ts'

let hub: Hub
let settings: BillingSettings
before(async () => {
  hub = await createHub()
  settings = { ...newSettings(), newId: hub.newId, vault: hub.vault }
  await hub.learn(smallFirm)
  await hub.settle()
  await inTx((tx) => setRoute(tx, hub.cell, '*', 'bill', 'erp'))
})
after(() => hub.drop())

const biller = billerIn(
  () => ({ store: hub.store, settings }),
  () => hub.now(),
)
const { inTx, documents, issueDrafts } = biller

async function run(month = '2026-10') {
  await biller.run({ period: monthPeriod(month) })
  await post(hub.store)
}
async function settle() {
  await hub.settle()
  await biller.settle()
  await post(hub.store)
}
async function approveAll() {
  const keys = await inTx((tx) => readProposed(tx, hub.cell, null, 100))
  assert(keys.length > 0)
  assert(!isRejection(await biller.decideKeys(keys, 'approve')))
}
const issuedNet = async () =>
  (await documents()).filter((one) => one.status === 'issued').reduce((sum, one) => sum + one.netMinor, 0n)

/** Every check holds, and the money that is worth something is the money that stands somewhere. */
async function balanced(step: string) {
  const { checks } = await inTx((tx) => verify(tx, hub.cell, hub.vault))
  assert.deepEqual(
    checks.filter((check) => !check.ok),
    [],
    step,
  )
}

const edit = (hours: string, approvedAt: string) =>
  entry('a', { hours, approval: { state: 'approved', approver: 'lead', approvedAt, level: null } })

const steps: readonly (readonly [string, () => Promise<unknown>, issued: bigint])[] = [
  [
    'time of three kinds arrives',
    () =>
      hub.receive([
        entry('a'),
        entry('b', { worker: 'W2', hours: '2.25' }),
        entry('c', { project: 'P2' }),
        entry('d', { project: 'P9', billable: false }),
        entry('e', { worker: 'W7' }),
        entry('f', { approval: { state: 'submitted', approver: null, approvedAt: null, level: null } }),
      ]),
    0n,
  ],
  ['it is edited before the run', () => hub.receive([edit('7', '2026-10-31T11:00:00Z')]), 0n],
  ['the month is run', () => run(), 0n],
  ['an entry of the draft is edited', () => hub.receive([edit('6', '2026-10-31T12:00:00Z')]), 0n],
  ['the drafts are issued', issueDrafts, 90000n + 20250n + 333333n],
  ['an issued entry is edited', () => hub.receive([edit('4', '2026-11-01T12:00:00Z')]), 443583n],
  ['another one is deleted', () => hub.receive([], ['b']), 443583n],
  ['the differences are approved', approveAll, 443583n],
  ['the credit is issued', async () => [await post(hub.store), await issueDrafts()], 60000n + 333333n],
  ['the rate goes up for all time', () => hub.learn([rate('R-senior', 'senior', '160.00')]), 393333n],
  ['the increase is approved', approveAll, 393333n],
  ['the next run bills it', async () => [await run(), await issueDrafts()], 64000n + 333333n],
  ['the client is put on hold', () => hub.learn([client('ACME', true)]), 397333n],
  ['time of a client on hold arrives', () => hub.receive([entry('h')]), 397333n],
  ['an entry loses its approval', () => hub.receive([{ ...edit('5', '2026-11-01T12:00:00Z') }]), 397333n],
  ['the hold is lifted', () => hub.learn([client('ACME')]), 397333n],
  [
    'the next month is run',
    async () => [await run('2026-11'), await issueDrafts()],
    397333n + 128000n + 333333n,
  ],
  [
    'the contract moves to another fee',
    () =>
      hub.learn([
        contract(
          'C2',
          'BETA',
          'fixed_fee',
          ['P2'],
          [{ number: 1, dueOn: '2026-10-15', amount: '3000', description: 'First third' }],
        ),
      ]),
    858666n,
  ],
  [
    'its credits are approved and issued',
    async () => [await approveAll(), await post(hub.store), await issueDrafts()],
    428000n,
  ],
]

for (const [what, act, issued] of steps) {
  test(`the books balance after ${what}`, async () => {
    await act()
    await settle()
    await balanced(what)
    assert.equal(await issuedNet(), issued)
  })
}

test('hours of every approved entry stand in one bucket of each outcome', async () => {
  const { outcomes } = await inTx((tx) => readBalance(tx, hub.cell))
  const hours = (outcome: 'cost' | 'pay' | 'bill') =>
    outcomes[outcome].reduce((sum, row) => sum + Number(row.hours), 0)
  assert(hours('cost') > 0)
  assert(hours('bill') > 0 && hours('pay') > 0)
})
