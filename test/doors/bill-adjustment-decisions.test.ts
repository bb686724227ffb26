/** Who decides about work that is written up, down or off, on what, and what is refused. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import {
  billed,
  call,
  closeFirm,
  euros,
  hub,
  idOf,
  openFirm,
  parts,
  propose,
  sound,
} from '../support/adjusting.ts'
import { entry } from '../support/firm.ts'

before(openFirm)
after(closeFirm)

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
  assert.deepEqual(proposal.effect.amounts[0].amount, '-30.00')
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
  assert.deepEqual(amounts, [{ clientId: 'ACME', contractId: 'C1', amount: '-60.00', currency: 'EUR' }])
  const done = await call('billing_approver', 'POST', `${path}/approve`, { confirmed: amounts })
  assert.equal(done.status, 200, JSON.stringify(done.body))
  await hub.settle()
  assert.deepEqual(await parts('up'), ['priced 4 54000', 'written_off 0 6000'])
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
  assert.deepEqual(await parts('up'), ['priced 4 54100', 'written_off 0 6000'])
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
