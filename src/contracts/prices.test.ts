import assert from 'node:assert/strict'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { addDecimal, compareDecimal, type Decimal, decimal, subtractDecimal } from '../kernel/decimal.ts'
import { type Money, moneyOfDecimal } from '../kernel/money.ts'
import { type DiscountBand, discountOn, discountStep } from './discounts.ts'
import { costOf, shareCap } from './expenses.ts'
import { type TierRule, tierCharges, tierParts } from './tiers.ts'

const eur = (minor: bigint): Money => ({ minor, currency: 'EUR' })
const zero = decimal('0')
const quantity = fc.bigInt(0n, 20_000n).map((coefficient): Decimal => ({ coefficient, scale: 2 }))
const price = fc.bigInt(0n, 5_000n).map((coefficient): Decimal => ({ coefficient, scale: 3 }))
const tier = fc.record({
  width: fc.bigInt(1n, 80n),
  price,
  size: fc.option(fc.bigInt(1n, 30n).map((coefficient): Decimal => ({ coefficient, scale: 0 }))),
  flat: fc.option(price),
})
const rule = fc
  .record({
    mode: fc.constantFrom('graduated' as const, 'volume' as const),
    free: fc.bigInt(0n, 20n).map((coefficient): Decimal => ({ coefficient, scale: 0 })),
    list: fc.array(tier, { minLength: 1, maxLength: 4 }),
  })
  .map(({ mode, free, list }): TierRule => {
    let end = 0n
    const tiers = list.map(({ width, ...one }, at) => {
      end += width
      return { ...one, upTo: at === list.length - 1 ? null : { coefficient: end, scale: 0 } }
    })
    return { mode, free, tiers }
  })

guarantee('the entries of a period add up to the price and the quantity of their sum', {
  holds: tierCharges,
  planted: {
    'entries that each begin in the first tier': ((some, span, currency, per) =>
      tierCharges(
        some,
        { ...span, before: zero, after: subtractDecimal(span.after, span.before) },
        currency,
        per,
      )) as typeof tierCharges,
  },
  property: (charges) =>
    fc.property(rule, fc.array(quantity, { maxLength: 8 }), (some, entries) => {
      const whole = entries.reduce(addDecimal, zero)
      let before = zero
      let amount = 0n
      let counted = zero
      for (const entry of entries) {
        const after = addDecimal(before, entry)
        for (const one of charges(some, { before, after, whole }, 'EUR', 1n)) {
          amount += one.amount.minor
          counted = addDecimal(counted, one.quantity)
        }
        before = after
      }
      const parts = tierParts(some, whole, whole)
      const expected = parts.reduce(
        (sum, one) => sum + moneyOfDecimal(one.value, 'EUR', 'half_away').minor,
        0n,
      )
      assert.equal(amount, expected)
      assert.equal(compareDecimal(counted, whole), 0)
    }),
  runs: 300,
})

const bands = fc
  .array(fc.tuple(fc.bigInt(1n, 50_000n), fc.bigInt(0n, 30n)), { minLength: 1, maxLength: 3 })
  .map((list): DiscountBand[] => {
    let above = 0n
    return list.map(([width, percent]) => {
      above += width
      return { above: eur(above), percent: { coefficient: percent, scale: 0 } }
    })
  })

guarantee('the discounts of a period are the discount of its sum, whatever goes up or down', {
  holds: discountStep,
  planted: {
    'a cliff that forgets what came before': (
      before: Money,
      amount: Money,
      list: readonly DiscountBand[],
      mode: 'marginal' | 'cliff',
    ) => ({ ...discountStep(before, amount, list, mode), retroactive: eur(0n) }),
  },
  property: (step) =>
    fc.property(
      bands,
      fc.constantFrom('marginal' as const, 'cliff' as const),
      fc.array(fc.bigInt(-20_000n, 60_000n)),
      (list, mode, entries) => {
        let before = eur(0n)
        let given = 0n
        for (const entry of entries) {
          const one = step(before, eur(entry), list, mode)
          given += one.own.minor + one.retroactive.minor
          before = eur(before.minor + entry)
        }
        assert.equal(given, discountOn(before, list, mode).minor)
      },
    ),
  runs: 500,
})

guarantee('items under a cap lose nothing and never pass it together', {
  holds: shareCap,
  planted: {
    'a cap for each item': (prices: readonly Money[], cap: Money) =>
      prices.map((one) => shareCap([one], cap)[0]!),
  },
  property: (share) =>
    fc.property(fc.array(fc.bigInt(0n, 20_000n)), fc.bigInt(0n, 30_000n), (prices, cap) => {
      const shares = share(prices.map(eur), eur(cap))
      for (const [at, one] of shares.entries()) {
        assert.equal(one.billable.minor + one.absorbed.minor, prices[at])
        assert.ok(one.absorbed.minor >= 0n)
      }
      const total = prices.reduce((sum, one) => sum + one, 0n)
      const billable = shares.reduce((sum, one) => sum + one.billable.minor, 0n)
      assert.equal(billable, total < cap ? total : cap)
    }),
})

guarantee('tax that is recovered and cost are what was paid', {
  holds: costOf,
  planted: {
    'tax on the whole receipt': (gross: Money, inside: Parameters<typeof costOf>[1]) => {
      const costs = costOf(gross, inside)
      return { ...costs, tax: eur((gross.minor * 19n) / 100n) }
    },
  },
  property: (cost) =>
    fc.property(fc.bigInt(0n, 10_000_000n), fc.bigInt(0n, 100n), (gross, recoverable) => {
      const inside = {
        rate: decimal('19'),
        amount: null,
        recoverable: { coefficient: recoverable, scale: 0 },
      }
      const { tax, recovered, net } = cost(eur(gross), inside)
      assert.equal(recovered.minor + net.minor, gross)
      assert.ok(recovered.minor <= tax.minor)
      // The tax is 19 % of what is left without it, to the cent.
      const off = (gross - tax.minor) * 19n - tax.minor * 100n
      assert.ok(-119n <= off && off <= 119n)
    }),
})
