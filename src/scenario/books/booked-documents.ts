import { type Day, day } from '../../kernel/dates.ts'
import { type Decimal, decimal } from '../../kernel/decimal.ts'
import { addMoney, type Money, subtractMoney, sumMoney } from '../../kernel/money.ts'
import type { ExistingDocument } from '../../model/scenario/existing.ts'
import { complain } from '../complaint.ts'
import type { MadeDocument } from '../steps/make-documents.ts'
import { amountOf } from '../known.ts'
import { documentsIn } from '../changes/issued.ts'
import { contractOn, type World } from '../world.ts'

type BookedMember = {
  readonly work: string
  /** Null where the document does not say: all that is left, or on a credit only money. */
  readonly quantity: Decimal | null
  readonly amount: Money
}
type BookedLine = { readonly amount: Money; readonly members: readonly BookedMember[] }
/** A document that stands in the books. Credits are below zero. */
export type BookedDocument = {
  readonly id: string
  readonly contract: string | null
  readonly client: string | null
  readonly currency: string
  readonly on: Day
  readonly net: Money
  readonly tax: Money
  /** What the client pays, retained and withheld parts taken off. */
  readonly total: Money
  readonly lines: readonly BookedLine[]
  readonly advanceInvoice: boolean
}

/** Issued documents as they are known, and those that this calculation makes where the scenario books them. */
export function bookedDocuments(world: World, made: readonly MadeDocument[]): BookedDocument[] {
  const issued = documentsIn(world).filter((one) => one.status === 'issued')
  const own = world.scenario.books?.documents === 'made' ? made : []
  return [...issued.map((one) => bookedOf(world, one)), ...own.map(bookedMade)]
}

function bookedOf(world: World, document: ExistingDocument): BookedDocument {
  const contract = document.contract ?? contractOfMembers(world, document)
  const currency = currencyOf(world, document, contract)
  const amount = (text: string): Money => amountOf(text, currency, `/documents (${document.id})`)
  const lines = document.lines.map((line) => ({
    amount: amount(line.amount),
    members: (line.members ?? []).map((one) => ({
      work: one.work,
      quantity: one.quantity === undefined ? null : decimal(one.quantity),
      amount: amount(one.amount),
    })),
  }))
  const net = sumMoney(
    lines.map((line) => line.amount),
    currency,
  )
  const total = document.total === undefined ? net : amount(document.total)
  return {
    id: document.id,
    contract,
    client:
      document.client ?? (contract === null ? null : (world.contracts.get(contract)?.at(-1)?.client ?? null)),
    currency,
    on: day(document.on),
    net,
    tax: subtractMoney(total, net),
    total,
    lines,
    advanceInvoice: false,
  }
}

function contractOfMembers(world: World, document: ExistingDocument): string | null {
  const works = new Set(document.lines.flatMap((line) => (line.members ?? []).map((one) => one.work)))
  const named = world.work.find((one) => works.has(one.id) && one.contract !== undefined)?.contract
  return named ?? (world.contracts.size === 1 ? [...world.contracts.keys()][0]! : null)
}

function currencyOf(world: World, document: ExistingDocument, contract: string | null): string {
  const version =
    contract === null
      ? null
      : (contractOn(world, contract, document.on) ?? world.contracts.get(contract)?.at(-1))
  return (
    version?.currency ??
    complain(
      `/documents (${document.id})`,
      'its contract is not said and cannot be told from what it bills',
      'Add the contract of the document',
    )
  )
}

function bookedMade(document: MadeDocument): BookedDocument {
  const { totals } = document
  return {
    id: document.id,
    contract: document.contract,
    client: document.client,
    currency: document.currency,
    on: day(document.on),
    net: totals.net,
    tax: totals.tax,
    total: addMoney(totals.net, totals.tax),
    lines: document.lines.map((line) => ({
      amount: line.amount,
      members: line.members.map((one) => ({ work: one.work, quantity: one.quantity, amount: one.amount })),
    })),
    advanceInvoice: document.kind === 'advance_invoice',
  }
}

/** What documents bill of each work up to a day, in money. */
export function billedOf(documents: readonly BookedDocument[]): ReadonlyMap<string, readonly BilledPart[]> {
  const parts = documents.flatMap((document) =>
    document.lines.flatMap((line) =>
      line.members.map((one) => ({ ...one, document: document.id, on: document.on })),
    ),
  )
  return Map.groupBy(parts, (one) => one.work)
}
export type BilledPart = BookedMember & { readonly document: string; readonly on: Day }
