import { day } from '../../kernel/dates.ts'
import { formatMoney, parseMoney, zeroMoney } from '../../kernel/money.ts'
import type { TaxData } from '../../contracts/tax/determine.ts'
import type { Advance } from '../../model/scenario/advances.ts'
import type { Agreement } from '../../model/scenario/agreement.ts'
import type { Piece } from '../pieces.ts'
import type { World } from '../world.ts'
import { madeLines, madeTotals, taxed, withoutWork } from './assemble.ts'
import { billable } from './billable.ts'
import { inCurrency } from './functional.ts'
import type { MadeDocument } from './made.ts'
import { storyOf } from './story.ts'
import { taxOf } from './taxes.ts'

/** The invoices of advances whose day has come. */
export function advanceInvoices(world: World, data: TaxData, made: number): MadeDocument[] {
  const due = [...world.contracts.values()].flatMap((versions) => {
    const contract = versions.at(-1)!
    return (contract.advances ?? [])
      .filter((one) => one.invoicedOn === undefined && one.dueOn !== undefined && one.dueOn <= world.asOf)
      .map((advance) => ({ contract, advance }))
  })
  return due.map(({ contract, advance }, at) =>
    advanceInvoice(world, data, contract, advance, `D${made + at + 1}`),
  )
}

function advanceInvoice(
  world: World,
  data: TaxData,
  contract: Agreement,
  advance: Advance,
  id: string,
): MadeDocument {
  const { currency } = contract
  const amount = parseMoney(advance.amount, currency)!
  const one = billable(world, pieceOf(contract, advance, amount), null, '1')
  const lineOf = { id: advance.id, ...(advance.taxCode === undefined ? {} : { taxCode: advance.taxCode }) }
  const decision = taxOf(world, data, { ...one, line: lineOf }, world.asOf)
  const lines = [withoutWork(`Advance ${advance.id}`, amount, decision)]
  const tax = taxed(lines, { ...one.rules, discount: '0' }, currency)
  const ledger =
    contract.legalEntity === undefined ? undefined : world.legalEntities.get(contract.legalEntity)
  const functional = ledger === undefined ? null : inCurrency(world, tax, ledger.currency, world.asOf)
  const held = [
    ...(decision.stopped === null ? [] : [decision.stopped]),
    ...(functional === 'missing' ? ['MISSING_EXCHANGE_RATE'] : []),
  ]
  const document: MadeDocument = {
    id,
    kind: 'advance_invoice',
    client: one.client,
    legalEntity: contract.legalEntity ?? null,
    contract: contract.id,
    purchaseOrder: null,
    currency,
    on: world.asOf,
    lines: madeLines(lines, tax, currency),
    totals: madeTotals(tax),
    prepaid: zeroMoney(currency),
    withheld: zeroMoney(currency),
    due: tax.total,
    functional: functional === 'missing' ? null : functional,
    held,
    story: [],
    more: { advance: advance.id, rounding: formatMoney(zeroMoney(currency)) },
  }
  return { ...document, story: storyOf(document, lines, world.asOf) }
}

function pieceOf(contract: Agreement, advance: Advance, amount: Piece['amount']): Piece {
  return {
    work: advance.id,
    kind: 'fee',
    on: day(advance.dueOn!),
    sourceId: advance.id,
    contract: contract.id,
    line: advance.id,
    quantity: { coefficient: 1n, scale: 0 },
    unit: 'unit',
    rate: null,
    amount,
    band: null,
    bucket: 'priced',
    limit: null,
    reason: null,
    story: [],
  }
}
