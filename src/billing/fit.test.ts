import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PricedCharge } from '../charging/reads.ts'
import type { FoundDocument } from '../connectors/sdk/target.ts'
import { day } from '../kernel/dates.ts'
import { type Fitting, fitOfWorks, fits } from './fit.ts'
import { groupByDocument, planContent } from './plan.ts'

const orderOf = (charge: PricedCharge) => charge.purchaseOrder
const profile = { quantityScale: 2, unitPriceScale: 4, taxPer: 'document' } as const
const termsFor = () => (charge: PricedCharge) => ({
  ...{ called: () => `${charge.projectId}, ${charge.laborCategory}`, taxCode: null, taxRate: '0' },
})

/** Numbers from a seed, small enough to read. */
function seeded(seed: number) {
  let state = seed
  return (bound: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % bound
  }
}

function chargeOf(n: number, below: (bound: number) => number): PricedCharge {
  const hours = 1 + below(8)
  const contract = below(2)
  return {
    ...{ workId: `w-${n}`, seq: 1, revision: 1, currency: 'EUR', clientId: 'ACME', legalEntity: 'DE' },
    hours: String(hours),
    // One rate for both contracts: amounts alone cannot tell them apart.
    amountMinor: BigInt(hours) * 10_000n,
    contractId: `C-${contract}`,
    projectId: `P-${contract}`,
    ...{ laborCategory: 'Consultant', rate: '100', rateId: null, engine: 'e', asOf: 1n, decision: '{}' },
    workOn: day(`2026-09-${String(1 + below(28)).padStart(2, '0')}`),
    writtenAt: BigInt(n),
    ...{ state: 'priced', documentId: null, lineNo: null, correctsDocument: null },
    ...{ lineId: null, band: null, purchaseOrder: null, limitId: null },
  } as PricedCharge
}

function documentOf(charges: readonly PricedCharge[]): FoundDocument {
  const content = planContent(charges, 'EUR', termsFor(), profile)
  const amount = (minor: bigint) => ({ minor, currency: 'EUR' })
  return {
    ...{ externalId: '1', reference: 'r', state: 'issued', number: '1', ledgerOn: null, currency: 'EUR' },
    ...{ net: amount(content.netMinor), tax: null, total: null, contentDigest: '' },
    lines: content.lines.map((line) => ({ ...line, amount: amount(line.amountMinor) })),
  } as FoundDocument
}

const worksOf = (charges: readonly PricedCharge[]) => charges.map((one) => one.workId).sort()

/** The first selection that comes to the net, whatever its lines are: the planted bug. */
function byAmountOnly({ found, charges }: Fitting): readonly PricedCharge[] | null {
  for (const group of groupByDocument(charges, orderOf))
    for (let n = 1; n <= group.charges.length; n += 1) {
      const chosen = group.charges.slice(0, n)
      if (chosen.reduce((sum, one) => sum + one.amountMinor, 0n) === found.net.minor) return chosen
    }
  return null
}

test('an unknown document is adopted with the work it bills or not at all; by amount alone it is not', (context) => {
  let [adopted, left, misled] = [0, 0, 0]
  for (let seed = 1; seed <= 400; seed += 1) {
    const below = seeded(seed)
    const all = Array.from({ length: 4 + below(12) }, (_, n) => chargeOf(n, below))
    const group = groupByDocument(all, orderOf)[0]!
    const until = day(`2026-09-${String(2 + below(27)).padStart(2, '0')}`)
    const cutOff = BigInt(below(all.length) + 1)
    const billed = group.charges.filter((one) => one.workOn < until && one.writtenAt <= cutOff)
    if (billed.length === 0) continue
    const found = documentOf(billed)
    const fitting: Fitting = { found, charges: all, profile, termsFor, orderOf, sourceOf: () => 's' }
    const candidates = fits(fitting)
    const naive = byAmountOnly(fitting)
    if (naive !== null && worksOf(naive).join() !== worksOf(billed).join()) misled += 1
    assert.ok(
      candidates.some((one) => worksOf(one.charges).join() === worksOf(billed).join()),
      `seed ${seed}: the selection that was billed is among those that fit`,
    )
    if (candidates.length === 1) adopted += 1
    else left += 1
  }
  context.diagnostic(`${adopted} adopted, ${left} left to a person, amount alone was misled ${misled} times`)
  assert.ok(adopted > 50 && misled > 0)
})

test('selections that differ only in what comes to nothing are one, and all of it is taken', () => {
  const one = chargeOf(1, () => 0)
  const day5 = { ...one, workId: 'w-5', workOn: day('2026-09-05') }
  // Valued, and taken back before the run because an earlier one took its room.
  const back = { ...day5, seq: 2, hours: `-${one.hours}`, amountMinor: -one.amountMinor }
  const fitting: Fitting = {
    found: documentOf([one]),
    charges: [one, day5, back],
    ...{ profile, termsFor, orderOf, sourceOf: () => 's' },
  }
  assert.deepEqual(
    fits(fitting).map((fit) => worksOf(fit.charges)),
    [['w-1', 'w-5', 'w-5']],
  )
  const other = { ...day5, workId: 'w-6' }
  assert.equal(fits({ ...fitting, charges: [one, other] }).length, 1)
  assert.equal(fits({ ...fitting, charges: [one, other], sourceOf: (work) => work }).length, 2)
})

test('work of two orders is on the document of its own, or on one of both as they were made before', () => {
  const whole = chargeOf(1, () => 3)
  const on = (purchaseOrder: string, seq: number, hours: number): PricedCharge => ({
    ...whole,
    ...{ purchaseOrder, seq, hours: String(hours), amountMinor: BigInt(hours) * 10_000n },
  })
  // One entry that was cut where order A was full, and another on B.
  const charges = [on('A', 1, 4), on('B', 2, 1), { ...on('B', 1, 2), workId: 'w-2' }]
  const billedBy = (found: FoundDocument) => {
    const fitting: Fitting = { found, charges, profile, termsFor, orderOf, sourceOf: () => 's' }
    const told = fits(fitting).map((fit) => [fit.key.purchaseOrder, String(fit.content.netMinor)])
    const named = fitOfWorks(fitting, ['w-1', 'w-2'])
    return { told, named: named && [named.key.purchaseOrder, String(named.content.netMinor)] }
  }
  assert.deepEqual(billedBy(documentOf(charges.slice(1))), {
    told: [['B', '30000']],
    named: ['B', '30000'],
  })
  assert.deepEqual(billedBy(documentOf(charges)), { told: [[null, '70000']], named: [null, '70000'] })
  assert.deepEqual(billedBy(documentOf(charges.slice(0, 1))).told, [['A', '40000']])
})
