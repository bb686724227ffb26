import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../../test/property.ts'
import { addDays, day } from '../../kernel/dates.ts'
import { advanceTo, draw, leftOf, openRetainer } from './lots.ts'
import type { RetainerRule } from './rules.ts'

const rule = (
  rollover: RetainerRule['rollover'],
  deficit: RetainerRule['deficit'],
  lots: RetainerRule['lots'] = [],
): RetainerRule => ({
  id: 'R',
  measure: 'hours',
  grants: { from: day('2026-01-01'), to: null, per: 'month', quantity: 40n, changes: [] },
  rollover,
  deficit,
  lots,
  overage: { treat: 'billed', rate: null, percent: null },
})
const start = day('2026-01-01')

guarantee(
  'what was granted is used, left, lapsed, expired or given back, and what was needed is drawn or overage',
  {
    holds: draw,
    planted: {
      'a lot that is drawn twice': ((one, state, on, needed) => {
        const drawn = draw(one, state, on, needed)
        return drawn.concat(drawn.slice(0, 1))
      }) satisfies typeof draw,
      'a deficit that is forgotten': ((one, state, on, needed) => {
        const drawn = draw(one, state, on, needed)
        state.owed = 0n
        return drawn
      }) satisfies typeof draw,
    },
    property: (take) =>
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.bigInt({ min: 1n, max: 60n })), {
          maxLength: 25,
        }),
        fc.option(
          fc.record({
            most: fc.option(fc.bigInt({ min: 0n, max: 50n })),
            periods: fc.option(fc.integer({ min: 1, max: 3 })),
          }),
        ),
        fc.option(fc.record({ most: fc.option(fc.bigInt({ min: 0n, max: 50n })) })),
        (needs, rollover, deficit) => {
          const one = rule(rollover, deficit, [{ id: 'B', quantity: 25n, from: start, to: null }])
          const state = openRetainer(one)
          let on = start
          let [needed, drawn] = [0n, 0n]
          for (const [days, quantity] of needs) {
            on = addDays(on, days)
            advanceTo(one, state, on)
            needed += quantity
            for (const chunk of take(one, state, on, quantity)) drawn += chunk.quantity
          }
          const sum = (list: readonly bigint[]): bigint => list.reduce((total, value) => total + value, 0n)
          const over = sum(state.periods.map((period) => period.overage)) + state.overage
          assert.equal(drawn + over, needed)
          const used = sum(state.lots.map((lot) => lot.used))
          const ahead = sum(state.periods.map((period) => period.deficit))
          assert.equal(used + ahead, drawn)
          assert.equal(ahead, state.owed + sum(state.lots.map((lot) => lot.deficit)))
          for (const lot of state.lots) assert.ok(leftOf(lot) >= 0n && lot.expired >= 0n && lot.lapsed >= 0n)
        },
      ),
  },
)

test('the lot that expires first is drawn first, whenever it was bought', () => {
  const one = { ...rule(null, null), grants: null }
  const lots = [
    { id: 'open', quantity: 10n, from: start, to: null },
    { id: 'late', quantity: 10n, from: start, to: day('2026-12-31') },
    { id: 'soon', quantity: 10n, from: start, to: day('2026-06-30') },
  ]
  const state = openRetainer({ ...one, lots })
  const drawn = draw(one, state, day('2026-06-01'), 25n)
  assert.deepEqual(
    drawn.map(({ lot, quantity }) => [lot, quantity]),
    [
      ['soon', 10n],
      ['late', 10n],
      ['open', 5n],
    ],
  )
})
