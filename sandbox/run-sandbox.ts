/** Starts the sandbox as the process of its own that it always is; for tests and demonstrations. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export type Answer = {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly headers: Headers
}
export type Sandbox = {
  readonly url: string
  readonly pid: number
  /** Sends with both keys; throws when the connection is cut. */
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>
  /** One act of the firm's people, or a switch. */
  readonly act: (name: string, body?: unknown) => Promise<Record<string, unknown>>
  /** As a power failure would: nothing is closed. */
  readonly kill: () => Promise<void>
}

export async function runSandbox(directory: string, args: readonly string[] = []): Promise<Sandbox> {
  const main = join(import.meta.dirname, 'main.ts')
  const child = spawn(process.execPath, [main, '--books', directory, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { url, pid } = await readyLine(child)
  const call: Sandbox['call'] = async (method, path, body, headers) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        'x-api-key': 'sandbox-api-key',
        'x-control-key': 'sandbox-control-key',
        'content-type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? {} : JSON.parse(text), headers: response.headers }
  }
  return {
    url,
    pid,
    call,
    act: async (name, body = {}) => {
      const answer = await call(name === 'switches' ? 'PUT' : 'POST', `/control/${name}`, body)
      if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`)
      return answer.body
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

async function readyLine(child: ChildProcess): Promise<{ url: string; pid: number }> {
  const lines = createInterface({ input: child.stdout! })
  const [line] = (await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the sandbox ended with ${code} before it was ready`)
    }),
  ])) as [string]
  return JSON.parse(line) as { url: string; pid: number }
}
