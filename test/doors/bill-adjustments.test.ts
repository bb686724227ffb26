/** Work written up, down and off through the doors, from the proposal to the invoice, and what stays as it is. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { BillingSettings } from '../../src/billing/settings.ts'
import { rerate } from '../../src/charging/rerate.ts'
import { thisEngine } from '../../src/charging/engine.ts'
import { findWorks } from '../../src/charging/work-reads.ts'
import { HOURBRIDGE_NAMESPACE } from '../../src/kernel/ids.ts'
import { monthPeriod } from '../../src/kernel/periods.ts'
import { Masters } from '../../src/masterdata/masters.ts'
import { setRoute } from '../../src/masterdata/reads.ts'
import { rebuildModels } from '../../src/reconciliation/rebuild.ts'
import { verify } from '../../src/reconciliation/verify.ts'
import { createTestApi, type TestApi } from '../support/api.ts'
import { billerIn } from '../support/biller.ts'
import { newSettings, post } from '../support/billing-office.ts'
import { client, composed, contract, entry, project, smallFirm } from '../support/firm.ts'
import { createHub, type Hub } from '../support/hub.ts'

let hub: Hub
let api: TestApi
let settings: BillingSettings
const keys: Record<string, string> = {}
const biller = billerIn(
  () => ({ store: hub.store, settings }),
  () => hub.now(),
)
const { inTx } = biller

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

before(async () => {
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
})
after(() => api.close())

async function call(
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
const work = async (sourceId: string) => (await inTx((tx) => findWorks(tx, 1, sourceId)))[0]!
const idOf = async (sourceId: string) => (await work(sourceId)).workId
const euros = (amount: string) => ({ amount, currency: 'EUR' })

/** The parts of a work that come to something: state, hours, minor units. */
async function parts(sourceId: string): Promise<string[]> {
  const { rows } = await hub.store.query<{ state: string; hours: string; minor: bigint }>(
    `select state, sum(hours) as hours, sum(amount_minor)::bigint as minor from charges where work_id = $1
     group by state having sum(hours) <> 0 or sum(amount_minor) <> 0 order by state`,
    [await idOf(sourceId)],
  )
  return rows.map((row) => `${row.state} ${Number(row.hours)} ${row.minor}`)
}
/** What is billed, or would be, by client. */
async function billed(): Promise<Map<string, bigint>> {
  const { rows } = await hub.store.query<{ id: string; minor: bigint }>(
    `select client_id as id, sum(amount_minor)::bigint as minor from charges
     where state not in ('included', 'parked', 'written_off', 'non_billable', 'held') group by 1`,
  )
  return new Map(rows.map((row) => [row.id, row.minor]))
}
/** Everything of cost and pay, of every work. */
const costs = async () =>
  (
    await hub.store.query(
      `select source_id, cost_bucket, cost_minor, cost_currency, cost_digest, cost_posted_digest, pay_bucket from works order by 1`,
    )
  ).rows

/** Every check holds, each decision can be made again as it was known, and all of it can be made again from the log. */
async function sound(): Promise<void> {
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

async function propose(body: object, who = 'project_manager') {
  const made = await call(who, 'POST', '/bill-adjustments', { reason: 'goodwill', ...body })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.body
}
/** Asks, proposes, lets somebody else approve, and holds what the dry run said against what became of it. */
async function carryThrough(body: object): Promise<string> {
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
async function approve(adjustmentId: string) {
  const done = await call('billing_approver', 'POST', `/bill-adjustments/${adjustmentId}/approve`, {})
  assert.deepEqual([done.status, done.body.state], [200, 'approved'], JSON.stringify(done.body))
  await hub.settle()
}
async function happened(
  before: Map<string, bigint>,
  effect: { amounts: { clientId: string; amount: string }[] },
) {
  const now = await billed()
  const differences = [...now].map(([id, minor]) => [id, minor - (before.get(id) ?? 0n)] as const)
  const told = effect.amounts.map((one) => [one.clientId, BigInt(one.amount.replace('.', ''))] as const)
  assert.deepEqual(new Map(differences.filter(([, minor]) => minor !== 0n)), new Map(told))
}

test('plain work is written down, up and off by somebody and somebody else, and its cost stays', async () => {
  const before = await costs()
  const [a, b, c, up] = [await idOf('a'), await idOf('b'), await idOf('c'), await idOf('up')]
  await carryThrough({ what: 'write_down', works: [a], toQuantity: '6' })
  assert.deepEqual(await parts('a'), ['priced 6 90000', 'written_off 2 30000'])
  await carryThrough({ what: 'write_off', works: [b] })
  assert.deepEqual(
    [await parts('b'), (await work('b')).billBucket],
    [['written_off 8 120000'], 'written_off'],
  )
  await carryThrough({ what: 'write_up', works: [up], byPercent: '50' })
  assert.deepEqual(await parts('up'), ['priced 2 45000'])
  // 900.00 of a and 1,200.00 of c come to 2,000.00: each gives in proportion to what it is worth.
  await carryThrough({ what: 'write_down', works: [a, c], toAmount: euros('2000') })
  assert.deepEqual(await parts('a'), ['priced 6 85714', 'written_off 2 34286'])
  assert.deepEqual(await parts('c'), ['priced 8 114286', 'written_off 0 5714'])
  assert.deepEqual(await costs(), before)
  await sound()
})

test('the explanation of a charge names who, when, why and how much', async () => {
  const told = (await call('auditor', 'GET', `/work/${await idOf('a')}`)).body.charges
  const story = told.at(-1).story.join(' ')
  assert.match(
    story,
    /On 2026-11-02 it was written down from 1200\.00 to 900\.00 EUR, proposed by key:\S+, approved by key:\S+: goodwill\./,
  )
  const list = (await call('auditor', 'GET', `/bill-adjustments?workId=${await idOf('a')}`)).body.items
  assert.deepEqual(
    list.map((one: Record<string, unknown>) => [one.how, one.size, one.state, one.reason, one.works]),
    [
      ['to_amount', '2000', 'approved', 'goodwill', 2],
      ['to_quantity', '6', 'approved', 'goodwill', 1],
    ],
  )
})

test('under a ceiling what is written down gives its room to what waits for it', async () => {
  assert.deepEqual(await parts('g2'), ['parked 2.6667 40000', 'priced 5.3333 80000'])
  // 300.00 off g1 let 300.00 more of g2 in: nothing less is billed, and the dry run knew.
  const before = await costs()
  const adjustmentId = await carryThrough({
    what: 'write_down',
    works: [await idOf('g1')],
    byAmount: euros('300'),
  })
  assert.deepEqual(await parts('g1'), ['priced 8 90000', 'written_off 0 30000'])
  assert.deepEqual(await parts('g2'), ['parked 0.6667 10000', 'priced 7.3333 110000'])
  const shown = (await call('auditor', 'GET', `/bill-adjustments/${adjustmentId}`)).body
  assert.deepEqual(shown.adjustment.effect.amounts, [])
  assert.equal(shown.adjustment.effect.works, 2)
  const story = (await call('auditor', 'GET', `/work/${await idOf('g1')}`)).body.charges
    .at(-1)
    .story.join(' ')
  assert.match(story, /written down from 1200\.00 to 900\.00 EUR, proposed by .*, approved by .*: goodwill/)
  // 500.00 and 6 2/3 h of g1 again: more comes off than waits.
  await carryThrough({ what: 'write_down', works: [await idOf('g1')], byAmount: euros('500') })
  assert.deepEqual(await costs(), before)
  await sound()
})

test('it is of the work, so that it stays with a new revision as far as it still holds', async () => {
  const again = (hours: string, approvedAt: string, name = 'a', on = 'P1') =>
    entry(name, {
      hours,
      project: on,
      approval: { state: 'approved', approver: 'lead', approvedAt, level: null },
    })
  await hub.receive([again('4', '2026-11-01T10:00:00Z'), again('2', '2026-11-01T10:00:00Z', 'g1', 'P3')])
  await hub.settle()
  // Six hours are no write-down of four; the amount of 857.14 is none of 600.00 either.
  assert.deepEqual(await parts('a'), ['priced 4 60000'])
  // 800.00 are more than the 300.00 that two hours are worth: nothing is left, and never less.
  assert.deepEqual(await parts('g1'), ['priced 2 0', 'written_off 0 30000'])
  await sound()
  await hub.receive([again('8', '2026-11-01T11:00:00Z'), again('8', '2026-11-01T11:00:00Z', 'g1', 'P3')])
  await hub.settle()
  assert.deepEqual(await parts('a'), ['priced 6 85714', 'written_off 2 34286'])
  assert.deepEqual(await parts('g1'), ['priced 8 40000', 'written_off 0 80000'])
  await sound()
})

test('it is taken back by two people as well, for the works that are named', async () => {
  const adjustmentId = await carryThrough({
    what: 'write_off',
    filter: { projectId: 'P1' },
    reason: 'uncollectable',
  })
  assert.deepEqual(await parts('c'), ['written_off 8 120000'])
  const path = `/bill-adjustments/${adjustmentId}/take-back`
  const body = { works: [await idOf('c'), await idOf('up')], reason: 'other', note: 'Paid after all' }
  const dry = await call('project_manager', 'POST', `${path}/dry-run`, body)
  assert.equal(dry.status, 200, JSON.stringify(dry.body))
  const before = await billed()
  const back = await call('project_manager', 'POST', path, body)
  assert.deepEqual([back.status, back.body.what, back.body.takesBack], [201, 'take_back', adjustmentId])
  const twice = await call('finance_operations', 'POST', path, body)
  assert.deepEqual([twice.status, twice.body.code], [409, 'CONFLICT'])
  await approve(back.body.adjustmentId)
  await happened(before, dry.body.effect)
  assert.deepEqual(await parts('c'), ['priced 8 114286', 'written_off 0 5714'])
  assert.deepEqual(await parts('up'), ['priced 2 45000'])
  assert.deepEqual(await parts('a'), ['written_off 8 120000'])
  const again = await call('project_manager', 'POST', path, body)
  assert.deepEqual([again.status, again.body.errors[0].pointer], [409, '/works/0'])
  // The note stands sealed in the log, and for who decides about such things.
  const shown = `/bill-adjustments/${back.body.adjustmentId}`
  assert.equal((await call('billing_approver', 'GET', shown)).body.note, 'Paid after all')
  await sound()
})

test('what stands on an issued invoice is not changed: it becomes a proposed difference', async () => {
  await biller.run({ period: monthPeriod('2026-10'), selection: { clientId: 'DELTA' } })
  await post(hub.store)
  await biller.issueDrafts()
  assert.deepEqual(await parts('d1'), ['issued 8 120000'])
  const before = await costs()
  await carryThrough({ what: 'write_down', works: [await idOf('d1')], byPercent: '25' })
  await biller.settle()
  assert.deepEqual(await parts('d1'), ['issued 8 120000', 'proposed 0 -30000', 'written_off 0 30000'])
  assert.equal((await work('d1')).billBucket, 'issued')
  assert.deepEqual(await costs(), before)
  const waiting = (await call('billing_approver', 'GET', '/approvals?kind=adjustment')).body.items
  assert.deepEqual(
    waiting.map((one: Record<string, unknown>) => one.effect),
    [[{ amount: '-300.00', currency: 'EUR' }]],
  )
  await sound()
})

test('it waits in the one list of approvals, and its author does not decide', async () => {
  const before = await billed()
  const proposal = await propose(
    { what: 'write_down', works: [await idOf('c')], byAmount: euros('10') },
    'finance_operations',
  )
  const list = (await call('billing_approver', 'GET', '/approvals?kind=bill_adjustment')).body.items
  assert.deepEqual(
    list.map((one: Record<string, unknown>) => [one.id, one.what, one.effect, one.allowed]),
    [[proposal.adjustmentId, 'Write down one entry of Client ACME', [euros('-10.00')], true]],
  )
  const path = `/bill-adjustments/${proposal.adjustmentId}`
  const own = await call('finance_operations', 'POST', `${path}/approve`, {})
  assert.deepEqual([own.status, own.body.code], [403, 'OWN_PROPOSAL'])
  const manager = await call('project_manager', 'POST', `${path}/approve`, {})
  assert.deepEqual([manager.status, manager.body.code], [403, 'FORBIDDEN'])
  const no = await call('billing_approver', 'POST', `${path}/decline`, { note: 'They pay it' })
  assert.deepEqual([no.status, no.body.state], [200, 'declined'])
  await hub.settle()
  assert.deepEqual(await billed(), before)
  const late = await call('billing_approver', 'POST', `${path}/approve`, {})
  assert.deepEqual([late.status, late.body.code], [409, 'CONFLICT'])
  const withdrawn = await propose({ what: 'write_off', works: [await idOf('c')] })
  const gone = await call(
    'project_manager',
    'POST',
    `/bill-adjustments/${withdrawn.adjustmentId}/withdraw`,
    {},
  )
  assert.deepEqual([gone.status, gone.body.state], [200, 'withdrawn'])
  assert.deepEqual((await call('billing_approver', 'GET', '/approvals?kind=bill_adjustment')).body.items, [])
})

test('who decides has seen what it comes to now', async () => {
  const proposal = await propose({ what: 'write_down', works: [await idOf('up')], byPercent: '10' })
  assert.deepEqual(proposal.effect.amounts[0].amount, '-45.00')
  const approval = {
    state: 'approved',
    approver: 'lead',
    approvedAt: '2026-11-02T07:00:00Z',
    level: null,
  } as const
  await hub.receive([entry('up', { hours: '4', approval })])
  await hub.settle()
  const path = `/bill-adjustments/${proposal.adjustmentId}`
  const moved = await call('billing_approver', 'POST', `${path}/approve`, {})
  assert.deepEqual([moved.status, moved.body.code], [409, 'EFFECT_MOVED'])
  const { amounts } = (await call('billing_approver', 'POST', `${path}/effect`, {})).body
  assert.deepEqual(amounts, [{ clientId: 'ACME', contractId: 'C1', amount: '-90.00', currency: 'EUR' }])
  const done = await call('billing_approver', 'POST', `${path}/approve`, { confirmed: amounts })
  assert.equal(done.status, 200, JSON.stringify(done.body))
  await hub.settle()
  assert.deepEqual(await parts('up'), ['priced 4 81000', 'written_off 0 9000'])
  await sound()
})

test('a repeated call proposes and decides once', async () => {
  const body = { what: 'write_up', works: [await idOf('up')], byAmount: euros('1'), reason: 'worth_more' }
  const key = randomUUID()
  const first = await call('project_manager', 'POST', '/bill-adjustments', body, key)
  const second = await call('project_manager', 'POST', '/bill-adjustments', body, key)
  assert.deepEqual([first.status, second.status, second.body], [201, 201, first.body])
  const path = `/bill-adjustments/${first.body.adjustmentId}/approve`
  const once = await call('billing_approver', 'POST', path, {}, `${key}-1`)
  assert.deepEqual((await call('billing_approver', 'POST', path, {}, `${key}-1`)).body, once.body)
  await hub.settle()
  assert.deepEqual(await parts('up'), ['priced 4 81100', 'written_off 0 9000'])
  const { rows } = await hub.store.query<{ n: bigint }>(
    `select count(*) as n from events where type = 'person.decided' and stream like 'bill-adjustment.%' and source_id = $1`,
    [first.body.adjustmentId],
  )
  assert.equal(rows[0]!.n, 2n)
})

test('what cannot be is refused with its place and what to do, and nothing is kept', async () => {
  const [c, waits, closed, fixed] = [
    await idOf('c'),
    await idOf('waits'),
    await idOf('closed'),
    await idOf('fixed'),
  ]
  const nobody = '00000000-0000-7000-8000-000000000000'
  const { rows: made } = await hub.store.query<{ id: string }>(
    `select work_id as id from works where kind = 'instalment' limit 1`,
  )
  const down = { what: 'write_down', works: [c], byPercent: '10', reason: 'goodwill' }
  const table: readonly (readonly [object, string, RegExp])[] = [
    [{ works: [c, nobody] }, '/works/1', /there is no such work/],
    [{ works: [waits] }, '/works/0', /it is submitted: only approved work/],
    [{ works: [closed] }, '/works/0', /held \(PROJECT_CLOSED\): cure its case first/],
    [{ works: [fixed] }, '/works/0', /nothing of it is billable/],
    [{ works: [made[0]!.id] }, '/works/0', /its contract makes it: change what the contract says/],
    [{ works: [c, c] }, '/works/1', /named twice/],
    [{ filter: { clientId: 'ACME' } }, '/works', /and not both/],
    [{ works: undefined, filter: {} }, '/filter', /names no client, contract or project/],
    [{ works: undefined, filter: { clientId: 'NOBODY' } }, '/filter', /names no approved work/],
    [{ byPercent: '101' }, '/byPercent', /more than there is/],
    [{ byPercent: undefined }, '/what', /only a write-off may leave it out/],
    [{ byAmount: euros('10') }, '/byPercent', /so does \/byAmount|so does \/byPercent/],
    [
      { byPercent: undefined, byAmount: { amount: '10', currency: 'USD' } },
      '/works/0',
      /billed in EUR, not in USD/,
    ],
    [{ byPercent: undefined, toAmount: euros('9999') }, '/toAmount', /is no write-down/],
    [{ byPercent: undefined, toQuantity: '99' }, '/works/0', /not written down/],
    [{ on: '2026-11-03' }, '/on', /lies ahead/],
    [{ on: '2026-09-30' }, '/on', /closed period of legal entity DE/],
    [{ reason: 'other' }, '/note', /says nothing without it/],
  ]
  for (const [changes, pointer, message] of table) {
    const said = JSON.stringify(changes)
    for (const path of ['/bill-adjustments/dry-run', '/bill-adjustments']) {
      const answer = await call('project_manager', 'POST', path, { ...down, ...changes })
      assert.deepEqual(
        [answer.status, answer.body.code],
        [409, 'NOT_ADJUSTABLE'],
        `${said} ${JSON.stringify(answer.body)}`,
      )
      assert.match(answer.body.errors[0].message, message, said)
      assert.equal(answer.body.errors[0].pointer, pointer, said)
      assert.ok(answer.body.errors[0].remedy.length > 20)
    }
  }
  for (const changes of [{ byPercent: 10 }, { reason: 'because' }, { works: [] }, { byPercent: '-5' }]) {
    const answer = await call('project_manager', 'POST', '/bill-adjustments', { ...down, ...changes })
    assert.equal(answer.status, 400, JSON.stringify(changes))
  }
  const { rows } = await hub.store.query<{ n: bigint }>(
    `select count(*) as n from bill_adjustments where state = 'proposed'`,
  )
  assert.equal(rows[0]!.n, 0n)
  const approval = {
    state: 'approved',
    approver: 'lead',
    approvedAt: '2026-10-31T10:00:00Z',
    level: null,
  } as const
  await hub.receive([entry('c', { hours: '7', approval })])
  await hub.settle()
  const voided = await call('project_manager', 'POST', '/bill-adjustments', down)
  assert.match(voided.body.errors[0].message, /it is voided/)
  assert.deepEqual(
    await parts('c'),
    [],
    'what was decided of it waits with the work until that is approved again',
  )
  await sound()
})
