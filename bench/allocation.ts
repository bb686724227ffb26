/** A late entry under a ceiling with 100,000 others: processor time of the first day and of the last week. */
import { changeGroup, groupOf } from '../src/contracts/allocation/group.ts'
import { ticksPerHour } from '../src/contracts/allocation/quantities.ts'
import type { Entry, LimitRule, Rules } from '../src/contracts/allocation/rules.ts'
import { addDays, day } from '../src/kernel/dates.ts'
import { decimal } from '../src/kernel/decimal.ts'

const count = 100_000
const until = day('2026-12-31')
const limit = (per: LimitRule['per'], most: bigint): LimitRule => ({
  id: per,
  measure: 'amount',
  most,
  changes: [],
  per,
  mode: 'part',
  over: 'parked',
  until,
  order: false,
})
const rules: Rules = {
  limits: [limit('total', 4_500_000_000n), limit('month', 400_000_000n)],
  retainers: [],
  used: [],
  waiting: new Set(),
}
const eight = decimal('8')

function entry(id: number, onDay: number): Entry {
  const touches = [0, 1].map((at) => ({ limit: at, who: '', rate: null }))
  const amount = 60_000n + BigInt((id * 7919) % 7000)
  const work = { quantity: eight, ticks: ticksPerHour, amount, currency: 'EUR', touches, routes: [] }
  const sourceId = String(id).padStart(7, '0')
  const on = addDays(day('2026-01-01'), onDay)
  return { id: sourceId, on, sourceId, held: false, parts: [{ ...work, retainer: null, pinned: null }] }
}

const entries = Array.from({ length: count }, (_, at) => entry(at, at % 365))
const spent = (run: () => unknown): number => {
  const before = process.cpuUsage().user
  run()
  return (process.cpuUsage().user - before) / 1000
}
let group = groupOf(rules, [])
console.log(`all at once: ${spent(() => (group = groupOf(rules, entries))).toFixed(0)} ms`)
for (const [name, onDay] of [
  ['first day', 0],
  ['last week', 360],
] as const) {
  const times = [0, 1, 2].map((at) =>
    spent(() => (group = changeGroup(group, { add: [entry(count + onDay * 10 + at, onDay)] }).group)),
  )
  console.log(`one late entry, ${name}: ${times.map((one) => one.toFixed(0)).join(', ')} ms`)
}
