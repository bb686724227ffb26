/** npm run oracle -- [--about room|month] [--cases N] [--seed S] [--plant NAME|all] */
import '../support/runtime.ts'
import { parseArgs } from 'node:util'

const { firstDifference, questions } = await import('./compare.ts')

const { values } = parseArgs({
  options: {
    about: { type: 'string' },
    cases: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    plant: { type: 'string' },
  },
})
const [cases, seed] = [Number(values.cases), Number(values.seed)]
const about = values.about === undefined ? Object.keys(questions) : [values.about]
for (const name of about) {
  const question = questions[name]
  if (question === undefined)
    throw new Error(`There is no question about ${name}, only about ${Object.keys(questions).join(' and ')}`)
  if (values.plant === undefined) ask(name, null)
  else for (const plant of question.plants) if (['all', plant].includes(values.plant)) ask(name, plant)
}

function ask(name: string, plant: string | null): void {
  const found = firstDifference(questions[name]!, seed, cases, plant)
  const wanted = plant === null ? found === null : found !== null
  if (!wanted) process.exitCode = 1
  if (plant !== null)
    console.log(`${name}, ${plant}: ${found === null ? 'NOT FOUND' : `found at seed ${found.seed}`}`)
  else
    console.log(
      found === null
        ? `${name}: ${cases} cases from seed ${seed}, no difference`
        : JSON.stringify(found, null, 2),
    )
}
