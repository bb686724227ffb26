import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { composed, entry, rate, smallFirm, worker } from '../../../test/support/firm.ts'
import { createHub, type Hub } from '../../../test/support/hub.ts'
import { day } from '../../kernel/dates.ts'
import { listCases } from '../../cases/reads.ts'
import { runInvariant } from '../../store/invariant.ts'
import type { ContractTerms } from '../../model/master-records.ts'
import { sumBuckets } from '../bucket-sums.ts'
import { chargingChecks } from '../checks.ts'
import { explainCharges } from '../explain.ts'
import { chargeLane } from '../lane.ts'
import { findWorks, listWorks } from '../work-reads.ts'
import { readGroupStanding } from './marks.ts'
import { settleNextGroup } from './round.ts'

const firm = smallFirm.filter((one) => one.recordId !== 'C2')
/** The hours are others, and somebody approved them again. */
const again = (hours: string) => ({
  hours,
  approval: { state: 'approved' as const, approver: 'lead', approvedAt: '2026-11-01T10:00:00Z', level: null },
})
let hub: Hub
const hubs: Hub[] = []
before(() => {})
after(async () => {
  for (const one of hubs) await one.drop()
})
beforeEach(async () => {
  hub = await createHub()
  hubs.push(hub)
  await hub.learn(firm)
  await hub.settle()
})

const agree = async (terms: ContractTerms, id = 'C1') => {
  await hub.learn([composed(id, 'ACME', ['P1'], terms)])
  await hub.settle()
}
const deliver = async (...bodies: Parameters<Hub['receive']>[0]) => {
  await hub.receive(bodies)
  await hub.settle()
}
const work = async (sourceId: string) => (await hub.store.transaction((tx) => findWorks(tx, 1, sourceId)))[0]!

/** The parts of a work that come to something: state, hours, money. */
async function parts(sourceId: string): Promise<string[]> {
  const { workId } = await work(sourceId)
  const { rows } = await hub.store.query<{ state: string; hours: string; minor: bigint }>(
    `select state, sum(hours) as hours, sum(amount_minor)::bigint as minor from charges where work_id = '${workId}'
     group by state having sum(hours) <> 0 or sum(amount_minor) <> 0 order by state`,
  )
  return rows.map((row) => `${row.state} ${Number(row.hours)} ${row.minor}`)
}
const billed = async () =>
  (await hub.store.transaction((tx) => sumBuckets(tx, 1, 'bill'))).map(
    (one) => `${one.bucket} ${Number(one.hours)} ${one.moneyMinor}`,
  )
const openCases = async () =>
  (await hub.store.transaction((tx) => listCases(tx, 1, { state: 'open' }, { after: null, limit: 100 })))
    .map((one) => `${one.outcome} ${one.code}`)
    .sort()

/** Every rule about work and charges holds. */
async function balanced(): Promise<void> {
  for (const rule of chargingChecks) {
    const found = await hub.store.transaction((tx) => runInvariant(tx, 1, rule))
    assert.deepEqual([found.name, found.detail], [rule.name, []])
  }
}

describe('a contract with terms', () => {
  it('splits the entry that meets its ceiling, in order of work date, and gives the room back', async () => {
    await agree({ lines: [{ id: 'work' }], limits: [{ id: 'CAP', amount: '2000' }] })
    // The later one arrives first: 8 h x 150 fill 1,200 of 2,000, and the earlier one takes its room.
    await deliver(entry('b', { workOn: '2026-10-06' }))
    assert.deepEqual(await parts('b'), ['priced 8 120000'])
    await deliver(entry('a', { workOn: '2026-10-05' }))
    assert.deepEqual(await parts('a'), ['priced 8 120000'])
    // 800 are left for b: 5.3333 h; the other 400 and 2.6667 h wait.
    assert.deepEqual(await parts('b'), ['parked 2.6667 40000', 'priced 5.3333 80000'])
    assert.deepEqual([(await work('b')).billBucket, (await work('b')).billMinor], ['priced', 120000n])
    assert.deepEqual(await billed(), ['parked 2.6667 40000', 'priced 13.3333 200000'])
    await balanced()
    await deliver(entry('a', { workOn: '2026-10-05', ...again('2') }))
    assert.deepEqual(await parts('b'), ['priced 8 120000'])
    await hub.receive([], ['a'])
    await hub.settle()
    assert.deepEqual(await parts('a'), [])
    assert.deepEqual(await billed(), ['priced 8 120000'])
    await balanced()
  })

  it('leaves work that newer knowledge stops to who looks at it with that', async () => {
    await agree({ lines: [{ id: 'work' }] })
    await hub.receive([entry('a')])
    for (let lane = 1; lane < 33; lane += 1) await chargeLane(hub.charging, lane)
    // The ERP refused its cost before anybody here knew that the period is closed.
    await hub.store.query(`update works set cost_bucket = 'held', held = true where source_id = 'a'`)
    await hub.learn([
      {
        kind: 'period',
        recordId: 'DE/2026-10',
        validFrom: day('0001-01-01'),
        validUntil: null,
        body: { legalEntity: 'DE', from: '2026-10-01', until: '2026-11-01', status: 'closed' },
      },
    ])
    await settleNextGroup(hub.charging, () => true)
    assert.deepEqual([(await work('a')).billBucket, await parts('a')], ['priced', []])
    await balanced()
    await hub.settle()
    assert.deepEqual([(await work('a')).billBucket, await parts('a')], ['held', []])
    assert.deepEqual(await openCases(), ['bill PERIOD_CLOSED', 'cost PERIOD_CLOSED'])
    await balanced()
  })

  it('follows its terms when they change, and says why', async () => {
    await agree({ lines: [{ id: 'work' }], limits: [{ id: 'CAP', amount: '600' }] })
    await deliver(entry('a'))
    assert.deepEqual(await parts('a'), ['parked 4 60000', 'priced 4 60000'])
    const told = await hub.store.transaction(async (tx) => explainCharges(tx, 1, await work('a')))
    assert.match(told.map((one) => one.story.join(' ')).join(' '), /CAP/)
    const standing = await hub.store.transaction((tx) => readGroupStanding(tx, 1, 'ACME'))
    assert.equal((standing!.standing.limits as { id: string }[])[0]?.id, 'CAP')
    await agree({ lines: [{ id: 'work' }], limits: [{ id: 'CAP', amount: '900' }] })
    assert.deepEqual(await parts('a'), ['parked 2 30000', 'priced 6 90000'])
    await agree({ lines: [{ id: 'work', work: 'included' }] })
    assert.deepEqual(await parts('a'), ['included 8 120000'])
    assert.equal((await work('a')).billBucket, 'included')
    await balanced()
    // Back to a contract without terms: the work is decided by itself again.
    await hub.learn(firm)
    await hub.settle()
    assert.deepEqual(await parts('a'), ['priced 8 120000'])
    assert.equal((await work('a')).billBucket, 'priced')
    await balanced()
  })

  it('holds work that has no rate with a case, and lets it go when there is one', async () => {
    await agree({ lines: [{ id: 'work' }] })
    await hub.learn([worker('W3', 'architect')])
    await deliver(entry('a', { worker: 'W3' }), entry('b'))
    assert.deepEqual(await openCases(), ['bill MISSING_RATE'])
    assert.deepEqual([(await work('a')).billBucket, (await work('a')).held], ['held', true])
    assert.deepEqual(await parts('b'), ['priced 8 120000'])
    await balanced()
    // Another revision is held by the same case, not by a new one.
    const before = await hub.store.query<{ case_id: string }>(`select case_id from cases`)
    await deliver(entry('a', { worker: 'W3', ...again('4') }))
    const now = await hub.store.query<{ case_id: string }>(`select case_id from cases`)
    assert.deepEqual(now.rows, before.rows)
    await hub.learn([rate('R-architect', 'architect', '200.00')])
    await hub.settle()
    assert.deepEqual(await openCases(), [])
    assert.deepEqual(await parts('a'), ['priced 4 80000'])
    await balanced()
  })

  it('makes what falls due, once, and takes back what its terms no longer make', async () => {
    const fee = (amount: string) => ({
      lines: [
        {
          id: 'work',
          work: 'included' as const,
          fee: { amount, instalments: [{ on: '2026-10-15' }, { on: '2026-11-01' }, { on: '2026-12-01' }] },
        },
      ],
    })
    await agree(fee('9000'))
    await deliver(entry('a'))
    const made = async () =>
      (
        await hub.store.query<{ source_id: string; minor: bigint; bucket: string }>(
          `select source_id, bill_minor as minor, bill_bucket as bucket from works where stream = 'contract' order by source_id`,
        )
      ).rows.map((row) => `${row.source_id} ${row.bucket} ${row.minor}`)
    // The clock says 2 November: the third one is not due.
    assert.deepEqual(await made(), [
      'C1:work:instalment:1 priced 300000',
      'C1:work:instalment:2 priced 300000',
    ])
    await agree(fee('9300'))
    assert.deepEqual(await made(), [
      'C1:work:instalment:1 priced 310000',
      'C1:work:instalment:2 priced 310000',
    ])
    await balanced()
    hub.advance(30 * 86_400_000)
    await hub.settle()
    assert.equal((await made()).length, 3)
    await agree({ lines: [{ id: 'work' }] })
    assert.deepEqual(
      (await made()).map((one) => one.split(' ').slice(1).join(' ')),
      ['none null', 'none null', 'none null'],
    )
    assert.deepEqual(await parts('a'), ['priced 8 120000'])
    await balanced()
  })

  it('draws down what was bought ahead, and bills what goes beyond', async () => {
    await agree({
      lines: [
        {
          id: 'support',
          work: 'drawn_down',
          retainer: {
            lots: [{ id: 'oct', quantity: '10', from: '2026-10-01', to: '2026-10-31' }],
            usableFrom: 'granted',
            overage: { rate: '180' },
          },
        },
      ],
    })
    await deliver(entry('a'), entry('b', { workOn: '2026-10-06' }))
    assert.deepEqual(await openCases(), [])
    // 10 of 16 h are drawn; the 6 of the later entry are billed at 180.
    assert.deepEqual(await parts('a'), ['included 8 120000'])
    assert.deepEqual(await billed(), ['included 10 150000', 'priced 6 108000'])
    await balanced()
  })

  it('prices at cost and a markup, by what the worker costs on the day of the work', async () => {
    await agree({ lines: [{ id: 'work', price: { costPlus: { percent: '20', perHour: '1.50' } } }] })
    await deliver(entry('a'), entry('b', { worker: 'W2', workOn: '2026-10-20', hours: '4' }))
    // 8 h x 60.00 = 480.00 and 20 % are 576.00; 8 x 1.50 = 12.00 come on top.
    assert.deepEqual(await parts('a'), ['priced 8 58800'])
    const known = worker('W2', 'junior')
    await hub.learn([{ ...known, validFrom: '2026-10-15', body: { ...known.body!, costRate: '70.00' } }])
    await hub.settle()
    // 4 h x 70.00 = 280.00 and 20 % are 336.00; 4 x 1.50 = 6.00.
    assert.deepEqual(await parts('b'), ['priced 4 34200'])
    assert.deepEqual(await parts('a'), ['priced 8 58800'])
    await hub.learn([{ ...known, body: { ...known.body!, costRate: null } }])
    await hub.settle()
    assert.deepEqual(await openCases(), ['bill MISSING_RATE'])
    await balanced()
  })

  it('keeps a group whose terms contradict each other from nobody else, with a case', async () => {
    await deliver(entry('a'))
    await agree({
      lines: [{ id: 'work', fee: { amount: '100', instalments: [{ on: '2026-10-15', amount: '99' }] } }],
    })
    assert.deepEqual(await openCases(), ['bill TERMS_CONTRADICT'])
    await agree({ lines: [{ id: 'work' }] })
    assert.deepEqual(await openCases(), [])
    assert.deepEqual(await parts('a'), ['priced 8 120000'])
    assert.equal(
      (await hub.store.transaction((tx) => listWorks(tx, 1, {}, { after: null, limit: 10 }))).length,
      1,
    )
  })
})
