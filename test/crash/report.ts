import { plants } from './plants.ts'
import type { Told } from './rig.ts'

const shown = 5

/** Prints what a rig found. True when it is as it should be: nothing found, or with a planted bug something. */
export function report(plant: string | null, told: Told, print: (line: string) => void): boolean {
  const { lost, doubled, wrong } = told
  const found = lost.length + doubled.length + wrong.length
  const rate = told.minutes > 0 ? Math.round(told.cycles / told.minutes) : 0
  print(
    `${told.cycles} cycles (${rate} a minute), kill -9 of api ${told.kills.api} and runner ${told.kills.runner} times`,
  )
  print(
    `${told.acknowledged} statements on ${told.entries} entries acknowledged, ${told.resent} sent again; ` +
      `${told.runs} billing runs, ${told.released} releases, ${told.decided} adjustments`,
  )
  print(`lost ${lost.length}, doubled ${doubled.length}, otherwise wrong ${wrong.length}`)
  for (const each of [lost, doubled, wrong]) for (const line of each.slice(0, shown)) print(`    ${line}`)
  if (plant === null) return found === 0
  const caught = [...lost, ...doubled, ...wrong].some((line) => plants[plant]!.shows.test(line))
  print(`planted ${plant}: ${caught ? 'caught' : 'NOT CAUGHT'}`)
  return caught
}
