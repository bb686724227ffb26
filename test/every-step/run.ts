/**
 * `npm run every-step`: a death at every step of a month (or every --stride N), and the planted bugs, each of which
 * has to show. --keep-figures keeps what was found.
 */
import '../support/runtime.ts'
import { isDeepStrictEqual, parseArgs } from 'node:util'

const { live } = await import('./lives.ts')
const { plantNames } = await import('./composition.ts')
const { keepFigure } = await import('../figures.ts')

const { values } = parseArgs({
  options: {
    stride: { type: 'string', default: '1' },
    'keep-figures': { type: 'boolean', default: false },
  },
})
const stride = Number(values.stride)
const undisturbed = await live(Number.POSITIVE_INFINITY)
console.log(`${undisturbed.steps} steps in the month`)

async function shows(step: number, plant: (typeof plantNames)[number] | null): Promise<string | null> {
  try {
    const lived = await live(step, plant)
    if (isDeepStrictEqual(lived.state, undisturbed.state)) return null
    return `step ${step} (${lived.diedAt}): other books`
  } catch (error) {
    return `step ${step}: ${error instanceof Error ? error.message.slice(0, 400) : String(error)}`
  }
}

let bad = 0
for (const plant of plantNames) {
  // Alone the bug does nothing: it takes a death to see it.
  let shown = await shows(Number.POSITIVE_INFINITY, plant)
  if (shown !== null) throw new Error(`The plant ${plant} changes the books without a death: ${shown}`)
  for (let step = 2; step <= undisturbed.steps && shown === null; step += 8) shown = await shows(step, plant)
  console.log(`plant ${plant}: ${shown ?? 'NOT CAUGHT'}`)
  if (shown === null) bad += 1
}
let deaths = 0
for (let step = 1; step <= undisturbed.steps; step += stride) {
  const shown = await shows(step, null)
  if (shown !== null) console.log(`WRONG ${shown}`)
  if (shown !== null) bad += 1
  deaths += 1
  if (deaths % 50 === 0) console.log(`${deaths} deaths, ${bad} wrong`)
}
const found = `${deaths} deaths at ${undisturbed.steps} steps: ${bad} wrong; plants caught: ${plantNames.join(', ')}`
console.log(found)
if (bad === 0) keepFigure({ rig: 'every-step', command: `npm run every-step -- --stride ${stride}`, found })
process.exitCode = bad === 0 ? 0 : 1
