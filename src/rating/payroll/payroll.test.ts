import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../../test/property.ts'
import { addDays, day } from '../../kernel/dates.ts'
import { addDecimal, compareDecimal, type Decimal, decimal, formatDecimal } from '../../kernel/decimal.ts'
import { formatMoney, sumMoney } from '../../kernel/money.ts'
import { type OvertimeRule, splitOvertime, type WorkedTime } from './overtime.ts'
import { payOf } from './pay.ts'

const monday = day('2026-06-01')
const hours = (n: number): Decimal => ({ coefficient: BigInt(Math.round(n * 3600)), scale: 0 })
const tier = (over: number, multiplier: string) => ({ over: hours(over), multiplier: decimal(multiplier) })
const federal: OvertimeRule = { daily: [], seventhDay: [], weekly: [tier(40, '1.5')], weekCountsDaily: false }
const california: OvertimeRule = {
  ...federal,
  daily: [tier(8, '1.5'), tier(12, '2')],
  seventhDay: [tier(0, '1.5'), tier(8, '2')],
}
const worked = (on: number, n: number, rate = '20', state: string | null = null): WorkedTime => ({
  on: addDays(monday, on),
  state,
  seconds: hours(n),
  rate: decimal(rate),
})
const split = (week: readonly WorkedTime[], rule: OvertimeRule) =>
  splitOvertime(week, monday, () => rule, rule).map(
    (part) => `${part.seconds.coefficient / 3600n} x${formatDecimal(part.multiplier)}`,
  )

test('the days of a state come before the week, and no hour is paid twice', () => {
  const week = [0, 1, 2, 3, 4].map((on) => worked(on, 10)).concat(worked(5, 3))
  assert.deepEqual(split(week, california).slice(-3), ['8 x1', '2 x1.5', '3 x1.5'])
  assert.deepEqual(split(week, federal).slice(-2), ['10 x1.5', '3 x1.5'])
})

test('the seventh day in a row is overtime from its first hour', () => {
  const week = [0, 1, 2, 3, 4, 5].map((on) => worked(on, 4)).concat(worked(6, 10))
  assert.deepEqual(split(week, california).slice(-2), ['8 x1.5', '2 x2'])
})

test('time is under the rules of the state in which it was worked', () => {
  const rules = (state: string | null) => (state === 'CA' ? california : federal)
  const parts = splitOvertime([worked(0, 10, '20', 'CA'), worked(1, 10, '20', 'TX')], monday, rules, federal)
  assert.deepEqual(
    parts.map((part) => formatDecimal(part.multiplier)),
    ['1', '1.5', '1'],
  )
})

test('overtime at the average of two rates, or at the rate of its hour', () => {
  const week = [worked(0, 10, '10'), ...[1, 2, 3, 4].map((on) => worked(on, 10, '20'))]
  const paid = splitOvertime(week, monday, () => federal, federal)
  const told = (method: 'weighted_average' | 'rate_in_effect') => {
    const pay = payOf(paid, 'USD', method)
    return [pay.straight!, pay.total!].map(formatMoney)
  }
  assert.deepEqual(told('weighted_average'), ['900.00', '990.00'])
  assert.deepEqual(told('rate_in_effect'), ['900.00', '1000.00'])
})

type Pay = { readonly split: typeof splitOvertime; readonly pay: typeof payOf }
const anyWeek = fc.array(
  fc.tuple(
    fc.integer({ min: 0, max: 6 }),
    fc.integer({ min: 1, max: 900 }),
    fc.integer({ min: 700, max: 9000 }),
  ),
  { minLength: 1, maxLength: 14 },
)

guarantee('hours close, lines add up to the total, and an hour more is never paid less', {
  holds: { split: splitOvertime, pay: payOf } as Pay,
  planted: {
    'lines are rounded each for itself': {
      split: splitOvertime,
      pay: (time, currency, method) => {
        const pay = payOf(time, currency, method)
        const lines = pay.lines.map((line) => ({
          ...line,
          amount: payOf(
            time.filter((part) => formatDecimal(part.multiplier) === formatDecimal(line.multiplier)),
            currency,
            method,
          ).total,
        }))
        return { ...pay, lines }
      },
    },
    'the hour at the threshold is paid twice': {
      split: (week, from, ruleOf, home) => {
        const parts = splitOvertime(week, from, ruleOf, home)
        const over = parts.find((part) => formatDecimal(part.multiplier) !== '1')
        return over === undefined ? parts : [...parts, { ...over, multiplier: decimal('1') }]
      },
      pay: payOf,
    },
  } as Record<string, Pay>,
  runs: 300,
  property: (about) =>
    fc.property(anyWeek, fc.constantFrom(federal, california), (list, rule) => {
      const week = list
        .map(
          ([on, minutes, cents]): WorkedTime => ({
            ...worked(on, minutes / 60),
            rate: { coefficient: BigInt(cents), scale: 2 },
          }),
        )
        .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
      const parts = about.split(week, monday, () => rule, rule)
      const total = (some: readonly { readonly seconds: Decimal }[]) =>
        some.map((one) => one.seconds).reduce(addDecimal, decimal('0'))
      assert.equal(compareDecimal(total(parts), total(week)), 0)
      const pay = about.pay(parts, 'USD', 'weighted_average')
      assert.equal(
        sumMoney(
          pay.lines.map((line) => line.amount!),
          'USD',
        ).minor,
        pay.total!.minor,
      )
      assert.ok(pay.total!.minor >= pay.straight!.minor)
      const less = about.pay(
        about.split(week.slice(0, -1), monday, () => rule, rule),
        'USD',
        'rate_in_effect',
      )
      if (rule === federal)
        assert.ok(about.pay(parts, 'USD', 'rate_in_effect').total!.minor >= less.total!.minor)
    }),
})
