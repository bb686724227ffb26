import { randomBytes, randomUUID } from 'node:crypto'
import { Access } from '../../src/access/access.ts'
import { createApiKey } from '../../src/access/api-keys.ts'
import { allRoles } from '../../src/access/roles.ts'
import type { BuiltApp } from '../../src/api/app.ts'
import { buildApp } from '../../src/api/app.ts'
import type { ApiDeps } from '../../src/api/deps.ts'
import { defaultApiLimits } from '../../src/api/limits.ts'
import { isRejection } from '../../src/kernel/errors.ts'
import { uuidV7 } from '../../src/kernel/ids.ts'
import { readHead } from '../../src/log/read.ts'
import { Masters } from '../../src/masterdata/masters.ts'
import { Vault } from '../../src/log/vault.ts'
import type { TestDatabase } from './database.ts'
import { createTestDatabase } from './database.ts'
import { testOutbound } from './outbound.ts'

export type TestApi = BuiltApp & {
  readonly database: TestDatabase
  readonly deps: ApiDeps
  /** An API key that holds the roles. */
  readonly keyOf: (...roles: string[]) => Promise<string>
  close(): Promise<void>
}

/** The doors over a database of their own, without a network. */
export async function createTestApi(
  changed: Partial<ApiDeps> = {},
  given: TestDatabase | null = null,
): Promise<TestApi> {
  const database = given ?? (await createTestDatabase())
  const { store } = database
  const masterKey = new Uint8Array(32).fill(9)
  const base = {
    store,
    cell: 1,
    clock: changed.clock ?? { now: () => new Date() },
    newId: randomUUID,
    random: randomBytes,
    masterKey,
    baseUrl: 'http://127.0.0.1:4000',
  }
  const vault = new Vault(masterKey, randomBytes, randomUUID)
  const installationId = randomUUID()
  const deps: ApiDeps = {
    ...base,
    vault,
    receiver: { store, cell: 1, vault, lanes: (await readHead(store, 1)).lanes },
    billing: {
      newId: () => uuidV7(Date.now(), randomBytes),
      installationId,
      environment: 'test',
      vault,
      profileOf: () => ({ quantityScale: 2, unitPriceScale: 4, taxPer: 'document' }),
      mostPerDocument: { '*': '1000000' },
      settleGroups: async () => {},
    },
    charging: {
      store,
      cell: 1,
      vault,
      masters: new Masters(1),
      namespace: installationId,
      understandingOf: () => null,
      costRoute: () => null,
      newId: randomUUID,
      now: base.clock.now,
      batchSize: 500,
    },
    namespace: installationId,
    access: new Access(base),
    installation: { installationId, environment: 'test', createdAt: new Date(0), worksOf: installationId },
    version: '0.1.0',
    connectors: new Map(),
    connect: async () => null,
    connectionChanged: () => {},
    outbound: testOutbound(store, { now: base.clock.now }),
    limits: defaultApiLimits,
    lastBackupAt: async () => null,
    consoleDirectory: null,
    log: null,
    onAnswerMismatch: 'fail',
    ...changed,
  }
  const built = await buildApp(deps)
  return {
    ...built,
    database,
    deps,
    async keyOf(...roles) {
      const at = deps.clock.now()
      const made = await createApiKey(store, {
        name: `test ${roles.join(' ')}`,
        roles,
        expiresAt: new Date(at.getTime() + 86_400_000),
        createdBy: 'test',
        at,
        newId: randomUUID,
        random: randomBytes,
      })
      if (isRejection(made)) throw new Error(made.message)
      return made.key
    },
    async close() {
      await built.app.close()
      await database.drop()
    },
  }
}

export async function keysOfAllRoles(api: TestApi): Promise<Map<string, string>> {
  const keys = new Map<string, string>()
  for (const role of allRoles) keys.set(role, await api.keyOf(role))
  return keys
}
