/** Issued work that moves to another bill: what was only proposed there is never reduced by a document of its own. */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { billingOffice } from '../../test/support/biller.ts'
import { clearBilling } from '../../test/support/billing-office.ts'
import { isRejection } from '../kernel/errors.ts'

const { office, put, settle, documents, charges, run, issue, decide } = billingOffice()
beforeEach(() => clearBilling(office.store))

const proposed = async (name: string) =>
  (await charges(name))
    .filter((one) => one.state === 'proposed')
    .map((one) => [one.contractId, one.hours, one.amountMinor])
const runTotals = async () => {
  const known = new Set((await documents()).map((one) => one.documentId))
  await run()
  return (await documents()).filter((one) => !known.has(one.documentId)).map((one) => one.netMinor)
}

for (const looked of ['together', 'one after the other'] as const) {
  const looks = async () => looked === 'one after the other' && settle()

  test(`issued work moved elsewhere and taken away there is credited, and no more, looked at ${looked}`, async () => {
    await put('a', { hours: '8' })
    await issue()
    await put('a', { hours: '8', contract: 'USD' })
    await looks()
    await put('a', null)
    await settle()
    assert.deepEqual(await proposed('a'), [['C-ONE', '-8', -100000n]])
    assert.deepEqual(await runTotals(), [])
  })

  test(`issued work moved elsewhere and made smaller there is proposed as it is now, looked at ${looked}`, async () => {
    await put('a', { hours: '8' })
    await issue()
    await put('a', { hours: '8', contract: 'USD' })
    await looks()
    await put('a', { hours: '6', contract: 'USD' })
    await settle()
    assert.deepEqual(await proposed('a'), [
      ['C-ONE', '-8', -100000n],
      ['C-USD', '6', 75000n],
    ])
    assert.deepEqual(await runTotals(), [])
    const more = (await charges('a')).findLast((one) => one.state === 'proposed')!
    assert(!isRejection(await decide('a', [more.seq], 'approve')))
    assert.deepEqual(await runTotals(), [75000n])
  })

  test(`a reduction larger than its invoice takes the rest from what is proposed, looked at ${looked}`, async () => {
    await put('a', { hours: '8' })
    await issue()
    await put('a', { hours: '10' })
    await looks()
    await put('a', { hours: '1' })
    await settle()
    const amounts = (await proposed('a')).map((one) => one[2] as bigint)
    assert(amounts.every((one) => one >= -100000n))
    assert.equal(
      amounts.reduce((total, one) => total + one, 0n),
      -87500n,
    )
    assert.deepEqual(await runTotals(), [])
  })
}

test('a reduction of what was moved here is no credit of the invoice elsewhere', async () => {
  await put('a', { hours: '8' })
  await issue()
  await put('a', { hours: '8', contract: 'USD' })
  await put('a', { hours: '6', contract: 'USD', laborCategory: 'Junior' })
  await settle()
  const open = (await charges('a')).filter((one) => one.state === 'proposed' && one.contractId === 'C-USD')
  assert.deepEqual(
    open.map((one) => one.amountMinor),
    [75000n],
  )
  const decided = await decide('a', [open[0]!.seq], 'approve')
  assert(!isRejection(decided) && decided.credits.length === 0)
  assert.deepEqual(await runTotals(), [75000n])
})
