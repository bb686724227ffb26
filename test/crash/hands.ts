/** Several hands strike at once, so that one process serves while another starts. */
import { pause } from './caller.ts'
import { type Fault, type Field, strikeDatabase, strikeProcess } from './faults.ts'

export type Plan = {
  readonly cycles: number
  readonly withinMs?: number
  readonly faults: Set<Fault>
  readonly counts: { readonly acknowledged: number }
  readonly stopping: AbortSignal
  readonly say: (line: string) => void
}

const processPauseMs = 900
// A crash of the database ends every process, and what they spend on starting is not spent on being struck.
const databasePauseMs = 6_000
/** Where nothing else is struck, the database is struck as fast as it comes back. */
const onlyDatabasePauseMs = 400
const sayEveryMs = 30_000

export function processCycles(field: Pick<Field, 'struck'>): number {
  const { kill, stop, freeze } = field.struck
  return kill + stop + freeze
}

export function databaseCycles(field: Pick<Field, 'struck'>): number {
  return field.struck.postgres + field.struck.connections
}

/** Strikes until the cycles are done or the time is over. */
export async function strikeAgain(field: Field, plan: Plan): Promise<void> {
  const { faults, cycles, withinMs } = plan
  const started = performance.now()
  const end = started + (withinMs ?? Number.POSITIVE_INFINITY)
  const processes = (['kill', 'stop', 'freeze'] as const).some((fault) => faults.has(fault))
  const database = faults.has('postgres') || faults.has('connections')
  const done = () => (processes ? processCycles(field) : databaseCycles(field))
  let broken = false
  const goesOn = () => !broken && done() < cycles && performance.now() < end && !plan.stopping.aborted
  let saidMs = started
  const tell = () => {
    if (performance.now() - saidMs < sayEveryMs) return
    saidMs = performance.now()
    const rate = Math.round((done() / (saidMs - started)) * 60_000)
    const { postgres, connections } = field.struck
    const beside = processes ? `, database crashed ${postgres} and cut ${connections} times` : ''
    plan.say(`${done()} cycles (${rate} a minute)${beside}, ${plan.counts.acknowledged} acknowledged`)
  }
  const hand = async (pauseMs: number, strike: () => Promise<void>) => {
    while (goesOn()) {
      await pause(field.random.below(pauseMs))
      if (!goesOn()) return
      await strike().catch((error: unknown) => {
        broken = true
        throw error
      })
      tell()
    }
  }
  const { victims } = field
  const halves = [victims.slice(0, 2), victims.slice(2)]
  const hands = [
    ...(processes
      ? halves.map((half) => hand(processPauseMs, () => strikeProcess(field, half, faults)))
      : []),
    ...(database
      ? [hand(processes ? databasePauseMs : onlyDatabasePauseMs, () => strikeDatabase(field, faults))]
      : []),
  ]
  await Promise.all(hands)
}
