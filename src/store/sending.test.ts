import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '../../test/support/database.ts'
import { openInstallation } from './installation.ts'
import { holdSending, markRestored, readSending, readSendingState, setSending } from './sending.ts'

let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
  const wanted = { installationId: '00000000-0000-7000-8000-000000000001', environment: 'test' as const }
  await openInstallation(database.store, { ...wanted, now: new Date(0) })
})
after(() => database.drop())

test('a restored database is in recovery, one epoch on', async () => {
  const { store } = database
  assert.equal(await store.transaction(readSending), 'allowed')
  const at = new Date('2026-03-01T00:00:00Z')
  await store.transaction((tx) => markRestored(tx, at))
  const state = await store.transaction(readSendingState)
  assert.deepEqual({ ...state, why: '' }, { sending: 'recovery', epoch: 2, since: at, why: '' })
})

test('sending is not stopped between the look and the commit of what is marked as sent', async () => {
  const { store } = database
  await store.transaction((tx) => setSending(tx, { sending: 'allowed', at: new Date(0), why: 'test' }))
  let stopped = false
  let stopping: Promise<void> | null = null
  await store.transaction(async (tx) => {
    assert.equal(await holdSending(tx), 'allowed')
    stopping = store
      .transaction((other) => markRestored(other, new Date(0)))
      .then(() => {
        stopped = true
      })
    const waiting = `select 1 from pg_locks where not granted and pid in
      (select pid from pg_stat_activity where datname = current_database())`
    while ((await store.query(waiting)).rowCount === 0) assert.equal(stopped, false)
  })
  await stopping
  assert.equal(await store.transaction(holdSending), 'recovery')
})
