import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readConfig } from '../../src/config.ts'
import { startInstallation } from '../../src/runner/start.ts'
import { liveDirectory, say } from './settings.ts'

/** A real installation of the product on a database of its own, and its door: nothing here reaches behind the API. */

export type Door = {
  readonly key: string
  readonly get: <Answer>(path: string) => Promise<Answer>
  readonly post: <Answer>(path: string, body?: unknown) => Promise<Answer>
  /** The status and the problem's code of a call that is refused; throws when it is not. */
  readonly refused: (path: string, body: unknown) => Promise<{ status: number; code: string }>
}

export type RunningInstallation = {
  readonly url: string
  /** A key with these roles, made by the administrator through the API. */
  readonly as: (...roles: string[]) => Promise<Door>
  stop(): Promise<void>
}

/** `reach` names the hosts with port that may be called: loopback is closed otherwise. */
export async function startHub(reach: readonly string[]): Promise<RunningInstallation> {
  const home = mkdtempSync(join(liveDirectory(), 'hub-'))
  const { config, faults } = readConfig({
    HOURBRIDGE_HOME: home,
    HOURBRIDGE_HTTP_PORT: '0',
    HOURBRIDGE_ENVIRONMENT: 'test',
    HOURBRIDGE_LOG_LEVEL: process.env.HOURBRIDGE_TEST_LOG ?? 'warn',
    HOURBRIDGE_EGRESS_ALLOW: reach.join(','),
    HOURBRIDGE_LANES: '4',
    HOURBRIDGE_PULL_INTERVAL_MS: '5000',
  })
  if (config === null) throw new Error(faults.map((fault) => fault.message).join(' '))
  const started = await startInstallation({
    config,
    version: '0.0.0-live',
    consoleDirectory: null,
    log: say,
    role: 'all',
  })
  const { url, access } = started
  if (url === null) throw new Error('the installation opened no door')
  const first = {
    name: 'Live',
    email: 'live@example.com',
    roles: ['administrator'],
    password: 'Live-pass-1-live',
  }
  await access.bootstrap(first)
  const cookie = await signIn(url, first.email, first.password)
  return {
    url,
    as: async (...roles) => {
      const wanted = {
        name: roles.join(' '),
        roles,
        expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
      }
      const made = (await send(url, { cookie, origin: url }, 'POST', '/api-keys', wanted)) as { key: string }
      return door(url, made.key)
    },
    stop: async () => {
      await started.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function signIn(url: string, email: string, password: string): Promise<string> {
  const reply = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  })
  if (!reply.ok) throw new Error(`sign-in: ${reply.status} ${await reply.text()}`)
  return reply.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
}

type Headers_ = Readonly<Record<string, string>>

async function call(url: string, headers: Headers_, method: string, path: string, body?: unknown) {
  const writes = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }
  return fetch(`${url}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(method === 'GET' ? {} : writes) },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  })
}

async function send(url: string, headers: Headers_, method: string, path: string, body?: unknown) {
  const reply = await call(url, headers, method, path, body)
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${method} ${path}: HTTP ${reply.status} ${text.slice(0, 2_000)}`)
  return JSON.parse(text) as unknown
}

function door(url: string, key: string): Door {
  const headers = { authorization: `Bearer ${key}` }
  return {
    key,
    get: async <Answer>(path: string) => (await send(url, headers, 'GET', path)) as Answer,
    post: async <Answer>(path: string, body?: unknown) =>
      (await send(url, headers, 'POST', path, body)) as Answer,
    refused: async (path, body) => {
      const reply = await call(url, headers, 'POST', path, body)
      if (reply.ok) throw new Error(`POST ${path} was not refused`)
      return { status: reply.status, code: ((await reply.json()) as { code: string }).code }
    },
  }
}

const program = fileURLToPath(new URL('../../bin/hourbridge.js', import.meta.url))

/** What a command of `hourbridge` prints when it calls this installation. Throws when it ends with a failure. */
export async function commandLine(url: string, { key }: Door, words: readonly string[]): Promise<string> {
  const env = { PATH: process.env.PATH ?? '', HOURBRIDGE_URL: url, HOURBRIDGE_API_KEY: key }
  return (await promisify(execFile)(process.execPath, [program, ...words], { env })).stdout
}

/**
 * Asks again and again until the answer is there. `null` and `false` mean not yet; what is thrown by `probe` ends the
 * wait. The last state is told when the time is over.
 */
export async function until<Value>(
  what: string,
  withinMs: number,
  probe: () => Promise<Value | null | false>,
  told: () => Promise<unknown> = async () => '',
): Promise<Value> {
  const startedAt = performance.now()
  for (;;) {
    const found = await probe()
    if (found !== null && found !== false) return found
    if (performance.now() - startedAt > withinMs) {
      throw new Error(`not within ${withinMs / 1000} s: ${what}\n${JSON.stringify(await told(), null, 1)}`)
    }
    await new Promise((done) => setTimeout(done, 300))
  }
}
