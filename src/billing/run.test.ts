import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { billingOffice } from '../../test/support/biller.ts'
import {
  at,
  by,
  cell,
  clearBilling,
  clientOf,
  erp,
  learn,
  post,
  putWork,
  september,
} from '../../test/support/billing-office.ts'
import { openCases } from '../cases/open.ts'
import { day } from '../kernel/dates.ts'
import { isRejection } from '../kernel/errors.ts'
import { dryRun } from './dry-run.ts'
import { documentUnblocked } from './outcome.ts'
import { readDocument, readRun } from './reads.ts'
import { startRun } from './run.ts'
import { documentsToWrite } from './to-write.ts'

const { office, inTx, put, settle, documents, run } = billingOffice()
beforeEach(() => clearBilling(office.store))
const request = { selection: {}, period: september, cutOff: null, ...by }

test('a run makes one document per contract and currency, with lines that sum their entries', async () => {
  await put('a', { hours: '8' })
  await put('b', { hours: '0.333', laborCategory: 'Manager', rate: '199.99' })
  await put('c', { hours: '1.5' })
  await put('d', { contract: 'TWO', hours: '2' })
  await put('e', { contract: 'USD', hours: '1' })
  await put('f', { on: day('2026-10-01') })
  const started = await run()
  assert.equal(started.documents, 3)
  const found = await documents()
  const one = found.find((document) => document.contractId === 'C-ONE')!
  assert.equal(one.netMinor, 118750n + 6660n)
  assert.equal(one.taxMinor, 23828n)
  assert.equal(one.reference, `hb/test/8f14e45f/${one.documentId}`)
  const bill = (await inTx((tx) => readDocument(tx, cell, one.documentId)))!
  assert.deepEqual(
    bill.lines.map((line) => [line.quantity, line.unitPrice, line.amountMinor, line.members.length]),
    [
      ['9.5', '125', 118750n, 2],
      ['1', '66.6', 6660n, 1],
    ],
  )
  assert.equal(bill.lines[1]?.description, 'Project ONE, Manager (0.333 h)')
  assert.deepEqual(
    bill.lines[0]?.members.map((member) => member.sourceId),
    ['a', 'c'],
  )
})

test('a repeated run makes no second document', async () => {
  await put('a', {})
  assert.equal((await run()).documents, 1)
  const again = await run()
  assert.equal(again.documents, 0)
  const { run: read } = (await inTx((tx) => readRun(tx, cell, again.runId)))!
  assert.equal(read.state, 'empty')
  assert.equal((await documents()).length, 1)
})

test('two runs at once place every charge once', async () => {
  for (let i = 0; i < 20; i += 1) await put(`w${i}`, { contract: i % 2 === 0 ? 'ONE' : 'TWO' })
  await Promise.all([run(), run(), run()])
  const found = await documents()
  assert.equal(
    found.reduce((sum, one) => sum + one.netMinor, 0n),
    20n * 100000n,
  )
  assert.equal(found.length, 2)
})

test('an edit before the run replaces what is billed, and work taken back leaves no line', async () => {
  await put('a', { hours: '8' })
  await put('a', { hours: '6' })
  await put('b', { laborCategory: 'Manager' })
  await put('b', null)
  await put('c', { contract: 'TWO' })
  await put('c', null)
  assert.equal((await run()).documents, 1)
  const [document] = await documents()
  const bill = (await inTx((tx) => readDocument(tx, cell, document!.documentId)))!
  assert.deepEqual(
    bill.lines.map((line) => [line.quantity, line.amountMinor]),
    [['6', 75000n]],
  )
  assert.equal(bill.cancelled.length, 2)
  assert.equal((await run()).documents, 0)
})

test('a dry run tells exactly what the run then freezes, and changes nothing', async () => {
  await put('a', {})
  await put('b', { contract: 'TWO', hours: '3.25' })
  const dry = await inTx((tx) => dryRun(tx, cell, office.settings, request))
  assert.equal((await documents()).length, 0)
  await run()
  const real = await documents()
  const shape = (one: { contractId: string; netMinor: bigint; totalMinor: bigint }) =>
    `${one.contractId} ${one.netMinor} ${one.totalMinor}`
  assert.deepEqual(dry.documents.map(shape).sort(), real.map(shape).sort())
  assert.equal(dry.documents[0]?.lines[0]?.members[0]?.workerId, 'W-1')
})

test('an instalment is a line of its own without hours', async () => {
  await put('fee', { rate: null, amount: '5000', laborCategory: null })
  await put('fee2', { rate: null, amount: '2500.50', laborCategory: null, on: day('2026-09-30') })
  await run()
  const [document] = await documents()
  const bill = (await inTx((tx) => readDocument(tx, cell, document!.documentId)))!
  assert.deepEqual(bill.lines.map((line) => [line.hours, line.quantity, line.unitPrice]).sort(), [
    ['0', '1', '2500.5'],
    ['0', '1', '5000'],
  ])
})

test('a client put on hold is left out with a case, and billed after the hold', async () => {
  await put('a', {})
  await learn(office.store, office.settings, [clientOf('ACME', true)])
  assert.equal((await run()).documents, 0)
  const open = `select code, money_minor, state from cases where cell = 1`
  assert.deepEqual((await office.store.query(open)).rows, [
    { code: 'CLIENT_ON_HOLD', money_minor: 100000n, state: 'open' },
  ])
  await learn(office.store, office.settings, [clientOf('ACME', false)])
  assert.equal((await run()).documents, 1)
  assert.equal((await office.store.query<{ state: string }>(open)).rows[0]?.state, 'resolved')
})

test('a document beyond the limit of sense is not sent before a person resumes it', async () => {
  await put('a', { hours: '8000' })
  await run({}, { ...office.settings, mostPerDocument: { EUR: '100000' } })
  const [document] = await documents()
  assert.equal(document?.blocked, 'DOCUMENT_BEYOND_LIMIT')
  assert.deepEqual(await post(office.store), [])
  await inTx((tx) =>
    documentUnblocked(tx, cell, document!.documentId, { at, resolution: 'meant', by: 'ada' }),
  )
  assert.deepEqual(await post(office.store), ['create'])
})

test('a selection and a cut-off leave the rest for a later run', async () => {
  await put('a', {})
  await put('b', { contract: 'TWO' })
  assert.equal((await run({ selection: { contractId: 'C-TWO' } })).documents, 1)
  assert.equal((await run({ cutOff: 0n })).documents, 0)
  assert.equal((await run()).documents, 1)
  const due = await inTx((tx) => documentsToWrite(tx, cell, erp, 10))
  assert.deepEqual(
    due.map((one) => one.step),
    ['create', 'create'],
  )
  assert.equal(due[0]?.description.includes('2026-09-01 to 2026-09-30'), true)
})

test('what lies behind the cut-off is a difference to the document, never an invoice of its own', async () => {
  await put('a', { hours: '8' })
  await inTx((tx) => putWork(tx, 'a', { hours: '2' }, 50n))
  await run({ cutOff: 10n })
  assert.equal((await documents())[0]?.netMinor, 100000n)
  assert.equal((await run()).documents, 0)
  assert.equal(await settle(), 1)
  const found = await documents()
  assert.deepEqual(
    found.map((one) => [one.netMinor, one.version]),
    [[25000n, 2]],
  )
})

test('a pre-bill tells what was billed before and what is held back', async () => {
  await put('a', { hours: '8' })
  await run()
  await put('b', { hours: '1' })
  await run()
  const held = {
    subjectKind: 'work',
    subjectId: 'w',
    outcome: 'bill',
    waitsOn: 'rate:ACME',
    seenPosition: 1n,
  } as const
  const money = { hours: '3', moneyMinor: 4500n, currency: 'EUR', clientId: 'ACME', projectId: null } as const
  const one = {
    caseId: office.settings.newId(),
    code: 'MISSING_RATE',
    ...held,
    ...money,
    detail: {},
    payloadPosition: null,
  } as const
  await inTx((tx) => openCases(tx, cell, [one], at))
  const [second, first] = await documents()
  const bill = (await inTx((tx) => readDocument(tx, cell, second!.documentId)))!
  assert.deepEqual(
    bill.earlier.map((earlier) => earlier.documentId),
    [first!.documentId],
  )
  assert.deepEqual(bill.held, [{ outcome: 'bill', currency: 'EUR', cases: 1, hours: '3', moneyMinor: 4500n }])
})

test('a period that ends before it begins is refused', async () => {
  const period = { from: september.until, until: september.from }
  const refused = await inTx((tx) => startRun(tx, cell, office.settings, { ...request, period }))
  assert(isRejection(refused) && refused.code === 'SCHEMA_VIOLATION')
})
