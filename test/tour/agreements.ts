import assert from 'node:assert/strict'
import type { Document } from './doors.ts'

/**
 * What the first month of each agreement of the simulated firm comes to, calculated by hand from its terms and hours
 * (sandbox/firm/engagement-terms.ts and engagement-work.ts). It is the same in every month.
 */
const nets: Readonly<Record<string, string>> = {
  // Beyond the ceiling of 9,000.00: 12 x 6.5 h and 4.25 h of build, 5 x 3 h of workshops up to 1,000.00.
  'K-P-031': '9000.00 EUR',
  // 30 % and 40 % of 36,000.00, and 2.5 + 1.25 + 2.5 h of changes at 130.00.
  'K-P-032': '26012.50 EUR',
  // 45 of 120 hours of 18,000.00.
  'K-P-033': '6750.00 EUR',
  // 30 % of 25,000.00 was accepted, a tenth of it is kept; the milestone that was not taken is not there.
  'K-P-034': '6750.00 EUR',
  // The package of 2,400.00, and 36 - 10 - 20 = 6 h at 130.00 and a fifth.
  'K-P-035': '3336.00 EUR',
  // 8 x 5 h at 195.00 are 7,800.00, of which 1,500.00 and 2,500.00 were paid ahead.
  'K-P-036': '3800.00 GBP',
  // The fee of 1,800.00, and 13.5 - 10 = 3.5 h at 130.00 and a tenth.
  'K-P-037': '2300.50 EUR',
  // 39 h at 142.50 are 5,557.50; 3 x 6.5 h at a cost of 54.25, each 352.63, and 15 % are 3 x 405.52.
  'K-P-038': '6774.06 EUR',
  // 12 h at 95.00, and what 3,000.00 lack.
  'K-P-039': '3000.00 EUR',
  // 4 x (8 h at 112.50 and 2 h at 140.625), 10 h at 168.75; at the weekend 9 h at 168.75 and 5.5 h at 292.50.
  'K-P-040': '9540.00 GBP',
  // 10,400.00 less 5 % of 4,000.00 and 10 % of 2,400.00.
  'K-P-041': '9960.00 EUR',
  // Of 8,190.00 the first order takes 4,000.00, and the second 3,000.00 with 2 % more.
  'K-P-042 on 7710-A': '4000.00 EUR',
  'K-P-042 on 7724': '3060.00 EUR',
  // Two parts of the fee, and of 2,730.00 of changes what the budget takes.
  'K-P-043': '17000.00 GBP',
  // 24 h at 130.00; a taxi of 20.00 and a hotel of 200.00 without tax, and 5 %; 40.00 of two meals; 180 km at 0.42;
  // 1,500.00 of a partner and 8 %; 1,234.5 readings at 0.35. A train without a receipt and a bill that nobody has
  // approved wait.
  'K-P-044': '5518.68 EUR',
}

/** The drafts of agreements of every kind, each at what it was calculated to be by hand. */
export function compareAgreements(documents: readonly Document[]): void {
  const nameOf = ({ contract, purchaseOrder }: Document) =>
    purchaseOrder === null ? contract.id : `${contract.id} on ${purchaseOrder}`
  const contracts = new Set(Object.keys(nets).map((one) => one.split(' ')[0]))
  const own = documents.filter((one) => contracts.has(one.contract.id))
  const found = Object.fromEntries(own.map((one) => [nameOf(one), `${one.net.amount} ${one.net.currency}`]))
  assert.deepEqual(found, nets)
  assert.equal(own.length, Object.keys(nets).length)
}
