/** Purchase orders as rules of the allocation, and the orders on which a piece of work may be billed. */
import type { LimitRule, Route, Touch } from '../../contracts/allocation/rules.ts'
import { decimal, divideRounded, powerOfTen } from '../../kernel/decimal.ts'
import type { PurchaseOrder } from '../../model/scenario/limits.ts'
import { complain } from '../complaint.ts'
import { contractOn, type World } from '../world.ts'
import { inUnits } from './ceilings.ts'
import { covers, isLive, type Subject } from './narrowing.ts'

export type Order = {
  readonly contract: string
  readonly currency: string
  readonly order: PurchaseOrder
  readonly amount: number | null
  readonly hours: number | null
}
/** The orders of each contract in their order, and the rule that stops work which no live order takes. */
export type Orders = {
  readonly byContract: ReadonlyMap<string, readonly Order[]>
  readonly none: number
}

export function ordersOf(world: World, rules: LimitRule[]): Orders {
  const base = { measure: 'amount', changes: [], per: 'total', mode: 'part', until: world.asOf } as const
  rules.push({ ...base, id: 'purchase orders', most: 0n, over: 'parked', order: false })
  const none = rules.length - 1
  const byContract = new Map<string, Order[]>()
  for (const [id, versions] of world.contracts) {
    const contract = contractOn(world, id, world.asOf) ?? versions.at(-1)!
    const orders = contract.purchaseOrders ?? []
    for (const { overflow } of orders)
      if (overflow !== undefined && !orders.some((one) => one.id === overflow))
        complain(`/contracts (${id})`, `there is no purchase order ${overflow}`, 'Add it, or take it out.')
    const made = orders.map((order): Order => {
      const make = (measure: 'amount' | 'hours'): number | null => {
        const height = order[measure]
        if (height === undefined) return null
        const most = withTolerance(inUnits(height, measure, contract.currency), order.tolerance ?? '0')
        const mode = order.mode ?? 'part'
        rules.push({ ...base, measure, id: order.id, most, mode, over: 'parked', order: true })
        return rules.length - 1
      }
      return {
        contract: id,
        currency: contract.currency,
        order,
        amount: make('amount'),
        hours: make('hours'),
      }
    })
    if (made.length > 0) byContract.set(id, made)
  }
  return { byContract, none }
}

function withTolerance(height: bigint, percent: string): bigint {
  const { coefficient, scale } = decimal(percent)
  const hundred = 100n * powerOfTen(scale)
  return divideRounded(height * (hundred + coefficient), hundred, 'down')
}

function touchesOf(order: Order): Touch[] {
  return [order.amount, order.hours].flatMap((limit) =>
    limit === null ? [] : [{ limit, who: '', rate: null }],
  )
}

/**
 * The orders for a piece of work, first to last; `closed` when orders are meant for it and none is live on its day.
 * Work that no order is meant for needs none.
 */
export function routesOf(orders: Orders, subject: Subject): { routes: Route[]; closed: boolean } {
  const all = orders.byContract.get(subject.contract) ?? []
  const meant = all.filter((one) => covers(one.order, subject))
  const live = meant.filter((one) => isLive(one.order, subject.on))
  const routes: Route[] = []
  const seen = new Set<Order>()
  let next = live[0]
  while (next !== undefined && !seen.has(next)) {
    const here = next
    seen.add(here)
    routes.push({ order: here.order.id, touches: touchesOf(here) })
    if ((here.order.over ?? 'next') === 'hold') break
    next = following(here, all, live, subject.on, seen)
  }
  return { routes, closed: meant.length > 0 && live.length === 0 }
}

function following(
  here: Order,
  all: readonly Order[],
  live: readonly Order[],
  on: string,
  seen: ReadonlySet<Order>,
): Order | undefined {
  const { overflow } = here.order
  if (overflow !== undefined) return all.find((one) => one.order.id === overflow && isLive(one.order, on))
  return live.find((one) => !seen.has(one))
}
