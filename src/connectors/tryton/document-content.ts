/** What an invoice of Tryton holds, and what a draft of ours becomes there. */
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { digestText } from '../../kernel/digest.ts'
import { compareDecimal, parseDecimal } from '../../kernel/decimal.ts'
import { extend, formatMoney, isCurrency, type Money, parseMoney } from '../../kernel/money.ts'
import type { ConnectionContext } from '../sdk/connector.ts'
import { ConnectorFault } from '../sdk/fault.ts'
import { at, idOf, type Json, list, numberOf, textOf } from '../sdk/json.ts'
import type { DraftDocument, DraftLine, FoundDocument } from '../sdk/target.ts'
import { rowId, rowNumber, rowPages, rows } from './rpc.ts'
import { inDate, inDecimal, type Outgoing } from './values.ts'

export const quantityScale = 2
export const unitPriceScale = 4

const invoiceFields = [
  ...['type', 'company', 'reference', 'state', 'number', 'description', 'currency.code', 'party'],
  ...['invoice_address', 'payment_term', 'account', 'journal', 'accounting_date', 'invoice_date', 'taxes'],
  ...['untaxed_amount', 'tax_amount', 'total_amount', 'move.date', 'comment'],
]
const lineFields = [
  ...['invoice', 'sequence', 'type', 'description', 'quantity', 'unit', 'unit_price', 'amount'],
  ...['account', 'product', 'taxes'],
]

/** Every document of the domain with its lines, oldest first. */
export async function readDocuments(
  context: ConnectionContext,
  domain: readonly Outgoing[],
  company: number | null,
): Promise<readonly FoundDocument[]> {
  const all: FoundDocument[] = []
  for await (const page of documentPages(context, domain, company)) all.push(...page)
  return all
}

export async function* documentPages(
  context: ConnectionContext,
  domain: readonly Outgoing[],
  company: number | null,
): AsyncGenerator<readonly FoundDocument[]> {
  for await (const invoices of rowPages(context, 'account.invoice', domain, invoiceFields, company)) {
    const ids = invoices.map(rowNumber)
    const lines = await rows(context, 'account.invoice.line', [['invoice', 'in', ids]], lineFields, company)
    const byInvoice = Map.groupBy(lines, (line) => idOf(at(line, 'invoice')))
    yield invoices.map((invoice) => found(invoice, byInvoice.get(rowId(invoice)) ?? []))
  }
}

const states: Readonly<Record<string, FoundDocument['state']>> = {
  draft: 'draft',
  validated: 'draft',
  posted: 'issued',
  paid: 'issued',
  cancelled: 'cancelled',
}

function found(invoice: Json, lines: readonly Json[]): FoundDocument {
  const currency = textOf(at(invoice, 'currency.', 'code')) ?? ''
  const state = states[textOf(at(invoice, 'state')) ?? '']
  if (state === undefined || !isCurrency(currency)) {
    throw new ConnectorFault(
      'config',
      'none',
      `Invoice ${rowId(invoice)} of Tryton has no known state or currency`,
    )
  }
  const taxed = lines.some((line) => list(at(line, 'taxes')).length > 0)
  const computed = state !== 'draft' || !taxed || list(at(invoice, 'taxes')).length > 0
  return {
    externalId: rowId(invoice),
    reference: textOf(at(invoice, 'reference')) ?? '',
    state,
    number: textOf(at(invoice, 'number')),
    ledgerOn: inDate(at(invoice, 'move.', 'date')),
    currency,
    net: money(at(invoice, 'untaxed_amount'), currency),
    tax: computed ? money(at(invoice, 'tax_amount'), currency) : null,
    total: computed ? money(at(invoice, 'total_amount'), currency) : null,
    contentDigest: contentDigest(invoice, lines),
    lines: lines.map((line) => ({
      description: textOf(at(line, 'description')) ?? '',
      quantity: numberOf(at(line, 'quantity')) ?? '0',
      unitPrice: inDecimal(at(line, 'unit_price')) ?? '0',
      amount: money(at(line, 'amount'), currency),
    })),
  }
}

function money(value: Json | undefined, currency: string): Money {
  const text = inDecimal(value) ?? '0'
  const amount = parseMoney(text, currency)
  if (amount === null) throw new ConnectorFault('config', 'none', `Tryton shows ${text} ${currency}`)
  return amount
}

/** Everything a person may edit in a draft. What posting sets (number, dates, move) and what Tryton computes is left out. */
function contentDigest(invoice: Json, lines: readonly Json[]): string {
  const reference = (name: string) => idOf(at(invoice, name)) ?? ''
  const head = [
    ...['company', 'party', 'invoice_address', 'payment_term', 'account', 'journal'].map(reference),
    ...['reference', 'description', 'comment', 'type'].map((name) => textOf(at(invoice, name)) ?? ''),
    textOf(at(invoice, 'currency.', 'code')) ?? '',
    inDate(at(invoice, 'accounting_date')) ?? '',
  ]
  const body = lines.map((line) => [
    ...['account', 'product', 'unit'].map((name) => idOf(at(line, name)) ?? ''),
    ...['type', 'description'].map((name) => textOf(at(line, name)) ?? ''),
    numberOf(at(line, 'quantity')) ?? '',
    inDecimal(at(line, 'unit_price')) ?? '',
    list(at(line, 'taxes'))
      .map((tax) => idOf(tax) ?? '')
      .sort(),
  ])
  return digestText(canonicalJson({ head, body }))
}

/** Refuses what Tryton would round or refuse, before anything is sent. */
export function checkArithmetic(document: DraftDocument): void {
  const refuse = (why: string): never => {
    throw new ConnectorFault('data_fixable', 'none', `${document.reference}: ${why}`)
  }
  if (document.lines.length === 0) refuse('a document without lines')
  let sum = 0n
  for (const line of document.lines) {
    const why = lineProblem(line, document.currency)
    if (why !== null) refuse(`line ${line.lineNo}: ${why}`)
    sum += line.amount.minor
  }
  if (document.kind === 'credit' && sum > 0n) refuse('the lines of a credit carry negative quantities')
  if (document.kind === 'invoice' && sum < 0n) refuse('an invoice below zero is a credit')
}

function lineProblem(line: DraftLine, currency: string): string | null {
  const quantity = parseDecimal(line.quantity)
  const unitPrice = parseDecimal(line.unitPrice)
  if (quantity === null || unitPrice === null) return 'quantity or price is no decimal'
  if (line.amount.currency !== currency) return `the amount is in ${line.amount.currency}`
  if (tooFine(line.quantity, quantityScale))
    return `quantity ${line.quantity} has more than ${quantityScale} digits`
  if (tooFine(line.unitPrice, unitPriceScale))
    return `price ${line.unitPrice} has more than ${unitPriceScale} digits`
  const computed = extend(quantity, unitPrice, currency)
  if (computed.minor === line.amount.minor) return null
  return `${line.quantity} x ${line.unitPrice} is ${formatMoney(computed)}, not ${formatMoney(line.amount)}`
}

/** Trailing zeros do not count. */
function tooFine(text: string, scale: number): boolean {
  const value = parseDecimal(text)
  if (value === null) return true
  const cut = { coefficient: value.coefficient / 10n ** BigInt(Math.max(0, value.scale - scale)), scale }
  return value.scale > scale && compareDecimal(value, cut) !== 0
}
