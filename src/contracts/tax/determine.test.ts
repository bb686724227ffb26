import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClientTax, TaxRule } from '../../model/scenario/tax.ts'
import { codeOfPlace, codeOn } from './codes.ts'
import { decideTax, type TaxData, taxIdOn } from './determine.ts'

const rules: TaxRule[] = [
  { id: 'land', serviceClasses: ['land'], treatment: 'charge', place: 'performance' },
  { id: 'home', sameCountry: true, treatment: 'charge', place: 'seller' },
  { id: 'reverse', buyer: ['EU'], taxId: ['valid'], treatment: 'reverse_charge', note: 'Reverse charge' },
  { id: 'export', buyerStatus: 'business', treatment: 'outside_scope' },
  { id: 'private', buyer: ['EU'], treatment: 'charge', place: 'seller' },
]
const data: TaxData = {
  rules,
  codes: [
    { id: 'DE', rate: '16', place: 'DE', from: '2020-07-01', to: '2020-12-31' },
    { id: 'DE', rate: '19', place: 'DE', from: '2021-01-01' },
    { id: 'DE-BOOKS', rate: '7', place: 'DE', serviceClasses: ['books'] },
    { id: 'FR', rate: '20', place: 'FR' },
  ],
  areas: [
    { id: 'EU', places: ['DE', 'FR'] },
    { id: 'EU', places: ['GB'], to: '2020-12-31' },
  ],
}
const valid = { result: 'valid', on: '2026-01-10' } as const
type Asked = { on?: string; serviceClass?: string; performedIn?: string; code?: string; validDays?: number }
const ask = (buyer: ClientTax, about: Asked = {}) => {
  const decided = decideTax(data, {
    on: about.on ?? '2026-02-01',
    seller: { place: 'DE', ...(about.validDays === undefined ? {} : { idCheckValidDays: about.validDays }) },
    buyer,
    serviceClass: about.serviceClass ?? null,
    performedIn: about.performedIn ?? null,
    code: about.code ?? null,
  })
  return [decided.tax.code, decided.tax.treatment, decided.stopped]
}

test('the first rule that fits decides, exceptions before what is general', () => {
  const firm: ClientTax = { place: 'FR', taxId: 'FR1', check: valid }
  assert.deepEqual(ask({ place: 'DE' }), ['DE', 'charge', null])
  assert.deepEqual(ask(firm), ['reverse_charge', 'reverse_charge', null])
  assert.deepEqual(ask(firm, { serviceClass: 'land', performedIn: 'FR' }), ['FR', 'charge', null])
  assert.deepEqual(ask({ place: 'FR' }), ['DE', 'charge', null])
  assert.deepEqual(ask({ place: 'US', status: 'business' }), ['outside_scope', 'outside_scope', null])
})

test('an id that nobody has confirmed stops a foreign client and no client at home', () => {
  assert.deepEqual(ask({ place: 'FR', taxId: 'FR1' })[2], 'TAX_ID_PENDING')
  assert.deepEqual(ask({ place: 'DE', taxId: 'DE1' })[2], null)
  const client: ClientTax = { place: 'FR', taxId: 'FR1', check: valid }
  assert.equal(taxIdOn(client, { idCheckValidDays: 22 }, '2026-02-01'), 'valid')
  assert.equal(taxIdOn(client, { idCheckValidDays: 21 }, '2026-02-01'), 'pending')
  assert.deepEqual(ask(client, { validDays: 21 })[2], 'TAX_ID_PENDING')
})

test('where no rule fits and where no code answers nothing is guessed', () => {
  assert.equal(ask({ place: 'CH' })[2], 'TAX_UNDECIDED')
  assert.equal(ask({ place: 'FR' }, { serviceClass: 'land', performedIn: 'IT' })[2], 'TAX_UNDECIDED')
  assert.equal(ask({ place: 'DE' }, { code: 'GONE' })[2], 'TAX_UNDECIDED')
})

test('codes, rules and areas count on their days', () => {
  assert.equal(codeOn(data.codes, 'DE', '2020-12-31')?.rate, '16')
  assert.equal(codeOn(data.codes, 'DE', '2021-01-01')?.rate, '19')
  assert.equal(codeOn(data.codes, 'DE', '2020-06-30'), null)
  const briton: ClientTax = { place: 'GB', taxId: 'GB1', check: { result: 'valid', on: '2020-12-01' } }
  assert.deepEqual(ask(briton, { on: '2020-12-31' })[0], 'reverse_charge')
  assert.deepEqual(ask(briton, { on: '2021-01-01' })[0], 'outside_scope')
})

test('a code that names the class comes before the one of the place; two alike are none', () => {
  assert.equal(codeOfPlace(data.codes, 'DE', 'books', '2026-01-01')?.id, 'DE-BOOKS')
  assert.equal(codeOfPlace(data.codes, 'DE-BY', 'advice', '2026-01-01')?.id, 'DE')
  const twice = [...data.codes, { id: 'FR-2', rate: '5', place: 'FR' }]
  assert.equal(codeOfPlace(twice, 'FR', null, '2026-01-01'), null)
})

test('a certificate frees its buyer on its days and for its classes', () => {
  const buyer: ClientTax = { place: 'DE', exemption: { reason: 'Embassy', to: '2026-01-31' } }
  assert.deepEqual(ask(buyer, { on: '2026-01-31' })[1], 'exempt')
  assert.deepEqual(ask(buyer, { on: '2026-02-01' })[1], 'charge')
  const some: ClientTax = { place: 'DE', exemption: { reason: 'School', serviceClasses: ['training'] } }
  assert.deepEqual(ask(some)[1], 'charge')
  assert.deepEqual(ask(some, { serviceClass: 'training' })[1], 'exempt')
})
