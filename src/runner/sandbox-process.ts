import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

type SandboxProcess = {
  readonly url: string
  readonly pid: number
  /** The month in which the firm's books were founded, YYYY-MM. */
  readonly month: string
  stop(): Promise<void>
}

const program = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url))

/**
 * Starts the simulated firm and its ERP as a process of its own with books of its own: it shares nothing with
 * the hub but HTTP. Starting again continues its books.
 */
export async function startSandboxProcess(books: string, seed: number): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [program, '--books', books, '--port', '0', '--seed', String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Ctrl-C reaches the whole foreground group; the firm is ended by the hub, after its last call.
    detached: true,
  })
  const { url, month } = await readyLine(child)
  return {
    url,
    pid: child.pid!,
    month,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** Known to everybody: the sandbox holds no real data and listens on loopback only. */
export const sandboxApiKey = 'sandbox-api-key'

async function readyLine(child: ChildProcess): Promise<{ url: string; month: string }> {
  const lines = createInterface({ input: child.stdout! })
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The sandbox ended with ${code} before it was ready; what it said stands above.`)
    }),
  ])) as [string]
  return JSON.parse(line) as { url: string; month: string }
}
