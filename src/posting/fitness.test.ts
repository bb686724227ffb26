import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CostRecord, DraftDocument, Refuses, TargetProfile } from '../connectors/sdk/target.ts'
import { day } from '../kernel/dates.ts'
import { unfitCost, unfitDraft } from './fitness.ts'

const profile: TargetProfile = {
  ...{ quantityScale: 2, unitPriceScale: 4, taxPer: 'document', costKey: 'unique', documentKey: 'drafts' },
  ...{ settlingMs: 0, searchLagMs: 0, costsPerCall: 10, costsAtomic: false, oneWriterPer: 'connection' },
}
const one = { recordId: 'R', externalId: '1' }
const line: DraftDocument['lines'][number] = {
  ...{ lineNo: 1, description: 'Consulting', quantity: '10', unitPrice: '120', taxCode: 'S', project: one },
  amount: { minor: 120_000n, currency: 'EUR' },
}
const draft: DraftDocument = {
  ...{
    reference: 'r',
    kind: 'invoice',
    company: one,
    client: one,
    currency: 'EUR',
    description: 'September',
  },
  ...{ accountingOn: null, corrects: null, lines: [line] },
}
const cost: CostRecord = {
  ...{ key: 'k', company: one, worker: one, project: one, task: null, workOn: day('2026-09-14') },
  ...{ hours: '7.25', billable: true, description: 'hourbridge test' },
}
const refusing = (refuses: Refuses): TargetProfile => ({ ...profile, refuses })

test('what a target takes is not stopped', () => {
  assert.equal(unfitDraft(draft, profile), null)
  assert.equal(unfitCost(cost, profile), null)
  const zeros = { ...draft, lines: [{ ...line, quantity: '10.0000', unitPrice: '120.000000' }] }
  assert.equal(unfitDraft(zeros, profile), null)
})

test('each rule of a target stops what it would refuse and says what to correct', () => {
  const lines = (part: Partial<typeof line>) => ({ ...draft, lines: [{ ...line, ...part }] })
  const table: readonly (readonly [DraftDocument, TargetProfile, RegExp])[] = [
    [{ ...draft, lines: [] }, profile, /no line/],
    [lines({ quantity: '10.125' }), profile, /Line 1: the quantity 10.125 has more than 2 digits/],
    [lines({ unitPrice: '120.00001' }), profile, /unit price 120.00001 has more than 4/],
    [lines({ amount: { minor: 1n, currency: 'USD' } }), profile, /Line 1 is in USD/],
    [draft, refusing({ currenciesOtherThan: ['GBP'] }), /keeps no books in EUR/],
    [draft, refusing({ documentDescriptionOver: 5 }), /has 9 characters, the ERP takes 5/],
    [draft, refusing({ lineDescriptionOver: 3 }), /its text has 10 characters/],
    [lines({ project: null }), refusing({ lineWithoutProject: true }), /names no project/],
    [lines({ taxCode: null }), refusing({ lineWithoutTaxCode: true }), /names no tax code/],
  ]
  for (const [given, target, words] of table) assert.match(unfitDraft(given, target)?.what ?? '', words)
  assert.match(unfitCost(cost, refusing({ hoursScaleOver: 1 }))?.what ?? '', /7.25 has more than 1/)
  assert.match(unfitCost(cost, refusing({ costDescriptionOver: 3 }))?.what ?? '', /15 characters/)
  assert.match(unfitCost(cost, refusing({ costWithoutTask: true }))?.what ?? '', /no task/)
})

test('an amount that the target would compute otherwise is stopped, by its own rounding', () => {
  // 0.5 times 0.25 is 0.125: 0.13 away from zero, 0.12 to the even neighbour.
  const half = (minor: bigint) => ({
    ...draft,
    lines: [{ ...line, quantity: '0.5', unitPrice: '0.25', amount: { minor, currency: 'EUR' } }],
  })
  assert.equal(unfitDraft(half(13n), { ...profile, lineRounding: 'half_away' }), null)
  assert.equal(unfitDraft(half(12n), { ...profile, lineRounding: 'half_even' }), null)
  assert.match(
    unfitDraft(half(13n), { ...profile, lineRounding: 'half_even' })?.what ?? '',
    /is not the amount/,
  )
})
