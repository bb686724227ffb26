import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { billingOffice } from '../../test/support/biller.ts'
import { at, by, cell, clearBilling, post } from '../../test/support/billing-office.ts'
import { day } from '../kernel/dates.ts'
import { isRejection } from '../kernel/errors.ts'
import { settleDifferences } from './differences.ts'
import { documentBlocked, documentInDoubt, documentInFlight, documentNotSent } from './outcome.ts'
import { readDocument } from './reads.ts'
import { discardDocument } from './release.ts'

const { office, inTx, put, settle, documents, charges, run, the, release, issue, decide } = billingOffice()
const states = async (name: string) => (await charges(name)).map((one) => one.state)
beforeEach(() => clearBilling(office.store))

test('a draft is rewritten while it is untouched', async () => {
  await put('a', { hours: '8' })
  await put('b', { hours: '2' })
  await run()
  await post(office.store)
  await put('a', { hours: '6' })
  assert.equal(await settle(), 1)
  const document = await the()
  assert.deepEqual([document.version, document.sentVersion, document.netMinor], [2, 1, 100000n])
  assert.deepEqual(await states('a'), ['draft', 'draft'])
  assert.deepEqual(await post(office.store), ['update'])
  assert.deepEqual(await post(office.store), [])
  assert.equal((await the()).sentVersion, 2)
})

test('a document that is planned and not yet sent is rewritten before it is created', async () => {
  await put('a', { hours: '8' })
  await run()
  await put('a', { hours: '9' })
  await settle()
  assert.deepEqual(await post(office.store), ['create'])
  const document = await the()
  assert.deepEqual([document.version, document.sentVersion, document.netMinor], [2, 2, 112500n])
})

test('a draft left empty is discarded, and its entries net to nothing', async () => {
  await put('a', { hours: '8' })
  await run()
  await post(office.store)
  await put('a', null)
  await settle()
  assert.equal((await the()).status, 'discard_requested')
  assert.deepEqual(await post(office.store), ['discard'])
  assert.deepEqual(
    (await documents()).map((one) => one.status),
    ['discarded'],
  )
  assert.equal((await run()).documents, 0)
})

test('work approved again while its draft is being discarded is billed by the next run', async () => {
  await put('a', { hours: '8' })
  await run()
  await post(office.store)
  await put('a', null)
  await settle()
  await put('a', { hours: '7' })
  assert.equal(await settle(), 0)
  await post(office.store)
  await settle()
  await run()
  assert.equal((await the()).netMinor, 87500n)
})

test('work moved to another contract leaves the draft and joins the next run there', async () => {
  await put('a', { hours: '8' })
  await put('b', { hours: '1' })
  await run()
  await post(office.store)
  await put('a', { hours: '8', contract: 'TWO' })
  await settle()
  assert.equal((await the()).netMinor, 12500n)
  assert.deepEqual(await states('a'), ['draft', 'draft', 'priced'])
  await run()
  const two = (await documents()).find((one) => one.contractId === 'C-TWO')
  assert.equal(two?.netMinor, 100000n)
})

test('work redated behind the period leaves the draft and waits for the run of its month', async () => {
  await put('a', { hours: '8' })
  await put('b', { hours: '1' })
  await run()
  await put('a', { hours: '8', on: day('2026-10-02') })
  await settle()
  assert.equal((await the()).netMinor, 12500n)
  assert.equal((await run()).documents, 0)
})

for (const touched of ['in flight', 'in doubt', 'changed in the ERP', 'released'] as const) {
  test(`a difference waits while its document is ${touched}`, async () => {
    await put('a', { hours: '8' })
    await run()
    await post(office.store)
    const document = await the()
    const { documentId } = document
    if (touched === 'in flight') await inTx((tx) => documentInFlight(tx, cell, documentId))
    if (touched === 'in doubt') await inTx((tx) => documentInDoubt(tx, cell, documentId))
    if (touched === 'changed in the ERP')
      await inTx((tx) => documentBlocked(tx, cell, documentId, 'ERP_DOCUMENT_CHANGED', {}, at))
    if (touched === 'released') await release(document)
    await put('a', { hours: '6' })
    assert.equal(await settle(), 0)
    assert.equal((await states('a')).at(-1), 'pending')
    assert.equal((await the()).version, 1)
    if (touched !== 'in flight') return
    await inTx((tx) => documentNotSent(tx, cell, documentId))
    assert.equal(await settle(), 1)
    assert.equal((await the()).version, 2)
  })
}

test('differences that wait do not keep later ones from being settled', async () => {
  for (const name of ['a', 'b', 'c']) await put(name, { hours: '8' })
  await put('d', { hours: '8', contract: 'TWO' })
  await run()
  const blocked = (await documents()).find((one) => one.contractId === 'C-ONE')!
  await inTx((tx) => documentInFlight(tx, cell, blocked.documentId))
  for (const name of ['a', 'b', 'c']) await put(name, { hours: '7' })
  await put('d', { hours: '7', contract: 'TWO' })
  assert.equal(await inTx((tx) => settleDifferences(tx, cell, office.settings, 1, at)), 1)
})

test('an edit after issue waits for a person and becomes a credit', async () => {
  await put('a', { hours: '8' })
  await issue()
  const invoice = await the()
  await put('a', { hours: '6' })
  assert.equal(await settle(), 1)
  assert.deepEqual(await states('a'), ['issued', 'proposed'])
  assert.equal((await run()).documents, 0)
  const decided = await decide('a', [2], 'approve')
  assert(!isRejection(decided) && decided.credits.length === 1)
  const credit = await the('credit')
  assert.deepEqual(
    [credit.netMinor, credit.correctsDocument, credit.status],
    [-25000n, invoice.documentId, 'planned'],
  )
  const bill = (await inTx((tx) => readDocument(tx, cell, credit.documentId)))!
  assert.deepEqual(
    bill.lines.map((line) => [line.hours, line.quantity, line.members.map((one) => one.sourceId)]),
    [['-2', '-2', ['a']]],
  )
  assert.deepEqual(await post(office.store), ['create'])
  assert.deepEqual(await post(office.store), [])
  await release(await the('credit'))
  assert.deepEqual(await post(office.store), ['post'])
  assert.deepEqual(await states('a'), ['issued', 'issued'])
})

test('more hours on an issued invoice wait for a person and join the next run', async () => {
  await put('a', { hours: '8' })
  await issue()
  await put('a', { hours: '9' })
  await settle()
  assert.equal((await run()).documents, 0)
  assert(!isRejection(await decide('a', [2], 'approve')))
  assert.equal((await run()).documents, 1)
  assert.equal((await documents())[0]?.netMinor, 12500n)
})

test('a declined adjustment is never billed, and cannot be decided twice', async () => {
  await put('a', { hours: '8' })
  await issue()
  await put('a', { hours: '9' })
  await settle()
  assert(!isRejection(await decide('a', [2], 'decline')))
  const again = await decide('a', [2], 'approve')
  assert(isRejection(again) && again.code === 'CONFLICT')
  assert.equal((await run()).documents, 0)
  assert.equal(await settle(), 0)
})

test('work deleted after a declined increase is credited with what was issued, not more', async () => {
  await put('a', { hours: '8' })
  await issue()
  await put('a', { hours: '9' })
  await settle()
  await decide('a', [2], 'decline')
  await put('a', null)
  await settle()
  assert.deepEqual(
    (await charges('a')).map((one) => [one.state, one.hours, one.amountMinor]),
    [
      ['issued', '8', 100000n],
      ['declined', '1', 12500n],
      ['priced', '-9', -112500n],
      ['priced', '9', 112500n],
      ['declined', '-1', -12500n],
      ['proposed', '-8', -100000n],
    ],
  )
  assert.equal((await run()).documents, 0)
  assert(!isRejection(await decide('a', [6], 'approve')))
  assert.equal((await the('credit')).netMinor, -100000n)
})

test('a declined credit is made up for before more is billed', async () => {
  await put('a', { hours: '8' })
  await issue()
  await put('a', { hours: '6' })
  await settle()
  await decide('a', [2], 'decline')
  await put('a', { hours: '7' })
  await settle()
  assert.deepEqual(await states('a'), ['issued', 'declined', 'declined'])
  await put('a', { hours: '10' })
  await settle()
  const open = (await charges('a')).filter((one) => one.state === 'proposed')
  assert.deepEqual(
    open.map((one) => one.amountMinor),
    [25000n],
  )
})

test('a reduction larger than any one invoice is credited to each with what it billed', async () => {
  await put('a', { hours: '8' })
  await issue()
  const first = await the()
  await put('a', { hours: '10' })
  await settle()
  await decide('a', [2], 'approve')
  await run()
  await post(office.store)
  const second = (await documents())[0]!
  await release(second)
  await post(office.store)
  await put('a', { hours: '1' })
  await settle()
  const open = (await charges('a')).filter((one) => one.state === 'proposed')
  assert.deepEqual(
    open.map((one) => [one.correctsDocument, one.hours, one.amountMinor]),
    [
      [second.documentId, '-2', -25000n],
      [first.documentId, '-7', -87500n],
    ],
  )
  const decided = await decide(
    'a',
    open.map((one) => one.seq),
    'approve',
  )
  assert(!isRejection(decided) && decided.credits.length === 2)
})

test('an edit undone before anybody decided asks nobody', async () => {
  await put('a', { hours: '8' })
  await issue()
  await put('a', { hours: '6' })
  await settle()
  await put('a', { hours: '8' })
  await settle()
  assert.deepEqual(await states('a'), ['issued', 'priced', 'priced'])
  assert.equal((await run()).documents, 0)
})

test('an approved increase that is not yet issued is taken back in its draft without asking', async () => {
  await put('a', { hours: '8' })
  await put('z', { hours: '1' })
  await issue()
  await put('a', { hours: '10' })
  await put('y', { hours: '1' })
  await settle()
  await decide('a', [2], 'approve')
  await run()
  await put('a', { hours: '9' })
  await settle()
  assert.equal((await documents())[0]?.netMinor, 25000n)
})

test('a discarded credit is made again by the next run, against the same invoice', async () => {
  await put('a', { hours: '8' })
  await issue()
  const invoice = await the()
  await put('a', { hours: '6' })
  await settle()
  await decide('a', [2], 'approve')
  const credit = await the('credit')
  const request = { ...by, expectedVersion: 1 }
  await inTx((tx) => discardDocument(tx, cell, office.settings, credit.documentId, request))
  await run()
  const second = await the('credit')
  assert.notEqual(second.documentId, credit.documentId)
  assert.equal(second.correctsDocument, invoice.documentId)
})
