import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { billingOffice } from '../../test/support/biller.ts'
import {
  at,
  cell,
  clearBilling,
  clientOf,
  contractOf,
  learn,
  post,
} from '../../test/support/billing-office.ts'
import { listCases } from '../cases/reads.ts'
import { day } from '../kernel/dates.ts'
import type { MasterChange } from '../model/master-records.ts'
import type { ClientTax, SellerTax } from '../model/scenario/tax.ts'
import { readDocument } from './reads.ts'
import { retryTaxStops } from './tax-stops.ts'

const { office, inTx, put, settle, documents, run, issue, issueDrafts, decide, the } = billingOffice()
const always = { validFrom: '0001-01-01', validUntil: null } as const
const says = (...changes: MasterChange[]) => learn(office.store, office.settings, changes)
const seller = (tax: SellerTax): MasterChange => ({
  kind: 'legal_entity',
  recordId: 'DE',
  ...always,
  body: { name: 'Beratung GmbH', currency: 'EUR', closedPeriod: 'hold', tax },
})
const buyer = (tax: ClientTax): MasterChange => {
  const client = clientOf('ACME') as MasterChange & { kind: 'client' }
  return { ...client, body: { ...client.body!, tax } }
}
const rule = (
  recordId: string,
  body: Omit<NonNullable<(MasterChange & { kind: 'tax_rule' })['body']>, 'order'>,
  order = 1,
): MasterChange => ({ kind: 'tax_rule', recordId, ...always, body: { order, ...body } })
const home = rule('home', { sameCountry: true, treatment: 'charge', place: 'seller' })
const abroad = rule('abroad', { taxId: ['valid'], treatment: 'reverse_charge', note: 'Article 196' }, 2)
const gone = (recordId: string): MasterChange => ({ kind: 'tax_rule', recordId, ...always, body: null })
const code = (recordId: string, rate: string, validFrom = '0001-01-01', place?: string): MasterChange => ({
  kind: 'tax_code',
  recordId,
  validFrom,
  validUntil: null,
  body: { legalEntity: 'DE', rate, description: recordId, ...(place ? { place } : {}) },
})
const retry = () =>
  inTx((tx) => retryTaxStops(tx, cell, office.settings, { at, limit: 10, after: null })).then(
    (done) => done.cured,
  )
const cases = async () =>
  (await inTx((tx) => listCases(tx, cell, { state: 'open' }, { after: null, limit: 10 }))).map(
    (one) => one.code,
  )

beforeEach(async () => {
  await clearBilling(office.store)
  await says(
    ...[seller({ place: 'DE' }), buyer({ place: 'DE', status: 'business' }), home, abroad],
    ...[contractOf('ONE', { taxCode: null }), contractOf('TWO'), code('DE-19', '0.19', undefined, 'DE')],
  )
})

test('where nobody names a code the rules decide, and the place of the seller has its rate', async () => {
  await put('a', { hours: '8' })
  await run()
  const { netMinor, taxMinor, documentId } = await the()
  assert.deepEqual([netMinor, taxMinor], [100000n, 19000n])
  const { lines } = (await inTx((tx) => readDocument(tx, cell, documentId)))!
  assert.deepEqual(
    lines.map((line) => [line.taxCode, line.taxRate, line.description]),
    [['DE-19', '0.19', 'Project ONE, Consultant']],
  )
})

test('a code that the contract names comes before every rule', async () => {
  await says(buyer({ place: 'FR', status: 'business', taxId: 'FR1', check: { result: 'valid' } }))
  await put('a', { contract: 'TWO' })
  await run()
  assert.equal((await the()).taxMinor, 19000n)
})

test('who owes the tax itself is told so on the line, and no code of the ERP stands there', async () => {
  await says(buyer({ place: 'FR', taxId: 'FR1', check: { result: 'valid' } }))
  await put('a', {})
  await run()
  const { documentId, taxMinor } = await the()
  const { lines } = (await inTx((tx) => readDocument(tx, cell, documentId)))!
  assert.equal(taxMinor, 0n)
  assert.deepEqual(
    lines.map((line) => [line.taxCode, line.taxRate, line.description]),
    [[null, '0', 'Project ONE, Consultant. Article 196']],
  )
})

test('what waits for the check of a tax id is held by a case, and billed by the run after it', async () => {
  await says(buyer({ place: 'FR', taxId: 'FR1' }))
  await put('a', {})
  assert.equal((await run()).documents, 0)
  assert.deepEqual(await cases(), ['TAX_UNDECIDED'])
  await says(rule('abroad', { taxId: ['valid', 'pending'], treatment: 'reverse_charge' }, 2))
  assert.equal((await run()).documents, 0)
  assert.deepEqual(await cases(), ['TAX_ID_PENDING'])
  await says(buyer({ place: 'FR', taxId: 'FR1', check: { result: 'valid' } }))
  assert.equal((await run()).documents, 1)
  assert.deepEqual(await cases(), [])
})

test('of two rates of one code each counts for its own work', async () => {
  await says(seller({ place: 'DE', taxDate: 'work' }), code('DE-19', '0.21', '2026-09-15', 'DE'))
  await put('a', { hours: '1' })
  await put('b', { hours: '1', on: day('2026-09-20') })
  await run()
  const { taxMinor, documentId } = await the()
  const { lines } = (await inTx((tx) => readDocument(tx, cell, documentId)))!
  assert.deepEqual(lines.map((line) => [line.taxRate, line.amountMinor]).sort(), [
    ['0.19', 12500n],
    ['0.21', 12500n],
  ])
  assert.equal(taxMinor, 2375n + 2625n)
  await says(code('DE-19', '0.19', '2026-09-15', 'DE'))
})

test('a draft that a difference is taken into waits for its tax, and goes on by itself', async () => {
  await put('a', { hours: '8' })
  await run()
  await post(office.store)
  await says(gone('home'))
  await put('a', { hours: '9' })
  await settle()
  assert.equal((await the()).blocked, 'TAX_UNDECIDED')
  assert.deepEqual(await cases(), ['TAX_UNDECIDED'])
  assert.equal(await retry(), 0)
  await says(home)
  assert.equal(await retry(), 1)
  await post(office.store)
  const { blocked, taxMinor, sentVersion, version } = await the()
  assert.deepEqual([blocked, taxMinor, sentVersion], [null, 21375n, version])
  assert.deepEqual(await cases(), [])
})

test('a credit gives back the tax that its invoice charged, whatever the rules say by now', async () => {
  await put('a', { hours: '8' })
  await issue()
  await says(gone('home'), rule('none', { treatment: 'outside_scope' }, 3))
  await put('a', { hours: '6' })
  await settle()
  await decide('a', [2], 'approve')
  const credit = await the('credit')
  assert.deepEqual([credit.netMinor, credit.taxMinor], [-25000n, -4750n])
  await issueDrafts()
  assert.equal((await documents()).length, 2)
  await says(gone('none'))
})
