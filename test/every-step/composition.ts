/** One process of the product: doors, charging and posting over one database, gone at a step if it is told to. */
import { Fault } from '../../src/kernel/errors.ts'
import { randomBytes } from 'node:crypto'
import { type Charging, chargeLane, chargingRunner } from '../../src/charging/lane.ts'
import { settleNextGroup } from '../../src/charging/groups/round.ts'
import { reevaluateChunk, reevaluationRunner, scanMasterChanges } from '../../src/charging/reevaluate.ts'
import { settleDifferences } from '../../src/billing/differences.ts'
import { directConnection, directMapping } from '../../src/connectors/direct/connector.ts'
import { HOURBRIDGE_NAMESPACE, uuidV7 } from '../../src/kernel/ids.ts'
import { ensureCursors } from '../../src/log/cursors.ts'
import { factLane } from '../../src/log/event.ts'
import { readHead } from '../../src/log/read.ts'
import { Vault } from '../../src/log/vault.ts'
import type { Store } from '../../src/store/pool.ts'
import { Masters } from '../../src/masterdata/masters.ts'
import { runCostLane } from '../../src/posting/cost-lane.ts'
import { runDocumentLane } from '../../src/posting/document-lane.ts'
import { newLane } from '../../src/posting/lane.ts'
import { resolveInDoubt } from '../../src/posting/locate.ts'
import { type PostingBench, postingBench } from '../posting/bench.ts'
import { createTestApi, type TestApi } from '../support/api.ts'
import type { TestDatabase } from '../support/database.ts'
import { crashingCalls, crashingStore, type Mortal } from './crashing-store.ts'

/** What outlives a process: the database, the ERP, the clock, the sealing key. */
export type World = {
  readonly plant: Plant | null
  readonly database: TestDatabase
  readonly bench: PostingBench
  readonly masterKey: Uint8Array
}

/** Bugs that deaths must show. */
export const plantNames = ['key-without-effect', 'locator-blind'] as const
export type Plant = (typeof plantNames)[number]

export function newWorld(database: TestDatabase, plant: Plant | null): World {
  const bench = postingBench(database.store)
  // The firm's contracts name no tax code.
  bench.erp.taxPercent = 0n
  bench.erp.blind = plant === 'locator-blind'
  return { plant, database, bench, masterKey: new Uint8Array(32).fill(9) }
}

export type Composition = {
  readonly api: TestApi
  /** Charging, re-evaluation, billing's differences: until nothing is left to do. */
  settle(): Promise<void>
  /** Rounds of both posting lanes, far enough apart for two looks at a doubt. */
  post(): Promise<void>
  close(): Promise<void>
}

/** Statements that a careless hand commits by themselves, before the transaction they belong to. */
const hastyStatements: Partial<Record<Plant, string>> = {
  'key-without-effect': 'intake.finish_idempotency_key',
}

function hasty(store: Store, name: string): Store {
  const transaction: Store['transaction'] = (work, options) =>
    store.transaction(
      (tx) =>
        work({
          ...tx,
          query: (sql, values) =>
            typeof sql !== 'string' && sql.name === name ? store.query(sql, values) : tx.query(sql, values),
        }),
      options,
    )
  return Object.assign(Object.create(store), { transaction, query: store.query }) as Store
}

const batchSize = 100
const postingRounds = 6
const roundsApartMs = 17_000
let processes = 0

export async function compose(world: World, life: Mortal): Promise<Composition> {
  const { database, bench, masterKey } = world
  const alive = crashingStore(database.store, life)
  const early = world.plant === null ? null : hastyStatements[world.plant]
  const store = early ? hasty(alive, early) : alive
  const now = () => bench.clock.now()
  const newId = () => uuidV7(now().getTime(), (bytes) => new Uint8Array(randomBytes(bytes)))
  const vault = new Vault(masterKey, (bytes) => new Uint8Array(randomBytes(bytes)), newId)
  const { lanes } = await readHead(database.store, 1)
  await database.store.transaction(async (tx) => {
    await ensureCursors(tx, 1, chargingRunner, 1, lanes - 1)
    await ensureCursors(tx, 1, reevaluationRunner, factLane, factLane)
  })
  const charging: Charging = {
    ...{
      store,
      cell: 1,
      vault,
      masters: new Masters(1),
      namespace: HOURBRIDGE_NAMESPACE,
      newId,
      now,
      batchSize,
    },
    understandingOf: (connectionId) =>
      connectionId === directConnection ? { mapping: directMapping, settings: {}, direct: true } : null,
    costRoute: () => 'erp',
  }
  const api = await createTestApi(
    {
      ...{ store, vault, namespace: HOURBRIDGE_NAMESPACE, clock: { now } },
      receiver: { store, cell: 1, vault, lanes },
    },
    database,
  )
  processes += 1
  const runner = `process ${processes}`
  const link = bench.erp.link()
  const target = crashingCalls(link.target, life)
  const deps = { ...bench.deps, store, newId, connectors: async () => ({ ...link, target }) }
  const cost = newLane({ connectionId: 'erp', company: '*', stream: 'cost' }, runner)
  const documents = newLane({ connectionId: 'erp', company: '*', stream: 'documents' }, runner)
  return {
    api,
    async settle() {
      for (;;) {
        let done = 0
        for (let lane = 1; lane < lanes; lane += 1) done += await chargeLane(charging, lane)
        done += await scanMasterChanges(charging)
        done += await reevaluateChunk(charging)
        done += await settleNextGroup(charging, (error) => error instanceof Fault)
        done += await store.transaction((tx) => settleDifferences(tx, 1, api.deps.billing, 200, now()))
        if (done === 0) return
      }
    },
    async post() {
      for (let round = 0; round < postingRounds; round += 1) {
        await runCostLane(deps, cost)
        await resolveInDoubt(deps, cost)
        await runDocumentLane(deps, documents)
        await resolveInDoubt(deps, documents)
        bench.clock.advance(roundsApartMs)
      }
    },
    close: () => api.app.close(),
  }
}
