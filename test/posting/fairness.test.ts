import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { claimCosts } from '../../src/charging/costs.ts'
import { runCostLane } from '../../src/posting/cost-lane.ts'
import { runDocumentLane } from '../../src/posting/document-lane.ts'
import type { ErpTarget } from '../../src/connectors/sdk/target.ts'
import type { PostingDeps } from '../../src/posting/deps.ts'
import { pausePosting, resumePosting, setSchedule } from '../../src/posting/orders.ts'
import { readLaneStandings } from '../../src/posting/standing.ts'
import { day } from '../../src/kernel/dates.ts'
import { databaseOfFile } from '../support/file-database.ts'
import {
  costBuckets,
  documentId,
  driveCost,
  emptied,
  openCaseCodes,
  plannedDocuments,
  postingBench,
  standingOf,
  waitingWorks,
  workId,
} from './bench.ts'
import type { Fault } from './scripted-erp.ts'

const database = databaseOfFile()
beforeEach(() => emptied(database.store))

const pausedBy = { reason: 'stop', pausedBy: 'ann', pausedAt: new Date('2026-10-05T08:00:00Z') }

/** One client with many lines, which come first by their ids, and one with a few. */
async function hotAndSmall(many: number, few: number): Promise<void> {
  await waitingWorks(database.store, few)
  await database.store.query(`update works set client_id = 'SMALL'`)
  await database.store.query(
    `insert into works (cell, work_id, kind, connection_id, stream, source_id, revision, position, mapping, worker_id,
       project_id, legal_entity, client_id, work_on, hours, billable, content_digest, approval, cost_bucket, pay_bucket,
       bill_bucket, cost_connection, cost_digest, held, as_of, engine)
     select 1, ('00000000-0000-7000-7000-' || lpad(n::text, 12, '0'))::uuid, 'time_entry', 'src', 'time_entries',
       'h' || n, 1, 1, 'm1', 'W-1', 'P-1', 'DE', 'HOT', '2026-09-14', 1, true, 'c', 'approved', 'waiting', 'none', 'none',
       'erp', 'digest-1', false, 1, 'e1' from generate_series(1, $1::int) n`,
    [many],
  )
}

async function callsUntilSmallIsDone(claimsInOrder: boolean): Promise<number> {
  await hotAndSmall(400, 10)
  for (let call = 1; call <= 60; call += 1) {
    const done = await database.store.transaction(async (tx) => {
      if (claimsInOrder)
        await tx.query(
          `update works set cost_bucket = 'in_flight' where work_id in (select work_id from works
             where cell = 1 and cost_bucket = 'waiting' order by work_id limit 10)`,
        )
      else await claimCosts(tx, 1, 'erp', null, 10)
      const left = await tx.query(`select 1 from works where client_id = 'SMALL' and cost_bucket = 'waiting'`)
      return left.rowCount === 0
    })
    if (done) return call
  }
  return 61
}

test('ten lines of a small client do not wait for four hundred of a large one', async () => {
  assert.ok((await callsUntilSmallIsDone(false)) <= 2)
})

test('planted bug: claims by id alone let the large client go first', async () => {
  assert.ok((await callsUntilSmallIsDone(true)) > 40)
})

test('turns go around: with more clients than one claim serves, nobody is left out', async () => {
  await waitingWorks(database.store, 60)
  await database.store.query(
    `update works set client_id = 'C-' || lpad((substr(work_id::text, 25)::int % 30)::text, 2, '0')`,
  )
  const seen = new Set<string>()
  let after = null as { legalEntity: string; clientId: string } | null
  for (let call = 0; call < 2; call += 1) {
    const claimed = await database.store.transaction((tx) => claimCosts(tx, 1, 'erp', null, 16, after))
    assert.equal(claimed.works.length, 16)
    for (const work of claimed.works) seen.add(work.clientId ?? '')
    after = claimed.after
  }
  assert.equal(seen.size, 30)
})

test('what one client leaves of a claim goes to the others', async () => {
  await hotAndSmall(40, 2)
  const claimed = await database.store.transaction((tx) => claimCosts(tx, 1, 'erp', null, 20))
  assert.equal(claimed.works.length, 20)
  assert.equal(claimed.works.filter((work) => work.clientId === 'SMALL').length, 2)
})

test('the first document of a client goes before the second of another', async () => {
  const bench = postingBench(database.store, {}, { documentsPerRound: 2 })
  await plannedDocuments(database.store, 4)
  await database.store.query(`insert into cross_references values (1, 'erp', 'client', 'B-x', 'B', 1)`)
  await database.store.query(`update documents set client_id = 'B' where document_id = $1`, [documentId(4)])
  await runDocumentLane(bench.deps, bench.lane('documents'))
  const drafted = [1, 2, 3, 4].map((n) => standingOf(database.store, n))
  assert.deepEqual(
    (await Promise.all(drafted)).map((one) => one.status),
    ['drafted', 'planned', 'planned', 'drafted'],
  )
})

test('what a person pauses sends nothing, and goes on when it is resumed', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('cost')
  await waitingWorks(database.store, 2)
  await database.store.transaction((tx) =>
    pausePosting(tx, 1, { connectionId: 'erp', stream: 'cost', ...pausedBy }),
  )
  assert.equal((await runCostLane(bench.deps, lane)).standing, 'paused')
  assert.deepEqual(bench.erp.calls, [])
  const [standing] = await database.store.transaction((tx) =>
    readLaneStandings(tx, 1, 'erp', bench.clock.now()),
  )
  assert.deepEqual(
    [standing?.pause?.pausedBy, standing?.waiting.count, standing?.waiting.hours],
    ['ann', 2, '15'],
  )
  await database.store.transaction((tx) => resumePosting(tx, 1, 'erp', ['cost']))
  bench.clock.advance(bench.deps.limits.ordersEveryMs)
  await driveCost(bench, lane, 2)
  assert.deepEqual(await costBuckets(database.store), { accepted: 2 })
})

test('outside its window a flow waits, and nothing of it is lost when the window opens', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('cost')
  await waitingWorks(database.store, 2)
  // It is Monday 08:00 UTC, 10:00 in Berlin.
  const window = { days: [1, 2, 3, 4, 5], from: '18:00', until: '06:00' }
  await database.store.transaction((tx) =>
    setSchedule(tx, 1, {
      ...{ connectionId: 'erp', stream: 'cost', validFrom: day('2026-01-01'), mode: 'window' },
      ...{ everyMinutes: null, timeZone: 'Europe/Berlin', windows: [window], blackouts: [] },
      ...{ reason: 'The ledger is used by day', setBy: 'ann', setAt: bench.clock.now() },
    }),
  )
  assert.equal((await runCostLane(bench.deps, lane)).standing, 'outside')
  bench.clock.advance(8 * 3_600_000 - 1)
  assert.equal((await runCostLane(bench.deps, lane)).standing, 'outside')
  assert.deepEqual(bench.erp.calls, [])
  bench.clock.advance(1)
  await runCostLane(bench.deps, lane)
  assert.deepEqual(await costBuckets(database.store), { accepted: 2 })
})

test('a batch sends what waits once per slot', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('cost')
  await database.store.transaction((tx) =>
    setSchedule(tx, 1, {
      ...{ connectionId: 'erp', stream: 'cost', validFrom: day('2026-01-01'), mode: 'batch' },
      ...{ everyMinutes: 30, timeZone: 'UTC', windows: [], blackouts: [] },
      ...{ reason: 'The ERP takes batches', setBy: 'ann', setAt: bench.clock.now() },
    }),
  )
  await driveCost(bench, lane, 2)
  await waitingWorks(database.store, 1)
  await driveCost(bench, lane, 5)
  assert.deepEqual(await costBuckets(database.store), { waiting: 1 })
  bench.clock.advance(30 * 60_000)
  await driveCost(bench, lane, 2)
  assert.deepEqual(await costBuckets(database.store), { accepted: 1 })
})

test('a connection that stays down is one case with what it holds up, and the case closes when it answers', async () => {
  const bench = postingBench(database.store, {}, { longestPauseMs: 1_000, breakerLongestOpenMs: 20_000 })
  const lane = bench.lane('cost')
  await waitingWorks(database.store, 3)
  await database.store.query(`update works set cost_minor = 5000, cost_currency = 'EUR'`)
  bench.erp.failNext('writeCosts', ...Array<Fault>(40).fill('connection_refused'))
  await driveCost(bench, lane, 60, 3_000)
  assert.deepEqual(await openCaseCodes(database.store), ['CONNECTION_DOWN'])
  const { rows } = await database.store.query(
    `select hours::text, money_minor::int as minor, currency, detail->>'lastError' as error from cases`,
  )
  assert.deepEqual(rows, [{ hours: '22.5', minor: 15000, currency: 'EUR', error: 'connect ECONNREFUSED' }])
  const [standing] = await database.store.transaction((tx) =>
    readLaneStandings(tx, 1, null, bench.clock.now()),
  )
  assert.equal(standing?.breaker, 'open')
  assert.ok(standing?.probeAt !== null && standing?.breakerAt !== null)
  await driveCost(bench, lane, 400, 20_000)
  assert.deepEqual(await costBuckets(database.store), { accepted: 3 })
  assert.deepEqual(await openCaseCodes(database.store), [])
  const { rows: told } = await database.store.query<{ kind: string }>(
    `select kind from changes, unnest(kinds) as kind where kind like 'connection.%' order by number`,
  )
  assert.deepEqual(
    told.map((row) => row.kind),
    ['connection.breaker-opened', 'connection.breaker-closed'],
    'each is told once, however many probes failed in between',
  )
})

/** Counts transactions that are open while the ERP is called. */
function watchedForCalls(deps: PostingDeps) {
  const seen = { calls: 0, inTransaction: 0 }
  let open = 0
  const store: PostingDeps['store'] = {
    transaction: async (work, options) => {
      open += 1
      try {
        return await deps.store.transaction(work, options)
      } finally {
        open -= 1
      }
    },
  }
  const connectors: PostingDeps['connectors'] = async (id) => {
    const link = await deps.connectors(id)
    const target = new Proxy(link.target, {
      get(whole, name: keyof ErpTarget) {
        const member = whole[name]
        if (typeof member !== 'function') return member
        return (...given: unknown[]) => {
          seen.calls += 1
          if (open > 0) seen.inTransaction += 1
          return (member as (...values: unknown[]) => unknown)(...given)
        }
      },
    })
    return { ...link, target }
  }
  return { seen, deps: { ...deps, store, connectors } }
}

test('no database connection is held while the ERP is called, and the watch for it is not blind', async () => {
  const bench = postingBench(database.store)
  await waitingWorks(database.store, 2)
  await plannedDocuments(database.store, 1)
  const { seen, deps } = watchedForCalls(bench.deps)
  await driveCost({ ...bench, deps }, bench.lane('cost'), 2)
  await runDocumentLane(deps, bench.lane('documents'))
  assert.ok(seen.calls >= 3)
  assert.equal(seen.inTransaction, 0)
  const link = await deps.connectors('erp')
  await deps.store.transaction(() => link.target.locateCosts(link.context, [workId(1)]))
  assert.equal(seen.inTransaction, 1)
})

test('cost of a period that closed since it was charged is held before the ERP is asked', async () => {
  const bench = postingBench(database.store)
  const lane = bench.lane('cost')
  await waitingWorks(database.store, 1)
  const learn = (status: string, at: number) =>
    database.store.transaction(async (tx) => {
      const body = { legalEntity: 'DE', from: '2026-09-01', until: '2026-10-01', status }
      await tx.query(`update master_records set superseded_at = $1 where superseded_at is null`, [at])
      await tx.query(
        `insert into master_records (cell, kind, record_id, valid_from, learned_at, connection_id, body)
         values (1, 'period', 'DE-09', '0001-01-01', $1, 'erp', $2)`,
        [at, JSON.stringify(body)],
      )
      await tx.query(`update master_heads set position = $1`, [at])
    })
  await learn('closed', 5)
  await driveCost(bench, lane, 15)
  assert.deepEqual(bench.erp.calls, [])
  const { rows } = await database.store.query(`select code, waits_on as "waitsOn" from cases`)
  assert.deepEqual(rows, [{ code: 'PERIOD_CLOSED', waitsOn: 'period:DE/2026-09' }])
  await learn('open', 6)
  await driveCost(bench, lane, 10)
  assert.deepEqual(await costBuckets(database.store), { accepted: 1 })
  assert.deepEqual(await openCaseCodes(database.store), [])
})
