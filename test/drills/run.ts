/** Both drills, large, with and without their planted bugs: node test/drills/run.ts [--seed N] [--people N] */
import '../support/runtime.ts'
import { parseArgs } from 'node:util'
import { keepFigure } from '../figures.ts'
import { cloneDrill } from './clone.ts'
import { restorePlants } from './plants.ts'
import { restoreDrill, type RestoreTold } from './restore.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    people: { type: 'string', default: '20' },
    'keep-figures': { type: 'boolean', default: false },
  },
})
const seed = Number(values.seed)
const people = Number(values.people)
const say = (line: string) => console.log(line)
let sound = true
function judge(what: string, wrong: readonly string[], planted: boolean): void {
  const good = planted ? wrong.length > 0 : wrong.length === 0
  sound &&= good
  say(`${good ? '✔' : '✖'} ${what}${planted ? `: caught, ${wrong.length} findings` : ''}`)
  if (!planted || !good) for (const line of wrong.slice(0, 20)) say(`    ${line}`)
}

const restored: RestoreTold[] = []
for (const how of ['in_place', 'taken_over'] as const) {
  const told = await restoreDrill({ seed, people, much: 12, how, plant: null, say })
  judge(`restored ${how}: ${JSON.stringify({ ...told, wrong: told.wrong.length })}`, told.wrong, false)
  restored.push(told)
}
for (const [name, plant] of Object.entries(restorePlants)) {
  const planted = { seed, people, much: 8, how: 'in_place', plant, say: () => {} } as const
  judge(
    name,
    (await restoreDrill(planted)).wrong.filter((line) => plant.shows.test(line)),
    true,
  )
}
const clone = await cloneDrill({ seed, people, forgetsPlace: false, watchedMs: 5_000 })
judge(`clone: ${JSON.stringify({ ...clone, wrong: clone.wrong.length })}`, clone.wrong, false)
const forgetful = await cloneDrill({ seed, people, forgetsPlace: true, watchedMs: 2_000 })
judge('clone-unchecked', forgetful.wrong, true)

if (sound) {
  const sum = (of: (one: (typeof restored)[number]) => number) =>
    restored.reduce((all, one) => all + of(one), 0)
  const plants = Object.keys(restorePlants).length
  keepFigure({
    rig: 'drill-restore',
    command: 'npm run drills',
    found:
      `2 restores that lost ${sum((one) => one.lostEvents)} events: ${sum((one) => one.adopted)} unknown documents ` +
      `adopted, 0 writes before the books were matched, 0 lost, 0 doubled; ${plants} of ${plants} planted bugs caught`,
  })
  keepFigure({
    rig: 'drill-clone',
    command: 'npm run drills',
    found: `the clone made 0 calls while its original sent ${clone.originalSent} writes; 1 of 1 planted bugs caught`,
  })
}
process.exitCode = sound ? 0 : 1
