import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../check/sources.ts'

const program = join(root, 'bin', 'hourbridge.js')
const startedWithinMs = 180_000
const lookEveryMs = 250

/** What a person reads in the terminal after `npm start`. */
export type Printed = {
  readonly url: string
  readonly key: string
  readonly firm: string
  readonly month: string
  readonly password: string
}
export type Answer = { readonly code: number | null; readonly out: string; readonly err: string }

/** Looks until `look` finds something; fails with what was awaited when the deadline has passed. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  withinMs = 120_000,
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`Not within ${withinMs / 1000} s: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}

/** Only what a fresh terminal has: no setting of whoever runs the tests reaches the product. */
function environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('HOURBRIDGE_') && name !== 'DATABASE_URL' && name !== 'NODE_TEST_CONTEXT',
  )
  return { ...Object.fromEntries(own), ...more }
}

function read(pattern: RegExp, text: string): string {
  const found = pattern.exec(text)?.[1]
  if (found === undefined) throw new Error(`The start printed nothing like ${pattern}:\n${text}`)
  return found
}

/** The product as a user starts, interrupts and kills it, with data in a directory of its own. */
export class Sandbox {
  readonly #home: string
  #child: ChildProcess | null = null
  #text = ''
  #printed: Printed | null = null

  private constructor(home: string) {
    this.#home = home
  }

  static async create(): Promise<Sandbox> {
    return new Sandbox(await mkdtemp(join(tmpdir(), 'hourbridge-tour-')))
  }

  get printed(): Printed {
    if (this.#printed === null) throw new Error('The sandbox has not been started.')
    return this.#printed
  }

  /** Everything this start wrote so far. */
  get text(): string {
    return this.#text
  }

  /** `npm start`, until it has said where to go. */
  async start(): Promise<void> {
    this.#text = ''
    const child = spawn(process.execPath, [program, 'sandbox'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment({ HOURBRIDGE_HOME: this.#home, HOURBRIDGE_HTTP_PORT: '0' }),
    })
    this.#child = child
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.on('data', (bytes: Buffer) => {
        this.#text += bytes.toString()
      })
    }
    const isUp = async () => {
      if (child.exitCode !== null) throw new Error(`The sandbox ended with ${child.exitCode}:\n${this.#text}`)
      return /^Firm .*\n/m.test(this.#text)
    }
    await eventually('the sandbox says where it is', isUp, startedWithinMs)
    this.#printed = {
      url: read(/^Console +(\S+)/m, this.#text),
      key: read(/HOURBRIDGE_API_KEY=(\S+)/, this.#text),
      firm: read(/^Firm +export FIRM=(\S+)/m, this.#text),
      month: read(/ MONTH=(\S+)/, this.#text),
      password: read(/^Password +(\S+)/m, this.#text),
    }
  }

  /** Ctrl-C, or a kill that nobody can catch; until the process is gone. Returns its exit code. */
  async end(signal: 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child
    if (child === null || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
    return child.exitCode
  }

  /** A command in a second terminal, in which the printed key was exported. */
  async command(...words: string[]): Promise<Answer> {
    const { url, key } = this.printed
    const child = spawn(process.execPath, [program, ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment({ HOURBRIDGE_URL: url, HOURBRIDGE_API_KEY: key }),
    })
    let out = ''
    let err = ''
    child.stdout.on('data', (bytes: Buffer) => {
      out += bytes.toString()
    })
    child.stderr.on('data', (bytes: Buffer) => {
      err += bytes.toString()
    })
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, out, err }
  }

  async close(): Promise<void> {
    await this.end('SIGINT')
    await rm(this.#home, { recursive: true, force: true })
  }
}
