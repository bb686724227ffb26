/**
 * `npm run concurrency`: many callers with one key (--rounds N, default 10,000) and writers beside long transactions
 * (--events N, default 1,000,000). --keep-figures keeps what it found.
 */
import '../support/runtime.ts'
import { parseArgs } from 'node:util'

const { contendForKeys, keyPlants } = await import('./keys.ts')
const { writeBesideLongTransactions, writerPlants } = await import('./writers.ts')
const { keepFigure } = await import('../figures.ts')

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10000' },
    events: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    'keep-figures': { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const events = Number(values.events)
const hourMs = 3_600_000
let bad = 0

function tell(line: string, wrong: readonly string[]): void {
  console.log(line)
  for (const one of wrong.slice(0, 20)) console.log(`  ${one}`)
}

const caught: string[] = []
for (const [name, plant] of Object.entries(keyPlants)) {
  const goOn = (done: number, wrong: readonly string[]) => wrong.length === 0 && done < 500
  const done = await contendForKeys({ seed: 2, callers: 12, plant, goOn })
  tell(`plant ${name}: ${done.wrong.length > 0 ? `caught in round ${done.rounds}` : 'NOT CAUGHT'}`, [])
  if (done.wrong.length === 0) bad += 1
  else caught.push(name)
}
for (const [name, plant] of Object.entries(writerPlants)) {
  const done = await writeBesideLongTransactions({ events: 40_000, withinMs: 60_000, plant })
  tell(`plant ${name}: ${done.wrong.length > 0 ? 'caught' : 'NOT CAUGHT'}`, [])
  if (done.wrong.length === 0) bad += 1
  else caught.push(name)
}
const keys = await contendForKeys({
  seed: Number(values.seed),
  callers: 50,
  plant: null,
  goOn: (done, wrong) => {
    if (done > 0 && done % 500 === 0) console.log(`${done} rounds`)
    return done < rounds && wrong.length < 20
  },
})
const found = `${keys.rounds} rounds of ${keys.callers} callers: ${keys.wrong.length} wrong`
tell(found, keys.wrong)
const written = await writeBesideLongTransactions({ events, withinMs: hourMs, plant: null })
const followed =
  `${written.events} events by 8 writers beside ${written.longTransactions} long transactions, ` +
  `${written.read} read in ${written.reads} reads: ${written.wrong.length} wrong`
tell(followed, written.wrong)
bad += keys.wrong.length + written.wrong.length
if (bad === 0) {
  const command = `npm run concurrency -- --rounds ${rounds} --events ${events}`
  const plants = `plants caught: ${caught.join(', ')}`
  keepFigure({ rig: 'concurrency', command, found: `${found}; ${plants}` })
  keepFigure({ rig: 'long-transactions', command, found: followed })
}
process.exitCode = bad === 0 ? 0 : 1
