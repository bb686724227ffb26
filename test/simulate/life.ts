/** Everything that one seed plays with. */
import { type Random, seededRandom } from '../../sandbox/random.ts'
import { putConnection } from '../../src/masterdata/connections.ts'
import { setRoute } from '../../src/masterdata/reads.ts'
import { openInstallation } from '../../src/store/installation.ts'
import type { Store } from '../../src/store/pool.ts'
import { type Firm, foundSmallFirm } from './firm.ts'
import type { Touched } from './mortal.ts'
import type { Plant } from './plant.ts'
import {
  cell,
  connectionId,
  masterKey,
  type Program,
  startProgram,
  type Surroundings,
  webhookSecret,
} from './program.ts'
import { type Time, virtualTime } from './time.ts'
import { openWire, type Wire } from './wire.ts'

/** What was answered with yes: it has to be in the log from then on. */
export type Acknowledged = {
  readonly connectionId: string
  readonly sourceId: string
  readonly digest: Buffer
  /** A later version than this one is as good. */
  readonly version: string | null
}
export type DirectEntry = {
  readonly sourceId: string
  worker: string
  project: string
  workOn: string
  hours: string
  billable: boolean
  description: string
  approvedAt: string | null
  deleted: boolean
}
/** What a person spent on the project under the ceiling, in euros. */
export type DirectExpense = {
  readonly sourceId: string
  readonly worker: string
  readonly category: 'meal' | 'taxi'
  workOn: string
  amount: string
  approvedAt: string | null
  deleted: boolean
}
/** What a person saw of a document, to be released as it was. */
export type Read = { readonly version: number; readonly netMinor: bigint }

export type Life = Surroundings & {
  readonly seed: number
  readonly random: Random
  readonly time: Time
  readonly firm: Firm
  readonly wire: Wire
  readonly touched: Touched
  /** Processes that live; the first works, a second one competes with it now and then. */
  programs: Program[]
  started: number
  readonly acknowledged: Acknowledged[]
  readonly direct: Map<string, DirectEntry>
  readonly spent: Map<string, DirectExpense>
  readonly read: Map<string, Read>
  /** What was read of the documents that were released. */
  readonly released: Map<string, Read>
  /** References of documents that somebody in the ERP took into his own hands. */
  readonly handled: Map<string, 'edited' | 'deleted' | 'cancelled' | 'reinstated'>
  readonly findings: string[]
  readonly trace: string[]
}

export const start = '2026-10-05T08:00:00.000Z'

function bytesOf(random: Random): (count: number) => Uint8Array {
  return (count) => {
    const bytes = new Uint8Array(count)
    for (let i = 0; i < count; i += 1) bytes[i] = random.whole(256)
    return bytes
  }
}

/** A new installation and a firm that has not booked yet. Choices, ids and the world have dice of their own. */
export async function beginLife(store: Store, seed: number, plant: Plant | null): Promise<Life> {
  const random = seededRandom(seed * 4 + 1)
  const bytes = bytesOf(seededRandom(seed * 4 + 2))
  const time = virtualTime(start)
  const firm = foundSmallFirm(time, random)
  const wire = openWire(firm, time, seededRandom(seed * 4 + 3), 15_000)
  const wanted = { installationId: '00000000-0000-7000-8000-000000000001', environment: 'test' } as const
  const installation = await openInstallation(store, { ...wanted, now: time.now() })
  const around: Surroundings = {
    ...{ store, time, wire, bytes, installation, plant },
    touched: new Set(),
    batchRows: random.pick([2, 5, 50]),
    writersPer: random.pick(['connection', 'connection', 'company']),
  }
  await store.transaction(async (tx) => {
    const keeper = { masterKey, random: bytes }
    const connection = {
      ...{ connectionId, connector: 'plain', name: 'Firm', baseUrl: 'http://firm.test' },
      ...{ settings: {}, simulated: true, enabled: true },
    }
    const secrets = { apiKey: 'sandbox-api-key', webhookSecret }
    await putConnection(tx, cell, keeper, connection, secrets, time.now())
    for (const outcome of ['cost', 'bill'] as const) await setRoute(tx, cell, '*', outcome, connectionId)
  })
  const life: Life = {
    ...around,
    ...{ seed, random, firm, wire, time },
    programs: [],
    started: 0,
    acknowledged: [],
    direct: new Map(),
    spent: new Map(),
    read: new Map(),
    released: new Map(),
    handled: new Map(),
    findings: [],
    trace: [],
  }
  await newProgram(life)
  return life
}

export async function newProgram(life: Life): Promise<Program> {
  life.started += 1
  const program = await startProgram(life, life.started)
  life.programs.push(program)
  return program
}
