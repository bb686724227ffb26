import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pause } from './caller.ts'

/** The sources as they are. */
const sources = fileURLToPath(new URL('./process.ts', import.meta.url))
const startWithinMs = 60_000
const stopWithinMs = 30_000
const againAfterMs = 500
const keptCharacters = 2_000

/** One process of the product that is killed and started again, as its supervisor would. Owns the process. */
export class Victim {
  readonly role: 'api' | 'runner' | 'all'
  readonly #environment: Record<string, string>
  readonly #plant: string | null
  readonly #program: string
  #child: ChildProcess | null = null
  #said = ''
  kills = 0
  /** What it said when it ended although nobody had asked it to. */
  readonly deaths: string[] = []

  constructor(
    role: Victim['role'],
    environment: Record<string, string>,
    plant: string | null,
    program = sources,
  ) {
    this.role = role
    this.#environment = environment
    this.#plant = plant
    this.#program = program
  }

  get pid(): number | null {
    return this.#child?.pid ?? null
  }

  /** Resolves when it is ready; false when it was killed before. Started again while its database is away. */
  async start(): Promise<boolean> {
    const end = performance.now() + startWithinMs
    for (;;) {
      const child = this.#spawn()
      const lines = createInterface({ input: child.stdout! })
      const late = AbortSignal.timeout(startWithinMs)
      const ended = await Promise.race([
        once(lines, 'line', { signal: late }).then(() => 'ready' as const),
        // Not its exit: what it said last may still be on its way then.
        once(child, 'close').then(([code]) => (code === null ? null : (code as number))),
      ])
      if (ended === 'ready') return true
      if (ended === null || this.#child !== child) return false
      const passing = /DATABASE_UNAVAILABLE|does not answer|ECONNRE|57P0|Connection terminated/.test(
        this.#said,
      )
      if (!passing || performance.now() > end)
        throw new Error(`The ${this.role} ended by itself with ${ended}: ${this.#said}`)
      await pause(againAfterMs)
      if (this.#child !== child) return false
    }
  }

  #spawn(): ChildProcess {
    // The home is named so that whoever clears up after a killed rig can tell its processes from all others.
    const options = [this.role, this.#environment.HOURBRIDGE_HOME!, ...(this.#plant ? [this.#plant] : [])]
    const child = spawn(process.execPath, [this.#program, ...options], {
      env: this.#environment,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    // Its end may come while something is written to it.
    child.stdin!.on('error', () => {})
    this.#said = ''
    child.stderr!.on('data', (text: Buffer) => {
      this.#said = (this.#said + String(text)).slice(-keptCharacters)
    })
    let ready = false
    child.stdout!.once('data', () => {
      ready = true
    })
    child.once('close', (code) => {
      if (ready && this.#child === child && code !== null)
        this.deaths.push(`The ${this.role} ended by itself with ${code}: ${this.#said}`)
    })
    this.#child = child
    return child
  }

  #leave(): ChildProcess | null {
    const child = this.#child
    this.#child = null
    return child === null || child.exitCode !== null || child.signalCode !== null ? null : child
  }

  /** As a power failure would: nothing is closed, nothing is said. */
  async kill(): Promise<void> {
    const child = this.#leave()
    if (child === null) return
    this.kills += 1
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  /** As a supervisor does in an upgrade. What went wrong; null when it ended in order. */
  async stop(): Promise<string | null> {
    const child = this.#leave()
    if (child === null) return null
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
    const [code] = await gone
    clearTimeout(late)
    return code === 0
      ? null
      : `The ${this.role} did not stop in order (${code ?? 'not at all'}): ${this.#said}`
  }

  /** As a machine that is suspended, or a process that swaps: it knows nothing of the time that passed. */
  async freeze(ms: number): Promise<void> {
    const child = this.#child
    if (child === null) return
    child.kill('SIGSTOP')
    await pause(ms)
    child.kill('SIGCONT')
  }
}
