import { addDays, day } from '../../kernel/dates.ts'
import type { ClientTax, SellerTax, TaxArea, TaxCode, TaxRule } from '../../model/scenario/tax.ts'
import { applied, codeOfPlace, codeOn, countryOf, isLive, untaxed } from './codes.ts'
import type { AppliedTax } from './totals.ts'

/** What a tax is decided by. */
type TaxQuestion = {
  readonly on: string
  readonly seller: SellerTax
  readonly buyer: ClientTax
  readonly serviceClass: string | null
  readonly performedIn: string | null
  /** A code that the contract names: it comes before every rule. */
  readonly code: string | null
}
export type TaxData = {
  readonly codes: readonly TaxCode[]
  readonly rules: readonly TaxRule[]
  readonly areas: readonly TaxArea[]
}
export type TaxDecision = {
  readonly tax: AppliedTax
  /** A code of kind withheld that this buyer keeps back. */
  readonly withhold: string | null
  readonly why: string
  /** Why a document with it is kept back, by its case code; null where nothing is in the way. */
  readonly stopped: 'TAX_UNDECIDED' | 'TAX_ID_PENDING' | null
}

/** What the register said of the buyer's tax id, as far as it can still be trusted on the day. */
export function taxIdOn(
  buyer: ClientTax,
  seller: SellerTax,
  on: string,
): 'valid' | 'invalid' | 'pending' | 'none' {
  if (buyer.taxId === undefined) return 'none'
  const { check } = buyer
  if (check === undefined || check.result !== 'valid') return check?.result ?? 'pending'
  const { idCheckValidDays } = seller
  if (idCheckValidDays === undefined) return 'valid'
  if (check.on === undefined) return 'pending'
  return addDays(day(check.on), idCheckValidDays) < on ? 'pending' : 'valid'
}

/**
 * The tax of one line: what the contract names, else what frees the buyer, else the first rule that fits. With no
 * rules at all nothing is taxed. Where rules are there and none fits, nothing is guessed: the document is stopped.
 */
export function decideTax(data: TaxData, question: TaxQuestion): TaxDecision {
  const { on } = question
  if (question.code !== null) {
    const code = codeOn(data.codes, question.code, on)
    if (code === null) return undecided(`The tax code ${question.code} has no rate on ${on}`)
    return decided(applied(code, 'charge', null), question.buyer.withhold, `The contract says ${code.id}`)
  }
  const { exemption } = question.buyer
  if (
    exemption !== undefined &&
    isLive(exemption, on) &&
    concerns(exemption.serviceClasses, question.serviceClass)
  )
    return decided(
      { ...untaxed, code: 'exempt', treatment: 'exempt', note: exemption.reason },
      question.buyer.withhold,
      `The client is exempt: ${exemption.reason}`,
    )
  if (data.rules.length === 0) return decided(untaxed, question.buyer.withhold, 'No tax is set up')
  const rule = data.rules.find((one) => isLive(one, on) && fits(one, question, data.areas))
  if (rule === undefined) return undecided(`No tax rule fits on ${on}`)
  return byRule(rule, data, question)
}

function byRule(rule: TaxRule, data: TaxData, question: TaxQuestion): TaxDecision {
  const { on } = question
  const withhold = rule.withhold ?? question.buyer.withhold
  const why = `Rule ${rule.id} says ${rule.treatment.replaceAll('_', ' ')}`
  const code = codeOf(rule, data, question)
  if (code === null && (rule.treatment === 'charge' || rule.code !== undefined))
    return undecided(`Rule ${rule.id} fits, and no one tax code answers it on ${on}`)
  const tax =
    code === null
      ? { ...untaxed, code: rule.treatment, treatment: rule.treatment, note: rule.note ?? null }
      : applied(code, rule.treatment, rule.note ?? null)
  return { ...decided(tax, withhold, why), stopped: pending(question) ? 'TAX_ID_PENDING' : null }
}

function codeOf(rule: TaxRule, data: TaxData, question: TaxQuestion): TaxCode | null {
  if (rule.code !== undefined) return codeOn(data.codes, rule.code, question.on)
  if (rule.treatment !== 'charge') return null
  const places = {
    seller: question.seller.place,
    buyer: question.buyer.place,
    performance: question.performedIn ?? undefined,
  }
  const place = places[rule.place ?? 'buyer']
  return place === undefined ? null : codeOfPlace(data.codes, place, question.serviceClass, question.on)
}

/** An id that nobody has confirmed may turn the tax around, unless both are in one country. */
function pending({ buyer, seller, on }: TaxQuestion): boolean {
  if (seller.pendingIdBlocks === false || taxIdOn(buyer, seller, on) !== 'pending') return false
  return buyer.place === undefined || seller.place === undefined || !sameCountry(buyer.place, seller.place)
}

function sameCountry(a: string, b: string): boolean {
  return countryOf(a) === countryOf(b)
}

function concerns(classes: readonly string[] | undefined, serviceClass: string | null): boolean {
  return classes === undefined || (serviceClass !== null && classes.includes(serviceClass))
}

/** Whether every condition that the rule states is met; what is not known meets none. */
function fits(rule: TaxRule, question: TaxQuestion, areas: readonly TaxArea[]): boolean {
  const { seller, buyer, on } = question
  const status = buyer.status ?? (buyer.taxId === undefined ? 'consumer' : 'business')
  const same =
    seller.place === undefined || buyer.place === undefined ? null : sameCountry(seller.place, buyer.place)
  return (
    lies(rule.seller, seller.place, areas, on) &&
    lies(rule.buyer, buyer.place, areas, on) &&
    lies(rule.performedIn, question.performedIn ?? undefined, areas, on) &&
    (rule.sameCountry === undefined || rule.sameCountry === same) &&
    (rule.buyerStatus === undefined || rule.buyerStatus === status) &&
    (rule.taxId === undefined || rule.taxId.includes(taxIdOn(buyer, seller, on))) &&
    concerns(rule.serviceClasses, question.serviceClass)
  )
}

/** A place lies in itself, in its country, and in every area that has one of the two on that day. */
function lies(
  allowed: readonly string[] | undefined,
  place: string | undefined,
  areas: readonly TaxArea[],
  on: string,
): boolean {
  if (allowed === undefined) return true
  if (place === undefined) return false
  const names = [place, countryOf(place)]
  return allowed.some(
    (one) =>
      names.includes(one) ||
      areas.some(
        (area) => area.id === one && isLive(area, on) && area.places.some((in_) => names.includes(in_)),
      ),
  )
}

function decided(tax: AppliedTax, withhold: string | undefined, why: string): TaxDecision {
  return { tax, withhold: withhold ?? null, why, stopped: null }
}

function undecided(why: string): TaxDecision {
  return { tax: untaxed, withhold: null, why, stopped: 'TAX_UNDECIDED' }
}
