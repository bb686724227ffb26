import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { createApiKey } from '../../src/access/api-keys.ts'
import { allRoles } from '../../src/access/roles.ts'
import { isRejection } from '../../src/kernel/errors.ts'
import { Vault } from '../../src/log/vault.ts'
import { verify } from '../../src/reconciliation/verify.ts'
import { setRoute } from '../../src/masterdata/reads.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { compose, newWorld, type Plant, type World } from './composition.ts'
import { mortal } from './crashing-store.ts'
import { endState } from './end-state.ts'
import { type Command, wholeMonth } from './month.ts'

/** Longer than a lease, an unfinished key and a settling time: whoever waits for the dead has waited. */
const restMs = 200_000

async function found(plant: Plant | null): Promise<{ world: World; apiKey: string }> {
  const database = await createTestDatabase()
  const world = newWorld(database, plant)
  await knownNames(database)
  await database.store.transaction((tx) => setRoute(tx, 1, '*', 'bill', 'erp'))
  const at = world.bench.clock.now()
  const made = await createApiKey(database.store, {
    ...{ name: 'life', roles: allRoles, createdBy: 'test', at, newId: () => randomUUID() },
    ...{
      expiresAt: new Date(at.getTime() + 90 * 86_400_000),
      random: (n: number) => new Uint8Array(n).fill(5),
    },
  })
  if (isRejection(made)) throw new Error(made.message)
  return { world, apiKey: made.key }
}

/** The ERP's ids of everything the firm names. */
async function knownNames(database: TestDatabase): Promise<void> {
  await database.store.query(
    `insert into cross_references (cell, connection_id, kind, external_id, record_id, learned_at)
     select 1, 'erp', kind, record_id || '-x', record_id, 1 from (values ('legal_entity', 'DE'), ('worker', 'W1'),
       ('worker', 'W2'), ('project', 'P1'), ('project', 'P2'), ('project', 'P9'), ('client', 'ACME'), ('client', 'BETA'))
       as r (kind, record_id)`,
  )
}

async function broken(world: World): Promise<unknown[]> {
  const vault = new Vault(world.masterKey, randomBytes, randomUUID)
  const proof = await world.database.store.transaction((tx) => verify(tx, 1, vault), {
    isolation: 'repeatable read',
    readOnly: true,
  })
  return proof.checks.filter((one) => !one.ok)
}

export type Lived = {
  readonly state: Record<string, unknown>
  readonly steps: number
  readonly diedAt: string | null
}

/** The month with one death at step `diesAt`; the caller of the command that died repeats it to the next process. */
export async function live(
  diesAt: number,
  plant: Plant | null = null,
  commands: readonly Command[] = wholeMonth,
): Promise<Lived> {
  const { world, apiKey } = await found(plant)
  const life = mortal(diesAt)
  let process = await compose(world, life)
  let diedAt: string | null = null
  try {
    for (const [at, command] of commands.entries()) {
      try {
        await command.run(process, world, apiKey)
      } catch (error) {
        if (!life.dead) throw error
      }
      if (!life.dead || diedAt !== null) continue
      diedAt = `${at + 1} ${command.name}`
      await process.close()
      world.bench.clock.advance(restMs)
      process = await compose(world, mortal(Number.POSITIVE_INFINITY))
      await command.run(process, world, apiKey)
    }
    assert.deepEqual(await broken(world), [])
    return { state: await endState(world), steps: life.steps, diedAt }
  } finally {
    await process.close()
    await world.database.drop()
  }
}
