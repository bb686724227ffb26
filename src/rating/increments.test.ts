import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { day } from '../kernel/dates.ts'
import type { Decimal } from '../kernel/decimal.ts'
import { addDecimal, compareDecimal, decimal, formatDecimal } from '../kernel/decimal.ts'
import type { IncrementRule } from './increments.ts'
import { billedQuantities, roundQuantity, roundTogether } from './increments.ts'

const quarter: IncrementRule = { step: decimal('0.25'), mode: 'up', basis: 'entry' }
const rounded = (text: string, about: Partial<IncrementRule>) =>
  formatDecimal(roundQuantity(decimal(text), { ...quarter, ...about }))

const table: readonly (readonly [string, Partial<IncrementRule>, string])[] = [
  ['0.25', {}, '0.25'],
  ['0.2501', {}, '0.5'],
  ['0.375', { mode: 'nearest' }, '0.5'],
  ['0.3749', { mode: 'nearest' }, '0.25'],
  ['0.49', { mode: 'down' }, '0.25'],
  ['0.1', { mode: 'down' }, '0'],
  ['0.1', { mode: 'down', minimum: decimal('0.5') }, '0.5'],
  ['0', { minimum: decimal('0.5') }, '0'],
  ['0.6', { minimum: decimal('0.5') }, '0.75'],
  ['-0.3', {}, '-0.5'],
  ['-0.1', { minimum: decimal('1') }, '-1'],
  ['7', { step: decimal('15') }, '15'],
]

for (const [quantity, about, expected] of table) {
  const words = Object.entries(about).map(
    ([name, value]) => `${name} ${typeof value === 'object' ? formatDecimal(value) : value}`,
  )
  test(`${quantity} becomes ${expected} (${words.join(', ') || 'up to 0.25'})`, () => {
    assert.equal(rounded(quantity, about), expected)
  })
}

const anyQuantities = fc.array(
  fc.bigInt({ min: 0n, max: 600n }).map((coefficient) => ({ coefficient, scale: 2 })),
  { minLength: 1, maxLength: 8 },
)
const anyRule = fc.record({
  step: fc.constantFrom('0.1', '0.25', '0.5', '1').map(decimal),
  mode: fc.constantFrom('up' as const, 'nearest' as const, 'down' as const),
  basis: fc.constant('person_day_task' as const),
})
const sum = (list: readonly Decimal[]) => list.reduce(addDecimal, decimal('0'))

guarantee('entries rounded together add up to their rounded sum, and none is billed below zero', {
  holds: roundTogether,
  planted: {
    'each entry rounded by itself': (list: readonly Decimal[], rule: IncrementRule) =>
      list.map((quantity) => roundQuantity(quantity, rule)),
    'the whole difference on the last entry': (list: readonly Decimal[], rule: IncrementRule) => {
      const total = roundQuantity(sum(list), rule)
      const others = list.slice(0, -1)
      const rest = sum(others)
      return [
        ...others,
        {
          coefficient: total.coefficient * 100n - rest.coefficient * 10n ** BigInt(total.scale),
          scale: total.scale + 2,
        },
      ]
    },
  },
  property: (together) =>
    fc.property(anyQuantities, anyRule, (list, rule) => {
      const billed = together(list, rule)
      assert.equal(compareDecimal(sum(billed), roundQuantity(sum(list), rule)), 0)
      for (const quantity of billed) assert.ok(quantity.coefficient >= 0n)
      if (rule.mode === 'up')
        for (const [at, q] of billed.slice(0, -1).entries()) assert.equal(compareDecimal(q, list[at]!), 0)
    }),
})

test('groups are per person, task and day or week, in order of work date and source id', () => {
  const entry = (sourceId: string, workedOn: string, minutes: string, workerId = 'w1', taskId = 't1') => ({
    sourceId,
    workedOn: day(workedOn),
    workerId,
    taskId,
    quantity: decimal(minutes),
  })
  const entries = [
    entry('b', '2026-06-01', '7'),
    entry('a', '2026-06-01', '7'),
    entry('c', '2026-06-02', '20'),
    entry('d', '2026-06-01', '5', 'w2'),
    entry('e', '2026-06-01', '5', 'w1', 't2'),
    entry('f', '2026-06-08', '5'),
  ]
  const by = (basis: IncrementRule['basis']) =>
    billedQuantities(entries, { step: decimal('15'), mode: 'up', basis }).map(formatDecimal)
  assert.deepEqual(by('entry'), ['15', '15', '30', '15', '15', '15'])
  assert.deepEqual(by('person_day_task'), ['8', '7', '30', '15', '15', '15'])
  assert.deepEqual(by('person_week_task'), ['7', '7', '31', '15', '15', '15'])
})
