import { hostname } from 'node:os'
import type { FastifyBaseLogger } from 'fastify'
import pino from 'pino'
import { Access } from '../access/access.ts'
import { type ApiLimits, limitsOf } from '../api/limits.ts'
import { directConnection } from '../connectors/direct/connector.ts'
import type { OutboundLimits } from '../outbound/limits.ts'
import { defaultPostingLimits, type PostingLimits } from '../posting/limits.ts'
import { readLastBackup } from '../store/backup/last-backup.ts'
import type { Opened } from './installation.ts'
import { type LoopLog, Loops } from './loops.ts'
import { standingLoop } from './recovery-loops.ts'
import { outboundDeps } from './outbound.ts'
import { effectOfChanges } from '../charging/what-if.ts'
import { openWitness, type WitnessSettings } from './witness.ts'
import { startWork } from './work-loops.ts'

export type Role = 'api' | 'runner' | 'all'
export type Serving = {
  /** Where console and API answer; null without the api role. */
  readonly url: string | null
  readonly access: Access
  /** Stops taking calls, lets rounds and calls under way end, then closes everything. */
  stop(): Promise<void>
}
export type ServeOptions = {
  readonly role: Role
  readonly version: string
  readonly consoleDirectory: string | null
  /** Loops look for work this often when idle. Milliseconds. */
  readonly idleMs?: number
  /** Limits that differ from the product's own: what is killed every second cannot wait minutes for a lease. */
  readonly limits?: {
    readonly api?: Partial<ApiLimits>
    readonly posting?: Partial<PostingLimits>
    readonly outbound?: Partial<OutboundLimits>
    readonly pullLeaseMs?: number
  }
  /** Of the process in which suspected events are done. */
  readonly witness?: Pick<WitnessSettings, 'program' | 'eventTimeoutMs'>
}

const idleMs = 200
const closeIdleEveryMs = 50
const pullWindowDays = 120
// Longer than a pull may take; a second runner that reads the same pages does no harm, only work.
const pullLeaseMs = 180_000
const sweepEveryMs = 300_000

/** Runs the roles of this process on an opened installation. Any number of either run against one database. */
export async function serve(opened: Opened, options: ServeOptions): Promise<Serving> {
  const { config, hub, store } = opened
  const log = pino({ level: config.logLevel, base: null })
  const { now, newId, random, masterKey } = hub.parts
  const baseUrl = config.url ?? `http://${config.httpHost}:${config.httpPort}`
  const access = new Access({ store, clock: { now }, newId, random, masterKey, baseUrl })
  const note: LoopLog = (message, detail) => log.warn(detail, message)
  const loops = new Loops(note)
  const ending = new AbortController()
  if (options.role !== 'api')
    startWork(
      hub,
      opened.standing,
      {
        runner: `${hostname()}/${process.pid}/${newId()}`,
        billing: opened.billing,
        posting: {
          ...defaultPostingLimits,
          settlingMs: config.settlingMs,
          sweepEveryMs: config.sweepHours * 3_600_000,
          sweepDays: config.sweepDays,
          ...options.limits?.posting,
        },
        idleMs: options.idleMs ?? idleMs,
        pullWindowDays,
        pullLeaseMs: options.limits?.pullLeaseMs ?? pullLeaseMs,
        sweepEveryMs,
        workEveryMs: config.pullIntervalMs,
        eventsKeptMs: config.eventDays * 86_400_000,
        outbound: options.limits?.outbound ?? {},
        witness: openWitness({ config, log: note, ...options.witness }, ending.signal),
        log: (message, detail) => log.info(detail, message),
      },
      loops,
    )
  // An api sends nothing, but tells where the installation stands, and sees as much of the log as anybody.
  else loops.start(standingLoop(opened.standing))
  const door = options.role === 'runner' ? null : await openDoor(opened, options, access, log, baseUrl)
  return {
    url: door?.url ?? null,
    access,
    stop: async () => {
      // Events that are done elsewhere one by one are not waited for: the next runner does them again.
      ending.abort()
      await door?.close()
      await loops.close()
      await opened.close()
    },
  }
}

async function openDoor(
  opened: Opened,
  options: ServeOptions,
  access: Access,
  log: FastifyBaseLogger,
  baseUrl: string,
) {
  const { config, hub, store, billing } = opened
  const { parts, charging, receiver } = hub
  // The doors' libraries are most of what a process loads, and a runner has no doors.
  const { buildApp } = await import('../api/app.ts')
  const { app } = await buildApp({
    store,
    cell: parts.cell,
    clock: { now: parts.now },
    newId: parts.newId,
    random: parts.random,
    masterKey: parts.masterKey,
    vault: parts.vault,
    receiver,
    billing,
    namespace: charging.namespace,
    access,
    installation: parts.installation,
    version: options.version,
    baseUrl,
    connectors: parts.connectors,
    connect: (connectionId) =>
      connectionId === directConnection ? Promise.resolve(null) : hub.connect(connectionId),
    connectionChanged: (connectionId) => hub.forget(connectionId),
    charging,
    effectOf: (known, changes) => effectOfChanges(charging, known, changes),
    outbound: outboundDeps(hub, options.limits?.outbound),
    limits: { ...limitsOf(config), ...options.limits?.api },
    lastBackupAt: async () => {
      const made = await readLastBackup(opened.home)
      return made?.installationId === parts.installation.installationId ? made.takenAt : null
    },
    consoleDirectory: options.consoleDirectory,
    log,
    onAnswerMismatch: 'log',
  })
  await app.listen({ host: config.httpHost, port: config.httpPort })
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : config.httpPort
  const close = async () => {
    // A connection whose call was under way falls idle only afterwards, and would be waited for as long as it is kept.
    const closing = setInterval(() => app.server.closeIdleConnections(), closeIdleEveryMs)
    await app.close().finally(() => clearInterval(closing))
  }
  return { url: `http://${config.httpHost}:${port}`, close }
}
