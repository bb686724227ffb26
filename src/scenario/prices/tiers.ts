import {
  addDecimal,
  type Decimal,
  decimal,
  divideDecimal,
  formatDecimal,
  multiplyDecimal,
  subtractDecimal,
} from '../../kernel/decimal.ts'
import { formatMoney } from '../../kernel/money.ts'
import { areTiers, type TierRule, tierCharges } from '../../contracts/tiers.ts'
import type { Tiers } from '../../model/scenario/price-rules.ts'
import { complain } from '../complaint.ts'
import type { Piece, Unit, Valued } from '../pieces.ts'
import type { World } from '../world.ts'
import { inOrder, lineOf, periodKey, withoutRateCause } from './parts.ts'

const zero = decimal('0')
const secondsPer: Readonly<Record<Unit, bigint>> = { hour: 3600n, minute: 60n, second: 1n, day: 1n, unit: 1n }

/** Work at the prices of tiers, which the entries of a period fill together. */
export function tierWork(world: World, valued: readonly Valued[]): Valued[] {
  const groups = Map.groupBy(
    inOrder(valued.filter((one) => tiersOf(world, one) !== null && isCounted(one))),
    (one) => groupOf(one, tiersOf(world, one)!),
  )
  const priced = new Map<string, Valued>()
  for (const group of groups.values()) {
    const rules = tiersOf(world, group.at(-1)!)!
    const rule = ruleOf(rules, group[0]!)
    const whole = group.reduce((sum, one) => addDecimal(sum, quantityOf(one)), zero)
    let before = zero
    for (const one of group) {
      const { work, after } = through(one, rule, rules, before, whole)
      priced.set(one.work, work)
      before = after
    }
  }
  return valued.map((one) => priced.get(one.work) ?? one)
}

function tiersOf(world: World, one: Valued): Tiers | null {
  return lineOf(world, one)?.price?.tiers ?? null
}

/** What is not billable fills nothing. */
function isCounted(one: Valued): boolean {
  return (
    one.kind !== 'expense' && one.pieces.every((piece) => !['none', 'non_billable'].includes(piece.bucket))
  )
}

function groupOf(one: Valued, rules: Tiers): string {
  const per = rules.per ?? 'month'
  const period = per === 'entry' ? one.work : periodKey(one.on, per)
  return JSON.stringify([one.contract, one.line, isTime(one), period])
}

const isTime = (one: Valued) => one.unit === 'hour' || one.unit === 'minute' || one.unit === 'second'

/** Time is counted in seconds, because minutes are no decimals of an hour; thresholds and blocks grow with it. */
function scaleOf(one: Valued): bigint {
  return isTime(one) ? 3600n : 1n
}

function ruleOf(rules: Tiers, one: Valued): TierRule {
  const k = scaleOf(one)
  const scaled = (text: string): Decimal => multiplyDecimal(decimal(text), { coefficient: k, scale: 0 })
  const rule: TierRule = {
    mode: rules.mode ?? 'graduated',
    free: scaled(rules.free ?? '0'),
    tiers: rules.tiers.map((tier) => ({
      upTo: tier.upTo === undefined ? null : scaled(tier.upTo),
      // The price of a block is whole; the price of an hour is divided by its seconds afterwards.
      price: tier.size === undefined ? decimal(tier.price) : scaled(tier.price),
      size: tier.size === undefined ? null : scaled(tier.size),
      flat: tier.flat === undefined ? null : scaled(tier.flat),
    })),
  }
  if (!areTiers(rule.tiers))
    complain(
      `/contracts (${one.contract})/lines (${one.line})/price/tiers`,
      'the tiers do not rise, or the last one is closed',
      'List them by upTo, and leave it out of the last one',
    )
  return rule
}

function inBase(quantity: Decimal, unit: Unit): Decimal {
  return multiplyDecimal(quantity, { coefficient: secondsPer[unit], scale: 0 })
}

function quantityOf(one: Valued): Decimal {
  return one.pieces.reduce((sum, piece) => addDecimal(sum, inBase(piece.quantity, piece.unit)), zero)
}

function through(one: Valued, rule: TierRule, rules: Tiers, start: Decimal, whole: Decimal) {
  let before = start
  const pieces: Piece[] = []
  for (const piece of one.pieces) {
    const after = addDecimal(before, inBase(piece.quantity, piece.unit))
    pieces.push(...split(piece, rule, rules, { before, after, whole }, scaleOf(one)))
    before = after
  }
  return { work: withoutRateCause(one, pieces), after: before }
}

function split(
  piece: Piece,
  rule: TierRule,
  rules: Tiers,
  span: { before: Decimal; after: Decimal; whole: Decimal },
  per: bigint,
): Piece[] {
  const charges = tierCharges(rule, span, piece.amount.currency, per)
  if (charges.length === 0) return [{ ...piece, amount: { ...piece.amount, minor: 0n } }]
  let left = piece.quantity
  return charges.map((charge, at) => {
    const exact = divideDecimal(
      charge.quantity,
      { coefficient: secondsPer[piece.unit], scale: 0 },
      4,
      'half_away',
    )
    const quantity = at === charges.length - 1 ? left : exact
    left = subtractDecimal(left, quantity)
    const tier = charge.tier === 0 ? null : rules.tiers[charge.tier - 1]!
    const price = decimal(tier?.price ?? '0')
    const much =
      charge.blocks === null
        ? `${formatDecimal(quantity)} at ${formatDecimal(price)}`
        : `${formatDecimal(charge.blocks)} blocks of ${tier!.size} at ${formatDecimal(price)}`
    const where = charge.tier === 0 ? 'Free' : `Tier ${charge.tier}`
    const said = `${where}: ${much} come to ${formatMoney(charge.amount)} ${charge.amount.currency}.`
    return { ...piece, quantity, rate: price, amount: charge.amount, story: [...piece.story, said] }
  })
}
