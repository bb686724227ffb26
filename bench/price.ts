/**
 * What the price of a simple entry costs the processor, beside a bare loop that only multiplies: the same entries, the
 * same rates, one exact product each. node bench/price.ts [--entries N] [--rounds N]
 */
import { parseArgs } from 'node:util'
import { addDays, day } from '../src/kernel/dates.ts'
import { decimal } from '../src/kernel/decimal.ts'
import { extend } from '../src/kernel/money.ts'
import { priceEntry } from '../src/rating/price.ts'
import type { RateRow } from '../src/rating/rate-rows.ts'
import { priceTime } from '../src/scenario/steps/price-time.ts'
import { worldOf } from '../src/scenario/world.ts'

const { values } = parseArgs({
  options: { entries: { type: 'string', default: '50000' }, rounds: { type: 'string', default: '5' } },
})
const count = Number(values.entries)
const rounds = Number(values.rounds)
const limitMicroseconds = 15
const first = day('2026-01-05')

const rows = Array.from(
  { length: 8 },
  (_, at): RateRow => ({
    id: `r${at}`,
    version: 1,
    kind: 'bill',
    level: at === 0 ? 'default' : 'role',
    scope: at === 0 ? {} : { laborCategory: `category-${at}` },
    currency: 'EUR',
    amount: { coefficient: BigInt(9000 + at * 1250), scale: 2 },
    from: first,
    until: null,
    learnedAt: 0n,
  }),
)

const questions = Array.from({ length: count }, (_, at) => ({
  kind: 'bill' as const,
  workedOn: addDays(first, at % 260),
  currency: 'EUR',
  workerId: `w${at % 50}`,
  laborCategory: `category-${1 + (at % 7)}`,
  quantity: { coefficient: BigInt(25 + (at % 30) * 25), scale: 2 },
}))
const increment = { step: decimal('0.25'), mode: 'up', basis: 'entry' } as const

const world = worldOf({
  scenario: 1,
  title: 'bench',
  rates: rows.map(({ id, scope, amount }) => ({
    id,
    level: scope.laborCategory === undefined ? ('default' as const) : ('role' as const),
    ...scope,
    currency: 'EUR',
    amount: String(Number(amount.coefficient) / 100),
  })),
  contracts: [
    {
      id: 'K1',
      currency: 'EUR',
      lines: [{ id: 'labor', quantity: { increment: { step: '0.25', mode: 'up' } } }],
    },
  ],
  work: questions.map((one, at) => ({
    id: `e${String(at).padStart(7, '0')}`,
    on: one.workedOn,
    worker: one.workerId,
    laborCategory: one.laborCategory,
    hours: String(Number(one.quantity.coefficient) / 100),
  })),
})

/** Something that reads the outcome, so that no loop is left out as useless. */
let sum = 0n
const stages: readonly (readonly [string, () => void])[] = [
  [
    'bare multiplication',
    () => {
      for (const [at, one] of questions.entries())
        sum += extend(one.quantity, rows[1 + (at % 7)]!.amount, 'EUR').minor
    },
  ],
  [
    'an entry priced (increment, rate, extension, reasons)',
    () => {
      for (const one of questions) {
        const priced = priceEntry(one, rows, { increment })
        if ('amount' in priced) sum += priced.amount.minor
      }
    },
  ],
  [
    'an entry of a scenario (that, its contract, bands, caps, cost, story)',
    () => {
      for (const one of priceTime(world)) sum += one.standardValue?.minor ?? 0n
    },
  ],
]

function microseconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / count
}

const middle = (list: readonly number[]) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!
const measured = stages.map(([what, work]) => {
  work()
  return { what, used: middle(Array.from({ length: rounds }, () => microseconds(work))) }
})
const bare = measured[0]!.used
for (const { what, used } of measured)
  console.log(`${what}: ${used.toFixed(2)} µs of processor, ${(used / bare).toFixed(1)} times the bare loop`)
console.log(`checked against ${sum}`)
if (measured[1]!.used > limitMicroseconds) {
  console.error(`An entry takes more than ${limitMicroseconds} µs.`)
  process.exitCode = 1
}
