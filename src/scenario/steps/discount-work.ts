import { type Decimal, decimal } from '../../kernel/decimal.ts'
import { addMoney, formatMoney, type Money, subtractMoney, zeroMoney } from '../../kernel/money.ts'
import { type DiscountBand, discountStep } from '../../contracts/discounts.ts'
import { percentOfMoney } from '../../contracts/retainage.ts'
import type { Discount } from '../../model/scenario/price-rules.ts'
import { complain } from '../complaint.ts'
import { madeWork } from '../fees/made-work.ts'
import { amountOf } from '../known.ts'
import type { Piece, Valued } from '../pieces.ts'
import { includeWork } from '../prices/included.ts'
import { inOrder, periodKey } from '../prices/parts.ts'
import { repriceWork } from '../prices/reprice.ts'
import { tierWork } from '../prices/tiers.ts'
import { contractOn, knownIn, type World } from '../world.ts'

/** Blends, cost plus, tiers, what fees include, then discounts, each in the order of work date. */
export function discountWork(world: World, valued: readonly Valued[]): Valued[] {
  const repriced = tierWork(
    world,
    valued.map((one) => repriceWork(world, one)),
  )
  return discounted(world, includeWork(world, repriced))
}

type Owned = { readonly discount: Discount; readonly key: string; readonly path: string }
type Given = { readonly id: string; readonly base: Money; readonly amount: Money }

function discounted(world: World, valued: readonly Valued[]): Valued[] {
  if (![...world.contracts.values()].flat().some(hasDiscount)) return [...valued]
  const sums = new Map<string, Money>()
  const changed = new Map<string, Valued>()
  const made: Valued[] = []
  for (const one of inOrder(valued)) {
    const owned = discountsOf(world, one)
    if (owned.length === 0) continue
    const { work, retroactive } = apply(one, owned, sums)
    changed.set(one.work, work)
    made.push(...retroactive)
  }
  return [...valued.map((one) => changed.get(one.work) ?? one), ...made]
}

const hasDiscount = (one: { discounts?: unknown; lines: readonly { discounts?: unknown }[] }): boolean =>
  one.discounts !== undefined || one.lines.some((line) => line.discounts !== undefined)

/** The line's discounts before the contract's, as they are live on the work date. */
function discountsOf(world: World, one: Valued): Owned[] {
  const contract = one.contract === null ? null : contractOn(world, one.contract, one.on)
  if (contract === null) return []
  const line = contract.lines.find((each) => each.id === one.line)
  const reported = world.work.find((each) => each.id === one.work)
  const task = reported?.task === undefined ? undefined : world.tasks.get(reported.task)
  const fits = ({ kinds, tasks, phases, from, to }: Discount): boolean =>
    (kinds === undefined || kinds.includes(one.kind)) &&
    (tasks === undefined || (reported?.task !== undefined && tasks.includes(reported.task))) &&
    (phases === undefined || (task?.phase !== undefined && phases.includes(task.phase))) &&
    (from ?? '') <= one.on &&
    (to === undefined || one.on <= to)
  const owned = (list: readonly Discount[] | undefined, place: string): Owned[] =>
    knownIn(world, list)
      .filter(fits)
      .map((discount) => ({
        discount,
        key: JSON.stringify([contract.id, place, discount.id]),
        path: `/contracts (${contract.id})${place}/discounts (${discount.id})`,
      }))
  return [...owned(line?.discounts, `/lines (${one.line})`), ...owned(contract.discounts, '')]
}

function apply(one: Valued, owned: readonly Owned[], sums: Map<string, Money>) {
  const given = new Map<string, Given>()
  const retroactive: Valued[] = []
  const pieces = one.pieces.map((piece): Piece => {
    if (piece.bucket !== 'priced') return piece
    let rest = piece
    for (const each of owned) {
      const base = each.discount.on === 'rest' ? rest.amount : piece.amount
      const { own, before } = stepOf(each, base, one, sums)
      const earlier = given.get(each.discount.id)
      given.set(each.discount.id, {
        id: each.discount.id,
        base: earlier === undefined ? base : addMoney(earlier.base, base),
        amount: earlier === undefined ? own : addMoney(earlier.amount, own),
      })
      if (before.minor !== 0n) retroactive.push(cliffWork(one, each.discount, before))
      if (own.minor === 0n) continue
      const name = each.discount.name ?? each.discount.id
      const said = `Discount ${name} on ${formatMoney(base)}: ${formatMoney(own)} ${own.currency} less.`
      rest = { ...rest, amount: subtractMoney(rest.amount, own), story: [...rest.story, said] }
    }
    return rest
  })
  const told = [...given.values()].map((each) => ({
    id: each.id,
    base: formatMoney(each.base),
    amount: formatMoney(each.amount),
  }))
  const more = told.length === 0 ? one.more : { ...one.more, discounts: told }
  return { work: { ...one, pieces, ...(more === undefined ? {} : { more }) }, retroactive }
}

function stepOf({ discount, key, path }: Owned, base: Money, one: Valued, sums: Map<string, Money>) {
  const bands = bandsOf(discount, base.currency, path)
  if (bands === null) {
    const percent: Decimal = decimal(
      discount.percent ??
        complain(path, 'the discount has no percent', 'Say percent, or bands with thresholds'),
    )
    return { own: percentOfMoney(base, percent), before: zeroMoney(base.currency) }
  }
  const period = `${key}${base.currency}${periodKey(one.on, discount.per ?? 'year')}`
  const before = sums.get(period) ?? zeroMoney(base.currency)
  sums.set(period, addMoney(before, base))
  const step = discountStep(before, base, bands, discount.mode ?? 'marginal')
  return { own: step.own, before: step.retroactive }
}

function bandsOf(discount: Discount, currency: string, path: string): DiscountBand[] | null {
  const list =
    discount.bands ??
    (discount.above === undefined ? null : [{ above: discount.above, percent: discount.percent ?? '0' }])
  if (list === null) return null
  return list
    .map((band) => ({ above: amountOf(band.above, currency, path), percent: decimal(band.percent) }))
    .sort((a, b) => (a.above.minor < b.above.minor ? -1 : a.above.minor > b.above.minor ? 1 : 0))
}

/** What a passed threshold changes for the work before it, as a credit of its own on the day it was passed. */
function cliffWork(one: Valued, discount: Discount, amount: Money): Valued {
  const name = discount.name ?? discount.id
  const size = formatMoney({ ...amount, minor: amount.minor < 0n ? -amount.minor : amount.minor })
  const given = amount.minor > 0n ? 'is credited' : 'is charged again'
  return madeWork({
    id: `${one.contract}:${one.line}:discount:${discount.id}:${one.work}`,
    kind: 'discount',
    on: one.on,
    contract: one.contract!,
    line: one.line!,
    amount: { ...amount, minor: -amount.minor },
    more: { discounts: [{ id: discount.id, base: '0', amount: formatMoney(amount) }] },
    story: `With ${one.work} discount ${name} counts for everything before: ${size} ${amount.currency} ${given}.`,
  })
}
