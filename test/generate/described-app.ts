import { Access } from '../../src/access/access.ts'
import type { BuiltApp } from '../../src/api/app.ts'
import { buildApp } from '../../src/api/app.ts'
import { defaultApiLimits } from '../../src/api/limits.ts'
import { defaultOutboundLimits } from '../../src/outbound/limits.ts'
import { Vault } from '../../src/log/vault.ts'
import type { Store } from '../../src/store/pool.ts'
import { Masters } from '../../src/masterdata/masters.ts'

const zeros = (bytes: number) => new Uint8Array(bytes)
const newId = () => '00000000-0000-7000-8000-000000000000'

/** The doors as they are described, over nothing: whoever calls them gets an error. */
export async function describedApp(version: string): Promise<BuiltApp> {
  const store = {
    query: () => Promise.reject(new Error('Described, not running')),
    transaction: () => Promise.reject(new Error('Described, not running')),
  } as unknown as Store
  const vault = new Vault(zeros(32), zeros, newId)
  const base = {
    store,
    cell: 1,
    clock: { now: () => new Date(0) },
    newId,
    random: zeros,
    masterKey: zeros(32),
    baseUrl: 'http://127.0.0.1:4000',
  }
  return buildApp({
    ...base,
    vault,
    receiver: { store, cell: 1, vault, lanes: 8 },
    billing: {
      newId,
      installationId: newId(),
      environment: 'test',
      vault,
      profileOf: () => ({ quantityScale: 2, unitPriceScale: 4, taxPer: 'document' }),
      mostPerDocument: {},
      settleGroups: async () => {},
    },
    charging: {
      store,
      cell: 1,
      vault,
      masters: new Masters(1),
      namespace: newId(),
      understandingOf: () => null,
      costRoute: () => null,
      newId: newId,
      now: base.clock.now,
      batchSize: 500,
    },
    namespace: newId(),
    access: new Access(base),
    installation: { installationId: newId(), environment: 'test', createdAt: new Date(0), worksOf: 'test' },
    version,
    connectors: new Map(),
    connect: async () => null,
    connectionChanged: () => {},
    outbound: {
      ...base,
      origin: { installationId: newId(), environment: 'test', cell: 1 },
      egress: { send: () => Promise.reject(new Error('Described, not running')), close: async () => {} },
      brokers: () => Promise.reject(new Error('Described, not running')),
      limits: defaultOutboundLimits,
    },
    limits: defaultApiLimits,
    lastBackupAt: async () => null,
    consoleDirectory: null,
    log: null,
    onAnswerMismatch: 'fail',
  })
}
