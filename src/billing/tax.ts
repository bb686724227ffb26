/** Pure: which tax a charge stands in, by what is known: the code that was agreed, else the rules. */
import { daysOf } from '../charging/groups/agreed.ts'
import type { PricedCharge } from '../charging/reads.ts'
import { decideTax, type TaxData } from '../contracts/tax/determine.ts'
import { fractionOf } from '../contracts/tax/totals.ts'
import type { CaseCode } from '../kernel/error-catalogue.ts'
import { decimal, formatDecimal, multiplyDecimal } from '../kernel/decimal.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Contract, MasterBody, MasterKind } from '../model/master-records.ts'
import type { ContractLine } from '../model/scenario/agreement.ts'
import type { DocumentRules } from '../model/scenario/document-rules.ts'
import type { TaxCode } from '../model/scenario/tax.ts'

export type LineTax = {
  /** As the ERP knows it; null where the line stands in no tax of its books. */
  readonly taxCode: string | null
  /** Of the amount of the line, as a fraction: 0.19. */
  readonly taxRate: string
  /** A sentence that the document has to carry, such as why no tax is charged. */
  readonly note: string | null
  /** Why no document can be made with it yet, by its case code. */
  readonly stopped: CaseCode | null
}
type Agreed = {
  readonly contract: Contract | null
  readonly line: ContractLine | null
  /** Of contract, client and legal entity together. */
  readonly rules: DocumentRules
}

/**
 * The tax of one charge on a document of the day. The line of the contract says it first, then what the contract says
 * of its documents, the contract, the client and the legal entity; where nobody names a code the rules decide.
 */
export function taxOfCharge(
  masters: Masters,
  charge: PricedCharge,
  { contract, line, rules }: Agreed,
  documentOn: string,
): LineTax {
  const entity = masters.at('legal_entity', charge.legalEntity, documentOn)
  const client = masters.at('client', charge.clientId, documentOn)
  const code = line?.taxCode ?? contract?.terms?.documents?.taxCode ?? contract?.taxCode ?? rules.taxCode
  const seller = entity?.tax ?? {}
  const on = seller.taxDate === 'work' ? charge.workOn : documentOn
  const { tax, stopped } = decideTax(taxDataOf(masters, charge.legalEntity), {
    ...{ on, seller, buyer: client?.tax ?? {}, code: code ?? null },
    serviceClass: line?.serviceClass ?? rules.serviceClass ?? null,
    performedIn: line?.performedIn ?? null,
  })
  // A treatment without a code of its own has its name there, which no ERP knows.
  const known = tax.code !== null && masters.at('tax_code', tax.code, on) !== null
  return {
    taxCode: known ? tax.code : null,
    taxRate: formatDecimal(fractionOf(tax)),
    note: tax.note,
    stopped,
  }
}

type Stretch<K extends MasterKind> = {
  readonly from: string
  readonly until: string | null
  readonly body: MasterBody<K>
}

/** Codes, rules and areas as the engine asks for them. A place finds only the codes of the legal entity itself. */
function taxDataOf(masters: Masters, legalEntity: string): TaxData {
  return masters.derive(`tax of ${legalEntity}`, ['tax_code', 'tax_rule', 'tax_area'], (all) => ({
    codes: versionsOf(all, 'tax_code', (id, one) => codeOf(id, one, legalEntity)),
    rules: versionsOf(all, 'tax_rule', (id, { body, ...days }) => ({ ...body, id, ...daysOf(days) }))
      .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
      .map(({ order: _, ...rule }) => rule),
    areas: versionsOf(all, 'tax_area', (id, { body, ...days }) => ({ ...body, id, ...daysOf(days) })),
  }))
}

function versionsOf<K extends MasterKind, T>(
  masters: Masters,
  kind: K,
  make: (id: string, one: Stretch<K>) => T,
): T[] {
  return masters.ids(kind).flatMap((id) => masters.stretches(kind, id).map((one) => make(id, one)))
}

/** Master data state a rate as a fraction, the engine takes percent. */
function codeOf(id: string, { body, from, until }: Stretch<'tax_code'>, legalEntity: string): TaxCode {
  const { legalEntity: owner, rate, description: _, place, ...terms } = body
  const percent = formatDecimal(multiplyDecimal(decimal(rate), decimal('100')))
  const near = owner === legalEntity && place !== undefined ? { place } : {}
  return { ...terms, ...near, id, rate: percent, ...daysOf({ from, until }) }
}
