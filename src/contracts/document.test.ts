import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fractionOf, isRounded, over, times, whole } from '../../test/fraction.ts'
import { guarantee } from '../../test/property.ts'
import type { Decimal } from '../kernel/decimal.ts'
import { compareDecimal, decimal, divideDecimal, formatDecimal, roundDecimal } from '../kernel/decimal.ts'
import { isRejection } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'
import { decimalOfMoney, extend, formatMoney, moneyOfDecimal, parseMoney } from '../kernel/money.ts'
import type { ArithmeticProfile } from './document.ts'
import { predictDocument } from './document.ts'
import { representLine } from './line.ts'

const rates = new Map([
  ['full', decimal('21')],
  ['low', decimal('9.5')],
  ['none', decimal('0')],
])
const anyLines = fc.array(
  fc.record({
    amount: fc.bigInt({ min: -9999n, max: 99999n }).map((minor) => ({ minor, currency: 'EUR' })),
    taxCode: fc.constantFrom('full', 'low', 'none', null),
  }),
  { maxLength: 10 },
)

type Predict = typeof predictDocument

guarantee('tax is rounded once per group or once per line, and the groups add up to the totals', {
  holds: predictDocument as Predict,
  planted: {
    'tax per line whatever the profile says': ((lines, currency, table, profile) =>
      predictDocument(lines, currency, table, { ...profile, taxPer: 'line' })) as Predict,
    'halves to the even cent': ((lines, currency, table, profile) =>
      predictDocument(lines, currency, table, { ...profile, taxRounding: 'half_even' })) as Predict,
    'a line outside the scope of tax lost': ((lines, currency, table, profile) =>
      predictDocument(
        lines.filter((line) => line.taxCode !== null),
        currency,
        table,
        profile,
      )) as Predict,
  },
  runs: 3000,
  property: (predict) =>
    fc.property(anyLines, fc.constantFrom('document' as const, 'line' as const), (lines, taxPer) => {
      const totals = predict(lines, 'EUR', rates, { taxPer })
      assert.ok(!isRejection(totals))
      const sum = (list: readonly Money[]) => list.reduce((all, { minor }) => all + minor, 0n)
      assert.equal(totals.net.minor, sum(lines.map(({ amount }) => amount)))
      assert.equal(totals.tax.minor, sum(totals.groups.map(({ tax }) => tax)))
      assert.equal(totals.total.minor, totals.net.minor + totals.tax.minor)
      for (const { taxCode, net, tax } of totals.groups) {
        const percent = taxCode === null ? decimal('0') : rates.get(taxCode)!
        const share = (minor: bigint) => over(times(whole(minor), fractionOf(percent)), whole(100n))
        if (taxPer === 'document') {
          assert.ok(isRounded(share(net.minor), tax.minor, 'half_away'))
          continue
        }
        const own = lines.filter((line) => line.taxCode === taxCode)
        const taxes = own.map(({ amount }) => {
          const cut = share(amount.minor)
          return [-1n, 0n, 1n]
            .map((step) => cut.n / cut.d + step)
            .find((t) => isRounded(cut, t, 'half_away'))!
        })
        assert.equal(
          tax.minor,
          taxes.reduce((a, b) => a + b, 0n),
        )
      }
    }),
})

test('a tax code without a rate and a line in another currency are refused', () => {
  const code = (amount: Money, taxCode: string) => {
    const outcome = predictDocument([{ amount, taxCode }], 'EUR', rates, { taxPer: 'document' })
    return isRejection(outcome) ? outcome.code : 'accepted'
  }
  assert.equal(code({ minor: 1n, currency: 'EUR' }, 'other'), 'ERP_REFERENCE_MISSING')
  assert.equal(code({ minor: 1n, currency: 'USD' }, 'full'), 'CURRENCY_MISMATCH')
})

const profile: ArithmeticProfile = { taxPer: 'document', quantityScale: 2, unitPriceScale: 4 }

type Represent = typeof representLine

guarantee('a line comes to its amount in an ERP that multiplies and rounds either way', {
  holds: representLine as Represent,
  planted: {
    'hours times the average rate': ((quantity, amount, scales) => ({
      quantity: roundDecimal(quantity, scales.quantityScale, 'half_away'),
      unitPrice:
        quantity.coefficient === 0n
          ? decimal('0')
          : divideDecimal(decimalOfMoney(amount), quantity, scales.unitPriceScale, 'half_away'),
      amount,
      shownAs: 'hours',
    })) as Represent,
    'hours cut to the digits of the ERP': ((quantity, amount, scales, rate) => {
      const cut = roundDecimal(quantity, scales.quantityScale, 'down')
      return representLine(cut, amount, scales, rate)
    }) as Represent,
    'a rate shown that does not fit': ((quantity, amount, scales, rate) => {
      const line = representLine(quantity, amount, scales, rate)
      return rate === undefined || line.shownAs === 'lump' ? line : { ...line, unitPrice: rate }
    }) as Represent,
  },
  runs: 3000,
  property: (represent) => {
    const anyQuantity = fc.record({
      coefficient: fc.bigInt({ min: -100000n, max: 100000n }),
      scale: fc.integer({ min: 0, max: 3 }),
    })
    const anyRate = fc.record({
      coefficient: fc.bigInt({ min: 0n, max: 99999n }),
      scale: fc.constantFrom(0, 2, 3),
    })
    return fc.property(
      anyQuantity,
      anyRate,
      fc.bigInt({ min: -3n, max: 3n }),
      fc.boolean(),
      (quantity, rate, off, tell) => {
        const exact = extend(quantity, rate, 'EUR')
        const amount = { ...exact, minor: exact.minor + off }
        const line = represent(quantity, amount, profile, tell ? rate : undefined)
        for (const mode of ['half_away', 'half_even'] as const) {
          const product = {
            coefficient: line.quantity.coefficient * line.unitPrice.coefficient,
            scale: line.quantity.scale + line.unitPrice.scale,
          }
          assert.equal(moneyOfDecimal(product, 'EUR', mode).minor, amount.minor)
        }
        const fits = (d: Decimal, scale: number) => compareDecimal(roundDecimal(d, scale, 'down'), d) === 0
        assert.ok(fits(line.quantity, profile.quantityScale) && fits(line.unitPrice, profile.unitPriceScale))
        assert.ok(line.unitPrice.coefficient >= 0n)
        if (line.shownAs === 'hours') assert.equal(compareDecimal(line.quantity, quantity), 0)
      },
    )
  },
})

const table: readonly (readonly [string, string, string | undefined, string])[] = [
  ['8', '1200.00', undefined, '8 x 150 hours'],
  ['4', '486.66', undefined, '4 x 121.665 hours'],
  ['7.5', '925.88', '123.45', '7.5 x 123.45 hours'],
  ['7.5', '925.73', '123.43', '7.5 x 123.431 hours'],
  ['7.5', '925.50', '123.4', '7.5 x 123.4 hours'],
  ['0.333', '33.33', undefined, '1 x 33.33 lump'],
  ['-8', '-1200.00', undefined, '-8 x 150 hours'],
  ['0', '-5.00', undefined, '-1 x 5 lump'],
  ['8', '-5.00', undefined, '-1 x 5 lump'],
]

for (const [quantity, amount, rate, expected] of table) {
  const rated = rate === undefined ? '' : ` at ${rate}`
  test(`${quantity} hours for ${amount}${rated} are shown as ${expected}`, () => {
    const money = parseMoney(amount, 'EUR')!
    const line = representLine(
      decimal(quantity),
      money,
      profile,
      rate === undefined ? undefined : decimal(rate),
    )
    assert.equal(
      `${formatDecimal(line.quantity)} x ${formatDecimal(line.unitPrice)} ${line.shownAs}`,
      expected,
    )
    assert.equal(formatMoney(line.amount), amount)
  })
}
