import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0010-run-schedules', ['run_schedules'])

test('a schedule starts on a day that every month has, and bills whole months', async () => {
  const schedule = { selection: '{}', day_of_month: 3, next_month: '2026-10-01', enabled: true }
  await insertRow(database.store, 'run_schedules', schedule)
  await assert.rejects(insertRow(database.store, 'run_schedules', schedule), /run_schedules_pkey/)
  const odd = { ...schedule, cell: 2 }
  await assert.rejects(
    insertRow(database.store, 'run_schedules', { ...odd, day_of_month: 31 }),
    /day_of_month_check/,
  )
  await assert.rejects(
    insertRow(database.store, 'run_schedules', { ...odd, next_month: '2026-10-02' }),
    /next_month_check/,
  )
})
