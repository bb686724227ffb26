/** A late entry under a ceiling with 100,000 others: processor time of the first day and of the last week. */
import { changeGroup, groupOf } from '../src/contracts/allocation/group.ts'
import type { Entry } from '../src/contracts/allocation/rules.ts'
import { ceilings, workUnder } from '../test/support/ceilings.ts'

const count = 100_000
const rules = ceilings(4_500_000_000n, 400_000_000n)

function entry(id: number, onDay: number): Entry {
  return workUnder(String(id).padStart(7, '0'), onDay, 8, 60_000n + BigInt((id * 7919) % 7000))
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
