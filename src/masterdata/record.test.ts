import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { client, rate, smallFirm } from '../../test/support/firm.ts'
import { createHub, type Hub } from '../../test/support/hub.ts'
import { loadMasters, Masters, refreshMasters } from './masters.ts'
import { readRecordTimeline, setOwner } from './reads.ts'
import { recordMasters } from './record.ts'
import { after as afterPut, layOver, type Segment } from './segments.ts'

let hub: Hub
before(async () => {
  hub = await createHub()
})
after(() => hub.drop())

const amountOn = async (day: string) => {
  const masters = await hub.store.transaction((tx) => loadMasters(tx, 1))
  return masters.at('rate', 'R', day)?.amount ?? null
}
const rateFrom = (amount: string, validFrom: string, validUntil: string | null = null) =>
  ({ ...rate('R', 'senior', amount), validFrom, validUntil }) as ReturnType<typeof rate>

test('a new rate from a day on leaves what was before as it was, and keeps what was known', async () => {
  const first = await hub.learn([rateFrom('100', '2026-01-01')])
  const second = await hub.learn([rateFrom('120', '2026-07-01')])
  assert.deepEqual([await amountOn('2026-06-30'), await amountOn('2026-07-01')], ['100', '120'])
  assert.equal(await amountOn('2025-12-31'), null)
  const timeline = await hub.store.transaction((tx) => readRecordTimeline(tx, 1, 'rate', 'R'))
  const then = timeline.filter(
    (row) => row.learned_at <= first.position && (row.superseded_at ?? 99999n) > first.position,
  )
  assert.deepEqual(
    then.map((row) => [row.valid_from, row.valid_until]),
    [['2026-01-01', null]],
    'as known before the change',
  )
  assert.ok(second.position > first.position)
})

test('saying the same again learns nothing', async () => {
  const before = await hub.learn([rateFrom('120', '2026-07-01')])
  assert.equal(before.changed, 0)
  await hub.learn(smallFirm)
  assert.equal((await hub.learn(smallFirm)).changed, 0)
})

test('several statements about one record in one batch hold in their order', async () => {
  await hub.learn([
    rateFrom('1', '2027-01-01'),
    rateFrom('2', '2027-01-01'),
    rateFrom('3', '2027-02-01', '2027-03-01'),
  ])
  assert.deepEqual(
    [await amountOn('2027-01-15'), await amountOn('2027-02-15'), await amountOn('2027-03-15')],
    ['2', '3', '2'],
  )
})

test('a connection that does not own a kind of record changes nothing', async () => {
  await hub.store.transaction((tx) => setOwner(tx, 1, 'client', 'erp'))
  const learned = await hub.store.transaction((tx) =>
    recordMasters(tx, 1, hub.vault, [client('ACME', true)], [], {
      connectionId: 'crm',
      principal: 'connection/crm',
      at: hub.now(),
      cause: null,
    }),
  )
  assert.deepEqual([learned.changed, learned.ignored.length], [0, 1])
  const masters = await hub.store.transaction((tx) => loadMasters(tx, 1))
  assert.equal(masters.at('client', 'ACME', '2026-10-01')?.onHold, false)
})

test('transactions that share what is known bring it up to date without doubling it or setting it back', async () => {
  await hub.learn([rateFrom('9', '2028-01-01')])
  const shared = new Masters(1)
  const refresh = () => hub.store.transaction((tx) => refreshMasters(tx, shared, true))
  await Promise.all([refresh(), refresh(), refresh()])
  const alone = await hub.store.transaction((tx) => loadMasters(tx, 1))
  const known = (masters: Masters) => masters.ids('rate').map((id) => [id, masters.stretches('rate', id)])
  assert.deepEqual(known(shared), known(alone), 'loaded by several at once')

  // One looks at the head, the world moves on and another follows it; then the first one reads.
  const before = shared.position
  const { promise: movedOn, resolve: goOn } = Promise.withResolvers<void>()
  const { promise: looked, resolve: hasLooked } = Promise.withResolvers<void>()
  const late = hub.store.transaction((tx) =>
    refreshMasters(
      {
        ...tx,
        query: async (...words: Parameters<typeof tx.query>) => {
          const found = await tx.query(...words)
          hasLooked()
          await movedOn
          return found
        },
      } as typeof tx,
      shared,
      false,
    ),
  )
  await looked
  await hub.learn([rateFrom('10', '2028-01-01')])
  await refresh()
  const { position } = shared
  goOn()
  await late
  assert.ok(position > before)
  assert.equal(shared.position, position, 'a look of before does not set it back')
  assert.equal(shared.at('rate', 'R', '2028-01-01')?.amount, '10')
})

test('laying statements over one another equals writing them day by day', () => {
  const days = Array.from({ length: 12 }, (_, i) => `2026-01-${String(i + 1).padStart(2, '0')}`)
  const statement = fc.record({
    from: fc.integer({ min: 0, max: 10 }),
    length: fc.integer({ min: 1, max: 11 }),
    body: fc.constantFrom('a', 'b', null),
  })
  const model = (said: readonly Segment[], lay: typeof layOver) => {
    let known: Segment[] = []
    for (const one of said) known = afterPut(known, lay(known, one))
    return days.map(
      (day) => known.find((one) => one.from <= day && (one.until === null || day < one.until))?.body ?? null,
    )
  }
  const naive = (said: readonly Segment[]) =>
    days.map(
      (day) =>
        said.findLast((one) => one.from <= day && (one.until === null || day < one.until))?.body ?? null,
    )
  const property = (lay: typeof layOver) =>
    fc.property(fc.array(statement, { maxLength: 8 }), (raw) => {
      const said = raw.map(({ from, length, body }) => ({
        from: days[from]!,
        until: days[from + length] ?? null,
        body,
      }))
      assert.deepEqual(model(said, lay), naive(said))
    })
  fc.assert(property(layOver), { numRuns: 500 })
  const forgetsTheRest: typeof layOver = (known, said) => {
    const put = layOver(known, said)
    return { ...put, added: put.added.filter((one) => one === said) }
  }
  assert.throws(() => fc.assert(property(forgetsTheRest), { numRuns: 500 }), 'a planted bug is noticed')
})
