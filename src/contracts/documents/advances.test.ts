import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../../test/property.ts'
import { decimal } from '../../kernel/decimal.ts'
import { type AdvanceBalance, decideRefunds, drawAdvances } from './advances.ts'
import { amountDue } from './amount-due.ts'

const euros = (minor: bigint) => ({ minor, currency: 'EUR' })
const anyBalances: fc.Arbitrary<AdvanceBalance[]> = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    left: fc.bigInt({ min: 0n, max: 1000n }).map(euros),
    from: fc.constantFrom(null, '2026-01-01', '2026-06-01'),
    to: fc.constantFrom(null, '2026-05-31', '2026-12-31'),
    atMostPercent: fc.constantFrom(null, decimal('30'), decimal('50')),
  }),
  { selector: (one) => one.id },
)

guarantee(
  'nothing is drawn that is not there, not due or not yet to be had, and in no order but that of expiry',
  {
    holds: drawAdvances,
    planted: {
      'a credit note gives back to an advance': (balances, due, on) =>
        due.minor < 0n && balances.length > 0
          ? { draws: [{ advance: balances[0]!.id, amount: due }], balances }
          : drawAdvances(balances, due, on),
      'an expired advance is drawn': (balances, due, on) =>
        drawAdvances(
          balances.map((one) => ({ ...one, to: null })),
          due,
          on,
        ),
      'the balance stays as it was': (balances, due, on) => ({
        ...drawAdvances(balances, due, on),
        balances,
      }),
    },
    property: (draw: typeof drawAdvances) =>
      fc.property(anyBalances, fc.bigInt({ min: -500n, max: 3000n }), (balances, minor) => {
        const made = draw(balances, euros(minor), '2026-06-30')
        const total = made.draws.reduce((sum, one) => sum + one.amount.minor, 0n)
        assert.ok(total >= 0n && (minor > 0n ? total <= minor : total === 0n))
        for (const [at, after] of made.balances.entries()) {
          const before = balances[at]!
          const own = made.draws.find((one) => one.advance === before.id)?.amount.minor ?? 0n
          assert.equal(before.left.minor - after.left.minor, own)
          assert.ok(after.left.minor >= 0n)
          if (before.from === null || before.to === '2026-05-31') assert.equal(own, 0n)
        }
        const back = draw(balances.toReversed(), euros(minor), '2026-06-30')
        assert.deepEqual(back.draws, made.draws)
      }),
  },
)

test('a refund is given in full or not at all, in the order of its days', () => {
  const ask = (id: string, on: string, minor: bigint) => ({ id, on, amount: euros(minor) })
  const drawn = [ask('INV', '2026-05-01', 3200n)]
  const requests = [ask('b', '2026-06-02', 900n), ask('a', '2026-06-01', 1000n), ask('c', '2026-06-03', 800n)]
  const { refunds, left } = decideRefunds(euros(5000n), drawn, requests)
  assert.deepEqual(
    refunds.map((one) => [one.id, one.decision, one.available.minor]),
    [
      ['a', 'ACCEPT', 1800n],
      ['b', 'REJECT', 800n],
      ['c', 'ACCEPT', 800n],
    ],
  )
  assert.equal(left.minor, 0n)
})

guarantee('total, less what was prepaid and kept back, plus the rounding is what is due', {
  holds: amountDue,
  planted: {
    'the rounding is lost': (total, prepaid, withheld, rounding) => ({
      ...amountDue(total, prepaid, withheld, rounding),
      rounding: euros(0n),
    }),
  },
  property: (due: typeof amountDue) =>
    fc.property(
      fc.bigInt({ min: -9999n, max: 99999n }),
      fc.bigInt({ min: 0n, max: 9999n }),
      fc.constantFrom('0.05', '1', '0', '0.001'),
      (total, prepaid, step) => {
        const made = due(euros(total), euros(prepaid), euros(7n), { step: decimal(step), mode: 'half_away' })
        assert.equal(total - prepaid - 7n + made.rounding.minor, made.due.minor)
        if (step === '1') assert.ok(made.due.minor % 100n === 0n && made.rounding.minor ** 2n <= 2500n)
        if (step === '0.05') assert.ok(made.due.minor % 5n === 0n && made.rounding.minor ** 2n <= 4n)
      },
    ),
})
