/** node test/oracle/run.ts --cases N [--seed S] [--plant NAME|all] */
import { parseArgs } from 'node:util'
import { firstDifference } from './compare.ts'
import { plants } from './product.ts'

const { values } = parseArgs({
  options: { cases: { type: 'string' }, seed: { type: 'string' }, plant: { type: 'string' } },
})
const cases = Number(values.cases ?? 1_000_000)
const seed = Number(values.seed ?? 1)
const chosen = values.plant === 'all' ? Object.keys(plants) : values.plant ? [values.plant] : []

if (chosen.length === 0) {
  const found = firstDifference(seed, cases)
  console.log(
    found === null ? `${cases} cases from seed ${seed}: no difference` : JSON.stringify(found, null, 2),
  )
  process.exitCode = found === null ? 0 : 1
}
for (const name of chosen) {
  const plant = plants[name]
  if (plant === undefined)
    throw new Error(`There is no plant ${name}; there are ${Object.keys(plants).join(', ')}`)
  const found = firstDifference(seed, cases, plant)
  console.log(`${name}: ${found === null ? 'NOT FOUND' : `found at seed ${found.seed}`}`)
  if (found === null) process.exitCode = 1
}
