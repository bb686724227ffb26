/** One process of the product, composed as the product composes itself, on the simulation's clock and wire. */
import { plainConnector } from '../../src/connectors/plain/connector.ts'
import type { Connector } from '../../src/connectors/sdk/connector.ts'
import { sha256 } from '../../src/kernel/digest.ts'
import { uuidV7 } from '../../src/kernel/ids.ts'
import { Vault } from '../../src/log/vault.ts'
import { settleMarkedGroups } from '../../src/charging/groups/round.ts'
import type { BillingSettings } from '../../src/billing/settings.ts'
import type { PostingDeps } from '../../src/posting/deps.ts'
import { defaultPostingLimits } from '../../src/posting/limits.ts'
import { type Hub, type HubParts, openHub } from '../../src/runner/hub.ts'
import type { Loop } from '../../src/runner/loops.ts'
import {
  followConnections,
  postingDeps,
  type Sender,
  workLoops,
  type WorkSettings,
} from '../../src/runner/work-loops.ts'
import type { Installation } from '../../src/store/installation.ts'
import type { Store } from '../../src/store/pool.ts'
import { type Mortality, mortalStore, newMortality, type Touched } from './mortal.ts'
import type { Plant } from './plant.ts'
import type { Time } from './time.ts'
import type { Wire } from './wire.ts'

export const cell = 1
export const connectionId = 'firm'
export const webhookSecret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`
export const masterKey = sha256('master key of the simulation')

export type Program = {
  readonly number: number
  readonly self: Mortality
  readonly hub: Hub
  readonly store: Store
  readonly billing: BillingSettings
  /** For what people answer about the ERP. */
  readonly posting: PostingDeps
  /** Every loop of the runner role by its name, driven a round at a time. */
  readonly loops: Map<string, Loop>
  /** Looks for new targets, as the running product does every few seconds. */
  follow(): Promise<void>
}
export type Surroundings = {
  readonly store: Store
  readonly time: Time
  readonly wire: Wire
  readonly bytes: (count: number) => Uint8Array
  readonly touched: Touched
  readonly installation: Installation
  readonly batchRows: number
  readonly writersPer: 'connection' | 'company'
  readonly plant: Plant | null
}

export async function startProgram(around: Surroundings, number: number): Promise<Program> {
  const { time, bytes, plant } = around
  const self = newMortality()
  const given = mortalStore(around.store, self, around.touched)
  const store = plant?.store?.(given, around) ?? given
  const newId = () => uuidV7(time.nowMs(), bytes)
  const vault = new Vault(masterKey, bytes, newId)
  const made = connectorOf(around)
  const connector: Connector = plant?.connector?.(made, around) ?? made
  const parts: HubParts = {
    store,
    cell,
    installation: around.installation,
    vault,
    masterKey,
    connectors: new Map([[connector.name, connector]]),
    egress: around.wire.clientOf(self),
    brokers: () => Promise.reject(new Error('No broker is part of this world')),
    now: time.now,
    newId,
    random: bytes,
    wait: (ms) => time.pass(ms),
    lanes: 3,
    batchRows: around.batchRows,
    requestTimeoutMs: 15_000,
    responseBytes: 1_000_000,
  }
  const hub = await openHub(parts)
  plant?.hub?.(hub)
  const { installationId, environment } = around.installation
  const billing: BillingSettings = {
    newId,
    installationId,
    environment,
    vault,
    profileOf: (id) => hub.profileOf(id),
    mostPerDocument: { '*': '5000000' },
    settleGroups: (tx, clientId) => settleMarkedGroups(tx, hub.charging, clientId),
  }
  const settings = settingsOf(billing, number)
  // One database and one place: nothing here is a copy, and nothing is restored.
  const standing: Sender = { sending: 'allowed', mayStillSend: async () => true }
  const loops = new Map(workLoops(hub, standing, settings).map((loop) => [loop.name, loop]))
  const known = new Set<string>()
  const follow = async () => {
    for (const loop of await followConnections(hub, standing, settings, known)) loops.set(loop.name, loop)
  }
  await follow()
  const posting = postingDeps(hub, settings)
  return { number, self, hub, store, billing, posting, loops, follow }
}

/** Who the firm is changes rarely, and is read rarely: else reading would be most of what a seed does. */
const rare = ['legal_entities', 'tax_codes', 'workers', 'projects', 'contracts']
const rarelyMs = 15 * 86_400_000

function connectorOf({ wire, writersPer }: Surroundings): Connector {
  const made = plainConnector({ settlingMs: wire.settlingMs, oneWriterPer: writersPer })
  const streams = made.streams
    .filter((one) => one.name !== 'tasks')
    .map((one) => (rare.includes(one.name) ? { ...one, everyMs: rarelyMs } : one))
  return { ...made, streams }
}

function settingsOf(billing: BillingSettings, number: number): WorkSettings {
  return {
    runner: `runner-${number}`,
    billing,
    posting: defaultPostingLimits,
    idleMs: 0,
    pullWindowDays: 120,
    pullLeaseMs: 180_000,
    sweepEveryMs: 300_000,
    workEveryMs: 15_000,
    eventsKeptMs: 90 * 86_400_000,
    outbound: {},
    log: () => {},
  }
}
