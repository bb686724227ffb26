/** What stands on documents that are not drafts and not cancelled: their room is taken. */
import type { PinnedOn } from '../../contracts/allocation/rules.ts'
import { addDecimal, type Decimal, decimal, isZero } from '../../kernel/decimal.ts'
import { type Money, moneyOfDecimal } from '../../kernel/money.ts'
import type { ExistingDocument } from '../../model/scenario/existing.ts'
import type { World } from '../world.ts'

export type Standing = {
  readonly amount: bigint
  /** Null: all of the work. */
  readonly quantity: Decimal | null
  readonly order: string | null
  /** Where it was billed on several orders: what of it stands on each of the others. */
  readonly further?: readonly PinnedOn[]
  readonly contract: string | null
}
/** An amount on a document that no work of the scenario explains. */
export type Unexplained = {
  readonly contract: string
  readonly order: string | null
  readonly on: string
  readonly amount: Money
}
export type Issued = {
  readonly byWork: ReadonlyMap<string, Standing>
  readonly unexplained: readonly Unexplained[]
}

const gone = new Set(['draft', 'cancelled'])

/** Sums of what documents bill of each work, credits taken off. Of a document's versions the last one known counts. */
export function issuedOf(world: World): Issued {
  const documents = latestOf(world)
  const fate = new Map(documents.map((one) => [one.id, one.status]))
  const byWork = new Map<string, Standing>()
  const unexplained: Unexplained[] = []
  const known = new Set(world.work.map((one) => one.id))
  for (const document of documents) {
    if (gone.has(document.status) || fate.get(correctedBy(document) ?? '') === 'cancelled') continue
    const currency = currencyOf(world, document)
    if (currency === null) continue
    const order = document.purchaseOrder ?? null
    for (const line of document.lines) {
      let rest = minorOf(line.amount, currency)
      for (const member of line.members ?? []) {
        if (!known.has(member.work)) continue
        const minor = minorOf(member.amount, currency)
        rest -= minor
        const before = byWork.get(member.work)
        byWork.set(member.work, {
          amount: (before?.amount ?? 0n) + minor,
          quantity: sumOf(before, member.quantity, minor < 0n),
          ...ordersOf(before, { order, amount: minor, quantity: member.quantity }),
          contract: document.contract ?? before?.contract ?? null,
        })
      }
      if (rest !== 0n && document.contract !== undefined)
        unexplained.push({
          contract: document.contract,
          order,
          on: document.on,
          amount: { minor: rest, currency },
        })
    }
  }
  return { byWork: withoutEmpty(byWork), unexplained }
}

type OnOrder = {
  readonly order: string | null
  readonly amount: bigint
  readonly quantity: string | undefined
}

/** On what orders it stands with one document more; one that names no order is of the first. */
function ordersOf(before: Standing | undefined, { order, amount, quantity }: OnOrder) {
  const first = before?.order ?? null
  const known = before?.further ?? []
  const mine = order ?? first
  if (first === null || mine === first) {
    return { order: mine, ...(known.length === 0 ? {} : { further: known }) }
  }
  const other = known.find((one) => one.order === mine)
  const sum: PinnedOn = {
    order: mine,
    amount: (other?.amount ?? 0n) + amount,
    quantity: sumOf(other, quantity, amount < 0n),
  }
  const rest = known.filter((one) => one !== other)
  const empty = sum.amount === 0n && (sum.quantity === null || isZero(sum.quantity))
  const further = empty ? rest : [...rest, sum]
  return { order: first, ...(further.length === 0 ? {} : { further }) }
}

function correctedBy(document: ExistingDocument): string | undefined {
  return 'corrects' in document && typeof document.corrects === 'string' ? document.corrects : undefined
}

function currencyOf(world: World, document: ExistingDocument): string | null {
  const { contract } = document
  return contract === undefined ? null : (world.contracts.get(contract)?.at(-1)?.currency ?? null)
}

function minorOf(text: string, currency: string): bigint {
  return moneyOfDecimal(decimal(text), currency, 'half_away').minor
}

const none: Decimal = { coefficient: 0n, scale: 0 }

/** An invoice without a quantity bills all of the work; a credit without one gives money back and no time. */
function sumOf(
  before: Pick<Standing, 'quantity'> | undefined,
  quantity: string | undefined,
  credit: boolean,
): Decimal | null {
  if (before !== undefined && before.quantity === null) return null
  if (quantity === undefined) return credit ? (before?.quantity ?? none) : null
  return addDecimal(before?.quantity ?? none, decimal(quantity))
}

function withoutEmpty(byWork: Map<string, Standing>): Map<string, Standing> {
  for (const [work, one] of byWork)
    if (one.amount === 0n && (one.quantity === null || isZero(one.quantity))) byWork.delete(work)
  return byWork
}

function latestOf(world: World): ExistingDocument[] {
  const { documents, knownAt } = world.scenario
  const found = new Map<string, ExistingDocument>()
  for (const one of documents ?? []) {
    if (knownAt !== undefined && (one.learned ?? 0) > knownAt) continue
    const other = found.get(one.id)
    if (other === undefined || (one.learned ?? 0) >= (other.learned ?? 0)) found.set(one.id, one)
  }
  return [...found.values()]
}
