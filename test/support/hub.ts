import { randomBytes } from 'node:crypto'
import { type Charging, chargeLane } from '../../src/charging/lane.ts'
import { settleNextGroup } from '../../src/charging/groups/round.ts'
import { reevaluateChunk, reevaluationRunner, scanMasterChanges } from '../../src/charging/reevaluate.ts'
import { chargingRunner } from '../../src/charging/lane.ts'
import {
  directConnection,
  directMapping,
  directRecord,
  directStream,
} from '../../src/connectors/direct/connector.ts'
import { receiveRecords, type Receiver } from '../../src/intake/receive.ts'
import { Fault } from '../../src/kernel/errors.ts'
import { HOURBRIDGE_NAMESPACE, uuidV7 } from '../../src/kernel/ids.ts'
import { ensureCursors } from '../../src/log/cursors.ts'
import { factLane } from '../../src/log/event.ts'
import { readHead } from '../../src/log/read.ts'
import { Vault } from '../../src/log/vault.ts'
import { Masters } from '../../src/masterdata/masters.ts'
import { type Reference, recordMasters } from '../../src/masterdata/record.ts'
import type { MasterChange } from '../../src/model/master-records.ts'
import type { WorkPayload, WorkStream } from '../../src/model/spending-payload.ts'
import type { TimeEntryPayload } from '../../src/model/time-entry-payload.ts'
import type { Store } from '../../src/store/pool.ts'
import { createTestDatabase } from './database.ts'

/** The same store, which says the name of every statement that a transaction sends. */
function watched(store: Store, seen: (statement: string) => void): Store {
  const transaction: Store['transaction'] = (work, settings) =>
    store.transaction(
      (tx) =>
        work({
          ...tx,
          query: (sql, values) => {
            if (typeof sql !== 'string') seen(sql.name)
            return tx.query(sql, values)
          },
        }),
      settings,
    )
  return Object.assign(Object.create(store), { transaction }) as Store
}

/** The core of a hub on a database of its own, driven one step at a time by a test. */
export async function createHub(options: { target?: string; seen?: (statement: string) => void } = {}) {
  const database = await createTestDatabase()
  const store = options.seen === undefined ? database.store : watched(database.store, options.seen)
  const cell = 1
  let clockMs = Date.parse('2026-11-02T08:00:00Z')
  const now = () => new Date(clockMs)
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
  const newId = () => uuidV7(clockMs, random)
  const vault = new Vault(random(32), random, newId)
  const lanes = await store.transaction(async (tx) => {
    const head = await readHead(tx, cell)
    await ensureCursors(tx, cell, chargingRunner, 1, head.lanes - 1)
    await ensureCursors(tx, cell, reevaluationRunner, factLane, factLane)
    return head.lanes
  })
  const receiver: Receiver = { store, cell, vault, lanes }
  const charging: Charging = {
    store,
    cell,
    vault,
    masters: new Masters(cell),
    namespace: HOURBRIDGE_NAMESPACE,
    understandingOf: (connectionId) =>
      connectionId === directConnection ? { mapping: directMapping, settings: {}, direct: true } : null,
    costRoute: () => options.target ?? 'erp',
    newId,
    now,
    batchSize: 500,
  }
  /** Runs charging and re-evaluation until nothing is left to do. */
  async function settle(): Promise<void> {
    for (;;) {
      let done = 0
      for (let lane = 1; lane < lanes; lane += 1) done += await chargeLane(charging, lane)
      done += await scanMasterChanges(charging)
      done += await reevaluateChunk(charging)
      done += await settleNextGroup(charging, (error) => error instanceof Fault)
      if (done === 0) return
    }
  }
  const receiveIn = (stream: WorkStream, bodies: readonly WorkPayload[], deleted: readonly string[] = []) =>
    receiveRecords(
      receiver,
      { connectionId: directConnection, stream, carries: 'work', principal: 'test', receivedAt: now() },
      bodies.map(directRecord),
      deleted,
    )
  return {
    ...database,
    cell,
    vault,
    receiver,
    charging,
    now,
    newId,
    settle,
    advance(ms: number) {
      clockMs += ms
    },
    learn: (changes: readonly MasterChange[], references: readonly Reference[] = []) =>
      store.transaction((tx) =>
        recordMasters(tx, cell, vault, changes, references, {
          connectionId: 'hub',
          principal: 'test',
          at: now(),
          cause: null,
        }),
      ),
    receive: (bodies: readonly TimeEntryPayload[], deleted: readonly string[] = []) =>
      receiveIn(directStream, bodies, deleted),
    receiveIn,
  }
}
export type Hub = Awaited<ReturnType<typeof createHub>>
