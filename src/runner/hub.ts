import type { Charging, Understanding } from '../charging/lane.ts'
import { chargingRunner } from '../charging/lane.ts'
import { reevaluationRunner } from '../charging/reevaluate.ts'
import { directConnection, directMapping } from '../connectors/direct/connector.ts'
import { openLanes } from '../connectors/sdk/connection.ts'
import type { ConnectionContext, Connector } from '../connectors/sdk/connector.ts'
import type { TargetProfile } from '../connectors/sdk/target.ts'
import type { BrokerGate } from '../egress/broker.ts'
import type { EgressClient } from '../egress/client.ts'
import type { CallLane } from '../egress/limiter.ts'
import { effectiveLimits, type LimitSettings, listLimits } from '../egress/limit-settings.ts'
import { type Meter, openMeter } from '../egress/meters.ts'
import type { Receiver } from '../intake/receive.ts'
import { schedulePulls } from '../intake/schedule.ts'
import { Fault } from '../kernel/errors.ts'
import { HOURBRIDGE_NAMESPACE, uuidV5 } from '../kernel/ids.ts'
import { alignChanges } from '../log/changes.ts'
import { ensureCursors } from '../log/cursors.ts'
import { factLane } from '../log/event.ts'
import { chooseLanes } from '../log/lanes.ts'
import type { Vault } from '../log/vault.ts'
import { type Connection, listConnections, openSecrets } from '../masterdata/connections.ts'
import { learningRunner, type Learning } from '../intake/learn.ts'
import { Masters, refreshMasters } from '../masterdata/masters.ts'
import { listRoutes } from '../masterdata/reads.ts'
import type { Installation } from '../store/installation.ts'
import type { Store } from '../store/pool.ts'
import { readSendingState } from '../store/sending.ts'

export type HubParts = {
  readonly store: Store
  readonly cell: number
  readonly installation: Installation
  readonly vault: Vault
  readonly masterKey: Uint8Array
  readonly connectors: ReadonlyMap<string, Connector>
  readonly egress: EgressClient
  readonly brokers: BrokerGate
  readonly now: () => Date
  /** Shows a jump of the machine's clock; absent where time is played. */
  readonly monotonicMs?: () => number
  readonly newId: () => string
  readonly random: (bytes: number) => Uint8Array
  readonly wait: (ms: number) => Promise<void>
  readonly lanes: number
  readonly batchRows: number
  /** Bounds of every outbound call; a connector may ask for tighter ones. */
  readonly requestTimeoutMs: number
  readonly responseBytes: number
}
type LiveConnection = {
  readonly connection: Connection
  readonly connector: Connector
  /** For calls of no kind in particular. */
  readonly context: ConnectionContext
  /** For calls that take their turns as this kind. */
  readonly contextOf: (lane: CallLane) => ConnectionContext
}

/** The opened core of an installation: what the api and the runner work with. */
export class Hub {
  readonly parts: HubParts
  readonly receiver: Receiver
  readonly charging: Charging
  readonly learning: Learning
  /** Kept apart from charging's, which is brought up to date under a lock of its own. */
  readonly postingMasters: Masters
  #connections = new Map<string, Connection>()
  #routes = new Map<string, string>()
  #limits = new Map<string, LimitSettings>()
  /** Kept when limits change: what was called today was called. */
  readonly #meters = new Map<string, Meter>()
  readonly #process: string
  readonly #live = new Map<string, { key: string; live: LiveConnection }>()

  constructor(parts: HubParts, lanes: number) {
    const { store, cell, vault, newId, now } = parts
    this.parts = parts
    this.#process = newId()
    this.postingMasters = new Masters(cell)
    this.receiver = { store, cell, vault, lanes }
    const namespace = uuidV5(HOURBRIDGE_NAMESPACE, parts.installation.worksOf)
    this.charging = {
      store,
      cell,
      vault,
      masters: new Masters(cell),
      namespace,
      understandingOf: (connectionId) => this.#understandingOf(connectionId),
      costRoute: (legalEntity) =>
        this.#routes.get(`cost ${legalEntity}`) ?? this.#routes.get('cost *') ?? null,
      newId,
      now,
      batchSize: parts.batchRows,
    }
    this.learning = {
      store,
      cell,
      vault,
      mappingOf: (id) => this.#understandingOf(id),
      newId,
      now,
      batchSize: parts.batchRows,
    }
  }

  /** The firm's companies as they are known at this moment. */
  async legalEntities(): Promise<readonly string[]> {
    const { store } = this.parts
    const known = await store.transaction((tx) => refreshMasters(tx, this.postingMasters, false))
    return known.ids('legal_entity')
  }

  get lanes(): number {
    return this.receiver.lanes
  }

  /** Targets that documents or cost go to. */
  get targets(): string[] {
    return [...new Set(this.#routes.values())]
  }

  /** Enabled connections whose system takes cost or documents, whatever is routed to them now. */
  get takers(): string[] {
    const takes = (connection: Connection) =>
      this.parts.connectors.get(connection.connector)?.target !== undefined
    return [...this.#connections.values()].filter(takes).map((one) => one.connectionId)
  }

  /** Streams that are pulled, of enabled connections. */
  get pulled(): { readonly connectionId: string; readonly stream: string; readonly sweeps: boolean }[] {
    return [...this.#connections.values()].flatMap(({ connectionId, connector }) =>
      (this.parts.connectors.get(connector)?.streams ?? [])
        .filter((one) => one.pull !== undefined || one.sweep !== undefined)
        .map((one) => ({ connectionId, stream: one.name, sweeps: one.sweep !== undefined })),
    )
  }

  /** The arithmetic of a target, known before anything is sent. Throws for a connection that takes no documents. */
  profileOf(connectionId: string): TargetProfile {
    const connection = this.#connections.get(connectionId)
    const profile = connection && this.parts.connectors.get(connection.connector)?.target?.profile
    if (!profile)
      throw new Fault('CONNECTOR_CONFIG', {
        message: `Connection ${connectionId} takes no documents. Route to another one.`,
      })
    return profile
  }

  /** Reads connections and routes again; what is new is scheduled. Returns whether routes changed. */
  async reload(): Promise<boolean> {
    const { store, cell, connectors, now } = this.parts
    const before = JSON.stringify([...this.#routes])
    await store.transaction(async (tx) => {
      const connections = (await listConnections(tx, cell)).filter((one) => one.enabled)
      for (const one of connections) {
        const connector = connectors.get(one.connector)
        const known = this.#connections.get(one.connectionId)
        if (connector && !known) await schedulePulls(tx, cell, one.connectionId, connector.streams, now())
      }
      this.#connections = new Map(connections.map((one) => [one.connectionId, one]))
      this.#limits = new Map((await listLimits(tx, cell)).map((one) => [one.connectionId, one]))
      const routes = await listRoutes(tx, cell)
      this.#routes = new Map(routes.map((row) => [`${row.outcome} ${row.legal_entity}`, row.connection_id]))
    })
    return JSON.stringify([...this.#routes]) !== before
  }

  /** Kept while its configuration stays: limits and session live in it. Null when not known or switched off. */
  async connect(connectionId: string): Promise<LiveConnection | null> {
    const { store, cell, connectors, installation, egress, now, wait } = this.parts
    if (!this.#connections.has(connectionId)) await this.reload()
    const connection = this.#connections.get(connectionId)
    const connector = connection && connectors.get(connection.connector)
    if (!connection || !connector) return null
    const limits = this.#limits.get(connectionId)
    const key = JSON.stringify([connection, limits])
    const kept = this.#live.get(connectionId)
    if (kept?.key === key) return kept.live
    const secrets = await store.transaction((tx) => openSecrets(tx, cell, this.parts, connectionId))
    const budget = effectiveLimits(connector.budget, limits)
    const contextOf = openLanes({
      connector,
      connectionId,
      installationId: installation.installationId,
      environment: installation.environment,
      baseUrl: connection.baseUrl,
      settings: connection.settings,
      secrets,
      egress,
      clock: { now },
      wait,
      meter: this.#meterOf(connectionId, budget.dayZone ?? 'UTC'),
      budget: {
        ...budget,
        timeoutMs: Math.min(connector.budget.timeoutMs, this.parts.requestTimeoutMs),
        responseBytes: Math.min(connector.budget.responseBytes, this.parts.responseBytes),
      },
    })
    const live = { connection, connector, context: contextOf('other'), contextOf }
    this.#live.set(connectionId, { key, live })
    return live
  }

  #meterOf(connectionId: string, dayZone: string): Meter {
    const { store, cell } = this.parts
    const known = this.#meters.get(connectionId)
    if (known !== undefined) return known
    const meter = openMeter({ store, cell, connectionId, process: this.#process, dayZone })
    this.#meters.set(connectionId, meter)
    return meter
  }

  /** After secrets changed: the next call logs in again. */
  forget(connectionId: string): void {
    this.#live.delete(connectionId)
  }

  #understandingOf(connectionId: string): Understanding | null {
    if (connectionId === directConnection) return { mapping: directMapping, settings: {}, direct: true }
    const connection = this.#connections.get(connectionId)
    const connector = connection && this.parts.connectors.get(connection.connector)
    return connector ? { mapping: connector.mapping, settings: connection.settings, direct: false } : null
  }
}

/** Opens the core: lanes are chosen once, cursors stand for every lane. */
export async function openHub(parts: HubParts): Promise<Hub> {
  const { store, cell } = parts
  const lanes = await store.transaction(async (tx) => {
    const chosen = await chooseLanes(tx, cell, parts.lanes)
    await alignChanges(tx, cell, (await readSendingState(tx)).epoch)
    await ensureCursors(tx, cell, chargingRunner, factLane + 1, Math.max(chosen - 1, 1))
    await ensureCursors(tx, cell, learningRunner, factLane, factLane)
    await ensureCursors(tx, cell, reevaluationRunner, factLane, factLane)
    return chosen
  })
  const hub = new Hub(parts, lanes)
  await hub.reload()
  return hub
}
