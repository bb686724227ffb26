/** Runs seeds with a planted bug until a witness sees it: a simulation that cannot fail proves nothing. */
import { overWorkers } from './many.ts'
import { plants } from './plants.ts'
import type { Answered, Asked } from './worker.ts'

export type Hunt = {
  readonly names: readonly string[]
  /** Seeds that a bug may survive at most. */
  readonly seeds: number
  readonly from: number
  readonly days: number
  readonly workers: number
  readonly say: (line: string) => void
}
type Trail = {
  readonly name: string
  tried: number
  asking: boolean
  /** A hit that counts once the same seed holds without the bug. */
  suspect: { readonly seed: number; readonly how: string } | null
  caught: string | null
}

/** True when every bug was caught. */
export async function huntPlants(wanted: Hunt): Promise<boolean> {
  const trails = wanted.names.map((name): Trail => {
    return { name, tried: 0, asking: false, suspect: null, caught: null }
  })
  const holds = new Map<number, boolean>()
  const asked = new Map<Asked, Trail>()
  const ask = (trail: Trail, seed: number, plant: string | null): Asked => {
    const one = { seed, days: wanted.days, plant }
    trail.asking = true
    asked.set(one, trail)
    return one
  }
  const next = (): Asked | null => {
    for (const trail of trails) {
      if (trail.asking || trail.caught !== null) continue
      if (trail.suspect !== null) return ask(trail, trail.suspect.seed, null)
      if (trail.tried === wanted.seeds) continue
      trail.tried += 1
      return ask(trail, wanted.from + trail.tried - 1, trail.name)
    }
    return null
  }
  await overWorkers(wanted.workers, next, (one, told) => {
    const trail = asked.get(one)!
    trail.asking = false
    if (one.plant === null) holds.set(one.seed, told.findings.length === 0)
    else trail.suspect = suspectOf(trail.name, told)
    judge(trail, holds)
    if (trail.caught !== null) wanted.say(`${trail.name}: ${trail.caught}`)
  })
  for (const { name, caught } of trails)
    if (caught === null) wanted.say(`${name}: SURVIVES ${wanted.seeds} seeds`)
  const count = trails.filter((one) => one.caught !== null).length
  wanted.say(`${count} of ${trails.length} planted bugs caught`)
  return count === trails.length
}

function suspectOf(name: string, told: Answered): Trail['suspect'] {
  const seen = told.findings.find((finding) => plants[name]!.shows.test(finding))
  if (seen === undefined) return null
  return { seed: told.seed, how: `seed ${told.seed}, step ${told.failedAt}: ${seen.split('\n')[0]}` }
}

function judge(trail: Trail, holds: ReadonlyMap<number, boolean>): void {
  if (trail.suspect === null) return
  const held = holds.get(trail.suspect.seed)
  if (held === undefined) return
  if (held) trail.caught = trail.suspect.how
  // A seed that fails of itself convicts nobody.
  trail.suspect = null
}
