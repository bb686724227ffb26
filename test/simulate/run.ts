/** npm run simulate -- --seeds N [--from SEED] [--seed S] [--days 90] [--plant NAME|all] [--workers 2] [--keep-figures] */
import '../support/runtime.ts'
import { parseArgs } from 'node:util'

const { plants } = await import('./plants.ts')
const { simulateMany } = await import('./many.ts')
const { huntPlants } = await import('./hunt.ts')
const { keepFigure } = await import('../figures.ts')

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '40' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    days: { type: 'string', default: '90' },
    plant: { type: 'string' },
    workers: { type: 'string', default: '2' },
    'keep-figures': { type: 'boolean', default: false },
  },
})
const names = Object.keys(plants)
const numbers = [values.seeds, values.from, values.days, values.workers, values.seed ?? '1'].map(Number)
const known = values.plant === undefined || values.plant === 'all' || names.includes(values.plant)
if (!known || numbers.some((one) => !Number.isInteger(one) || one < 1)) {
  console.error('--seeds N --from SEED --seed SEED --days N --workers N, whole numbers from 1')
  console.error(`--plant ${names.join('|')}|all`)
  process.exit(2)
}
const [seeds, from, days, workers] = numbers as [number, number, number, number]
const say = (line: string) => console.log(line)

if (values.seed !== undefined) {
  const seed = Number(values.seed)
  const { simulateOne } = await import('./many.ts')
  const plant = values.plant === undefined ? null : values.plant
  const told = await simulateOne({ seed, days, plant })
  for (const line of told.trace) say(line)
  say(`seed ${seed}: ${told.findings.length === 0 ? 'everything held' : `fails at step ${told.failedAt}`}`)
  process.exitCode = told.findings.length === 0 ? 0 : 1
} else if (values.plant !== undefined) {
  const wanted = values.plant === 'all' ? names : [values.plant]
  process.exitCode = (await huntPlants({ names: wanted, seeds, from, days, workers, say })) ? 0 : 1
} else {
  const sum = await simulateMany({ seeds, from, days, workers, plant: null, say })
  say(sum.found)
  if (sum.failed === 0)
    keepFigure({
      rig: 'simulate',
      command: `npm run simulate -- --seeds ${seeds}${from === 1 ? '' : ` --from ${from}`}`,
      found: sum.found,
    })
  process.exitCode = sum.failed === 0 ? 0 : 1
}
