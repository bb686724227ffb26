import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { recordDecision } from '../log/decisions.ts'
import { Vault } from '../log/vault.ts'
import { verify } from '../reconciliation/verify.ts'
import { openInstallation } from '../store/installation.ts'
import { addressOf } from '../store/place.ts'
import { readSendingState } from '../store/sending.ts'
import { Standing } from './standing.ts'

const vault = new Vault(new Uint8Array(32).fill(3), randomBytes, randomUUID)
let home: string
let database: TestDatabase
before(async () => {
  home = await mkdtemp(join(tmpdir(), 'hourbridge-standing-'))
  database = await createTestDatabase()
  const wanted = { installationId: randomUUID(), environment: 'test' as const, now: new Date(0) }
  await openInstallation(database.store, wanted)
  await decide(database)
})
after(async () => {
  await database.drop()
  await rm(home, { recursive: true })
})

async function decide(on: TestDatabase): Promise<void> {
  const decision = { what: 'test', about: 'x', principal: 'ann', body: {}, at: new Date(0) }
  await on.store.transaction((tx) => recordDecision(tx, 1, vault, decision))
}

async function standingOn(on: TestDatabase, instance: string | null = null): Promise<Standing> {
  const ground = { home: null, machine: null, declared: instance, address: addressOf(on.url) }
  const standing = new Standing({
    ...{ store: on.store, now: () => new Date(), newId: randomUUID, vault, ground },
    ...{ headPath: join(home, 'head.json'), settlingMs: () => 0, log: () => {} },
  })
  await standing.open()
  return standing
}

const tailReached = async (on: TestDatabase) => {
  const { checks } = await on.store.transaction((tx) => verify(tx, 1, vault))
  return checks.find((one) => one.name === 'the_log_reaches_the_head_kept_outside')?.ok
}

test('a look that finds nothing new writes nothing', async () => {
  const standing = await standingOn(database)
  const version = async () => (await database.store.query('select xmin::text from installations')).rows
  const before = await version()
  await standing.round()
  await (await standingOn(database)).round()
  assert.deepEqual(await version(), before)
})

test('a copy sends nothing until a person says that it takes over, and then it recovers', async () => {
  assert.equal((await standingOn(database)).sending, 'allowed')
  const copied = await database.copy()
  try {
    const copy = await standingOn(copied)
    assert.equal(copy.sending, 'copy')
    assert.equal((await standingOn(database)).sending, 'allowed')
    await copy.adopt({ as: 'take_over' }, 'the original burned')
    const { sending, epoch } = await copied.store.transaction(readSendingState)
    assert.deepEqual({ sending, epoch }, { sending: 'recovery', epoch: 2 })
  } finally {
    await copied.drop()
  }
})

test('a copy that becomes a test installation has another id, and its work keeps its own', async () => {
  const copied = await database.copy()
  try {
    const read = async (on: TestDatabase) =>
      (
        await on.store.query<{ id: string; of: string }>(
          `select installation_id as id, coalesce(works_of, installation_id || '/' || environment) as of from installations`,
        )
      ).rows[0]!
    const original = await read(database)
    await (await standingOn(copied)).adopt({ as: 'other', environment: 'training' }, 'to learn on')
    const copy = await read(copied)
    assert.notEqual(copy.id, original.id)
    assert.equal(copy.of, original.of)
  } finally {
    await copied.drop()
  }
})

test('an older copy put in place is noticed by the head outside, and so is the tail that it lacks', async () => {
  await rm(join(home, 'head.json'), { force: true })
  await standingOn(database)
  const older = await database.copy()
  await decide(database)
  const newest = await standingOn(database)
  assert.equal(await tailReached(database), true)
  database = await older.replace(database)
  const restored = await standingOn(database)
  assert.equal(restored.sending, 'recovery')
  assert.equal(await tailReached(database), false)
  assert.equal(newest.sending, 'allowed')
})

test('planted bug: without the head outside an older copy of the same tables is not noticed', async () => {
  await database.store.query(`update installations set sending = 'allowed', place = null`)
  await rm(join(home, 'head.json'), { force: true })
  assert.equal((await standingOn(database)).sending, 'allowed')
})
