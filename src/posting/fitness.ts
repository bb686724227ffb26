/**
 * What a target would refuse and that can be known before it is asked. Pure: the rules are the target's profile.
 * Each finding says what to change; nothing is cut short or rounded to make it fit.
 */
import type { CostRecord, DraftDocument, TargetProfile } from '../connectors/sdk/target.ts'
import { decimal, multiplyDecimal, roundDecimal, compareDecimal, type Decimal } from '../kernel/decimal.ts'
import { decimalOfMoney, minorUnits } from '../kernel/money.ts'

/** Null when it fits; otherwise what to correct, as a person reads it. */
type Unfit = { readonly what: string } | null

function scaleOf(value: Decimal): number {
  let { coefficient, scale } = value
  while (scale > 0 && coefficient % 10n === 0n) {
    coefficient /= 10n
    scale -= 1
  }
  return scale
}

function tooFine(name: string, text: string, scale: number | undefined): string | null {
  if (scale === undefined || scaleOf(decimal(text)) <= scale) return null
  return `${name} ${text} has more than ${scale} digits behind the point`
}

function tooLong(name: string, text: string, most: number | undefined): string | null {
  // Counted as people do, in characters: an ERP that counts bytes declares a smaller number.
  if (most === undefined || [...text].length <= most) return null
  return `${name} has ${[...text].length} characters, the ERP takes ${most}`
}

function unfitOf(...findings: (string | null)[]): Unfit {
  const found = findings.filter((one) => one !== null)
  return found.length === 0 ? null : { what: found.slice(0, 5).join('; ') }
}

export function unfitCost(record: CostRecord, profile: TargetProfile): Unfit {
  const { refuses } = profile
  return unfitOf(
    tooFine('The hours', record.hours, refuses?.hoursScaleOver),
    tooLong('The description', record.description, refuses?.costDescriptionOver),
    refuses?.costWithoutTask === true && record.task === null ? 'The entry names no task' : null,
  )
}

export function unfitDraft(draft: DraftDocument, profile: TargetProfile): Unfit {
  const { refuses } = profile
  const currencies = refuses?.currenciesOtherThan
  const known = currencies === undefined || currencies.includes(draft.currency)
  return unfitOf(
    draft.lines.length === 0 ? 'The document has no line' : null,
    known ? null : `The ERP keeps no books in ${draft.currency}`,
    tooLong('The description', draft.description, refuses?.documentDescriptionOver),
    ...draft.lines.flatMap((line) => lineFindings(line, draft, profile)),
  )
}

function lineFindings(
  line: DraftDocument['lines'][number],
  draft: DraftDocument,
  profile: TargetProfile,
): (string | null)[] {
  const { refuses } = profile
  const name = `Line ${line.lineNo}`
  return [
    line.amount.currency === draft.currency ? null : `${name} is in ${line.amount.currency}`,
    tooFine(`${name}: the quantity`, line.quantity, profile.quantityScale),
    tooFine(`${name}: the unit price`, line.unitPrice, profile.unitPriceScale),
    tooLong(`${name}: its text`, line.description, refuses?.lineDescriptionOver),
    refuses?.lineWithoutProject === true && line.project === null ? `${name} names no project` : null,
    refuses?.lineWithoutTaxCode === true && line.taxCode === null ? `${name} names no tax code` : null,
    unequal(name, line, profile),
  ]
}

/** The amount that the target will compute from quantity and price has to be the one that was charged. */
function unequal(name: string, line: DraftDocument['lines'][number], profile: TargetProfile): string | null {
  if (profile.lineRounding === undefined) return null
  const product = multiplyDecimal(decimal(line.quantity), decimal(line.unitPrice))
  const there = roundDecimal(product, minorUnits(line.amount.currency), profile.lineRounding)
  if (compareDecimal(there, decimalOfMoney(line.amount)) === 0) return null
  return `${name}: ${line.quantity} times ${line.unitPrice} is not the amount that was charged`
}
