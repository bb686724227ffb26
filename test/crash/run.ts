/** npm run crash -- --cycles N [--seed S] [--plant NAME|all] */
import '../support/runtime.ts'
import { parseArgs } from 'node:util'

const { runRig } = await import('./rig.ts')
const { plants } = await import('./plants.ts')
const { report } = await import('./report.ts')

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '20' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    plant: { type: 'string' },
  },
})
const cycles = Number(values.cycles)
const seed = Number(values.seed)
const known = Object.keys(plants)
if (
  !(cycles > 0) ||
  !Number.isInteger(seed) ||
  !(values.plant === undefined || [...known, 'all'].includes(values.plant))
) {
  console.error(`--cycles N --seed N --plant ${known.join('|')}|all`)
  process.exit(2)
}
const say = (line: string) => console.log(`  ${line}`)
const wanted = values.plant === undefined ? [null] : values.plant === 'all' ? known : [values.plant]
let sound = true
for (const plant of wanted) {
  const told = await runRig({ cycles, seed, plant, database: null, say })
  sound = report(plant, told, console.log) && sound
}
process.exitCode = sound ? 0 : 1
