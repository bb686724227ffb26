/** The values of a draft invoice. Tryton fills nothing in by itself over RPC, so everything required is given. */
import type { ConnectionContext } from '../sdk/connector.ts'
import { ConnectorFault } from '../sdk/fault.ts'
import { at, idOf, type Json, textOf } from '../sdk/json.ts'
import type { DraftDocument } from '../sdk/target.ts'
import { read, recordNumber, rowNumber, rows } from './rpc.ts'
import { scopedCode } from './settings.ts'
import { type Outgoing, outDate, outDecimal } from './values.ts'

type DraftValues = {
  readonly company: number
  readonly head: { readonly [name: string]: Outgoing }
  readonly lines: readonly Outgoing[]
}

function missing(what: string): never {
  throw new ConnectorFault('data_fixable', 'none', `Tryton has no ${what}`, { code: 'ERP_REFERENCE_MISSING' })
}

async function one(
  context: ConnectionContext,
  model: string,
  domain: readonly Outgoing[],
  fields: readonly string[],
  company: number,
  what: string,
): Promise<Json> {
  const [first] = await rows(context, model, domain, fields, company)
  return first ?? missing(what)
}

export async function draftValues(context: ConnectionContext, document: DraftDocument): Promise<DraftValues> {
  const company = recordNumber(document.company.externalId, 'Company')
  const party = recordNumber(document.client.externalId, 'Party')
  const client = await clientOf(context, document, party, company)
  const currencies = [['code', '=', document.currency]]
  const currency = rowNumber(
    await one(context, 'currency.currency', currencies, [], company, `currency ${document.currency}`),
  )
  const journals = [['type', '=', 'revenue']]
  const journal = rowNumber(await one(context, 'account.journal', journals, [], company, 'revenue journal'))
  const product = await productOf(context, company, currency, party)
  const taxes = await taxesOf(context, document, company)
  const head = {
    type: 'out',
    company,
    party,
    currency,
    journal,
    ...client,
    reference: document.reference,
    description: describe(document),
    accounting_date: document.accountingOn === null ? null : outDate(document.accountingOn),
  }
  const lines = document.lines.map((line) => ({
    type: 'line',
    company,
    currency,
    party,
    sequence: line.lineNo,
    description: line.description,
    quantity: Number(line.quantity),
    unit_price: outDecimal(line.unitPrice),
    ...product,
    taxes: [
      ['add', line.taxCode === null ? [] : [taxes.get(line.taxCode) ?? missing(`tax ${line.taxCode}`)]],
    ],
  }))
  return { company, head, lines }
}

/** A credit is an invoice with negative quantities; its description names the invoice that it corrects. */
function describe(document: DraftDocument): string {
  const { corrects, description } = document
  if (corrects === null || description.includes(corrects.number)) return description
  return `Credit of ${corrects.number}: ${description}`
}

/** Tryton would take an invoice for an inactive party without a word. */
async function clientOf(
  context: ConnectionContext,
  document: DraftDocument,
  party: number,
  company: number,
): Promise<{ readonly [name: string]: Outgoing }> {
  const code = document.client.recordId
  const domain = [
    ['id', '=', party],
    ['active', 'in', [true, false]],
  ]
  const fields = ['active', 'code', 'account_receivable', 'customer_payment_term']
  const row = await one(context, 'party.party', domain, fields, company, `party ${code}`)
  if (at(row, 'active') !== true) {
    throw new ConnectorFault('data_fixable', 'none', `Party ${code} is inactive in Tryton`, {
      code: 'ERP_PARTY_INACTIVE',
    })
  }
  const addresses = await rows(context, 'party.address', [['party', '=', party]], ['invoice'], company)
  const address = addresses.find((each) => at(each, 'invoice') === true) ?? addresses[0]
  if (address === undefined) missing(`address of party ${code}`)
  const receivable = idOf(at(row, 'account_receivable')) ?? (await defaultReceivable(context, company))
  const term = idOf(at(row, 'customer_payment_term'))
  return {
    invoice_address: rowNumber(address),
    account: Number(receivable),
    payment_term: term === null ? null : Number(term),
  }
}

async function defaultReceivable(context: ConnectionContext, company: number): Promise<string> {
  const fields = ['default_account_receivable']
  const answer = await read(context, 'account.configuration.read', [[1], fields], company)
  return idOf(at(answer, 0, 'default_account_receivable')) ?? missing('default receivable account')
}

async function productOf(
  context: ConnectionContext,
  company: number,
  currency: number,
  party: number,
): Promise<{ readonly [name: string]: Outgoing }> {
  const code = context.settings.product ?? ''
  const productsBy = (field: string) => rows(context, 'product.product', [[field, '=', code]], [], company)
  const found = (await productsBy('code'))[0] ?? (await productsBy('name'))[0] ?? missing(`product ${code}`)
  const product = rowNumber(found)
  const line = { type: 'line', invoice_type: 'out', company, currency, party, product, quantity: 1 }
  const answer = await read(context, 'account.invoice.line.on_change_product', [line], company)
  const unit = idOf(at(answer, 'unit'))
  const account = idOf(at(answer, 'account'))
  if (unit === null || account === null) missing(`unit or revenue account of product ${code}`)
  return { product, unit: Number(unit), account: Number(account) }
}

/** A tax is named `<legal entity>/<name>`, as its own stream does, or by its name alone. */
async function taxesOf(
  context: ConnectionContext,
  document: DraftDocument,
  company: number,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>()
  if (document.lines.every((line) => line.taxCode === null)) return found
  for (const row of await rows(context, 'account.tax', [['company', '=', company]], ['name'], company)) {
    const name = textOf(at(row, 'name'))
    if (name === null) continue
    found.set(scopedCode(document.company.recordId, name), rowNumber(row))
    if (!found.has(name)) found.set(name, rowNumber(row))
  }
  return found
}
