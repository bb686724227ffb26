/** Many seeds over a few processes. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { openGround } from './ground.ts'
import { plants } from './plants.ts'
import { simulate, type Told } from './simulate.ts'
import type { Answered, Asked } from './worker.ts'

export async function simulateOne(asked: Asked): Promise<Told> {
  const ground = await openGround()
  try {
    const plant = asked.plant === null ? null : plants[asked.plant]!
    return await simulate(ground, { seed: asked.seed, days: asked.days, plant })
  } finally {
    await ground.close()
  }
}

/** Hands `next` to whichever worker is free until it is null; answers come in the order in which they are done. */
export async function overWorkers(
  workers: number,
  next: () => Asked | null,
  answer: (asked: Asked, told: Answered) => void,
): Promise<void> {
  const one = async () => {
    const child = fork(join(import.meta.dirname, 'worker.ts'), { stdio: 'inherit' })
    const gone = once(child, 'exit').then(([code]) => {
      if (code !== 0) throw new Error(`a worker of the simulation ended with ${code}`)
      return [null]
    })
    gone.catch(() => {})
    const said = async () => (await Promise.race([once(child, 'message'), gone]))[0] as unknown
    await said()
    for (let asked = next(); asked !== null; asked = next()) {
      child.send(asked)
      const told = (await said()) as Answered | null
      if (told === null) throw new Error(`a worker of the simulation ended at seed ${asked.seed}`)
      answer(asked, told)
    }
    child.send('end')
    await gone
  }
  await Promise.all(Array.from({ length: workers }, one))
}

export type Many = {
  readonly seeds: number
  readonly from: number
  readonly days: number
  readonly workers: number
  readonly plant: string | null
  readonly say: (line: string) => void
}
export type Sum = { readonly failed: number; readonly found: string }

const sayEvery = 100

export async function simulateMany(wanted: Many): Promise<Sum> {
  const started = performance.now()
  let handed = 0
  let done = 0
  let steps = 0
  let spent = 0
  const failed: Answered[] = []
  const next = (): Asked | null => {
    if (handed === wanted.seeds) return null
    handed += 1
    return { seed: wanted.from + handed - 1, days: wanted.days, plant: wanted.plant }
  }
  const rates = () => {
    const minutes = (performance.now() - started) / 60_000
    const perMinute = done / minutes
    const days = Math.round(perMinute * 60 * wanted.days)
    const each = (spent / Math.max(done, 1)).toFixed(2)
    return `${perMinute.toFixed(1)} seeds a minute, ${days} days an hour, ${each} processor seconds a seed`
  }
  await overWorkers(wanted.workers, next, (_asked, told) => {
    done += 1
    steps += told.steps
    spent += told.processorSeconds
    if (told.findings.length > 0) {
      failed.push(told)
      wanted.say(`seed ${told.seed} fails at step ${told.failedAt}:`)
      for (const finding of told.findings.slice(0, 5)) wanted.say(`  ${finding.split('\n')[0]}`)
    }
    if (done % sayEvery === 0) wanted.say(`${done} seeds, ${failed.length} failed, ${rates()}`)
  })
  const found =
    `${done} seeds of ${wanted.days} days, ${steps} steps, ${failed.length} failed` +
    `${failed.length === 0 ? '' : ` (${failed.map((one) => one.seed).join(', ')})`}; ${rates()}.`
  return { failed: failed.length, found }
}
