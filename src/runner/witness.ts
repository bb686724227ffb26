/** Events that ended this process before are done one by one in another, which this one watches. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import type { Witness } from '../intake/poison.ts'
import { Fault } from '../kernel/errors.ts'
import type { LoopLog } from './loops.ts'

const witnessProgram = fileURLToPath(new URL('./witness-process.ts', import.meta.url))

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

export type WitnessOrder = {
  readonly config: Config
  readonly runner: string
  readonly lanes: readonly number[]
}
/** Said before each event, and once at the end of a lane. */
export type WitnessWord =
  | { readonly lane: number; readonly at: string }
  | { readonly lane: number; readonly end: number }
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
  return async (runner, suspects) => {
    const weights = new Map<string, number>()
    const lanes: number[] = []
    let done = 0
    while (lanes.length < suspects.length) {
      const left = suspects.filter((lane) => !lanes.includes(lane))
      const seen = await watch(settings, { config: settings.config, runner, lanes: left }, signal)
      lanes.push(...seen.ended.map((one) => one.lane))
      done += seen.ended.reduce((sum, one) => sum + one.end, 0)
      if (seen.death === null) continue
      const { at, lane, why, killed } = seen.death
      const weight = (weights.get(at) ?? 0) + 1 / (killed ? killsAlone : deathsAlone)
      weights.set(at, weight)
      settings.log('an event ended the process that did it alone', { runner, lane, position: at, why })
      if (weight > almostSure) return { done, lanes, culprit: { lane, position: BigInt(at), why } }
    }
    return { done, lanes, culprit: null }
  }
}

type Ended = { readonly lane: number; readonly end: number }
type Death = {
  readonly lane: number
  readonly at: string
  readonly why: string
  readonly killed: boolean
}
type Seen = { readonly ended: readonly Ended[]; readonly death: Death | null }

async function watch(settings: WitnessSettings, order: WitnessOrder, signal: AbortSignal): Promise<Seen> {
  const child = spawn(process.execPath, [settings.program ?? witnessProgram], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const words: WitnessWord[] = []
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
  createInterface({ input: child.stdout }).on('line', (line) => {
    const word = JSON.parse(line) as WitnessWord
    words.push(word)
    clearTimeout(timer)
    timer = setTimeout(() => {
      late = true
      kill()
    }, settings.eventTimeoutMs ?? eventTimeoutMs)
  })
  const [code, by] = await ended(child)
  clearTimeout(timer)
  signal.removeEventListener('abort', kill)
  return judge(words, { code, by, late, said }, order, signal)
}

type End = { code: number | null; by: string | null; late: boolean; said: string }

function judge(words: readonly WitnessWord[], end: End, order: WitnessOrder, signal: AbortSignal): Seen {
  const ended = words.filter((word) => 'end' in word)
  if (ended.length === order.lanes.length) return { ended, death: null }
  const last = words.at(-1)
  if (last !== undefined && 'world' in last) throw new Fault('DATABASE_UNAVAILABLE', { message: last.world })
  const how = end.late ? 'it took too long' : `it ended with ${end.by ?? end.code}`
  const why = `${how}: ${end.said.replaceAll(/\s+/g, ' ').trim()}`
  if (last === undefined || !('at' in last) || signal.aborted || askedToEnd.has(end.by))
    throw new Error(`The process for suspected events ended before it was done: ${why}`)
  return { ended, death: { ...last, why, killed: end.by === 'SIGKILL' && !end.late } }
}

function ended(child: ReturnType<typeof spawn>): Promise<[number | null, string | null]> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    // Not at its exit: its last words may still be on their way.
    child.once('close', (code, by) => resolve([code, by]))
  })
}
