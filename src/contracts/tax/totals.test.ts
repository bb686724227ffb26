import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../../test/property.ts'
import { decimal } from '../../kernel/decimal.ts'
import type { Money } from '../../kernel/money.ts'
import { untaxed } from './codes.ts'
import { shareRounded } from './shares.ts'
import { type AppliedTax, type TaxArithmetic, taxDocument, type TaxedLine } from './totals.ts'

const euros = (minor: bigint): Money => ({ minor, currency: 'EUR' })
const anyTax: fc.Arbitrary<AppliedTax> = fc.constantFrom(
  untaxed,
  { ...untaxed, code: 'A', rate: decimal('21'), treatment: 'charge' },
  { ...untaxed, code: 'B', rate: decimal('8.25'), share: decimal('80'), treatment: 'charge' },
  {
    ...untaxed,
    code: 'C',
    rate: decimal('5'),
    treatment: 'charge',
    levies: [{ id: 'QST', rate: decimal('9.975'), on: 'net_and_tax' }],
  },
)
const anyAmounts = fc.array(fc.bigInt({ min: -100_000n, max: 1_000_000n }).map(euros), {
  minLength: 1,
  maxLength: 5,
})
const anyLines: fc.Arbitrary<TaxedLine[]> = fc.array(fc.record({ amounts: anyAmounts, tax: anyTax }), {
  maxLength: 12,
})
const anyHow: fc.Arbitrary<TaxArithmetic> = fc.record({
  per: fc.constantFrom('document', 'line', 'total'),
  rounding: fc.constantFrom('half_away', 'half_even', 'up', 'down'),
  included: fc.boolean(),
})
const sum = (list: readonly Money[]) => list.reduce((all, one) => all + one.minor, 0n)

guarantee('tax of amounts, codes and levies adds up to the document, and nothing is lost of the lines', {
  holds: taxDocument,
  planted: {
    'the cents that rounding leaves are dropped': (lines, currency, how) => {
      const made = taxDocument(lines, currency, how)
      return {
        ...made,
        lines: made.lines.map((list) => list.map((one) => euros((one.minor / 2n) * 2n))),
      }
    },
    'the total forgets that the tax was included': (lines, currency, how) => {
      const made = taxDocument(lines, currency, how)
      return how.included ? { ...made, total: euros(made.total.minor + made.tax.minor) } : made
    },
  },
  property: (reckon: typeof taxDocument) =>
    fc.property(anyLines, anyHow, (lines, how) => {
      const made = reckon(lines, 'EUR', how)
      const gross = sum(lines.flatMap((line) => line.amounts))
      assert.equal(sum(made.lines.flat()), made.tax.minor)
      assert.equal(sum(made.groups.map((group) => group.amount)), made.tax.minor)
      assert.equal(sum(made.groups.map((group) => group.net)), made.net.minor)
      assert.equal(made.net.minor + made.tax.minor, made.total.minor)
      assert.equal(how.included ? made.total.minor : made.net.minor, gross)
      for (const group of made.groups)
        assert.ok(sum(group.levies.map((levy) => levy.amount)) ** 2n <= group.amount.minor ** 2n)
    }),
})

guarantee('the order of lines changes neither the tax of the document nor that of a code', {
  holds: taxDocument,
  planted: {
    'the first line of all counts twice': (lines, currency, how) =>
      taxDocument(lines[0] === undefined ? lines : [...lines, lines[0]], currency, how),
  },
  property: (reckon: typeof taxDocument) =>
    fc.property(anyLines, anyHow, (lines, how) => {
      const [there, back] = [reckon(lines, 'EUR', how), reckon(lines.toReversed(), 'EUR', how)]
      const told = (made: typeof there) => made.groups.map((one) => [one.tax.code, one.net, one.amount])
      assert.equal(there.tax.minor, back.tax.minor)
      if (how.per !== 'total') assert.deepEqual(told(there), told(back))
    }),
})

guarantee('tax is rounded once: less than a minor unit a rounding from what is exact', {
  holds: taxDocument,
  planted: {
    'tax is reckoned on the wrong share': (lines, currency, how) =>
      taxDocument(
        lines.map((line) => ({ ...line, tax: { ...line.tax, share: decimal('99.9') } })),
        currency,
        how,
      ),
  },
  property: (reckon: typeof taxDocument) =>
    fc.property(anyLines, anyHow, (lines, how) => {
      const plain = lines.map((line) => ({ ...line, tax: { ...untaxed, code: 'A', rate: decimal('21') } }))
      const made = reckon(plain, 'EUR', how)
      const gross = sum(plain.flatMap((line) => line.amounts))
      const roundings = how.per === 'line' ? BigInt(Math.max(plain.length, 1)) : 1n
      const [top, bottom] = how.included ? [gross * 21n, 121n] : [gross * 21n, 100n]
      const off = made.tax.minor * bottom - top
      assert.ok((off < 0n ? -off : off) <= roundings * bottom)
    }),
})

test('a total that is no rounding of its parts is refused', () => {
  assert.throws(() => shareRounded(euros(5n), [100n, 100n], 100n), /near the sum/)
  assert.deepEqual(shareRounded(euros(3n), [150n, 150n], 100n), [euros(2n), euros(1n)])
  assert.deepEqual(shareRounded(euros(-3n), [-150n, -150n], 100n), [euros(-1n), euros(-2n)])
})
