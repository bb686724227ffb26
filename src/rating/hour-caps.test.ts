import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { addDays, day } from '../kernel/dates.ts'
import { addDecimal, compareDecimal, type Decimal, decimal, formatDecimal } from '../kernel/decimal.ts'
import { type CappedItem, capHours, type HourCap } from './hour-caps.ts'

const monday = day('2026-06-01')
const item = (on: number, hours: number): CappedItem => ({
  on: addDays(monday, on),
  quantity: { coefficient: BigInt(hours), scale: 0 },
})
const cap: HourCap = { per: 'week', seconds: decimal('40'), carries: false, weekStart: 1 }
const sum = (list: readonly Decimal[]) => list.reduce(addDecimal, decimal('0'))
const told = (items: readonly CappedItem[], about: Partial<HourCap>, asOf = 60) =>
  capHours(items, { ...cap, ...about }, addDays(monday, asOf)).map((parts) =>
    parts.map((part) => `${formatDecimal(part.quantity)} ${part.counted ?? 'over'}`),
  )

test('what is over a cap is set apart from the item that crosses it on', () => {
  assert.deepEqual(told([item(0, 30), item(1, 15), item(7, 40)], {}), [
    ['30 2026-06-01'],
    ['10 2026-06-01', '5 over'],
    ['40 2026-06-08'],
  ])
})

test('carried time comes before the work of its new period, and waits where no period has begun', () => {
  const items = [item(0, 50), item(7, 35)]
  assert.deepEqual(told(items, { carries: true }, 7), [
    ['40 2026-06-01', '10 2026-06-08'],
    ['30 2026-06-08', '5 over'],
  ])
  assert.deepEqual(told(items, { carries: true }, 14)[1], ['30 2026-06-08', '5 2026-06-15'])
  assert.deepEqual(told([item(0, 100)], { carries: true }, 8)[0], [
    '40 2026-06-01',
    '40 2026-06-08',
    '20 over',
  ])
})

test('a cap of nothing lets nothing in and ends', () => {
  assert.deepEqual(told([item(0, 3)], { carries: true, seconds: decimal('0') }), [['3 over']])
})

const anyItems = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 30 })), {
  minLength: 1,
  maxLength: 12,
})

guarantee(
  'parts add up to their item, no period holds more than its cap, and room is never left while time waits',
  {
    holds: capHours,
    planted: {
      'each item has the cap for itself': ((items, about, asOf) =>
        items.flatMap((one) => capHours([one], about, asOf))) as typeof capHours,
      'what is over is dropped': ((items, about, asOf) =>
        capHours(items, about, asOf).map((parts) =>
          parts.filter((part) => part.counted !== null),
        )) as typeof capHours,
      'carried time comes last': ((items, about, asOf) =>
        capHours(items, { ...about, carries: false }, asOf)) as typeof capHours,
    },
    runs: 400,
    property: (capped) =>
      fc.property(
        anyItems,
        fc.constantFrom('day' as const, 'week' as const, 'month' as const),
        fc.integer({ min: 1, max: 60 }),
        fc.boolean(),
        (list, per, most, carries) => {
          const items = list.map(([on, hours]) => item(on, hours)).sort((a, b) => (a.on < b.on ? -1 : 1))
          const rule = { ...cap, per, carries, seconds: { coefficient: BigInt(most), scale: 0 } }
          const asOf = addDays(monday, 50)
          const parts = capped(items, rule, asOf)
          const used = new Map<string, Decimal>()
          for (const [at, one] of items.entries()) {
            assert.equal(compareDecimal(sum(parts[at]!.map((part) => part.quantity)), one.quantity), 0)
            for (const { counted, quantity } of parts[at]!)
              if (counted !== null) used.set(counted, addDecimal(used.get(counted) ?? decimal('0'), quantity))
          }
          for (const total of used.values()) assert.ok(compareDecimal(total, rule.seconds) <= 0)
          const over = sum(
            parts
              .flat()
              .filter((part) => part.counted === null)
              .map((part) => part.quantity),
          )
          if (carries && over.coefficient > 0n) {
            const last = [...used.keys()].sort().at(-1)
            assert.ok(last !== undefined && used.get(last)!.coefficient === BigInt(most))
            assert.ok(per !== 'day' || last >= addDays(asOf, -1))
          }
        },
      ),
  },
)
