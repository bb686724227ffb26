/** Events that ended this process before are done one by one in another, which this one watches. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import type { Witness, Witnessed } from '../intake/poison.ts'
import { Fault } from '../kernel/errors.ts'
import type { LoopLog } from './loops.ts'

export const witnessProgram = fileURLToPath(new URL('./witness-process.ts', import.meta.url))

/** An event is to blame when the process ended itself this often while that event alone was under way. */
const deathsAlone = 2
/** A SIGKILL comes from a kernel out of memory, or from somebody's hand: that is believed less. */
const killsAlone = 3
/** Nothing that one event needs takes this long. */
const eventTimeoutMs = 60_000
const almostSure = 0.99
const startTimeoutMs = 60_000
const keptCharacters = 300
/** What people and supervisors send. */
const askedToEnd = new Set<string | null>(['SIGTERM', 'SIGINT', 'SIGHUP'])

export type WitnessOrder = { readonly config: Config; readonly runner: string; readonly lane: number }
/** Said before each event, and once at the end. */
export type WitnessWord =
  | { readonly at: string | null }
  | { readonly end: number }
  | { readonly world: string }

export type WitnessSettings = {
  readonly config: Config
  readonly log: LoopLog
  /** The program that does the events: this product's own, or a test's. */
  readonly program?: string
  readonly eventTimeoutMs?: number
}

/** Aborted `signal` ends what is under way; its events are done again by the next runner. */
export function openWitness(settings: WitnessSettings, signal: AbortSignal): Witness {
  return async (runner, lane) => {
    const deaths = new Map<string, number>()
    for (;;) {
      const seen = await watch(settings, { config: settings.config, runner, lane }, signal)
      if ('witnessed' in seen) return seen.witnessed
      const weight = (deaths.get(seen.at) ?? 0) + 1 / (seen.killed ? killsAlone : deathsAlone)
      deaths.set(seen.at, weight)
      settings.log('an event ended the process that did it alone', { runner, lane, ...seen })
      if (weight > almostSure) return { done: 0, culprit: { position: BigInt(seen.at), why: seen.why } }
    }
  }
}

type Seen =
  | { readonly witnessed: Witnessed }
  | { readonly at: string; readonly why: string; readonly killed: boolean }

async function watch(settings: WitnessSettings, order: WitnessOrder, signal: AbortSignal): Promise<Seen> {
  const child = spawn(process.execPath, [settings.program ?? witnessProgram], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let at: string | null = null
  let last: WitnessWord | null = null
  let late = false
  let said = ''
  const kill = () => child.kill('SIGKILL')
  let timer = setTimeout(kill, startTimeoutMs)
  signal.addEventListener('abort', kill)
  if (signal.aborted) kill()
  child.stderr.on('data', (text: Buffer) => {
    // The first words say what it was; a core's state follows.
    if (said.length < keptCharacters) said = (said + String(text)).slice(0, keptCharacters)
  })
  // Its end may come while something is written to it.
  child.stdin.on('error', () => {})
  // Left open: the other process ends when this one does.
  child.stdin.write(`${JSON.stringify(order)}\n`)
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    last = JSON.parse(line) as WitnessWord
    if (!('at' in last)) return
    at = last.at
    clearTimeout(timer)
    timer = setTimeout(() => {
      late = true
      kill()
    }, settings.eventTimeoutMs ?? eventTimeoutMs)
  })
  const [code, by] = await ended(child)
  clearTimeout(timer)
  signal.removeEventListener('abort', kill)
  return judge(last, at, { code, by, late, said }, signal)
}

type End = { code: number | null; by: string | null; late: boolean; said: string }

function judge(last: WitnessWord | null, at: string | null, end: End, signal: AbortSignal): Seen {
  if (last !== null && 'end' in last) return { witnessed: { done: last.end, culprit: null } }
  const how = end.late ? 'it took too long' : `it ended with ${end.by ?? end.code}`
  const why = `${how}: ${end.said.replaceAll(/\s+/g, ' ').trim()}`
  if (last !== null && 'world' in last) throw new Fault('DATABASE_UNAVAILABLE', { message: last.world })
  if (signal.aborted || askedToEnd.has(end.by) || at === null)
    throw new Error(`The process for suspected events ended before it was done: ${why}`)
  return { at, why, killed: end.by === 'SIGKILL' && !end.late }
}

function ended(child: ReturnType<typeof spawn>): Promise<[number | null, string | null]> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    // Not at its exit: its last words may still be on their way.
    child.once('close', (code, by) => resolve([code, by]))
  })
}
