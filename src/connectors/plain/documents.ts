/** Invoices and credits of the plain ERP. */
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { type Decimal, formatDecimal, parseDecimal } from '../../kernel/decimal.ts'
import { type Day, parseDay } from '../../kernel/dates.ts'
import { digestText } from '../../kernel/digest.ts'
import { extend, formatMoney, isCurrency, type Money, parseMoney } from '../../kernel/money.ts'
import { documentMark } from '../../model/mark.ts'
import type { ConnectionContext } from '../sdk/connector.ts'
import { ConnectorFault } from '../sdk/fault.ts'
import { at, idOf, type Json, list, numberOf, textOf } from '../sdk/json.ts'
import type { DraftDocument, FoundDocument, TargetReference } from '../sdk/target.ts'
import { getJson, rowsAfter, send } from './requests.ts'

/** Digits behind the point that a quantity and a price may have. */
export const lineScale = 4
const path = '/erp/documents'
const pathOf = (externalId: string): string => `${path}/${encodeURIComponent(externalId)}`

export async function createDraft(
  context: ConnectionContext,
  document: DraftDocument,
): Promise<FoundDocument> {
  checkArithmetic(document)
  return found(await send(context, { method: 'POST', path, body: spell(document) }, document.reference))
}

export async function updateDraft(
  context: ConnectionContext,
  externalId: string,
  document: DraftDocument,
): Promise<FoundDocument> {
  checkArithmetic(document)
  return found(await send(context, { method: 'PUT', path: pathOf(externalId), body: spell(document) }))
}

export async function postDocument(context: ConnectionContext, externalId: string): Promise<FoundDocument> {
  return found(await send(context, { method: 'POST', path: `${pathOf(externalId)}/post` }))
}

export async function discardDraft(context: ConnectionContext, externalId: string): Promise<void> {
  try {
    await send(context, { method: 'DELETE', path: pathOf(externalId) })
  } catch (error) {
    // Gone already is what was asked for.
    if (!(error instanceof ConnectorFault) || error.code !== 'ERP_DOCUMENT_VANISHED') throw error
  }
}

export async function locateDocuments(
  context: ConnectionContext,
  reference: string,
  company: TargetReference,
): Promise<readonly FoundDocument[]> {
  const query = `reference=${encodeURIComponent(reference)}&company=${encodeURIComponent(company.externalId)}`
  const answer = await getJson(context, `${path}?${query}`)
  if (answer === null) throw new ConnectorFault('config', 'none', 'The ERP has no documents at this address')
  return list(at(answer, 'items')).map(found)
}

export async function* listDocuments(
  context: ConnectionContext,
  since: Day | null,
  company: TargetReference | null,
): AsyncGenerator<readonly FoundDocument[]> {
  const query = new URLSearchParams({ mark: documentMark(context) })
  if (since !== null) query.set('since', since)
  if (company !== null) query.set('company', company.externalId)
  for await (const rows of rowsAfter(context, `${path}?${query}`)) yield rows.map(found)
}

export async function readDocument(
  context: ConnectionContext,
  externalId: string,
): Promise<FoundDocument | null> {
  const row = await getJson(context, pathOf(externalId))
  return row === null ? null : found(row)
}

/** Refuses what the ERP would refuse or compute otherwise, before anything is sent. */
function checkArithmetic(document: DraftDocument): void {
  const refuse = (why: string): never => {
    throw new ConnectorFault('data_fixable', 'none', `${document.reference}: ${why}`)
  }
  if (document.lines.length === 0) refuse('a document without lines')
  let sum = 0n
  for (const { lineNo, quantity, unitPrice, amount } of document.lines) {
    const [count, price] = [parseDecimal(quantity), parseDecimal(unitPrice)]
    if (count === null || price === null) {
      refuse(`line ${lineNo}: quantity or price is no decimal`)
      continue
    }
    if (usedScale(count) > lineScale || usedScale(price) > lineScale)
      refuse(`line ${lineNo}: too many digits`)
    const { minor } = extend(count, price, document.currency)
    if (minor !== amount.minor) refuse(`line ${lineNo}: ${quantity} x ${unitPrice} is not its amount`)
    sum += amount.minor
  }
  if (document.kind === 'credit' && sum > 0n) refuse('the lines of a credit carry negative quantities')
  if (document.kind === 'invoice' && sum < 0n) refuse('an invoice below zero is a credit')
}

/** Digits behind the point; trailing zeros do not count. */
function usedScale(value: Decimal): number {
  return formatDecimal(value).split('.')[1]?.length ?? 0
}

function spell(document: DraftDocument) {
  return {
    reference: document.reference,
    kind: document.kind,
    company: document.company.externalId,
    client: document.client.externalId,
    currency: document.currency,
    description: document.description,
    accounting_on: document.accountingOn,
    corrects:
      document.corrects === null
        ? null
        : { id: document.corrects.externalId, number: document.corrects.number },
    lines: document.lines.map((line) => ({
      no: line.lineNo,
      description: line.description,
      quantity: line.quantity,
      unit_price: line.unitPrice,
      amount: formatMoney(line.amount),
      tax_code: line.taxCode,
      project: line.project?.externalId ?? null,
    })),
  }
}

function found(row: Json): FoundDocument {
  const externalId = idOf(at(row, 'id'))
  const currency = textOf(at(row, 'currency')) ?? ''
  const state = textOf(at(row, 'state'))
  if (externalId === null || !isCurrency(currency) || !isState(state)) {
    throw new ConnectorFault('in_doubt', 'unknown', 'The ERP answers with a document that cannot be read')
  }
  const optional = (name: string): Money | null =>
    at(row, name) === null || at(row, name) === undefined ? null : money(at(row, name), currency)
  return {
    externalId,
    reference: textOf(at(row, 'reference')) ?? '',
    state,
    number: textOf(at(row, 'number')),
    ledgerOn: parseDay(textOf(at(row, 'ledger_on')) ?? ''),
    currency,
    net: money(at(row, 'net'), currency),
    tax: optional('tax'),
    total: optional('total'),
    contentDigest: contentDigest(row, currency),
    lines: list(at(row, 'lines')).map((line) => ({
      description: textOf(at(line, 'description')) ?? '',
      quantity: numberOf(at(line, 'quantity')) ?? '0',
      unitPrice: numberOf(at(line, 'unit_price')) ?? '0',
      amount: money(at(line, 'amount'), currency),
    })),
  }
}

function isState(state: string | null): state is FoundDocument['state'] {
  return state === 'draft' || state === 'issued' || state === 'cancelled'
}

function money(value: Json | undefined, currency: string): Money {
  const amount = parseMoney(numberOf(value) ?? '', currency)
  if (amount === null)
    throw new ConnectorFault('in_doubt', 'unknown', `An amount of ${currency} cannot be read`)
  return amount
}

/** Everything a person may edit in a draft; what issuing sets is left out. */
function contentDigest(row: Json, currency: string): string {
  const text = (value: Json, name: string): string => (textOf(at(value, name)) ?? '').toWellFormed()
  const value = (line: Json, name: string): string => {
    const parsed = parseDecimal(numberOf(at(line, name)) ?? '')
    return parsed === null ? '' : formatDecimal(parsed)
  }
  const head = ['company', 'client', 'kind', 'reference', 'description', 'accounting_on']
  const corrects = idOf(at(row, 'corrects', 'id'))
  const lines = list(at(row, 'lines')).map((line) => [
    ...['description', 'tax_code', 'project'].map((name) => text(line, name)),
    ...['quantity', 'unit_price', 'amount'].map((name) => value(line, name)),
  ])
  return digestText(canonicalJson({ head: head.map((name) => text(row, name)), corrects, currency, lines }))
}
