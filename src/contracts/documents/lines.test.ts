import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../../test/property.ts'
import { decimal } from '../../kernel/decimal.ts'
import { extend } from '../../kernel/money.ts'
import { groupBy, keysWithin, narrate } from './grouping.ts'
import { isAccepted, type LineTarget, showLine } from './show-line.ts'

const anyTarget: fc.Arbitrary<LineTarget> = fc.record({
  quantityScale: fc.integer({ min: 0, max: 6 }),
  unitPriceScale: fc.integer({ min: 2, max: 6 }),
  tolerance: fc.constantFrom(decimal('0'), decimal('0.02')),
  misfit: fc.constantFrom('lump', 'rounding_line'),
})
const anySeconds = fc.integer({ min: -200_000, max: 2_000_000 }).filter((n) => n !== 0)
const anyRate = fc.integer({ min: 0, max: 500_000 }).map((n) => ({ coefficient: BigInt(n), scale: 3 }))
const anyOff = fc.bigInt({ min: -3n, max: 3n })

guarantee('a line with its rounding comes to the sum of its entries, and a target takes it', {
  holds: showLine,
  planted: {
    'the rate is shown whatever it comes to': (quantity, amount, target, rate) =>
      showLine(quantity, amount, { ...target, tolerance: decimal('1000000'), misfit: 'lump' }, rate),
    'the rest is left out': (quantity, amount, target, rate) => ({
      ...showLine(quantity, amount, target, rate),
      rest: null,
    }),
  },
  property: (show: typeof showLine) =>
    fc.property(anySeconds, anyRate, anyOff, anyTarget, (seconds, rate, off, target) => {
      const numerator = { coefficient: BigInt(seconds), scale: 0 }
      const near = extend({ coefficient: BigInt(seconds), scale: 0 }, rate, 'EUR').minor / 3600n + off
      const amount = { minor: near, currency: 'EUR' }
      const { line, rest } = show({ numerator, per: 3600n }, amount, target, rate)
      assert.equal(line.amount.minor + (rest?.minor ?? 0n), amount.minor)
      assert.ok(isAccepted(line, target.tolerance))
    }),
})

const anyItems = fc.array(
  fc.record({ a: fc.constantFrom('x', 'y', 'z'), b: fc.constantFrom('1', '2', null) }),
)
type Item = { a: string; b: string | null }
const textOf = (item: Item, key: 'a' | 'b') => item[key]

guarantee('every item stands in exactly one group with its like, and fewer keys make no more groups', {
  holds: groupBy<Item, 'a' | 'b'>,
  planted: {
    'what has no text is left out': (items, keys, text) =>
      groupBy(
        items.filter((one) => keys.every((key) => text(one, key) !== null)),
        keys,
        text,
      ),
    'keys run into each other': (items, keys, text) => groupBy(items, keys.slice(0, 1), text),
  },
  property: (group: typeof groupBy<Item, 'a' | 'b'>) =>
    fc.property(anyItems, (items) => {
      const groups = group(items, ['a', 'b'], textOf)
      assert.deepEqual(new Set(groups.flat()), new Set(items))
      assert.equal(groups.flat().length, items.length)
      for (const one of groups) assert.equal(new Set(one.map((item) => `${item.a} ${item.b}`)).size, 1)
      assert.equal(groups.length, new Set(items.map((item) => `${item.a} ${item.b}`)).size)
      assert.ok(group(items, ['a'], textOf).length <= groups.length)
    }),
})

test('above the most lines the last key is dropped first', () => {
  const items: Item[] = [
    { a: 'x', b: '1' },
    { a: 'x', b: '2' },
    { a: 'y', b: '1' },
  ]
  assert.deepEqual(keysWithin(items, ['a', 'b'] as const, 3, textOf), ['a', 'b'])
  assert.deepEqual(keysWithin(items, ['a', 'b'] as const, 2, textOf), ['a'])
  assert.deepEqual(keysWithin(items, ['a', 'b'] as const, 1, textOf), [])
})

test('a template leaves out what is not known, with its blanks', () => {
  const names = { worker: 'Ann', role: null, quantity: '7.5' }
  assert.equal(narrate('{worker} {role}, {quantity} h', names), 'Ann, 7.5 h')
})
