import assert from 'node:assert/strict'
import fc from 'fast-check'
import { guarantee } from '../../../test/property.ts'
import { day } from '../../kernel/dates.ts'
import { compareDecimal, decimal, type Decimal, subtractDecimal } from '../../kernel/decimal.ts'
import { quantityAt, ticksOf, ticksPerHour } from './quantities.ts'
import type { Ledger } from './ledger.ts'
import type { LimitRule, Part } from './rules.ts'
import { fit, useBetween } from './split.ts'

const on = day('2026-06-01')
const limits = (money: bigint, ticks: bigint): LimitRule[] =>
  (['amount', 'hours'] as const).map((measure) => ({
    id: measure,
    measure,
    most: measure === 'amount' ? money : ticks,
    changes: [],
    per: 'total',
    mode: 'part',
    over: 'parked',
    until: on,
    order: false,
  }))
const touches = [0, 1].map((limit) => ({ touch: { limit, who: '', rate: null }, on }))
const zero: Decimal = { coefficient: 0n, scale: 0 }
const none = { quantity: zero, amount: 0n }

const figures = fc.record({
  hours: fc.integer({ min: 1, max: 100_000 }),
  rate: fc.bigInt({ min: 0n, max: 50_000n }),
  money: fc.bigInt({ min: -100n, max: 5_000_000n }),
  room: fc.bigInt({ min: -100n, max: 60n * ticksPerHour }),
})

guarantee('no split passes a limit of money or of hours, and what fits is never less with more room', {
  holds: fit,
  planted: {
    'a quantity that is rounded up past the hours': ((ledger, rules, part, placed, touched) => {
      const { share, binding } = fit(ledger, rules, part, placed, touched)
      const up = { coefficient: share.quantity.coefficient + 1n, scale: share.quantity.scale }
      return { share: binding === null ? share : { ...share, quantity: up }, binding }
    }) satisfies typeof fit,
    'the first limit alone': ((ledger, rules, part, placed, touched) =>
      fit(ledger, rules, part, placed, touched.slice(0, 1))) satisfies typeof fit,
  },
  property: (split) =>
    fc.property(figures, ({ hours, rate, money, room }) => {
      const quantity: Decimal = { coefficient: BigInt(hours), scale: 3 }
      const part: Part = {
        quantity,
        ticks: ticksPerHour,
        amount: (BigInt(hours) * rate) / 1000n,
        currency: 'EUR',
        touches: [],
        routes: [],
        retainer: null,
        pinned: null,
      }
      const rules = limits(money, room)
      const ledger: Ledger = new Map()
      const { share } = split(ledger, rules, part, none, touches)
      useBetween(ledger, rules, part, none, share, touches)
      assert.ok(share.amount >= 0n && share.amount <= part.amount)
      assert.ok(compareDecimal(share.quantity, quantity) <= 0 && share.quantity.coefficient >= 0n)
      if (share.amount > 0n) {
        assert.ok(share.amount <= money)
        assert.ok(ticksOf(share.quantity, ticksPerHour) <= room)
      }
      const wider = split(new Map(), limits(money + 100n, room + ticksPerHour), part, none, touches)
      assert.ok(wider.share.amount >= share.amount)
      assert.ok(subtractDecimal(wider.share.quantity, share.quantity).coefficient >= 0n)
    }),
})

guarantee('an amount takes its quantity to four digits, and all of it at the whole amount', {
  holds: quantityAt,
  planted: {
    'two digits': (amount, whole) => {
      const { coefficient } = quantityAt(amount, whole)
      return amount === whole.amount ? whole.quantity : { coefficient: coefficient / 100n, scale: 2 }
    },
  },
  property: (at: typeof quantityAt) =>
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 9n }),
      fc.integer({ min: 1, max: 10 ** 6 }),
      (amount, hours) => {
        const whole = { quantity: decimal(String(hours)), amount }
        assert.deepEqual(at(amount, whole), whole.quantity)
        const part = at(amount / 2n, whole)
        // |part - exact| <= 0.00005
        const error =
          part.coefficient * 10n ** BigInt(5 - part.scale) * amount -
          (amount / 2n) * BigInt(hours) * 10n ** 5n
        assert.ok((error < 0n ? -error : error) <= 5n * amount)
      },
    ),
})
