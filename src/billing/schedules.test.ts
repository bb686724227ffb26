import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newSettings } from '../../test/support/billing-office.ts'
import { entry, smallFirm } from '../../test/support/firm.ts'
import { createHub, type Hub } from '../../test/support/hub.ts'
import { setRoute } from '../masterdata/reads.ts'
import { listRuns } from './reads.ts'
import { listSchedules, putSchedule, startDueRun } from './schedules.ts'
import type { BillingSettings } from './settings.ts'

let hub: Hub
let settings: BillingSettings
before(async () => {
  hub = await createHub()
  await hub.learn(smallFirm)
  await hub.receive([entry('a')])
  await hub.settle()
  settings = { ...newSettings(), newId: hub.newId, vault: hub.vault }
  await hub.store.transaction((tx) => setRoute(tx, 1, '*', 'bill', 'erp'))
})
after(() => hub.drop())

const schedule = {
  scheduleId: '00000000-0000-7000-8000-0000000000aa',
  selection: {},
  dayOfMonth: 3,
  nextMonth: '2026-10-01',
  enabled: true,
  createdBy: 'finance',
}
const startAt = (text: string) => hub.store.transaction((tx) => startDueRun(tx, 1, settings, new Date(text)))

test('a schedule bills the month before from its day on, once', async () => {
  await hub.store.transaction((tx) => putSchedule(tx, 1, schedule, hub.now()))
  assert.equal(await startAt('2026-11-02T23:00:00Z'), null, 'before its day nothing starts')
  const [one, other] = await Promise.all([startAt('2026-11-03T00:00:00Z'), startAt('2026-11-03T00:00:00Z')])
  assert.equal([one, other].filter((run) => run !== null).length, 1, 'two runners start one run')
  assert.equal(await startAt('2026-11-03T01:00:00Z'), null)
  const runs = await hub.store.transaction((tx) => listRuns(tx, 1, { after: null, limit: 10 }))
  assert.deepEqual(
    runs.map((run) => [run.periodFrom, run.state]),
    [['2026-10-01', 'frozen']],
  )
  assert.equal((await hub.store.transaction((tx) => listSchedules(tx, 1)))[0]!.nextMonth, '2026-11-01')
})

test('months missed while nothing ran follow one by one', async () => {
  assert.notEqual(await startAt('2027-01-15T00:00:00Z'), null)
  assert.notEqual(await startAt('2027-01-15T00:00:00Z'), null)
  assert.equal(await startAt('2027-01-15T00:00:00Z'), null)
})
