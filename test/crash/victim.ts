import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('./process.ts', import.meta.url))
const startWithinMs = 60_000

/** One process of the product that is killed and started again. Owns the process. */
export class Victim {
  readonly role: 'api' | 'runner' | 'all'
  readonly #environment: Record<string, string>
  readonly #plant: string | null
  #child: ChildProcess | null = null
  kills = 0

  constructor(role: Victim['role'], environment: Record<string, string>, plant: string | null) {
    this.role = role
    this.#environment = environment
    this.#plant = plant
  }

  /** Resolves when it is ready; false when it was killed before. */
  async start(): Promise<boolean> {
    const options = this.#plant === null ? [this.role] : [this.role, this.#plant]
    const child = spawn(process.execPath, [program, ...options], {
      env: this.#environment,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child = child
    const lines = createInterface({ input: child.stdout! })
    const late = AbortSignal.timeout(startWithinMs)
    return Promise.race([
      once(lines, 'line', { signal: late }).then(() => true),
      once(child, 'exit').then(([code]) => {
        if (code !== null) throw new Error(`The ${this.role} ended by itself with ${code}.`)
        return false
      }),
    ])
  }

  /** As a power failure would: nothing is closed, nothing is said. */
  async kill(): Promise<void> {
    const child = this.#child
    this.#child = null
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    this.kills += 1
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}
