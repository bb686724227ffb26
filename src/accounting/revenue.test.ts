import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { addDays, type Day, day } from '../kernel/dates.ts'
import type { Money } from '../kernel/money.ts'
import { constrain, lossOf, overTimeByCost, straightLine } from './revenue.ts'
import { shareOf } from './share.ts'

const euro = (minor: bigint): Money => ({ minor, currency: 'EUR' })
const cents = (most: number) => fc.integer({ min: 0, max: most }).map((one) => euro(BigInt(one)))

const contract = fc
  .record({ price: cents(10 ** 9), estimate: cents(10 ** 9), materials: cents(10 ** 8) })
  .map((one) => ({
    price: one.price,
    estimate: euro(one.estimate.minor + one.materials.minor + 1n),
    // Materials that cost more than the price would be a loss, which is another subject.
    materials: one.materials.minor < one.price.minor ? one.materials : euro(0n),
  }))

guarantee('revenue by cost rises with cost, and is the whole price at its end', {
  holds: overTimeByCost,
  planted: {
    'materials counted as progress': ((given) =>
      overTimeByCost({ ...given, uninstalled: euro(0n) })) as typeof overTimeByCost,
    'profit on materials': ((given) => {
      const { revenue, progress } = overTimeByCost(given)
      return { progress, revenue: euro(revenue.minor + given.uninstalled.minor / 10n) }
    }) as typeof overTimeByCost,
  },
  property: (recognise) =>
    fc.property(contract, fc.nat(100), fc.nat(100), ({ price, estimate, materials }, a, b) => {
      const at = (percent: number) => {
        const other = ((estimate.minor - materials.minor) * BigInt(percent)) / 100n
        return recognise({
          price,
          incurred: euro(other + materials.minor),
          estimate,
          uninstalled: materials,
          uninstalledEstimate: materials,
        }).revenue.minor
      }
      const rises = a <= b ? at(a) <= at(b) : at(a) >= at(b)
      return rises && at(100) === price.minor && at(0) === materials.minor
    }),
})

guarantee('the parts of a straight line add up to the price, whatever the days that are asked for', {
  holds: straightLine,
  planted: {
    'the last day left out': ((from, to, at, spread) =>
      straightLine(from, addDays(to, 1), at, spread)) as typeof straightLine,
    'a line that falls': ((from, to, at, spread) => {
      const part = straightLine(from, to, at, spread)
      return part.numerator === part.denominator
        ? part
        : { ...part, numerator: part.denominator - part.numerator }
    }) as typeof straightLine,
  },
  property: (line) =>
    fc.property(
      fc.nat(2000),
      fc.integer({ min: 1, max: 1500 }),
      fc.array(fc.nat(1500), { maxLength: 8 }),
      fc.constantFrom('months' as const, 'days' as const),
      (start, length, asked, spread) => {
        const from = addDays(day('2024-01-01'), start)
        const to = addDays(from, length)
        const days = [...asked.map((one) => addDays(from, Math.min(one, length))), to].sort()
        let before = 0n
        return days.every((on, at) => {
          const now = shareOf(euro(1_200_000n), line(from, to, on as Day, spread)).minor
          const rises = now >= before
          before = now
          return rises && (at < days.length - 1 || now === 1_200_000n)
        })
      },
    ),
})

guarantee('what is shown and what is provided for are the whole loss, and a contract that earns has none', {
  holds: lossOf,
  planted: {
    'the provision of the whole loss beside what is shown': ((price, estimate, revenue, cost) => {
      const loss = lossOf(price, estimate, revenue, cost)
      return { ...loss, provision: loss.total }
    }) as typeof lossOf,
  },
  property: (loss) =>
    fc.property(cents(10 ** 9), cents(10 ** 9), fc.nat(100), (price, estimate, percent) => {
      const cost = euro((estimate.minor * BigInt(percent)) / 100n)
      const revenue = shareOf(price, { numerator: BigInt(percent), denominator: 100n })
      const { total, provision } = loss(price, estimate, revenue, cost)
      const expected = estimate.minor > price.minor ? estimate.minor - price.minor : 0n
      const shown = cost.minor - revenue.minor
      // Half a cent of rounding may show a loss that is not there, or a cent more than the whole.
      const rest = expected - shown > 0n ? expected - shown : 0n
      return total.minor === expected && provision.minor === (expected === 0n ? 0n : rest)
    }),
})

test('a bound keeps out exactly what lies above it', () => {
  assert.deepEqual(constrain(euro(1_150_000n), euro(1_000_000n)), {
    revenue: euro(1_000_000n),
    kept: euro(150_000n),
  })
  assert.deepEqual(constrain(euro(900n), null), { revenue: euro(900n), kept: euro(0n) })
})

test('a month of a year is a twelfth, and part months go by their days', () => {
  const line = (from: string, to: string, at: string) =>
    shareOf(euro(1_200_000n), straightLine(day(from), day(to), day(at), 'months')).minor
  assert.equal(line('2026-01-01', '2026-12-31', '2026-02-28'), 200_000n)
  // Half of June and six months: 15 of 30 days, then July.
  assert.equal(line('2026-06-16', '2026-12-31', '2026-06-30'), 92_308n)
})
