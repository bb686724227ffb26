import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { ConnectorFault } from '../../src/connectors/sdk/fault.ts'
import { watchDocuments } from '../../src/posting/watch.ts'
import { databaseOfFile } from '../support/file-database.ts'
import {
  driveDocuments,
  emptied,
  openCaseCodes,
  plannedDocuments,
  postingBench,
  released,
  standingOf,
} from './bench.ts'

const database = databaseOfFile()
beforeEach(() => emptied(database.store))

async function watching(issue: boolean) {
  const bench = postingBench(database.store)
  const lane = bench.lane('documents')
  await plannedDocuments(database.store, 1)
  await driveDocuments(bench, lane, 2)
  if (issue) {
    await released(database.store)
    await driveDocuments(bench, lane, 2)
  }
  const watch = async () => {
    bench.clock.advance(bench.deps.limits.watchEveryMs)
    const sum = { read: 0, broken: 0, restored: 0 }
    for (let page = 0; page < 4; page += 1) {
      const round = await watchDocuments(bench.deps, lane)
      sum.read += round.read
      sum.broken += round.broken
      sum.restored += round.restored
    }
    return sum
  }
  return { bench, lane, row: bench.erp.documents[0]!, watch }
}

test('a draft edited in the ERP is a break, and goes on when it is restored', async () => {
  const { row, watch } = await watching(false)
  const written = row.draft
  assert.deepEqual(await watch(), { read: 1, broken: 0, restored: 0 })
  row.draft = { ...written, lines: [{ ...written.lines[0]!, quantity: '11' }] }
  assert.deepEqual(await watch(), { read: 1, broken: 1, restored: 0 })
  assert.deepEqual(await watch(), { read: 1, broken: 0, restored: 0 })
  assert.deepEqual(await openCaseCodes(database.store), ['ERP_DOCUMENT_CHANGED'])
  row.draft = written
  assert.deepEqual(await watch(), { read: 1, broken: 0, restored: 1 })
  assert.deepEqual(await openCaseCodes(database.store), [])
  assert.equal((await standingOf(database.store)).blocked, null)
})

test('a draft that is gone, or issued there without release, is a break', async () => {
  const { bench, row, watch } = await watching(false)
  bench.erp.documents.length = 0
  await watch()
  assert.equal((await standingOf(database.store)).blocked, 'ERP_DOCUMENT_VANISHED')
  bench.erp.documents.push({ ...row, state: 'issued', number: 'INV-9' })
  await watch()
  assert.deepEqual(await openCaseCodes(database.store), ['ERP_DOCUMENT_CHANGED', 'ERP_DOCUMENT_VANISHED'])
})

test('a draft that was edited before it was to be removed is removed once it is put right', async () => {
  const { bench, lane, row, watch } = await watching(false)
  const written = row.draft
  row.draft = { ...written, lines: [{ ...written.lines[0]!, quantity: '11' }] }
  await database.store.query(`update documents set status = 'discard_requested'`)
  await driveDocuments(bench, lane, 2)
  assert.equal((await standingOf(database.store)).blocked, 'ERP_DOCUMENT_CHANGED')
  row.draft = written
  assert.equal((await watch()).restored, 1)
  await driveDocuments(bench, lane, 2)
  assert.equal((await standingOf(database.store)).status, 'discarded')
})

test('a removal that never arrived, of a draft that was edited meanwhile, is done once the draft is put right', async () => {
  const { bench, lane, row, watch } = await watching(false)
  const written = row.draft
  const link = bench.erp.link()
  const discardDraft = async () => {
    throw new ConnectorFault('in_doubt', 'unknown', 'no answer')
  }
  const silent = {
    ...bench.deps,
    connectors: async () => ({ ...link, target: { ...link.target, discardDraft } }),
  }
  await database.store.query(`update documents set status = 'discard_requested'`)
  await driveDocuments({ ...bench, deps: silent }, lane, 1)
  assert.equal((await standingOf(database.store)).sending, 'in_doubt')
  row.draft = { ...written, lines: [{ ...written.lines[0]!, quantity: '11' }] }
  await driveDocuments(bench, lane, 20)
  const stopped = await standingOf(database.store)
  assert.deepEqual([stopped.blocked, stopped.sending], ['ERP_DOCUMENT_CHANGED', null])
  row.draft = written
  assert.equal((await watch()).restored, 1)
  await driveDocuments(bench, lane, 4)
  assert.equal((await standingOf(database.store)).status, 'discarded')
  assert.deepEqual(await openCaseCodes(database.store), [])
})

test('an issued document that was cancelled in the ERP is a break and stays issued', async () => {
  const { row, watch } = await watching(true)
  assert.equal((await watch()).broken, 0)
  row.state = 'cancelled'
  assert.equal((await watch()).broken, 1)
  const standing = await standingOf(database.store)
  assert.deepEqual([standing.status, standing.blocked], ['issued', 'ERP_DOCUMENT_VANISHED'])
})
