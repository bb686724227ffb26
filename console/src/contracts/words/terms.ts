/** What a contract says, told in sentences that a project manager can check against the paper. */
import type { ContractBody } from '../../api/shapes.ts'
import {
  feeSentences,
  milestoneSentence,
  minimumSentence,
  retainageSentences,
  retainerSentences,
  subscriptionSentences,
} from './fees.ts'
import { ceilingText, isWhole, limitSentence, orderSentence } from './limits.ts'
import {
  bandSentences,
  discountSentence,
  expenseSentences,
  priceText,
  quantitySentences,
  tierSentences,
} from './prices.ts'
import { kindsText, listText, type Say, sentence, type TermsLine } from './say.ts'

/** What becomes of the line's work first, then everything else that the line says. */
export function lineSentences(line: TermsLine, say: Say): string[] {
  const limits = line.limits ?? []
  const [first] = limits
  // One ceiling on the whole line belongs into the sentence of its work.
  const inside = limits.length === 1 && first !== undefined && isWhole(first) ? first : null
  const ceiling = inside === null ? '' : `, ${ceilingText(inside, say)}`
  const { fee, subscription, retainage, minimum, retainer } = line
  return [
    ...(isOnlyFees(line) ? [] : [`${treatmentText(line, say)}${ceiling}`]),
    ...coversSentence(line),
    ...(fee === undefined ? [] : feeSentences(fee, say)),
    ...[milestoneSentence(line, say)].filter((said) => said !== null),
    ...(subscription === undefined ? [] : subscriptionSentences(subscription, say)),
    ...(retainer === undefined ? [] : retainerSentences(retainer, say)),
    ...tierSentences(line.price, say),
    ...quantitySentences(line.quantity, say),
    ...bandSentences(line.bands, say),
    ...expenseSentences(line.expenses, say),
    ...(inside === null ? limits.map((limit) => limitSentence(limit, say)) : []),
    ...(line.discounts ?? []).map((discount) => discountSentence(discount, say)),
    ...(minimum === undefined ? [] : [minimumSentence(minimum, say)]),
    ...(retainage === undefined ? [] : retainageSentences(retainage, say)),
  ]
}

/** Such a line has no work of its own unless it says what it covers or what becomes of it. */
function isOnlyFees(line: TermsLine): boolean {
  const owed = line.fee !== undefined || line.subscription !== undefined || (line.milestones ?? []).length > 0
  return owed && line.work === undefined && line.covers === undefined && line.price === undefined
}

function treatmentText(line: TermsLine, say: Say): string {
  const kinds = line.covers?.kinds
  const what = sentence([kinds === undefined || kinds.length === 0 ? 'time' : kindsText(kinds)])
  const many =
    kinds !== undefined && (kinds.length > 1 || ['expense', 'subcontractor'].includes(kinds[0] ?? ''))
  const is = many ? 'are' : 'is'
  if (line.work === 'included') {
    const by = line.subscription === undefined ? 'the fee' : 'the subscription'
    return `${what} ${is} covered by ${line.retainer === undefined ? by : 'the retainer'}`
  }
  if (line.work === 'drawn_down') return `${what} ${is} drawn from what was bought ahead`
  if (line.work === 'non_billable') return `${what} ${is} not billed`
  return `${what} ${priceText(line.price, say)}`
}

function coversSentence({ covers }: TermsLine): string[] {
  if (covers === undefined) return []
  const named = (word: string, ids: readonly string[] | undefined) =>
    ids === undefined || ids.length === 0 ? null : `${word} ${listText(ids)}`
  const said = [
    named('projects', covers.projects),
    named('tasks', covers.tasks),
    named('roles', covers.laborCategories),
  ].filter((part) => part !== null)
  return said.length === 0 ? [] : [`For ${listText(said)}`]
}

/** What binds all lines, and what a contract without terms says. */
export function contractSentences(body: ContractBody, say: Say): string[] {
  const { terms } = body
  if (body.billing !== 'composed' || terms === undefined) return plainSentences(body, say)
  const orders = terms.purchaseOrders ?? []
  const { minimum, rateCurrency } = terms
  return [
    ...(terms.limits ?? []).map((limit) => limitSentence(limit, say)),
    ...orders.map((order, at) => orderSentence(order, at, orders.length, say)),
    ...(terms.discounts ?? []).map((discount) => discountSentence(discount, say)),
    ...(minimum === undefined ? [] : [minimumSentence(minimum, say)]),
    ...(terms.advances ?? []).map(
      (one) => `Advance ${one.id} of ${say.money(one.amount)}: invoices draw on it`,
    ),
    ...(rateCurrency === undefined || rateCurrency === body.currency
      ? []
      : [`Its rates are in ${rateCurrency} and become ${body.currency}`]),
    ...(terms.corrections === 'credit_and_rebill'
      ? ['A change of something issued is credited whole and billed anew']
      : []),
  ]
}

function plainSentences(body: ContractBody, say: Say): string[] {
  const { increment, instalments } = body
  const work = {
    time_and_materials: 'Time at the rates of the cards',
    fixed_fee: 'Time is covered by the fee',
    internal: 'Internal: nothing is billed',
    composed: 'Time at the rates of the cards',
  }[body.billing]
  const minimum =
    increment === null || increment.minimumHours === '0'
      ? ''
      : `, at least ${say.number(increment.minimumHours)} h`
  return [
    work,
    ...(instalments.length === 0
      ? []
      : [`A fee in ${instalments.length} ${instalments.length === 1 ? 'instalment' : 'instalments'}`]),
    ...(increment === null
      ? []
      : [
          `Each entry is rounded ${increment.mode === 'nearest' ? 'to the nearest' : increment.mode} to ${say.number(increment.hours)} h${minimum}`,
        ]),
    ...(body.purchaseOrder === null ? [] : [`Billed on order ${body.purchaseOrder}`]),
  ]
}
