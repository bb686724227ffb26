import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { composed, entry, smallFirm, worker } from '../../../test/support/firm.ts'
import { createHub, type Hub } from '../../../test/support/hub.ts'
import { Random } from '../../../test/crash/random.ts'
import type { ContractTerms } from '../../model/master-records.ts'
import { runInvariant } from '../../store/invariant.ts'
import { chargingChecks } from '../checks.ts'
import { forget } from './kept.ts'
import { markGroups } from './marks.ts'

let hub: Hub
const statements: string[] = []
before(async () => {
  hub = await createHub({ seen: (name) => statements.push(name) })
  await hub.learn([...smallFirm.filter((one) => one.recordId !== 'C2'), worker('W3', 'senior')])
})
after(() => hub.drop())

const wholeReads = () => statements.filter((name) => name === 'charging.group_works').length
const stand = async () =>
  (
    await hub.store.query<{ what: string }>(
      `select concat_ws(' ', w.source_id, w.bill_bucket, w.bill_minor, w.held, (select string_agg(t.told, ', ' order by t.told)
         from (select concat_ws(' ', c.state, c.limit_id, sum(c.hours), sum(c.amount_minor)) as told from charges c
           where c.work_id = w.work_id group by c.state, c.limit_id
           having sum(c.hours) <> 0 or sum(c.amount_minor) <> 0) t)) as what from works w order by w.source_id`,
    )
  ).rows.map((row) => row.what)

const terms: Record<string, ContractTerms> = {
  ceilings: {
    lines: [{ id: 'work', limits: [{ id: 'MONTH', hours: '40', per: 'month' }] }],
    limits: [{ id: 'CAP', amount: '9000' }],
  },
  lots: {
    lines: [
      {
        id: 'work',
        work: 'drawn_down',
        retainer: { grants: { quantity: '20', from: '2026-10-01' }, rollover: { maximum: '5' } },
      },
    ],
    limits: [{ id: 'CAP', amount: '4000' }],
  },
  orders: {
    lines: [{ id: 'work' }],
    purchaseOrders: [
      { id: 'PO-1', amount: '3000' },
      { id: 'PO-2', hours: '12', over: 'hold' },
    ],
  },
  nothing: { lines: [{ id: 'work' }] },
}

for (const [name, agreed] of Object.entries(terms))
  test(`a change is taken in at its place as if all were asked again: ${name}`, async () => {
    await hub.learn([composed('C1', 'ACME', ['P1'], agreed)])
    await hub.settle()
    const random = new Random(name.length * 97 + 5)
    const dayOf = () => `2026-10-${String(1 + random.below(28)).padStart(2, '0')}`
    let approved = 0
    const content = () => {
      approved += 1
      return contentAt(Date.parse('2026-11-01T00:00:00Z') + approved * 1000)
    }
    const contentAt = (approvedMs: number) => ({
      workOn: dayOf(),
      hours: ['8', '2.5', '6.75', '1'][random.below(4)]!,
      worker: ['W1', 'W2', 'W3'][random.below(3)]!,
      // Each is approved anew: content that changes under an approval would void it.
      approval: {
        ...{ state: 'approved' as const, approver: 'lead', level: null },
        approvedAt: new Date(approvedMs).toISOString(),
      },
    })
    const ids = Array.from({ length: 25 }, (_, at) => `${name}-${String(at).padStart(2, '0')}`)
    await hub.receive(ids.map((id) => entry(id, content())))
    await hub.settle()
    const whole = wholeReads()
    for (let round = 0; round < 12; round += 1) {
      const id = random.below(3) === 0 ? `${name}-new-${round}` : ids[random.below(ids.length)]!
      if (random.below(5) === 0) await hub.receive([], [id])
      else await hub.receive([entry(id, content())])
      await hub.settle()
    }
    assert.equal(wholeReads(), whole, 'what was remembered was used')
    const taken = await stand()
    forget(hub.charging, 'ACME')
    await hub.store.transaction((tx) => markGroups(tx, 1, [{ clientId: 'ACME', workIds: null }]))
    await hub.settle()
    assert.equal(wholeReads(), whole + 1)
    assert.deepEqual(await stand(), taken)
    for (const rule of chargingChecks) {
      const found = await hub.store.transaction((tx) => runInvariant(tx, 1, rule))
      assert.deepEqual([found.name, found.detail], [rule.name, []])
    }
    assert.ok(new Set(taken.map((one) => one.split(' ')[1])).size > 0)
    await hub.receive([], [...ids, ...Array.from({ length: 12 }, (_, at) => `${name}-new-${at}`)])
    await hub.settle()
  })

test('a transaction that is taken back leaves nothing remembered that is not so', async () => {
  await hub.learn([
    composed('C1', 'ACME', ['P1'], { lines: [{ id: 'work' }], limits: [{ id: 'CAP', amount: '600' }] }),
  ])
  await hub.receive([entry('late-1')])
  await hub.settle()
  const before = await stand()
  const { settleGroup } = await import('./settle.ts')
  const { lockClientGroup } = await import('./marks.ts')
  await assert.rejects(
    hub.store.transaction(async (tx) => {
      await lockClientGroup(tx, 1, 'ACME')
      await settleGroup(tx, hub.charging, 'ACME')
      throw new RangeError('taken back')
    }),
    /taken back/,
  )
  const whole = wholeReads()
  await hub.receive([entry('late-0', { workOn: '2026-10-02' })])
  await hub.settle()
  assert.ok(wholeReads() > whole, 'all of it was asked again')
  assert.notDeepEqual(await stand(), before)
})
