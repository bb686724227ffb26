import { plants } from './plants.ts'
import { databaseCycles, processCycles } from './hands.ts'
import type { Told } from './rig.ts'

const shown = 5

function aMinute(count: number, told: Told): string {
  return told.minutes > 0 ? (count / told.minutes).toFixed(1) : '0'
}

/** The blows of a run and their rate, in two sentences: those at processes and those at the database. */
export function blowsOf(told: Told): { readonly processes: string; readonly database: string } {
  const { struck } = told
  const cycles = processCycles(told)
  const blows = databaseCycles(told)
  return {
    processes:
      `${cycles} cycles in ${told.minutes.toFixed(1)} minutes (${aMinute(cycles, told)} a minute): ` +
      `${struck.kill} of kill -9 (api ${struck.killed.api}, runner ${struck.killed.runner}), ` +
      `${struck.stop} of SIGTERM, ${struck.freeze} of a runner suspended`,
    database:
      `${blows} blows at the database (${aMinute(blows, told)} a minute): crashed ${struck.postgres} times, ` +
      `connections cut ${struck.connections} times (${struck.ended}, ${struck.endedInside} of them at work)`,
  }
}

export function resultOf({ lost, doubled, wrong }: Told): string {
  return `lost ${lost.length} doubled ${doubled.length} wrong ${wrong.length}`
}

/** The witness's line that shows this planted bug; null when nothing does. */
export function caughtBy(plant: string, { lost, doubled, wrong }: Told): string | null {
  return [...lost, ...doubled, ...wrong].find((line) => plants[plant]!.shows.test(line)) ?? null
}

/** Prints what a rig found. True when it is as it should be: nothing found, or with a planted bug just that. */
export function report(plant: string | null, told: Told, print: (line: string) => void): boolean {
  const { lost, doubled, wrong } = told
  const { processes, database } = blowsOf(told)
  print(processes)
  print(database)
  print(
    `${told.acknowledged} statements on ${told.entries} entries acknowledged, ${told.resent} sent again; ` +
      `${told.runs} billing runs, ${told.released} releases, ${told.decided} adjustments, ` +
      `${told.erpFaults} faults of the ERP; at rest after ${told.drainSeconds.toFixed(1)} s`,
  )
  const cycles = processCycles(told) + databaseCycles(told)
  if (told.processorSeconds !== null && cycles > 0)
    print(
      `${told.processorSeconds.toFixed(0)} processor seconds, ${(told.processorSeconds / cycles).toFixed(2)} a cycle`,
    )
  for (const each of [lost, doubled, wrong]) for (const line of each.slice(0, shown)) print(`    ${line}`)
  print(resultOf(told))
  if (plant === null) return lost.length + doubled.length + wrong.length === 0
  const line = caughtBy(plant, told)
  print(`planted ${plant}: ${line === null ? 'NOT CAUGHT' : `caught by "${line}"`}`)
  return line !== null
}
