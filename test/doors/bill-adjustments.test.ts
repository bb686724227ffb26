/** Work written up, down and off through the doors, from the proposal to the invoice, and what stays as it is. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { monthPeriod } from '../../src/kernel/periods.ts'
import {
  approve,
  billed,
  biller,
  call,
  carryThrough,
  closeFirm,
  costs,
  euros,
  happened,
  hub,
  idOf,
  openFirm,
  parts,
  sound,
  work,
} from '../support/adjusting.ts'
import { post } from '../support/billing-office.ts'
import { entry } from '../support/firm.ts'

before(openFirm)
after(closeFirm)

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
