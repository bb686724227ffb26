import { addMoney, formatMoney, type Money, subtractMoney, sumMoney } from '../../kernel/money.ts'
import { convert } from '../../contracts/currencies/exchange.ts'
import type { Payment } from '../../model/scenario/advances.ts'
import type { ExistingDocument } from '../../model/scenario/existing.ts'
import { complain } from '../complaint.ts'
import { rateFor, tellRate } from '../exchange.ts'
import { amountOf } from '../known.ts'
import { contractOn, knownIn, type World } from '../world.ts'

/**
 * What payments came to in the currency of the ledger, beside what their documents were booked at: the difference is
 * realised by exchange. The payment that settles a document takes what is left of its booked value, so that nothing
 * of it stays.
 */
export function settlePayments(world: World): Record<string, unknown>[] {
  const { payments, documents = [] } = world.scenario
  const ordered = knownIn(world, payments).sort((a, b) =>
    a.on < b.on ? -1 : a.on > b.on ? 1 : a.id < b.id ? -1 : 1,
  )
  const taken = new Map<string, { paid: Money; booked: Money }>()
  return ordered.map((payment) => {
    const document = documents.findLast((one) => one.id === payment.document)
    if (document === undefined)
      complain(
        `/payments (${payment.id})/document`,
        `there is no document ${payment.document}`,
        'Add it to documents, or correct the id',
      )
    return settled(world, payment, document, taken)
  })
}

function settled(
  world: World,
  payment: Payment,
  document: ExistingDocument,
  taken: Map<string, { paid: Money; booked: Money }>,
): Record<string, unknown> {
  const contract = document.contract === undefined ? null : contractOn(world, document.contract, document.on)
  const ledger =
    contract?.legalEntity === undefined ? undefined : world.legalEntities.get(contract.legalEntity)
  const currency = contract?.currency ?? ledger?.currency
  if (currency === undefined)
    complain(
      `/documents (${document.id})/contract`,
      'its currency is not known',
      'Name the contract that it bills',
    )
  const path = `/payments (${payment.id})/amount`
  const amount = amountOf(payment.amount, currency, path)
  const base = {
    id: payment.id,
    document: document.id,
    on: payment.on,
    amount: formatMoney(amount),
    currency,
  }
  const functional = ledger?.currency ?? currency
  const then = rateFor(world, 'document', currency, functional, document.on)
  const now = rateFor(world, 'payment', currency, functional, payment.on)
  if (then === null || now === null) return { ...base, held: ['MISSING_EXCHANGE_RATE'] }
  const total = totalOf(document, currency)
  const before = taken.get(document.id) ?? zeros(currency, functional)
  const paid = addMoney(before.paid, amount)
  // What settles the document takes the rest, whatever rounding did to the parts before.
  const upTo =
    paid.minor === total.minor ? convert(total, then) : addMoney(before.booked, convert(amount, then))
  const booked = subtractMoney(upTo, before.booked)
  taken.set(document.id, { paid, booked: upTo })
  const received = convert(amount, now)
  return {
    ...base,
    functionalCurrency: functional,
    bookedRate: tellRate(then),
    booked: formatMoney(booked),
    receivedRate: tellRate(now),
    received: formatMoney(received),
    result: formatMoney(subtractMoney(received, booked)),
    open: formatMoney(subtractMoney(total, paid)),
    held: [],
  }
}

function zeros(currency: string, functional: string) {
  return { paid: { minor: 0n, currency }, booked: { minor: 0n, currency: functional } }
}

function totalOf(document: ExistingDocument, currency: string): Money {
  const path = `/documents (${document.id})`
  if (document.total !== undefined) return amountOf(document.total, currency, `${path}/total`)
  return sumMoney(
    document.lines.map((line) => amountOf(line.amount, currency, `${path}/lines (${line.id})/amount`)),
    currency,
  )
}
