/** Runs seeds with a planted bug until a witness sees it: a simulation that cannot fail proves nothing. */
import { overWorkers } from './many.ts'
import { plants } from './plants.ts'
import type { Asked } from './worker.ts'

export type Hunt = {
  readonly names: readonly string[]
  /** Seeds that a bug may survive at most. */
  readonly seeds: number
  readonly from: number
  readonly days: number
  readonly workers: number
  readonly say: (line: string) => void
}

/** True when every bug was caught. */
export async function huntPlants(wanted: Hunt): Promise<boolean> {
  const waiting = [...wanted.names]
  const current = new Map<string, number>()
  const caught = new Map<string, string>()
  const next = (): Asked | null => {
    const open = [...current.keys(), ...waiting].find((name) => !caught.has(name) && !busy.has(name))
    if (open === undefined) return null
    const tried = current.get(open) ?? 0
    if (tried === wanted.seeds) return next2(open)
    current.set(open, tried + 1)
    busy.add(open)
    if (waiting.includes(open)) waiting.splice(waiting.indexOf(open), 1)
    return { seed: wanted.from + tried, days: wanted.days, plant: open }
  }
  const busy = new Set<string>()
  const next2 = (name: string): Asked | null => {
    current.delete(name)
    caught.set(name, '')
    return next()
  }
  await overWorkers(wanted.workers, next, (asked, told) => {
    const name = asked.plant!
    busy.delete(name)
    const seen = told.findings.find((finding) => plants[name]!.shows.test(finding))
    if (seen === undefined) return
    caught.set(name, `seed ${told.seed}, step ${told.failedAt}: ${seen.split('\n')[0]}`)
    current.delete(name)
  })
  let all = true
  for (const name of wanted.names) {
    const how = caught.get(name)
    if (how === undefined || how === '') all = false
    wanted.say(`${name}: ${how === undefined || how === '' ? `SURVIVES ${wanted.seeds} seeds` : how}`)
  }
  return all
}
