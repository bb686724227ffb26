import assert from 'node:assert/strict'
import { after, beforeEach, describe, it } from 'node:test'
import { client, entry, rate, smallFirm, worker, project } from '../../test/support/firm.ts'
import { createHub, type Hub } from '../../test/support/hub.ts'
import { listCases } from '../cases/reads.ts'
import { verifyChain } from '../log/chain.ts'
import { claimCosts, settleCosts } from './costs.ts'
import { explainCharges } from './explain.ts'
import { chargeLanes } from './lane.ts'
import { recordActOnWork } from '../intake/decide.ts'
import { findWorks } from './work-reads.ts'
import { readChargesOf } from './write.ts'

let hub: Hub
const hubs: Hub[] = []
beforeEach(async () => {
  hub = await createHub()
  hubs.push(hub)
  await hub.learn(smallFirm)
  await hub.settle()
})
// All at the end: whoever drops the last database stops the server.
after(async () => {
  for (const one of hubs) await one.drop()
})

const work = async (sourceId: string) => (await hub.store.transaction((tx) => findWorks(tx, 1, sourceId)))[0]!
const charges = async (sourceId: string) => {
  const { workId } = await work(sourceId)
  return (await hub.store.transaction((tx) => readChargesOf(tx, 1, [workId]))).get(workId) ?? []
}
const openCases = async () =>
  (await hub.store.transaction((tx) => listCases(tx, 1, { state: 'open' }, { after: null, limit: 100 })))
    .map((one) => `${one.outcome} ${one.code}`)
    .sort()
async function deliver(...bodies: Parameters<Hub['receive']>[0]) {
  const results = await hub.receive(bodies)
  await hub.settle()
  return results
}

describe('charging', () => {
  it('gives every approved entry its three outcomes', async () => {
    await deliver(entry('a'), entry('b', { project: 'P2' }), entry('c', { project: 'P9', billable: false }))
    const [a, b, c] = [await work('a'), await work('b'), await work('c')]
    assert.deepEqual(
      [a.costBucket, a.payBucket, a.billBucket, a.billMinor],
      ['waiting', 'waiting', 'priced', 120000n],
    )
    assert.deepEqual([b.costBucket, b.billBucket, b.billMinor], ['waiting', 'included', 120000n])
    assert.deepEqual([c.costBucket, c.billBucket, c.billMinor], ['waiting', 'non_billable', null])
    assert.equal(a.costMinor, 48000n)
    assert.deepEqual(await openCases(), [])
  })

  it('takes the same delivery once', async () => {
    await deliver(entry('a'))
    assert.deepEqual(
      (await deliver(entry('a'), entry('a'))).map((one) => one.outcome),
      ['duplicate', 'duplicate'],
    )
    assert.equal((await charges('a')).length, 1)
  })

  it('counts A, B, A as three revisions and charges the difference each time', async () => {
    const approval = (at: string) => ({
      state: 'approved' as const,
      approver: 'lead',
      approvedAt: at,
      level: null,
    })
    await deliver(entry('a', { approval: approval('2026-10-31T10:00:00Z') }))
    await deliver(entry('a', { hours: '6', approval: approval('2026-10-31T11:00:00Z') }))
    await deliver(entry('a', { approval: approval('2026-10-31T12:00:00Z') }))
    assert.equal((await work('a')).revision, 3)
    assert.deepEqual(
      (await charges('a')).map((one) => one.amountMinor),
      [120000n, -30000n, 30000n],
    )
  })

  it('does not approve content that changed while the flag stayed', async () => {
    await deliver(entry('a'))
    await deliver(entry('a', { hours: '9' }))
    const edited = await work('a')
    assert.deepEqual([edited.approval, edited.billBucket, edited.costBucket], ['voided', 'held', 'held'])
    assert.deepEqual(await openCases(), [
      'bill EDITED_AFTER_APPROVAL',
      'cost EDITED_AFTER_APPROVAL',
      'pay EDITED_AFTER_APPROVAL',
    ])
    assert.equal(
      (await charges('a')).reduce((sum, one) => sum + one.amountMinor, 0n),
      0n,
    )
    await deliver(entry('a'))
    assert.equal((await work('a')).approval, 'voided', 'going back does not revive the approval')
  })

  it('resumes an edited entry when a person approves it in the hub', async () => {
    await deliver(entry('a'))
    await deliver(entry('a', { hours: '9' }))
    const edited = await work('a')
    await hub.store.transaction((tx) =>
      recordActOnWork(
        tx,
        hub.receiver,
        edited,
        { type: 'work.approved', reason: 'checked with the lead' },
        { principal: 'pm', at: hub.now() },
      ),
    )
    await hub.settle()
    assert.deepEqual(
      [(await work('a')).billBucket, (await work('a')).billMinor, await openCases()],
      ['priced', 135000n, []],
    )
  })

  it('stops only the bill when a rate is missing, and resumes by itself when it is there', async () => {
    await hub.learn([worker('W3', 'expert')])
    await deliver(entry('a', { worker: 'W3' }))
    const held = await work('a')
    assert.deepEqual([held.costBucket, held.payBucket, held.billBucket], ['waiting', 'waiting', 'held'])
    assert.deepEqual(await openCases(), ['bill MISSING_RATE'])
    await hub.learn([rate('R-expert', 'expert', '200')])
    await hub.settle()
    assert.deepEqual(
      [(await work('a')).billBucket, (await work('a')).billMinor, await openCases()],
      ['priced', 160000n, []],
    )
  })

  it('stops at two rates that apply equally', async () => {
    await hub.learn([rate('R-senior-too', 'senior', '155')])
    await deliver(entry('a'))
    assert.deepEqual(await openCases(), ['bill AMBIGUOUS_RATE'])
  })

  it('resumes work of a worker nobody knew', async () => {
    await deliver(entry('a', { worker: 'W7' }))
    assert.deepEqual(await openCases(), ['bill UNKNOWN_WORKER', 'cost UNKNOWN_WORKER', 'pay UNKNOWN_WORKER'])
    await hub.learn([worker('W7', 'senior')])
    await hub.settle()
    assert.deepEqual([(await work('a')).billBucket, await openCases()], ['priced', []])
  })

  it('holds work of a closed period and lets it go when the period opens', async () => {
    await deliver(entry('a', { workOn: '2026-09-10' }))
    assert.deepEqual(await openCases(), ['bill PERIOD_CLOSED', 'cost PERIOD_CLOSED'])
    await hub.learn([
      {
        kind: 'period',
        recordId: 'DE/2026-09',
        validFrom: '0001-01-01',
        validUntil: null,
        body: { legalEntity: 'DE', from: '2026-09-01', until: '2026-10-01', status: 'open' },
      },
    ])
    await hub.settle()
    assert.deepEqual(
      [(await work('a')).costBucket, (await work('a')).billBucket, await openCases()],
      ['waiting', 'priced', []],
    )
  })

  it('takes nothing back from closed books until they open again', async () => {
    const september = (status: 'open' | 'closed') =>
      hub.learn([
        {
          kind: 'period',
          recordId: 'DE/2026-09',
          validFrom: '0001-01-01',
          validUntil: null,
          body: { legalEntity: 'DE', from: '2026-09-01', until: '2026-10-01', status },
        },
      ])
    await september('open')
    await deliver(entry('a', { workOn: '2026-09-10' }))
    const { workId } = await work('a')
    await hub.store.transaction(async (tx) => {
      const [claimed] = (await claimCosts(tx, 1, 'erp', null, 10)).works
      await settleCosts(tx, 1, [{ workId, bucket: 'accepted', postedDigest: claimed!.digest }])
    })
    await september('closed')
    await hub.receive([], ['a'])
    await hub.settle()
    assert.deepEqual([(await work('a')).costBucket, await openCases()], ['held', ['cost PERIOD_CLOSED']])
    await september('open')
    await hub.settle()
    assert.deepEqual([(await work('a')).costBucket, await openCases()], ['waiting', []])
  })

  it('holds the bill of a client on hold and of a closed project', async () => {
    await hub.learn([client('ACME', true), project('P2', 'BETA', 'closed')])
    await deliver(entry('a'), entry('b', { project: 'P2' }))
    assert.deepEqual(await openCases(), ['bill CLIENT_ON_HOLD', 'bill PROJECT_CLOSED'])
    assert.equal((await work('a')).costBucket, 'waiting')
  })

  it('charges a new rate as the difference on what is not billed', async () => {
    await deliver(entry('a'))
    await hub.learn([rate('R-senior', 'senior', '160')])
    await hub.settle()
    assert.deepEqual(
      (await charges('a')).map((one) => one.amountMinor),
      [120000n, 8000n],
    )
  })

  it('takes back what a deleted entry was worth', async () => {
    await deliver(entry('a'))
    await hub.receive([], ['a'])
    await hub.settle()
    const gone = await work('a')
    assert.deepEqual([gone.approval, gone.billBucket, gone.costBucket], ['deleted', 'none', 'none'])
    assert.deepEqual(
      (await charges('a')).map((one) => one.amountMinor),
      [120000n, -120000n],
    )
  })

  it('charges what is spread over lanes in one transaction, each entry once, and leaves no lane behind', async () => {
    const bodies = Array.from({ length: 40 }, (_, at) => entry(`spread-${at}`))
    await hub.receive(bodies)
    const lanes = Array.from({ length: hub.receiver.lanes - 1 }, (_, at) => at + 1)
    // Smaller than what waits, so that a batch ends in the middle of several lanes.
    const charging = { ...hub.charging, batchSize: 15 }
    const done: number[] = []
    for (
      let count = await chargeLanes(charging, lanes);
      count > 0;
      count = await chargeLanes(charging, lanes)
    )
      done.push(count)
    assert.equal(
      done.reduce((sum, one) => sum + one),
      40,
    )
    assert.ok(done.length > 2)
    for (const body of bodies) assert.equal((await charges(body.sourceId)).length, 1)
  })

  it('makes work of the instalments of a fixed fee', async () => {
    const first = await work('C2/1')
    assert.deepEqual([first.kind, first.billBucket, first.billMinor], ['instalment', 'priced', 333333n])
  })

  it('tells the story of an amount', async () => {
    await deliver(entry('a'))
    const told = await hub.store.transaction(async (tx) => explainCharges(tx, 1, await work('a')))
    assert.match(told[0]!.story.join('\n'), /R-senior/)
    assert.match(told[0]!.story.join('\n'), /1200\.00/)
  })

  it('keeps a log whose chain verifies, and shows a changed payload digest', async () => {
    await deliver(entry('a'), entry('b'))
    const clean = await hub.store.transaction((tx) => verifyChain(tx, 1, hub.vault))
    assert.deepEqual(clean.breaks, [])
    assert.ok(clean.events > smallFirm.length)
    await hub.store.query('alter table events disable trigger user')
    await hub.store.query(`update events set principal = 'somebody else' where cell = 1 and position = 3`)
    const broken = await hub.store.transaction((tx) => verifyChain(tx, 1, hub.vault))
    assert.ok(broken.breaks.length > 0)
  })
})
