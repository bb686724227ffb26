import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { by, erp, newSettings, post } from '../../test/support/billing-office.ts'
import { composed, entry, smallFirm } from '../../test/support/firm.ts'
import { createHub, type Hub } from '../../test/support/hub.ts'
import { settleMarkedGroups } from '../charging/groups/round.ts'
import { findWorks } from '../charging/work-reads.ts'
import { isRejection } from '../kernel/errors.ts'
import { monthPeriod } from '../kernel/periods.ts'
import { setRoute } from '../masterdata/reads.ts'
import { settleDifferences } from './differences.ts'
import { releaseDocument } from './release.ts'
import { startRun } from './run.ts'
import type { BillingSettings } from './settings.ts'

let hub: Hub
let settings: BillingSettings
before(async () => {
  hub = await createHub()
  settings = {
    ...newSettings(),
    settleGroups: (tx, clientId) => settleMarkedGroups(tx, hub.charging, clientId),
  }
  await hub.store.transaction((tx) => setRoute(tx, 1, '*', 'bill', erp))
  const terms = { lines: [{ id: 'work' }], limits: [{ id: 'CAP', amount: '2000' }] }
  await hub.learn([...smallFirm, composed('C1', 'ACME', ['P1'], terms)])
  await hub.settle()
})
after(() => hub.drop())

const settleBilling = () => hub.store.transaction((tx) => settleDifferences(tx, 1, settings, 100, by.at))
const bill = () => {
  const request = { selection: {}, period: monthPeriod('2026-10'), cutOff: null, ...by }
  return hub.store.transaction((tx) => startRun(tx, 1, settings, request))
}
async function release(documentId: string): Promise<string> {
  const { rows } = await hub.store.query<{ version: number }>(
    `select version from documents where document_id = '${documentId}'`,
  )
  const told = await hub.store.transaction((tx) =>
    releaseDocument(tx, 1, settings, documentId, { ...by, expectedVersion: rows[0]!.version }),
  )
  return isRejection(told) ? `${told.code} ${Object.values(told.detail ?? {})}` : 'released'
}
/** What stands where of a work, in minor units. */
async function parts(sourceId: string): Promise<string[]> {
  const [work] = await hub.store.transaction((tx) => findWorks(tx, 1, sourceId))
  const { rows } = await hub.store.query<{ state: string; minor: bigint }>(
    `select state, sum(amount_minor)::bigint as minor from charges where work_id = '${work!.workId}'
     group by state having sum(amount_minor) <> 0 order by state`,
  )
  return rows.map((row) => `${row.state} ${row.minor}`)
}
const drafts = async () =>
  (
    await hub.store.query<{ id: string }>(
      `select document_id as id from documents where status = 'drafted' order by created_at, document_id`,
    )
  ).rows.map((row) => row.id)

test('room under a ceiling is never given twice, whatever comes between a draft and its release', async () => {
  await hub.receive([entry('b', { workOn: '2026-10-06' }), entry('c', { workOn: '2026-10-07' })])
  await hub.settle()
  await bill()
  await post(hub.store)
  const [first] = await drafts()
  assert.deepEqual(await parts('c'), ['draft 80000', 'parked 40000'])

  // An earlier one comes in and takes its room: until the draft says so it is not released, step by step.
  await hub.receive([entry('a', { workOn: '2026-10-05', hours: '4' })])
  await hub.settle()
  assert.deepEqual(await parts('a'), ['priced 60000'])
  assert.deepEqual(await parts('c'), ['draft 80000', 'parked 100000', 'pending -60000'])
  assert.equal(await release(first!), 'RUN_NOT_RELEASABLE draft_not_current')
  await settleBilling()
  assert.equal(await release(first!), 'RUN_NOT_RELEASABLE draft_not_current')
  await post(hub.store)
  assert.deepEqual(await parts('c'), ['draft 20000', 'parked 100000'])
  assert.equal(await release(first!), 'released')

  // From here it keeps what it has: what comes now finds the room that is left, which is none.
  await hub.receive([entry('0', { workOn: '2026-10-02' })])
  await hub.settle()
  assert.deepEqual(await parts('c'), ['in_flight 20000', 'parked 100000'])
  assert.deepEqual(await parts('a'), ['parked 60000'])
  assert.deepEqual(await parts('0'), ['parked 60000', 'priced 60000'])
})
