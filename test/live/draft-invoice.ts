import { decimal, type TrytonClient } from './tryton-client.ts'

export type DraftLine = {
  readonly description: string
  readonly quantity: number
  readonly unitPrice: string
}

/** The smallest draft that Tryton accepts, made by hand: the tests of the tooling have no product to make one. */
export async function draftInvoice(
  tryton: TrytonClient,
  invoice: { company: string; client: string; reference: string; lines: readonly DraftLine[] },
): Promise<number> {
  const values = await draftValues(tryton, invoice)
  return tryton.create('account.invoice', values)
}

/** What has to be sent, looked up beforehand, so that a test may send it through another client. */
export async function draftValues(
  tryton: TrytonClient,
  invoice: { company: string; client: string; reference: string; lines: readonly DraftLine[] },
): Promise<Record<string, unknown>> {
  const company = await tryton.one('company.company', [['party.code', '=', invoice.company]])
  tryton.enter(company)
  const [{ currency }] = (await tryton.read(
    'company.company',
    [['id', '=', company]],
    ['currency'],
  )) as unknown as [{ currency: number }]
  const party = await tryton.one('party.party', [['code', '=', invoice.client]])
  const own = ['company', '=', company]
  const account = (type: string) => tryton.one('account.account', [[`type.${type}`, '=', true], own])
  const revenue = await account('revenue')
  const tax = await tryton.one('account.tax', [own])
  const unit = await tryton.one('product.uom', [['symbol', '=', 'h']])
  const lines = invoice.lines.map((line) => ({
    type: 'line',
    company,
    currency,
    party,
    description: line.description,
    quantity: line.quantity,
    unit,
    unit_price: decimal(line.unitPrice),
    account: revenue,
    taxes: [['add', [tax]]],
  }))
  return {
    type: 'out',
    company,
    party,
    currency,
    invoice_address: await tryton.one('party.address', [['party', '=', party]]),
    journal: await tryton.one('account.journal', [['type', '=', 'revenue']]),
    account: await account('receivable'),
    payment_term: await tryton.one('account.invoice.payment_term', []),
    reference: invoice.reference,
    lines: [['create', lines]],
  }
}
