/** The room that issued documents take. */
import type { PinnedOn } from '../../contracts/allocation/rules.ts'
import { countingDocuments, type Standing } from '../../contracts/changes/standing.ts'
import { addDecimal, type Decimal, isZero } from '../../kernel/decimal.ts'
import type { Money } from '../../kernel/money.ts'
import { issuedIn, type Known } from '../changes/issued.ts'
import type { World } from '../world.ts'

/** What stands of a work on documents. */
export type Taken = {
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
type Issued = {
  /** Of each contract that a work was billed under. */
  readonly byWork: ReadonlyMap<string, readonly Taken[]>
  readonly unexplained: readonly Unexplained[]
}

export function takenIn(world: World): Issued {
  const issued = issuedIn(world)
  const orders = new Map(issued.documents.map((one) => [one.id, one.purchaseOrder]))
  const byWork = new Map<string, Taken[]>()
  for (const [work, standing] of issued.standing) {
    const taken = standing.map((one) => takenBy(one, orders)).filter((one) => !isNothing(one))
    const byContract = Map.groupBy(taken, (one) => one.contract)
    if (taken.length > 0)
      byWork.set(
        work,
        [...byContract.values()].map((list) => list.reduce(together)),
      )
  }
  return { byWork, unexplained: unexplainedIn(world, issued) }
}

function takenBy(one: Standing, orders: ReadonlyMap<string, string | null>): Taken {
  return {
    amount: one.amount.minor - one.given.minor,
    quantity: one.quantity,
    order: orders.get(one.document) ?? null,
    contract: one.contract,
  }
}

function isNothing({ amount, quantity }: Taken): boolean {
  return amount === 0n && (quantity === null || isZero(quantity))
}

/** Both as one; what names no contract is of the other's. */
export function together(a: Taken, b: Taken): Taken {
  return {
    amount: a.amount + b.amount,
    quantity: a.quantity === null || b.quantity === null ? null : addDecimal(a.quantity, b.quantity),
    ...ordersOf(a, b),
    contract: b.contract ?? a.contract,
  }
}

/** On what orders it stands with one document more; one that names no order is of the first. */
function ordersOf({ order: first, further = [] }: Taken, { order, amount, quantity }: PinnedOn) {
  const mine = order ?? first
  const known = further.length === 0 ? {} : { further }
  if (first === null || mine === first) return { order: mine, ...known }
  const other = further.find((one) => one.order === mine)
  if (other === undefined) return { order: first, further: [...further, { order: mine, amount, quantity }] }
  const unknown = other.quantity === null || quantity === null
  const sum: PinnedOn = {
    order: mine,
    amount: other.amount + amount,
    quantity: unknown ? null : addDecimal(other.quantity!, quantity!),
  }
  return { order: first, further: further.map((one) => (one === other ? sum : one)) }
}

function unexplainedIn(world: World, { documents }: Known): Unexplained[] {
  const works = new Set(world.work.map((one) => one.id))
  return countingDocuments(documents).flatMap(({ contract, purchaseOrder, on, currency, lines }) => {
    if (contract === null) return []
    return lines.flatMap((line): Unexplained[] => {
      const explained = line.members.filter((one) => works.has(one.work))
      const rest = explained.reduce((left, one) => left - one.amount.minor, line.amount.minor)
      return rest === 0n ? [] : [{ contract, order: purchaseOrder, on, amount: { minor: rest, currency } }]
    })
  })
}
