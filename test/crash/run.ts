/**
 * npm run crash -- --cycles N | --minutes M [--faults kill,stop,freeze,postgres,connections] [--seed S]
 *   [--plant NAME|all] [--keep-figures]
 */
import '../support/runtime.ts'
import { parseArgs } from 'node:util'

const { runRig } = await import('./rig.ts')
const { plants } = await import('./plants.ts')
const { blowsOf, report, resultOf } = await import('./report.ts')
const { allFaults } = await import('./faults.ts')
const { huntPlants } = await import('./hunt.ts')
const { keepFigure } = await import('../figures.ts')
type Fault = (typeof allFaults)[number]

const { values } = parseArgs({
  options: {
    cycles: { type: 'string' },
    minutes: { type: 'string' },
    faults: { type: 'string', default: allFaults.join(',') },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    plant: { type: 'string' },
    'keep-figures': { type: 'boolean' },
  },
})
const standardCycles = 20
const minutes = values.minutes === undefined ? null : Number(values.minutes)
const cycles = Number(values.cycles ?? (minutes === null ? standardCycles : Number.POSITIVE_INFINITY))
const seed = Number(values.seed)
const faults = values.faults.split(',') as Fault[]
const known = Object.keys(plants)
const valid =
  cycles > 0 &&
  (minutes === null || minutes > 0) &&
  Number.isInteger(seed) &&
  faults.every((fault) => allFaults.includes(fault)) &&
  (values.plant === undefined || [...known, 'all'].includes(values.plant))
if (!valid) {
  console.error(
    `--cycles N --minutes M --faults ${allFaults.join(',')} --seed N --plant ${known.join('|')}|all --keep-figures`,
  )
  process.exit(2)
}
// The guardian clears up: this process may be in the middle of anything.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130))

const say = (line: string) => console.log(`  ${line}`)
const command = `npm run crash -- ${process.argv
  .slice(2)
  .filter((word) => word !== '--keep-figures')
  .join(' ')}`
if (values.plant !== undefined) {
  const caught = await huntPlants(values.plant === 'all' ? known : [values.plant], seed, say)
  process.exitCode = caught ? 0 : 1
} else {
  const withinMs = minutes === null ? {} : { withinMs: minutes * 60_000 }
  const wanted = { cycles, seed, plant: null, faults, database: null, bundled: true, say }
  const told = await runRig({ ...wanted, ...withinMs })
  const sound = report(null, told, console.log)
  const { processes, database } = blowsOf(told)
  const struckProcesses = told.struck.kill + told.struck.stop > 0
  const struckDatabase = told.struck.postgres + told.struck.connections > 0
  const sums = `${told.acknowledged} statements acknowledged; ${resultOf(told)}`
  if (struckProcesses) keepFigure({ rig: 'crash', command, found: `${processes}; ${sums}` })
  if (struckDatabase) keepFigure({ rig: 'postgres-crash', command, found: `${database}; ${sums}` })
  process.exitCode = sound ? 0 : 1
}
