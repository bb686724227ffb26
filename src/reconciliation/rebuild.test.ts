import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { seed } from '../../test/property.ts'
import { entry, smallFirm } from '../../test/support/firm.ts'
import { historyStep, live } from '../../test/support/random-history.ts'
import { createReplayHub, otherMapping, type ReplayHub } from '../../test/support/replaying.ts'
import { rebuildModels, recomputeCheck } from './rebuild.ts'

let hub: ReplayHub
before(async () => {
  hub = await createReplayHub()
  hub.use(otherMapping('plain'))
  await hub.learn(smallFirm)
  await hub.settle()
})
after(() => hub.drop())

const differing = async () => {
  const { models } = await rebuildModels(hub.charging, { apply: false })
  return models.flatMap((one) => one.detail.map((line) => `${one.model}: ${line}`))
}
const everyRow = async () => {
  const tables = ['works', 'work_revisions', 'approvals', 'charges', 'source_records', 'master_records']
  const rows: Record<string, unknown> = {}
  for (const table of tables)
    rows[table] = (await hub.store.query(`select * from ${table} order by 1, 2, 3, 4, 5`)).rows
  return rows
}

let round = 0
test('whatever happened, what stands is what the log makes of it', async (t) => {
  t.diagnostic(`seed ${seed}`)
  const numRuns = Number(process.env.HOURBRIDGE_HISTORIES ?? 4)
  await fc.assert(
    fc.asyncProperty(fc.array(historyStep, { minLength: 1, maxLength: 12 }), async (steps) => {
      round += 1
      for (const one of steps) await live(hub, one, round)
      assert.deepEqual(await differing(), [])
    }),
    { seed, numRuns },
  )
})

const unpinned = 'alter table charges disable trigger charges_append_only'
const pinned = 'alter table charges enable trigger charges_append_only'
const planted: Record<string, { sql: string[]; finds: RegExp }> = {
  'hours that are not the source’s': {
    sql: [`update works set hours = hours + 1 where source_id = 'x'`],
    finds: /works: .* x: hours: 9 -> 8/,
  },
  'an approval that nobody gave': {
    sql: [`update works set approval = 'approved' where source_id = 'y'`],
    finds: /works: .* y: approval: approved -> submitted/,
  },
  'a charge that was lost': {
    sql: [
      unpinned,
      `delete from charges where work_id = (select work_id from works where source_id = 'x')`,
      pinned,
    ],
    finds: /works: .* x: \d+ EUR are not charged/,
  },
  'a work that was lost': {
    sql: [`delete from works where source_id = 'y'`],
    finds: /works: .* y: the work is missing/,
  },
  'an approval record that was lost': {
    sql: [`delete from approvals where work_id = (select work_id from works where source_id = 'x')`],
    finds: /works: .* x: approval of revision 1 by lead at \d+ is missing/,
  },
  'a superseded revision that was lost': {
    sql: [`delete from work_revisions where work_id = (select work_id from works where source_id = 'z')`],
    finds: /works: .* z: revision 1 superseded at \d+ is missing/,
  },
  'a case that was closed by nobody': {
    sql: [
      `update cases set state = 'resolved' where subject_id = (select work_id::text from works where source_id = 'h')`,
    ],
    finds: /works: .* h: no case bill UNKNOWN_PROJECT/,
  },
  'a source record that forgot its revision': {
    sql: [`update source_records set revision = 7 where source_id = 'x'`],
    finds: /source records: api\/time_entries\/x: revision 7 -> 1/,
  },
  'a source record that is gone': {
    sql: [`delete from source_records where source_id = 'y'`],
    finds: /source records: api\/time_entries\/y: is missing/,
  },
  'an instalment of another amount': {
    sql: [`update works set content_digest = 'forged' where source_id = 'C2/1'`],
    finds: /instalments: instalment 1 of C2 is another one/,
  },
}

test('rebuild finds each planted difference, writes it with --apply, and finds nothing the second time', async (t) => {
  const submitted = { state: 'submitted' as const, approver: null, approvedAt: null, level: null }
  const again = {
    state: 'approved' as const,
    approver: 'lead',
    approvedAt: '2026-10-31T12:00:00Z',
    level: null,
  }
  await hub.receive([
    entry('x'),
    entry('y', { approval: submitted }),
    entry('z'),
    entry('h', { project: 'P7' }),
  ])
  await hub.receive([entry('z', { hours: '3', approval: again })])
  await hub.settle()
  assert.deepEqual(await differing(), [])
  for (const [what, { sql, finds }] of Object.entries(planted))
    await t.test(what, async () => {
      const before = await everyRow()
      for (const one of sql) await hub.store.query(one)
      const found = await differing()
      assert(
        found.some((line) => finds.test(line)),
        `${finds} among ${found.join('\n')}`,
      )
      const { models } = await rebuildModels(hub.charging, { apply: true })
      assert(models.some((one) => one.applied > 0))
      assert.deepEqual(await differing(), [], 'nothing is left')
      const after = await everyRow()
      assert.equal((after.works as unknown[]).length, (before.works as unknown[]).length)
    })
})

test('master data that is not what its statements make is told', async () => {
  await hub.store.query(
    `update master_records set body = replace(body, '90.00', '91.00') where kind = 'rate'`,
  )
  try {
    assert((await differing()).includes('master data: rate R-junior'))
  } finally {
    await hub.store.query(
      `update master_records set body = replace(body, '91.00', '90.00') where kind = 'rate'`,
    )
  }
})

test('the proof reads the log again and names what stands otherwise', async () => {
  const check = () =>
    hub.store.transaction((tx) => recomputeCheck(tx, hub.charging, { since: 0n, most: null }), {
      isolation: 'repeatable read',
    })
  assert.equal((await check()).ok, true)
  await hub.store.query(`update works set hours = hours + 1 where source_id = 'z'`)
  const found = await check()
  assert.deepEqual([found.ok, found.detail.some((line) => line.includes(' z: hours: 4 -> 3'))], [false, true])
})
