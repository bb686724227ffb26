/** A place to rehearse on: the simulated firm with its ERP, and installations of the real product beside it. */
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSandbox, type Sandbox } from '../../sandbox/run-sandbox.ts'
import { createApiKey } from '../../src/access/api-keys.ts'
import { allRoles } from '../../src/access/roles.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { isRejection } from '../../src/kernel/errors.ts'
import { putConnection } from '../../src/masterdata/connections.ts'
import { setRoute } from '../../src/masterdata/reads.ts'
import { connectors } from '../../src/runner/connectors.ts'
import { type Opened, openInstalled } from '../../src/runner/installation.ts'
import { serve } from '../../src/runner/serve.ts'
import { type Call, caller, pause } from '../crash/caller.ts'
import { leftToDo } from '../crash/drain.ts'
import { until } from '../crash/grounds.ts'
import { lastMonth } from '../crash/known-firm.ts'
import { shortLimits, victimEnvironment } from '../crash/settings.ts'
import type { Observer } from './observed.ts'

export type Site = {
  readonly directory: string
  readonly firm: Sandbox
  readonly month: string
  readonly period: { readonly from: string; readonly until: string }
  readonly days: readonly string[]
  close(): Promise<void>
}
export type Running = {
  readonly opened: Opened
  readonly call: Call
  stop(): Promise<void>
}

export async function prepareSite(seed: number, people: number): Promise<Site> {
  const directory = await mkdtemp(join(tmpdir(), 'hourbridge-drill-'))
  await chmod(directory, 0o755)
  const { month, days } = lastMonth(new Date())
  const size = ['--people', String(people), '--seed', String(seed), '--month', month]
  const firm = await runSandbox(join(directory, 'firm'), size)
  await firm.act('switches', { documentIdempotency: 'none', autoTrouble: 'off' })
  const first = new Date(`${month}-01T00:00:00Z`)
  const until = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1))
  return {
    directory,
    firm,
    month,
    days,
    period: { from: `${month}-01`, until: until.toISOString().slice(0, 10) },
    close: async () => {
      await firm.kill()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

const masterKey = '5a'.repeat(32)

/** What the program is configured with for a database and a home of its own. */
export function configOn(site: Site, databaseUrl: string, home: string): Config {
  const environment = {
    ...victimEnvironment({
      home: join(site.directory, home),
      databaseUrl,
      durable: false,
      port: 0,
      firm: site.firm.url,
    }),
    HOURBRIDGE_MASTER_KEY: masterKey,
    HOURBRIDGE_PULL_INTERVAL_MS: '1000',
  }
  const { config, faults } = readConfig(environment)
  if (config === null) throw new Error(faults.map((fault) => fault.message).join('\n'))
  return config
}

/** The product as `hourbridge serve` composes it, on a database and a home of its own. */
export async function run(
  site: Site,
  databaseUrl: string,
  home: string,
  observer: Observer,
  opening: (opened: Opened) => Promise<void> = async () => {},
): Promise<Running> {
  const opened = await openInstalled({
    config: configOn(site, databaseUrl, home),
    connectors: new Map([...connectors, ['plain', observer.connector]]),
    role: 'drill',
    migrates: true,
    log: () => {},
  })
  await opening(opened)
  const serving = await serve(opened, {
    role: 'all',
    version: 'drill',
    consoleDirectory: null,
    idleMs: 20,
    limits: shortLimits,
  })
  return { opened, call: caller([serving.url!], await keyOf(opened)), stop: () => serving.stop() }
}

async function keyOf(opened: Opened): Promise<string> {
  const { store, now, newId } = opened.hub.parts
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
  const at = now()
  const expiresAt = new Date(at.getTime() + 86_400_000)
  const made = await store.transaction((tx) =>
    createApiKey(tx, { name: 'drill', roles: allRoles, expiresAt, createdBy: 'drill', at, newId, random }),
  )
  if (isRejection(made)) throw new Error(made.message)
  return made.key
}

/** Connects the firm; its sources are read from here on. */
export async function connectFirm(site: Site, running: Running): Promise<void> {
  const { store, cell, now, masterKey: key, random } = running.opened.hub.parts
  const connection = {
    connectionId: 'firm',
    connector: 'plain',
    name: 'Simulated firm and ERP',
    baseUrl: site.firm.url,
    settings: {},
    simulated: true,
    enabled: true,
  }
  await store.transaction(async (tx) => {
    await putConnection(
      tx,
      cell,
      { masterKey: key, random },
      connection,
      { apiKey: 'sandbox-api-key' },
      now(),
    )
    for (const outcome of ['cost', 'bill'] as const) await setRoute(tx, cell, '*', outcome, 'firm')
  })
  await running.opened.hub.reload()
}

export type Entry = {
  id: string
  deleted?: boolean
  hours: string
  project: string
  worker: string
  approval?: { state: string }
}
export async function entriesOf(site: Site): Promise<Entry[]> {
  return (await site.firm.call('GET', '/inspect/entries')).body.items as Entry[]
}

const patienceMs = 60_000

/** What a person would look at first where the product does not come to rest. */
async function stuck(running: Running): Promise<string> {
  const { store } = running.opened
  const told = [
    `select code, subject_id, detail from cases where state = 'open' and code like 'ERP%' or code like 'INST%'`,
    `select status, blocked, sending, client_id, net_minor from documents where blocked is not null or sending is not null`,
    `select source_id, cost_bucket, bill_bucket, approval from works where cost_bucket in ('in_doubt', 'in_flight', 'waiting')`,
    `select c.state, c.amount_minor, c.client_id, w.source_id from charges c join works w using (cell, work_id)
     where c.state in ('pending', 'priced', 'proposed')`,
    `select client_id, found ->> 'net' as net, found -> 'lines' as lines from recovery_documents where standing = 'held'`,
    `select reference, standing, why_held, client_id, net_minor from recovery_documents where standing = 'held'`,
  ]
  const rows = await Promise.all(told.map(async (sql) => (await store.query(sql)).rows))
  return JSON.stringify(rows, (_name, value) => (typeof value === 'bigint' ? String(value) : value), 1)
}

/** Until every entry of the firm has come in its latest version and nothing is on its way any more. */
export async function atRest(site: Site, running: Running, what: string): Promise<void> {
  const { store } = running.opened
  const living = (await entriesOf(site)).filter((one) => one.deleted !== true)
  const hours = living.reduce((sum, one) => sum + Math.round(Number(one.hours) * 10_000), 0)
  let quiet = 0
  await until(what, patienceMs, async () => {
    const { rows } = await store.query<{ n: number; hours: string | null }>(
      `select count(*)::int as n, sum(hours) as hours from works where cell = 1 and connection_id = 'firm'
         and kind = 'time_entry' and approval <> 'deleted'`,
    )
    const came = Math.round(Number(rows[0]!.hours ?? '0') * 10_000)
    const missing =
      rows[0]!.n === living.length && came === hours ? null : `${rows[0]!.n} of ${living.length} entries`
    const left = missing ?? (await leftToDo(store))
    quiet = left === null ? quiet + 1 : 0
    return quiet > 5 ? null : (left ?? 'not quiet yet')
  }).catch(async (error: Error) => {
    throw new Error(`${error.message}\n${await stuck(running)}`)
  })
}

/** Until sending is allowed; says what the recovery waits for when it never is. */
export async function untilSending(running: Running): Promise<void> {
  const { store } = running.opened
  await until('Sending is allowed', patienceMs, async () => {
    const state = (await store.query<{ sending: string }>('select sending from installations')).rows[0]!
      .sending
    if (state === 'allowed') return null
    const { rows } = await store.query('select state, waits_for from recoveries order by epoch desc limit 1')
    return `${state} ${JSON.stringify(rows[0] ?? null)}`
  })
}

/** Until every document that was unknown is settled; says what is in the way when one stays held. */
export async function nothingHeld(running: Running): Promise<void> {
  await until('Nothing is held', 20_000, async () => {
    const { rows } = await running.opened.store.query<{ n: number }>(
      `select count(*)::int as n from recovery_documents where standing in ('held', 'discarding')`,
    )
    return rows[0]!.n === 0 ? null : `${rows[0]!.n} documents`
  }).catch(async (error: Error) => {
    throw new Error(`${error.message}\n${await stuck(running)}`)
  })
}

export { pause }
