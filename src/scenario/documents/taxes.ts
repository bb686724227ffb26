import { decimal } from '../../kernel/decimal.ts'
import type { DocumentRules } from '../../model/scenario/document-rules.ts'
import { codeOn } from '../../contracts/tax/codes.ts'
import { decideTax, type TaxData, type TaxDecision } from '../../contracts/tax/determine.ts'
import type { TaxArithmetic } from '../../contracts/tax/totals.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import { knownIn, type World } from '../world.ts'
import type { Billable } from './billable.ts'

export function taxDataOf(world: World): TaxData {
  const { taxCodes, taxRules, taxAreas } = world.scenario
  return {
    codes: knownIn(world, taxCodes),
    rules: knownIn(world, taxRules),
    areas: knownIn(world, taxAreas),
  }
}

export function arithmeticOf(rules: DocumentRules): TaxArithmetic {
  return {
    per: rules.tax?.per ?? 'document',
    rounding: rules.tax?.rounding ?? 'half_away',
    included: rules.tax?.included ?? false,
  }
}

/** The tax of a piece on a document of this day, with what the client keeps back. */
export function taxOf(world: World, data: TaxData, one: Billable, documentOn: string): TaxDecision {
  const { contract, line, rules } = one
  const entity =
    contract.legalEntity === undefined ? undefined : world.legalEntities.get(contract.legalEntity)
  const client = one.client === null ? undefined : world.clients.get(one.client)
  const seller = entity?.tax ?? {}
  const decided = decideTax(data, {
    on: taxDay(one, seller.taxDate ?? 'document', documentOn),
    seller,
    buyer: client?.tax ?? {},
    serviceClass: line?.serviceClass ?? rules.serviceClass ?? null,
    performedIn: line?.performedIn ?? null,
    code: line?.taxCode ?? rules.taxCode ?? null,
  })
  return rules.withhold === undefined ? decided : { ...decided, withhold: rules.withhold }
}

/** The day whose tax data count for a piece: that of its document, or its own. */
function taxDay(one: Billable, policy: 'document' | 'work', documentOn: string): string {
  return policy === 'work' ? one.piece.on : documentOn
}

/** Percent that is kept back under a code of kind withheld; null where the code has no rate on that day. */
export function withheldRate(data: TaxData, id: string, on: string): Decimal | null {
  const code = codeOn(data.codes, id, on)
  return code === null || code.kind !== 'withheld' ? null : decimal(code.rate)
}
