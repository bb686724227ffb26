/** The rig's own PostgreSQL, which crashes and comes back on the same port by the product's own start. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type EmbeddedServer, startEmbedded } from '../../src/store/embedded.ts'
import { pause } from './caller.ts'
import type { Random } from './random.ts'

export type Crash = 'immediate' | 'killed'
const run = promisify(execFile)
const pollMs = 10

export async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout.split('\n').flatMap((line) => {
    const [child, parent] = line.trim().split(/\s+/).map(Number)
    return parent === pid && child !== undefined ? [child] : []
  })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

export class Server {
  readonly #home: string
  #running: EmbeddedServer
  #stopped = false

  private constructor(home: string, running: EmbeddedServer) {
    this.#home = home
    this.#running = running
  }

  static async start(home: string, port: number): Promise<Server> {
    return new Server(home, await launch(home, port))
  }

  get url(): string {
    return this.#running.url
  }

  async pid(): Promise<number> {
    return Number(
      (await readFile(join(this.#running.dataDirectory, 'postmaster.pid'), 'utf8')).split('\n')[0],
    )
  }

  /**
   * `immediate`: what `pg_ctl stop -m immediate` does, every process ends where it stands. `killed`: the first
   * process and then its children by kill -9. Both lose what was not flushed; the next start recovers from the log.
   */
  async crash(how: Crash, random: Random): Promise<void> {
    const pid = await this.pid()
    if (how === 'immediate') signal(pid, 'SIGQUIT')
    else {
      const children = await childrenOf(pid)
      signal(pid, 'SIGKILL')
      for (const child of children) signal(child, 'SIGKILL')
    }
    while (isAlive(pid)) await pause(pollMs)
    await pause(random.below(300))
    if (this.#stopped) return
    const before = this.#running
    this.#running = await launch(this.#home, before.port)
    // The handle of the one that crashed; the server is in use by the new one and goes on.
    await before.stop()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running.stop()
  }
}

function launch(home: string, port: number): Promise<EmbeddedServer> {
  return startEmbedded({ home, name: 'hourbridge', log: () => {}, settings: { port: String(port) } })
}
