/** A firm whose work is written up, down and off through the doors, with the proof that what stands is sound. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { BillingSettings } from '../../src/billing/settings.ts'
import { rerate } from '../../src/charging/rerate.ts'
import { thisEngine } from '../../src/charging/engine.ts'
import { findWorks } from '../../src/charging/work-reads.ts'
import { HOURBRIDGE_NAMESPACE } from '../../src/kernel/ids.ts'
import { Masters } from '../../src/masterdata/masters.ts'
import { setRoute } from '../../src/masterdata/reads.ts'
import { rebuildModels } from '../../src/reconciliation/rebuild.ts'
import { verify } from '../../src/reconciliation/verify.ts'
import { createTestApi, type TestApi } from './api.ts'
import { billerIn } from './biller.ts'
import { newSettings } from './billing-office.ts'
import { client, composed, contract, entry, project, smallFirm } from './firm.ts'
import { createHub, type Hub } from './hub.ts'

/** Of the test file that opened it. */
export let hub: Hub
let api: TestApi
let settings: BillingSettings
const keys: Record<string, string> = {}
export const biller = billerIn(
  () => ({ store: hub.store, settings }),
  () => hub.now(),
)
export const { inTx } = biller

// CAP bills GAMMA's P3 up to 2,000.00; P1 is plain time, P4 is on a contract of its own that is issued.
const firm = [
  client('GAMMA'),
  client('DELTA'),
  project('P3', 'GAMMA'),
  project('P4', 'DELTA'),
  project('P5', 'ACME', 'closed'),
  contract('C4', 'DELTA', 'time_and_materials', ['P4']),
  contract('C5', 'ACME', 'time_and_materials', ['P5']),
  composed('C3', 'GAMMA', ['P3'], {
    lines: [{ id: 'work' }],
    limits: [{ id: 'CAP', amount: '2000' }],
  }),
]

export async function openFirm(): Promise<void> {
  hub = await createHub()
  settings = { ...newSettings(), newId: hub.newId, vault: hub.vault }
  await hub.learn([...smallFirm, ...firm])
  await hub.settle()
  await inTx((tx) => setRoute(tx, hub.cell, '*', 'bill', 'erp'))
  await hub.receive([
    ...['a', 'b', 'c'].map((one) => entry(one)),
    entry('up', { hours: '2' }),
    entry('g1', { project: 'P3', workOn: '2026-10-05' }),
    entry('g2', { project: 'P3', workOn: '2026-10-06' }),
    entry('d1', { project: 'P4' }),
    entry('closed', { project: 'P5' }),
    entry('fixed', { project: 'P2' }),
    entry('waits', { approval: { state: 'submitted', approver: null, approvedAt: null, level: null } }),
  ])
  await hub.settle()
  const core = { store: hub.store, vault: hub.vault, receiver: hub.receiver, clock: { now: hub.now } }
  api = await createTestApi({ ...core, charging: hub.charging, namespace: HOURBRIDGE_NAMESPACE }, hub)
  for (const role of ['project_manager', 'finance_operations', 'billing_approver', 'auditor'])
    keys[role] = await api.keyOf(role)
}
export const closeFirm = () => api.close()

export async function call(
  who: string,
  method: 'GET' | 'POST',
  path: string,
  payload?: object,
  key: string = randomUUID(),
) {
  const answer = await api.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${keys[who]}`, 'idempotency-key': key },
    ...(payload === undefined ? {} : { payload }),
  })
  return { status: answer.statusCode, body: answer.json() }
}
export const work = async (sourceId: string) => (await inTx((tx) => findWorks(tx, 1, sourceId)))[0]!
export const idOf = async (sourceId: string) => (await work(sourceId)).workId
export const euros = (amount: string) => ({ amount, currency: 'EUR' })

/** The parts of a work that come to something: state, hours, minor units. */
export async function parts(sourceId: string): Promise<string[]> {
  const { rows } = await hub.store.query<{ state: string; hours: string; minor: bigint }>(
    `select state, sum(hours) as hours, sum(amount_minor)::bigint as minor from charges where work_id = $1
     group by state having sum(hours) <> 0 or sum(amount_minor) <> 0 order by state`,
    [await idOf(sourceId)],
  )
  return rows.map((row) => `${row.state} ${Number(row.hours)} ${row.minor}`)
}
/** What is billed, or would be, by client. */
export async function billed(): Promise<Map<string, bigint>> {
  const { rows } = await hub.store.query<{ id: string; minor: bigint }>(
    `select client_id as id, sum(amount_minor)::bigint as minor from charges
     where state not in ('included', 'parked', 'written_off', 'non_billable', 'held') group by 1`,
  )
  return new Map(rows.map((row) => [row.id, row.minor]))
}
/** Everything of cost and pay, of every work. */
export const costs = async () =>
  (
    await hub.store.query(
      `select source_id, cost_bucket, cost_minor, cost_currency, cost_digest, cost_posted_digest, pay_bucket from works order by 1`,
    )
  ).rows

/** Every check holds, each decision can be made again as it was known, and all of it can be made again from the log. */
export async function sound(): Promise<void> {
  const { checks } = await inTx((tx) => verify(tx, hub.cell, hub.vault))
  assert.deepEqual(
    checks.filter((check) => !check.ok),
    [],
  )
  const { rows } = await hub.store.query<{ id: string }>('select work_id as id from works')
  const asked = await inTx((tx) =>
    rerate(
      tx,
      1,
      rows.map((row) => row.id),
      thisEngine,
      new Masters(1),
    ),
  )
  assert.deepEqual(
    asked.filter((one) => one.differences.length > 0),
    [],
  )
  const { models } = await rebuildModels(hub.charging, { apply: false })
  assert.deepEqual(
    models.filter((one) => one.differing > 0),
    [],
  )
}

export async function propose(body: object, who = 'project_manager') {
  const made = await call(who, 'POST', '/bill-adjustments', { reason: 'goodwill', ...body })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.body
}
/** Asks, proposes, lets somebody else approve, and holds what the dry run said against what became of it. */
export async function carryThrough(body: object): Promise<string> {
  const dry = await call('project_manager', 'POST', '/bill-adjustments/dry-run', {
    reason: 'goodwill',
    ...body,
  })
  assert.equal(dry.status, 200, JSON.stringify(dry.body))
  const before = await billed()
  const proposal = await propose(body)
  assert.deepEqual(proposal.effect, dry.body.effect)
  await hub.settle()
  assert.deepEqual(await billed(), before, 'nothing changes before somebody else decides')
  await approve(proposal.adjustmentId)
  await happened(before, dry.body.effect)
  return proposal.adjustmentId
}
export async function approve(adjustmentId: string) {
  const done = await call('billing_approver', 'POST', `/bill-adjustments/${adjustmentId}/approve`, {})
  assert.deepEqual([done.status, done.body.state], [200, 'approved'], JSON.stringify(done.body))
  await hub.settle()
}
export async function happened(
  before: Map<string, bigint>,
  effect: { amounts: { clientId: string; amount: string }[] },
) {
  const now = await billed()
  const differences = [...now].map(([id, minor]) => [id, minor - (before.get(id) ?? 0n)] as const)
  const told = effect.amounts.map((one) => [one.clientId, BigInt(one.amount.replace('.', ''))] as const)
  assert.deepEqual(new Map(differences.filter(([, minor]) => minor !== 0n)), new Map(told))
}
