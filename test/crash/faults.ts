/** What happens to the product while it works, and how often of each. */
import type { Store } from '../../src/store/pool.ts'
import { pause } from './caller.ts'
import { until } from './grounds.ts'
import type { Random } from './random.ts'
import type { Server } from './server.ts'
import { shortLimits } from './settings.ts'
import type { Victim } from './victim.ts'

export const faults = {
  kill: 'kill -9 of a process, and its start',
  stop: 'SIGTERM of a process, and its start',
  freeze: 'a runner suspended for longer than its lease',
  postgres: 'PostgreSQL crashed (immediate shutdown, or kill -9 of all its processes), and its recovery',
  connections: 'connections of the product ended by the server, whatever statement they were at',
} as const
export type Fault = keyof typeof faults
export const allFaults = Object.keys(faults) as Fault[]

export type Struck = Record<Fault, number> & {
  /** Processes hit by kill -9; some cycles hit two, and some hit one again while it starts. */
  killed: { api: number; runner: number }
  /** Connections ended, and those of them that were in a transaction. */
  ended: number
  endedInside: number
}

export type Field = {
  readonly victims: readonly Victim[]
  readonly bases: readonly string[]
  readonly store: Store
  readonly server: Server | null
  readonly random: Random
  readonly struck: Struck
  readonly wrong: string[]
  /** How long a runner is suspended at least, and how much longer at most. Milliseconds. */
  readonly freezeMs: number
}

export function nothingStruck(): Struck {
  const none = { kill: 0, stop: 0, freeze: 0, postgres: 0, connections: 0 }
  return { ...none, killed: { api: 0, runner: 0 }, ended: 0, endedInside: 0 }
}

const readyWithinMs = 60_000
/**
 * Longer than a lease, shorter than lease and two looks: a runner that is suspended in the instant between its last
 * look at the clock and its first byte is the one case that leases cannot cover, and a kill -9 of luck would hit it.
 */
export const freezeMs = shortLimits.posting.leaseMs + 100
const freezeVariesMs = 250

async function killed(field: Field, chosen: readonly Victim[]): Promise<void> {
  const { random, struck } = field
  await Promise.all(chosen.map((victim) => victim.kill()))
  for (const victim of chosen) {
    if (victim.role !== 'all') struck.killed[victim.role] += 1
    if (random.next() < 0.05) {
      // Killed while it starts as well.
      const ready = victim.start()
      await pause(random.below(400))
      await victim.kill()
      await ready
    }
  }
  await Promise.all(chosen.map((victim) => victim.start()))
  struck.kill += 1
}

/** One cycle on one of these processes: struck under traffic, and started to readiness. */
export async function strikeProcess(field: Field, own: readonly Victim[], wanted: Set<Fault>): Promise<void> {
  const { random, struck } = field
  const chance = random.next()
  const victim = random.pick(own)
  if (wanted.has('stop') && (chance < 0.08 || !wanted.has('kill'))) {
    const crashes = struck.postgres
    const ended = struck.ended
    const problem = await victim.stop()
    // An orderly end needs the database; one that lost it says so and leaves the rest to leases.
    if (problem !== null && crashes === struck.postgres && ended === struck.ended) field.wrong.push(problem)
    await victim.start()
    struck.stop += 1
    return
  }
  const runner = own.find((one) => one.role === 'runner')
  if (wanted.has('freeze') && runner && (chance < 0.12 || !wanted.has('kill'))) {
    await runner.freeze(field.freezeMs + random.below(freezeVariesMs))
    struck.freeze += 1
    return
  }
  await killed(field, chance > 0.85 ? own : [victim])
}

// Those at work first: an idle connection that ends is noticed at its next use, which is the easy case.
const endConnections = `select pg_terminate_backend(pid) as done, state from (
    select pid, state from pg_stat_activity
    where datname = current_database() and application_name in ('hourbridge api', 'hourbridge runner')
    order by case when state = 'idle' then 1 else 0 end, random() limit $1) as chosen`

async function strikeConnections(field: Field): Promise<void> {
  const { store, random, struck } = field
  const { rows } = await store.query<{ done: boolean; state: string | null }>(endConnections, [
    1 + random.below(4),
  ])
  for (const row of rows.filter((one) => one.done)) {
    struck.ended += 1
    if (row.state !== null && row.state !== 'idle') struck.endedInside += 1
  }
  struck.connections += 1
}

async function strikePostgres(field: Field): Promise<void> {
  const { server, random, struck } = field
  await server!.crash(random.next() < 0.7 ? 'immediate' : 'killed', random)
  struck.postgres += 1
}

/** One blow at the database, and the wait until it and every living api answer again. */
export async function strikeDatabase(field: Field, wanted: Set<Fault>): Promise<void> {
  const crash = wanted.has('postgres') && (!wanted.has('connections') || field.random.next() < 0.12)
  await (crash ? strikePostgres(field) : strikeConnections(field))
  await until('The database answers', readyWithinMs, () =>
    field.store.query('select 1').then(
      () => null,
      (error: Error) => error.message,
    ),
  )
  if (!crash) return
  await until('An api answers', readyWithinMs, async () => {
    for (const base of field.bases) {
      const answer = await fetch(`${base}/readyz`).catch(() => null)
      await answer?.arrayBuffer().catch(() => null)
      if (answer?.status === 200) return null
    }
    return 'none does'
  })
}
