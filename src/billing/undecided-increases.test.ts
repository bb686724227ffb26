import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { billingOffice } from '../../test/support/biller.ts'
import { cell, clearBilling, workId } from '../../test/support/billing-office.ts'
import { setDifferenceState } from '../charging/placement.ts'
import { day } from '../kernel/dates.ts'
import { isRejection } from '../kernel/errors.ts'

const { office, inTx, put, settle, documents, charges, run, the, issue, decide } = billingOffice()
beforeEach(() => clearBilling(office.store))

test('an increase that nobody decided goes with what takes it back, so that no credit exceeds its invoice', async () => {
  await put('a', { hours: '1' })
  await issue()
  const invoice = await the()
  // Moved to another day and back to nothing, each before anybody decided about the other.
  await put('a', { hours: '3', on: day('2026-09-20') })
  await settle()
  await put('a', null)
  await settle()
  const open = (await charges('a')).filter((one) => one.state === 'proposed')
  assert.deepEqual(
    open.map((one) => [one.correctsDocument, one.hours, one.amountMinor]),
    [[invoice.documentId, '-1', -12500n]],
  )
  for (const { seq } of open) assert(!isRejection(await decide('a', [seq], 'approve')))
  assert.equal((await the('credit')).netMinor, -12500n)
  assert.equal((await run()).documents, 0)
})

test('of an increase that nobody decided only what is left is proposed', async () => {
  await put('a', { hours: '8' })
  await issue()
  await put('a', { hours: '11' })
  await settle()
  await put('a', { hours: '10' })
  await settle()
  assert.deepEqual(
    (await charges('a')).map((one) => [one.state, one.hours, one.amountMinor]),
    [
      ['issued', '8', 100000n],
      ['priced', '3', 37500n],
      ['declined', '-1', -12500n],
      ['priced', '-3', -37500n],
      ['declined', '1', 12500n],
      ['proposed', '2', 25000n],
    ],
  )
  assert.equal((await run()).documents, 0)
  const gone = await decide('a', [2], 'approve')
  assert(isRejection(gone) && gone.code === 'CONFLICT')
  assert(!isRejection(await decide('a', [6], 'approve')))
  await run()
  assert.equal((await documents())[0]?.netMinor, 25000n)
})

test('an increase and what takes it back that come together ask nobody for more than is left', async () => {
  await put('a', { hours: '2' })
  await issue()
  await put('a', { hours: '2', on: day('2026-09-20') })
  await settle()
  await decide('a', [2], 'approve')
  await decide('a', [3], 'decline')
  await put('a', { hours: '5', on: day('2026-09-20') })
  await put('a', null)
  await settle()
  assert.deepEqual(
    (await charges('a')).filter((one) => one.state === 'proposed'),
    [],
  )
  const sums = (await documents()).map((one) => one.netMinor)
  assert.deepEqual(sums, [-25000n, 25000n])
})

test('a credit that would exceed its invoice is refused, and approved with the increase that it takes back', async () => {
  await put('a', { hours: '1' })
  await issue()
  const { documentId } = await the()
  await put('a', { hours: '3', on: day('2026-09-20') })
  await settle()
  await put('a', null)
  // As it was proposed before increases went with what takes them back.
  await inTx((tx) => setDifferenceState(tx, cell, [{ workId: workId('a'), seq: 4 }], 'proposed', documentId))
  assert(!isRejection(await decide('a', [2], 'approve')))
  const alone = await decide('a', [4], 'approve')
  assert(isRejection(alone) && alone.code === 'CONFLICT')
  assert(!isRejection(await decide('a', [3, 4], 'approve')))
  assert.equal((await the('credit')).netMinor, -12500n)
  assert.equal((await run()).documents, 0)
})
