import { decimal, formatDecimal } from '../../kernel/decimal.ts'
import { decimalOfMoney, formatMoney, type Money, sumMoney } from '../../kernel/money.ts'
import type { DocumentRules } from '../../model/scenario/document-rules.ts'
import { percentOf } from '../../contracts/documents/amount-due.ts'
import { shareRounded } from '../../contracts/tax/shares.ts'
import { taxDocument, type TaxOfDocument } from '../../contracts/tax/totals.ts'
import { decisionKey, type DraftLine } from './lines.ts'
import type { MadeLine, MadeTotals } from './made.ts'
import { arithmeticOf } from './taxes.ts'

/**
 * A sum off the whole document, shared out among its taxes in proportion to their net, as lines of their own. Nothing
 * where the document comes to nothing.
 */
export function spreadLines(lines: readonly DraftLine[], amount: Money, text: string): DraftLine[] {
  const groups = [...Map.groupBy(lines, (line) => decisionKey(line.decision)).values()]
  const nets = groups.map((group) => sumLines(group, amount.currency).minor)
  const net = nets.reduce((sum, one) => sum + one, 0n)
  if (net <= 0n || amount.minor === 0n) return []
  const shares = shareRounded(
    amount,
    nets.map((one) => one * amount.minor),
    net,
  )
  return groups.flatMap((group, at) =>
    shares[at]!.minor === 0n ? [] : [withoutWork(text, shares[at]!, group[0]!.decision)],
  )
}

export function sumLines(lines: readonly DraftLine[], currency: string): Money {
  return sumMoney(
    lines.map((line) => line.amount),
    currency,
  )
}

/** A line that bills no work. A deduction has the negative quantity, because a price is never below zero. */
export function withoutWork(text: string, amount: Money, decision: DraftLine['decision']): DraftLine {
  const negative = amount.minor < 0n
  return {
    text,
    quantity: { coefficient: negative ? -1n : 1n, scale: 0 },
    unitPrice: decimalOfMoney(negative ? { ...amount, minor: -amount.minor } : amount),
    amount,
    decision,
    members: [],
    more: { unit: 'unit', difference: '0', allowed: 'yes' },
  }
}

export function discountLines(
  lines: readonly DraftLine[],
  rules: DocumentRules,
  currency: string,
): DraftLine[] {
  if (rules.discount === undefined) return []
  const off = percentOf(sumLines(lines, currency), decimal(rules.discount))
  return spreadLines(lines, { ...off, minor: -off.minor }, `Discount ${rules.discount} %`)
}

/** The amounts that a line's tax is shared out to: its members, and what the line has beside them. */
function amountsOf(line: DraftLine): Money[] {
  const members = line.members.map((one) => one.piece.amount)
  const beside = line.amount.minor - members.reduce((sum, one) => sum + one.minor, 0n)
  return beside === 0n && members.length > 0
    ? members
    : [...members, { minor: beside, currency: line.amount.currency }]
}

export function taxed(lines: readonly DraftLine[], rules: DocumentRules, currency: string): TaxOfDocument {
  return taxDocument(
    lines.map((line) => ({ amounts: amountsOf(line), tax: line.decision.tax })),
    currency,
    arithmeticOf(rules),
  )
}

export function madeLines(lines: readonly DraftLine[], tax: TaxOfDocument, currency: string): MadeLine[] {
  return lines.map((line, at): MadeLine => {
    const shares = tax.lines[at]!
    return {
      id: String(at + 1),
      text: line.text,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      amount: line.amount,
      taxCode: line.decision.tax.code,
      members: line.members.map((one) => one.piece),
      shares: line.members.map((one, number) => ({ piece: one.number, tax: shares[number]! })),
      more: { ...line.more, tax: formatMoney(sumMoney(shares, currency)), taxReason: line.decision.why },
    }
  })
}

export function madeTotals(tax: TaxOfDocument): MadeTotals {
  return {
    net: tax.net,
    tax: tax.tax,
    total: tax.total,
    groups: tax.groups.map((group) => ({
      taxCode: group.tax.code,
      rate: formatDecimal(group.tax.rate),
      net: group.net,
      tax: group.amount,
      taxable: group.taxable,
      treatment: group.tax.treatment,
      note: group.tax.note,
      levies: group.levies,
    })),
  }
}
