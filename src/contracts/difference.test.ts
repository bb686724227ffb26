import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import type { Decimal } from '../kernel/decimal.ts'
import { decimal, formatDecimal } from '../kernel/decimal.ts'
import { parseMoney } from '../kernel/money.ts'
import type { ChargeAtom, DifferenceStyle } from './difference.ts'
import { differenceOf } from './difference.ts'

const anyAtom: fc.Arbitrary<ChargeAtom> = fc.record({
  contractId: fc.constantFrom('k1', 'k2'),
  clientId: fc.constantFrom('c1', 'c2'),
  legalEntity: fc.constantFrom('alpha', 'beta'),
  quantity: fc.record({
    coefficient: fc.bigInt({ min: -5n, max: 50n }),
    scale: fc.integer({ min: 0, max: 2 }),
  }),
  amount: fc.record({
    minor: fc.bigInt({ min: -500n, max: 5000n }),
    currency: fc.constantFrom('EUR', 'USD'),
  }),
})

/** Sums per key, in hundredths for the quantity; keys that come to nothing are left out. */
function standing(atoms: readonly ChargeAtom[]): Record<string, string> {
  const sums = new Map<string, { hours: bigint; minor: bigint }>()
  const hundredths = (d: Decimal) => d.coefficient * 10n ** BigInt(2 - d.scale)
  for (const atom of atoms) {
    const key = `${atom.contractId} ${atom.clientId} ${atom.legalEntity} ${atom.amount.currency}`
    const sum = sums.get(key) ?? { hours: 0n, minor: 0n }
    sums.set(key, { hours: sum.hours + hundredths(atom.quantity), minor: sum.minor + atom.amount.minor })
  }
  const told = [...sums].filter(([, sum]) => sum.hours !== 0n || sum.minor !== 0n)
  return Object.fromEntries(told.map(([key, sum]) => [key, `${sum.hours} ${sum.minor}`]))
}

type Difference = typeof differenceOf

guarantee('what stands and what is appended come to the desired charge, and a second look appends nothing', {
  holds: differenceOf as Difference,
  planted: {
    'the old charge forgotten when a dimension changes': ((existing, desired, style) =>
      differenceOf(
        existing.filter(
          (atom) => desired.length === 0 || desired.some((one) => one.clientId === atom.clientId),
        ),
        desired,
        style,
      )) as Difference,
    'the desired charge added again': ((existing, desired, style) =>
      desired.length === 0 ? differenceOf(existing, [], style) : [...desired]) as Difference,
    'only the first of several parts charged': ((existing, desired, style) =>
      differenceOf(existing, desired.slice(0, 1), style)) as Difference,
    'rows that change nothing': ((existing, desired, style) => {
      const rows = differenceOf(existing, desired, style)
      const [first] = desired
      return rows.length > 0 || first === undefined
        ? rows
        : [{ ...first, quantity: decimal('0'), amount: { ...first.amount, minor: 0n } }]
    }) as Difference,
    'only money compared': ((existing, desired, style) =>
      differenceOf(existing, desired, style).filter((atom) => atom.amount.minor !== 0n)) as Difference,
    'only the latest row taken back': ((existing, desired, style) =>
      differenceOf(existing.slice(-1), desired, style)) as Difference,
  },
  property: (difference) =>
    fc.property(
      fc.array(anyAtom, { maxLength: 6 }),
      fc.array(anyAtom, { maxLength: 3 }),
      fc.boolean(),
      fc.constantFrom<DifferenceStyle>('difference', 'credit_and_rebill'),
      (existing, other, same, style) => {
        const desired = same ? existing.slice(0, 1) : other
        const rows = difference(existing, desired, style)
        assert.deepEqual(standing([...existing, ...rows]), standing(desired))
        assert.deepEqual(difference([...existing, ...rows], desired, style), [])
        for (const row of rows) assert.ok(row.amount.minor !== 0n || row.quantity.coefficient !== 0n)
      },
    ),
})

const atom = (clientId: string, hours: string, amount: string): ChargeAtom => ({
  contractId: 'k1',
  clientId,
  legalEntity: 'alpha',
  quantity: decimal(hours),
  amount: parseMoney(amount, 'EUR')!,
})
const spell = (rows: readonly ChargeAtom[]) =>
  rows.map((row) => `${row.clientId} ${formatDecimal(row.quantity)} ${row.amount.minor}`)

test('a changed client is taken back from the old one before the new one is charged', () => {
  const rows = differenceOf([atom('c2', '8', '1200.00')], [atom('c1', '8', '1200.00')])
  assert.deepEqual(spell(rows), ['c2 -8 -120000', 'c1 8 120000'])
})

test('hours that change without money are written too', () => {
  assert.deepEqual(spell(differenceOf([atom('c1', '8', '0.00')], [atom('c1', '6', '0.00')])), ['c1 -2 0'])
})
