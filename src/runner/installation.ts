import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BillingSettings } from '../billing/settings.ts'
import { settleMarkedGroups } from '../charging/groups/round.ts'
import type { Config } from '../config.ts'
import type { Connector } from '../connectors/sdk/connector.ts'
import { openBrokerGate } from '../egress/broker.ts'
import { openEgress } from '../egress/client.ts'
import { freePulls } from '../intake/schedule.ts'
import { uuidV7 } from '../kernel/ids.ts'
import { Vault } from '../log/vault.ts'
import { type EmbeddedServer, startEmbedded } from '../store/embedded.ts'
import { freeSubscriptions } from '../outbound/subscriptions.ts'
import { freeLanes } from '../posting/lane.ts'
import { clearPartialHeads } from '../store/head-file.ts'
import { chooseHome, openMasterKey } from '../store/home.ts'
import { addressOf, type Ground, homeMark, machineMark } from '../store/place.ts'
import { openInstallation } from '../store/installation.ts'
import { migrate, requireMigrated } from '../store/migrate.ts'
import { firstCell, openStore, type Store } from '../store/pool.ts'
import { type Hub, openHub } from './hub.ts'
import { Standing } from './standing.ts'

export type Opened = {
  readonly config: Config
  readonly home: string
  readonly hub: Hub
  readonly store: Store
  readonly billing: BillingSettings
  /** Where it stands, and so whether it may send. */
  readonly standing: Standing
  /** Names of the migrations that this opening applied. */
  readonly migrated: readonly string[]
  /** Ends connections, and the embedded server when nobody else uses it. */
  close(): Promise<void>
}
type OpenOptions = {
  readonly config: Config
  readonly connectors: ReadonlyMap<string, Connector>
  readonly role: string
  readonly log: (message: string) => void
  /** Whether this process migrates; others wait until somebody did. */
  readonly migrates: boolean
}

/** Amounts of sense: a document above stops and asks a person. Per currency; '*' for all others. */
const mostPerDocument = { '*': '5000000' }
/** Nobody writes a head for that long. */
const partialHeadMs = 3_600_000

/** Opens everything an installation needs below its doors: database, migrations, keys, log, connectors. */
export async function openInstalled(options: OpenOptions): Promise<Opened> {
  const { config, log } = options
  const home = await chooseHome(config)
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
  const now = () => new Date()
  const newId = () => uuidV7(Date.now(), random)
  const server =
    config.databaseUrl === null ? await startEmbedded({ home, name: databaseName(config), log }) : null
  let store: Store | null = null
  try {
    store = await openStore(config.databaseUrl ?? server!.url, {
      applicationName: options.role,
      connections: config.databaseConnections,
      statementTimeoutMs: config.statementTimeoutMs,
      acceptsDataLoss: config.acceptsDataLoss,
      log,
    })
    const migrated = options.migrates ? await migrate(store, { now: now() }) : []
    if (!options.migrates) await requireMigrated(store)
    if (server?.alone) await forgetDeadRunners(store)
    const installation = await openInstallation(store, {
      installationId: newId(),
      environment: config.environment,
      now: now(),
    })
    const keyHome = keyDirectory(home, config)
    await mkdir(keyHome, { recursive: true, mode: 0o700 })
    const masterKey = await openMasterKey(keyHome, config, random)
    const vault = new Vault(masterKey, random, newId)
    const hub = await openHub({
      store,
      cell: firstCell,
      installation,
      vault,
      masterKey,
      connectors: options.connectors,
      egress: openEgress({ allow: config.egressAllow }),
      brokers: openBrokerGate({ allow: config.egressAllow }),
      now,
      monotonicMs: () => performance.now(),
      newId,
      random,
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      lanes: config.lanes,
      batchRows: Math.min(config.batchRows, 1000),
      requestTimeoutMs: config.requestTimeoutMs,
      responseBytes: config.responseBytes,
    })
    const headPath = config.headFile ?? join(keyHome, 'head.json')
    await clearPartialHeads(headPath, new Date(now().getTime() - partialHeadMs))
    const standing = new Standing({
      store,
      now,
      newId,
      vault,
      ground: await groundOf(config, keyHome, random),
      headPath,
      settlingMs: () => longestSettlingMs(hub, config),
      log,
    })
    await standing.open()
    return {
      config,
      home,
      hub,
      store,
      standing,
      billing: billingSettings(hub),
      migrated,
      close: () => close(store!, server),
    }
  } catch (error) {
    await store?.close()
    await server?.stop()
    throw error
  }
}

/** An embedded server is told by its home, one of your own by where it answers. */
async function groundOf(
  config: Config,
  home: string,
  random: (bytes: number) => Uint8Array,
): Promise<Ground> {
  const declared = config.instance
  if (config.databaseUrl !== null)
    return { home: null, machine: null, declared, address: addressOf(config.databaseUrl) }
  return { home: await homeMark(home, random), machine: await machineMark(), declared, address: null }
}

/** How long something that was sent before a restore may still land and be found, at the slowest system. */
function longestSettlingMs(hub: Hub, config: Config): number {
  const each = hub.takers.map((connectionId) => {
    const { settlingMs, searchLagMs } = hub.profileOf(connectionId)
    return Math.max(settlingMs, config.settlingMs) + searchLagMs
  })
  return Math.max(0, ...each)
}

/**
 * Nobody else uses the embedded server, so whoever held a lane or a pull was killed: this start goes on at once
 * instead of when their leases run out.
 */
async function forgetDeadRunners(store: Store): Promise<void> {
  await store.transaction(async (tx) => {
    await freeLanes(tx, firstCell)
    await freePulls(tx, firstCell)
    await freeSubscriptions(tx, firstCell)
  })
}

/** Sandbox data lies in a database of its own, whatever else is configured. */
export function databaseName(config: Config): string {
  return config.environment === 'sandbox' ? 'sandbox' : 'hourbridge'
}

export function keyDirectory(home: string, config: Config): string {
  return config.environment === 'sandbox' ? join(home, 'sandbox') : home
}

async function close(store: Store, server: EmbeddedServer | null): Promise<void> {
  await store.close()
  await server?.stop()
}

function billingSettings(hub: Hub): BillingSettings {
  const { installation, vault, newId } = hub.parts
  return {
    newId,
    installationId: installation.installationId,
    environment: installation.environment,
    vault,
    profileOf: (connectionId) => hub.profileOf(connectionId),
    mostPerDocument,
    settleGroups: (tx, clientId) => settleMarkedGroups(tx, hub.charging, clientId),
  }
}
