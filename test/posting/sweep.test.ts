import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { ErpTarget } from '../../src/connectors/sdk/target.ts'
import { askForSweep, sweepStep } from '../../src/posting/sweep.ts'
import { readSweeps } from '../../src/posting/sweep-books.ts'
import { databaseOfFile } from '../support/file-database.ts'
import {
  driveCost,
  driveDocuments,
  emptied,
  openCaseCodes,
  type PostingBench,
  plannedDocuments,
  postingBench,
  released,
  waitingWorks,
} from './bench.ts'

const database = databaseOfFile()
let bench: PostingBench
beforeEach(async () => {
  await emptied(database.store)
  await database.store.query('truncate sweeps')
  bench = postingBench(database.store)
})

const dayMs = 24 * 3_600_000

/** The sweep that is due, to its end. */
async function sweep(run = bench): Promise<void> {
  for (let step = 0; step < 20; step += 1) if ((await sweepStep(run.deps, 'erp')) === 0) return
  throw new Error('the sweep does not end')
}

async function booked(): Promise<void> {
  await waitingWorks(database.store, 5)
  await driveCost(bench, bench.lane('cost'), 2)
  // The bench's references carry a shorter mark than billing gives.
  await plannedDocuments(database.store, 3)
  await database.store.query(
    `update documents set reference = 'hb/test/00000000/' || document_id, created_at = '2026-10-01'`,
  )
  const lane = bench.lane('documents')
  await driveDocuments(bench, lane, 3)
  await released(database.store)
  await driveDocuments(bench, lane, 3)
  assert.equal(bench.erp.costs.length, 5)
  assert.equal(bench.erp.documents.filter((one) => one.state === 'issued').length, 3)
}

test('books that agree open no case, and the result says what was compared', async () => {
  await booked()
  await sweep()
  assert.deepEqual(await openCaseCodes(database.store), [])
  const { scope, costs, documents, found } = (await readSweeps(database.store, 1, 'erp'))[0]!.last!
  assert.deepEqual({ scope, costs, documents, found }, { scope: 'window', costs: 5, documents: 3, found: 0 })
})

const harms: readonly { name: string; harm: () => void; heal: () => void; code: string }[] = [
  {
    name: 'a cost record that stands twice',
    harm: () => void bench.erp.costs.push({ ...bench.erp.costs[0]!, externalId: '900' }),
    heal: () => void bench.erp.costs.pop(),
    code: 'ERP_COST_TWICE',
  },
  {
    name: 'a cost record copied by hand, with a key of its own',
    harm: () => void bench.erp.costs.push({ ...bench.erp.costs[0]!, key: 'copied', externalId: '901' }),
    heal: () => void bench.erp.costs.pop(),
    code: 'ERP_COST_TWICE',
  },
  {
    name: 'a cost record with our mark that nobody here made',
    harm: () => {
      const first = bench.erp.costs[0]!
      const key = '00000000-0000-5000-8000-00000000dead'
      const description = first.description.replace(first.key, key)
      bench.erp.costs.push({ ...first, key, description, externalId: '902' })
    },
    heal: () => void bench.erp.costs.pop(),
    code: 'ERP_COST_STRAY',
  },
  {
    name: 'a cost record deleted behind our back',
    harm: () => void stolen.push(bench.erp.costs.shift()!),
    heal: () => void bench.erp.costs.unshift(stolen.pop()!),
    code: 'ERP_COST_MISSING',
  },
  {
    name: 'hours edited behind our back',
    harm: () => {
      bench.erp.costs[1] = { ...bench.erp.costs[1]!, hours: '9' }
    },
    heal: () => {
      bench.erp.costs[1] = { ...bench.erp.costs[1]!, hours: '7.5' }
    },
    code: 'ERP_COST_DIFFERS',
  },
  {
    name: 'two documents with one reference',
    harm: () =>
      void bench.erp.documents.push({ ...bench.erp.documents[0]!, externalId: '903', state: 'draft' }),
    heal: () => {
      bench.erp.documents.at(-1)!.state = 'cancelled'
    },
    code: 'ERP_DOCUMENT_TWICE',
  },
  {
    name: 'a document with our mark that nobody here made',
    harm: () => {
      const first = bench.erp.documents[0]!
      const draft = { ...first.draft, reference: 'hb/test/00000000/stray' }
      bench.erp.documents.push({ ...first, draft, externalId: '904' })
    },
    heal: () => void bench.erp.documents.pop(),
    code: 'ERP_DOCUMENT_STRAY',
  },
  {
    name: 'an issued document that is gone',
    harm: () => {
      bench.erp.documents[0]!.state = 'cancelled'
    },
    heal: () => {
      bench.erp.documents[0]!.state = 'issued'
    },
    code: 'ERP_DOCUMENT_MISSING',
  },
  {
    name: 'an issued document with another amount',
    harm: () => setAmount(110_000n),
    heal: () => setAmount(120_000n),
    code: 'ERP_DOCUMENT_DIFFERS',
  },
]
const stolen: PostingBench['erp']['costs'] = []
function setAmount(minor: bigint): void {
  const row = bench.erp.documents[0]!
  const line = { ...row.draft.lines[0]!, amount: { minor, currency: 'EUR' } }
  row.draft = { ...row.draft, lines: [line] }
}

for (const { name, harm, heal, code } of harms) {
  test(`${name} is a case, and closes by itself when the books are right again`, async () => {
    await booked()
    harm()
    await sweep()
    assert.deepEqual(await openCaseCodes(database.store), [code])
    bench.clock.advance(dayMs)
    await sweep()
    assert.deepEqual(await openCaseCodes(database.store), [code], 'once, however often it is found')
    heal()
    bench.clock.advance(dayMs)
    await sweep()
    assert.deepEqual(await openCaseCodes(database.store), [])
  })
}

test('what is under way or unanswered is no finding', async () => {
  await waitingWorks(database.store, 3)
  bench.erp.failNext('writeCosts', 'reply_lost')
  await driveCost(bench, bench.lane('cost'), 1)
  assert.equal(bench.erp.costs.length, 3)
  await sweep()
  assert.deepEqual(await openCaseCodes(database.store), [])
})

test('work of the window only is read each day, everything on demand', async () => {
  await booked()
  bench.clock.advance(100 * dayMs)
  bench.erp.costs.shift()
  await sweep()
  assert.deepEqual(await openCaseCodes(database.store), [])
  const ask = () => askForSweep(database.store, 1, 'erp', 'ann', bench.clock.now())
  assert.equal(await ask(), true)
  assert.equal(await ask(), false)
  await sweep()
  assert.deepEqual(await openCaseCodes(database.store), ['ERP_COST_MISSING'])
})

test('books that cannot be read are read later, and nothing is concluded from it', async () => {
  await booked()
  bench.erp.failNext('listCosts', 'reply_lost')
  assert.equal(await sweepStep(bench.deps, 'erp'), 0)
  assert.deepEqual(await openCaseCodes(database.store), [])
  bench.clock.advance(61_000)
  await sweep()
  assert.notEqual((await readSweeps(database.store, 1, 'erp'))[0]!.last, null)
})

test('while a breaker of the connection is open, nothing is read', async () => {
  await booked()
  await database.store.query(`update posting_lanes set breaker = 'open' where stream = 'cost'`)
  assert.equal(await sweepStep(bench.deps, 'erp'), 0)
  assert.ok(!bench.erp.calls.includes('listCosts'))
})

test('planted bug: a list that ends after its first page hides a doubled record', async () => {
  await booked()
  bench.erp.costs.push({ ...bench.erp.costs[0]!, externalId: '900' })
  const { target, context } = bench.erp.link()
  const short: ErpTarget = {
    ...target,
    async *listCosts(...given) {
      for await (const page of target.listCosts(...given)) {
        yield page
        return
      }
    },
  }
  const deps = { ...bench.deps, connectors: async () => ({ target: short, context }) }
  await sweep({ ...bench, deps })
  assert.deepEqual(await openCaseCodes(database.store), [])
})
