/** npm run bench [-- --rounds 3 --entries 10000 --tenfold 0|1 --profile DIR] */
import '../test/support/runtime.ts'
import { parseArgs } from 'node:util'

const { openStand } = await import('./stand.ts')
const { printRounds, printFlatness } = await import('./print.ts')
const { measureRound } = await import('./round.ts')

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    entries: { type: 'string', default: '10000' },
    tenfold: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
})
const entries = Number(values.entries)
const profile = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`]
const stand = await openStand(profile)
try {
  // The first round warms caches, plans and the compiler, and is not counted.
  await measureRound(stand, 'warm', Math.min(entries, 3000))
  const rounds = []
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    rounds.push(await measureRound(stand, `r${round}`, entries))
    console.log(`round ${round} of ${values.rounds} done`)
  }
  printRounds(rounds, console.log)
  if (values.tenfold)
    printFlatness(rounds.at(-1)!, await measureRound(stand, 'ten', entries * 10), console.log)
} finally {
  await stand.close()
}
