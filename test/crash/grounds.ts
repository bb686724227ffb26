/** What a round of kills stands on: the firm with its ERP, a database, and an installation that knows both. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runSandbox, type Sandbox } from '../../sandbox/run-sandbox.ts'
import { createApiKey } from '../../src/access/api-keys.ts'
import { allRoles } from '../../src/access/roles.ts'
import { readConfig } from '../../src/config.ts'
import { isRejection } from '../../src/kernel/errors.ts'
import { putConnection } from '../../src/masterdata/connections.ts'
import { setRoute } from '../../src/masterdata/reads.ts'
import { connectors } from '../../src/runner/connectors.ts'
import { type Opened, openInstalled } from '../../src/runner/installation.ts'
import { pause } from './caller.ts'
import { composedRecords } from './known-firm.ts'
import { Server } from './server.ts'
import { victimEnvironment } from './settings.ts'

/** A database that is there already, for the test that shares a server with others; null starts one. */
export type GivenDatabase = { readonly url: string; readonly durable: boolean } | null

export type Grounds = {
  readonly home: string
  readonly firm: Sandbox
  readonly opened: Opened
  /** Null on a database of somebody else's, which nobody may crash. */
  readonly server: Server | null
  /** Of one process of the product after the other, each with an address of its own. */
  readonly environments: readonly Record<string, string>[]
  readonly bases: readonly string[]
  readonly apiKey: string
  close(): Promise<void>
}

const fewestPeople = '20'
const firstPollMs = 20
const longestPollMs = 500
const guardian = fileURLToPath(new URL('./guardian.ts', import.meta.url))

/** Ends and clears away everything of this home when the rig goes without having done so. */
function guard(home: string): () => void {
  const child = spawn(process.execPath, [guardian, home], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  child.unref()
  return () => child.stdin.end('done')
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

export async function prepareGrounds(
  seed: number,
  month: string,
  given: GivenDatabase,
  processes: number,
): Promise<Grounds> {
  const home = await mkdtemp(join(tmpdir(), 'hourbridge-crash-'))
  const release = guard(home)
  // The database's own user has to pass through.
  await chmod(home, 0o755)
  const firm = await runSandbox(join(home, 'firm'), [
    ...['--people', fewestPeople, '--seed', String(seed), '--month', month],
  ])
  const server = given === null ? await Server.start(home, await freePort()) : null
  const ports = await Promise.all(Array.from({ length: processes }, freePort))
  const environments = ports.map((port) =>
    victimEnvironment({
      home,
      databaseUrl: given?.url ?? server!.url,
      durable: given?.durable ?? true,
      port,
      firm: firm.url,
    }),
  )
  const { config, faults } = readConfig(environments[0]!)
  if (config === null) throw new Error(faults.map((fault) => fault.message).join('\n'))
  const opened = await openInstalled({ config, connectors, role: 'rig', migrates: true, log: () => {} })
  // Two documents of one reference are possible in this ERP: only the product's care prevents them.
  await firm.act('switches', { documentIdempotency: 'none' })
  for (const record of composedRecords(month)) await firm.act('put-record', record)
  const apiKey = await settleIn(opened, firm)
  return {
    home,
    firm,
    opened,
    server,
    environments,
    bases: ports.map((port) => `http://127.0.0.1:${port}`),
    apiKey,
    close: async () => {
      await opened.close()
      await firm.kill()
      await server?.stop()
      await rm(home, { recursive: true, force: true })
      release()
    },
  }
}

async function settleIn(opened: Opened, firm: Sandbox): Promise<string> {
  const { store, cell, now, newId, masterKey } = opened.hub.parts
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
  const connection = {
    connectionId: 'firm',
    connector: 'plain',
    name: 'Simulated firm and ERP',
    baseUrl: firm.url,
    settings: {},
    simulated: true,
    enabled: true,
  }
  return store.transaction(async (tx) => {
    await putConnection(tx, cell, { masterKey, random }, connection, { apiKey: 'sandbox-api-key' }, now())
    for (const outcome of ['cost', 'bill'] as const) await setRoute(tx, cell, '*', outcome, 'firm')
    const expiresAt = new Date(now().getTime() + 86_400_000)
    const wanted = { name: 'rig', roles: allRoles, expiresAt, createdBy: 'rig', at: now(), newId, random }
    const made = await createApiKey(tx, wanted)
    if (isRejection(made)) throw new Error(made.message)
    return made.key
  })
}

/** Waits until a condition holds; says what it waited for when it never does. What is large is asked for less often. */
export async function until(
  what: string,
  withinMs: number,
  holds: () => Promise<string | null>,
): Promise<void> {
  const end = performance.now() + withinMs
  for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * 1.2, longestPollMs)) {
    const missing = await holds()
    if (missing === null) return
    if (performance.now() > end) throw new Error(`${what} not within ${withinMs / 1000} s: ${missing}`)
    await pause(pollMs)
  }
}
