import assert from 'node:assert/strict'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { addDays, type Day, day } from '../kernel/dates.ts'
import { compareDecimal, type Decimal, decimal } from '../kernel/decimal.ts'
import type { Money } from '../kernel/money.ts'
import { toAmount, toQuantity } from './adjustments.ts'
import { limitedCredits } from './milestones.ts'
import { earnedOf } from './progress.ts'
import type { Proration } from './proration.ts'
import { withhold } from './retainage.ts'
import { servicePeriods } from './service-periods.ts'
import { chargeInAdvance, chargeInArrears, type SubscriptionEntry } from './subscriptions.ts'

const eur = (minor: bigint): Money => ({ minor, currency: 'EUR' })
const start = day('2026-01-31')
const offset = fc.integer({ min: 0, max: 200 })
const terms = fc.record({
  fee: fc.bigInt(1n, 1_000_000n).map(eur),
  proration: fc.constantFrom<Proration>('actual', 'thirty'),
  changes: fc.array(
    fc.record({ on: offset.map((at) => addDays(start, at)), fee: fc.bigInt(0n, 900_000n).map(eur) }),
    {
      maxLength: 4,
    },
  ),
  pauses: fc.array(
    fc.tuple(offset, fc.integer({ min: 1, max: 40 })).map(([at, days]) => ({
      from: addDays(start, at),
      until: addDays(start, at + days),
    })),
    { maxLength: 3 },
  ),
  cancelledOn: fc.option(offset.map((at) => addDays(start, at))),
  adjustments: fc.array(
    fc.record({
      id: fc.string(),
      on: offset.map((at) => addDays(start, at)),
      amount: fc.bigInt(-500_000n, 100_000n).map(eur),
    }),
    { maxLength: 2 },
  ),
})
type Terms = Parameters<typeof chargeInAdvance>[0]
const periods = servicePeriods(
  { months: 1, anchor: 'from_start' },
  start,
  addDays(start, 200),
  addDays(start, 200),
)
const through = addDays(start, 400)
const sum = (entries: readonly SubscriptionEntry[]) =>
  entries.reduce((total, one) => total + one.amount.minor, 0n)

guarantee('what is given back of a period never exceeds what was charged for it', {
  holds: chargeInAdvance,
  planted: {
    'repairs that forget earlier ones': (
      one: Terms,
      period: Parameters<typeof chargeInAdvance>[1],
      on: Day,
    ) =>
      chargeInAdvance(one, period, on).map((entry) =>
        entry.what === 'repair' ? { ...entry, amount: eur(entry.amount.minor * 2n) } : entry,
      ),
  },
  property: (charge) =>
    fc.property(terms, (one) => {
      for (const period of periods) assert.ok(sum(charge(one, period, through)) >= 0n)
    }),
  runs: 60,
})

guarantee('a later day only adds entries to a period, and changes none that it had', {
  holds: chargeInAdvance,
  planted: {
    'a first charge that knows the future': (
      one: Terms,
      period: Parameters<typeof chargeInAdvance>[1],
      on: Day,
    ) => {
      const entries = chargeInAdvance(one, period, on)
      const repaired = entries.some((entry) => entry.what === 'repair')
      return repaired ? entries.filter((entry) => entry.what !== 'period') : entries
    },
  },
  property: (charge) =>
    fc.property(terms, offset, (one, at) => {
      for (const period of periods) {
        const early = charge(one, period, addDays(start, at))
        assert.deepEqual(charge(one, period, through).slice(0, early.length), early)
      }
    }),
  runs: 60,
})

guarantee('in advance with its repairs comes to what is owed in arrears, but for the cents of each entry', {
  holds: chargeInArrears,
  planted: {
    'pauses that are charged': (one: Terms, period: Parameters<typeof chargeInArrears>[1]) =>
      chargeInArrears({ ...one, pauses: [] }, period),
  },
  property: (charge) =>
    fc.property(terms, (some) => {
      const one = { ...some, adjustments: [], proration: 'actual' as const }
      for (const period of periods) {
        const ahead = chargeInAdvance(one, period, through)
        const behind = charge(one, period)
        const difference = sum(ahead) - sum(behind)
        const cents = BigInt(ahead.length + behind.length)
        assert.ok(-cents <= difference && difference <= cents, `${difference} in ${period.from}`)
      }
    }),
  runs: 60,
})

const percent = fc
  .integer({ min: 0, max: 10_000 })
  .map((value): Decimal => ({ coefficient: BigInt(value), scale: 2 }))
const money = fc.bigInt(-10_000_000n, 10_000_000n).map(eur)

guarantee('what is billed and what is withheld are the amount, and a release never withholds more', {
  holds: withhold,
  planted: {
    'a rest that is cut': (amount: Money, kept: Decimal, released: Decimal) => {
      const both = withhold(amount, kept, released)
      return { ...both, billed: eur((both.billed.minor / 10n) * 10n) }
    },
  },
  property: (split) =>
    fc.property(money, percent, percent, (amount, kept, released) => {
      const now = split(amount, kept, released)
      assert.equal(now.billed.minor + now.withheld.minor, amount.minor)
      const size = (one: Money) => (one.minor < 0n ? -one.minor : one.minor)
      assert.ok(size(now.withheld) <= size(split(amount, kept, decimal('0')).withheld))
    }),
})

guarantee('the credits of a milestone never exceed it', {
  holds: limitedCredits,
  planted: { 'credits that are not limited': (_: Money, credits: readonly Money[]) => [...credits] },
  property: (limited) =>
    fc.property(
      fc.bigInt(0n, 100_000n).map(eur),
      fc.array(fc.bigInt(0n, 60_000n).map(eur)),
      (amount, credits) => {
        const given = limited(amount, credits).reduce((total, one) => total + one.minor, 0n)
        const wanted = credits.reduce((total, one) => total + one.minor, 0n)
        assert.equal(given, wanted < amount.minor ? wanted : amount.minor)
      },
    ),
})

guarantee('more work never earns less, and never more than the fee', {
  holds: earnedOf,
  planted: {
    'no cap': (fee: Money, about: Parameters<typeof earnedOf>[1]) =>
      earnedOf(fee, { ...about, atMost: decimal('1000') }),
  },
  property: (earned) =>
    fc.property(
      fc.bigInt(0n, 10_000_000n).map(eur),
      fc.bigInt(0n, 3_000n),
      fc.bigInt(0n, 3_000n),
      fc.bigInt(1n, 1_000n),
      (fee, done, more, estimate) => {
        const at = (hours: bigint) =>
          earned(fee, {
            done: { coefficient: hours, scale: 1 },
            estimate: { coefficient: estimate, scale: 0 },
            atMost: decimal('100'),
          }).minor
        assert.ok(at(done) <= at(done + more) && at(done + more) <= fee.minor)
      },
    ),
})

const part = fc.record({
  quantity: fc.bigInt(1n, 10_000n).map((coefficient): Decimal => ({ coefficient, scale: 2 })),
  amount: fc.bigInt(0n, 1_000_000n).map(eur),
})
const parts = fc.array(part, { minLength: 1, maxLength: 4 })

guarantee('what is written down stands beside what stays, in money and in hours', {
  holds: { toAmount, toQuantity },
  planted: {
    'hours without their money': {
      toAmount,
      toQuantity: (list: Parameters<typeof toQuantity>[0], quantity: Decimal, currency: string) =>
        toQuantity(list, quantity, currency).map((one) => ({ ...one, off: { ...one.off, amount: eur(0n) } })),
    },
  },
  property: (write) =>
    fc.property(parts, fc.bigInt(0n, 100n), (list, hundredths) => {
      const total = list.reduce((all, one) => all + one.amount.minor, 0n)
      const hours = list.reduce((all, one) => all + one.quantity.coefficient, 0n)
      const target = { coefficient: (hours * hundredths) / 100n, scale: 2 }
      const byHours = write.toQuantity(list, target, 'EUR')
      const byMoney = write.toAmount(list, eur((total * hundredths) / 100n))
      for (const adjusted of [byHours, byMoney])
        for (const [at, { kept, off }] of adjusted.entries())
          assert.equal(kept.amount.minor + off.amount.minor, list[at]!.amount.minor)
      const left = byHours.reduce((all, one) => all + one.kept.quantity.coefficient, 0n)
      assert.equal(compareDecimal({ coefficient: left, scale: 2 }, target), 0)
      assert.equal(
        byMoney.reduce((all, one) => all + one.kept.amount.minor, 0n),
        (total * hundredths) / 100n,
      )
    }),
})
