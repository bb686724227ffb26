import { addDecimal, type Decimal, decimal } from '../../kernel/decimal.ts'
import { addMoney, formatMoney, type Money, subtractMoney, sumMoney } from '../../kernel/money.ts'
import { type Adjusted, toAmount, toAmounts, toQuantity } from '../../contracts/adjustments.ts'
import { percentOfMoney } from '../../contracts/retainage.ts'
import type { Adjustment } from '../../model/scenario/adjustments.ts'
import { complain } from '../complaint.ts'
import { amountOf } from '../known.ts'
import type { Piece, Valued } from '../pieces.ts'
import { extendUnit } from '../prices/parts.ts'
import { knownIn, type World } from '../world.ts'

const words = { write_up: 'written up', write_down: 'written down', write_off: 'written off' } as const

/**
 * Write-ups, write-downs and write-offs, in the order of their days. What is taken off stands beside the rest as
 * written off. Cost and standard value never change, and what nobody else approved changes nothing.
 */
export function adjustWork(world: World, valued: readonly Valued[]): Valued[] {
  const reported = new Map(world.work.map((one) => [one.id, one]))
  return valued.map((one) => {
    const list = knownIn(world, reported.get(one.work)?.adjustments).filter((each) => each.on <= world.asOf)
    return adjustedBy(one, list)
  })
}

/** One work after these decisions, in the order of their days and of their ids. */
export function adjustedBy(one: Valued, rules: readonly Adjustment[]): Valued {
  if (rules.length === 0) return one
  return rules
    .toSorted((a, b) => (a.on !== b.on ? (a.on < b.on ? -1 : 1) : a.id < b.id ? -1 : 1))
    .reduce((work, each) => adjusted(work, each), one)
}

function adjusted(one: Valued, rule: Adjustment): Valued {
  const why = waitsFor(one, rule)
  if (why !== null) return { ...one, story: [...one.story, `It is not ${words[rule.what]}: ${why}.`] }
  const billable = one.pieces.filter((piece) => piece.bucket === 'priced')
  const rest = one.pieces.filter((piece) => piece.bucket !== 'priced')
  const { currency } = billable[0]!.amount
  const before = sumMoney(
    billable.map((piece) => piece.amount),
    currency,
  )
  const parts = resultOf(one, rule, billable, before)
  const after = sumMoney(
    parts.map((part) => part.kept.amount),
    currency,
  )
  const change = subtractMoney(after, before)
  if (rule.what === 'write_up' ? change.minor < 0n : change.minor > 0n) {
    const said = `It is not ${words[rule.what]}: it is worth ${formatMoney(before)} by now.`
    return { ...one, story: [...one.story, said] }
  }
  const reason = rule.note ?? rule.reason ?? words[rule.what]
  const kept = parts.map(({ kept: part }, at) => ({ ...billable[at]!, ...part }))
  const off = parts.flatMap(({ off: part }, at): Piece[] =>
    part.amount.minor === 0n && part.quantity.coefficient === 0n
      ? []
      : [{ ...billable[at]!, ...part, bucket: 'written_off', reason, story: [] }],
  )
  const some = kept.filter((piece) => piece.amount.minor !== 0n || piece.quantity.coefficient !== 0n)
  const said = `On ${rule.on} it was ${words[rule.what]} from ${formatMoney(before)} to ${formatMoney(after)} ${currency}${byWhom(rule)}: ${reason}.`
  const pieces = [...some, ...rest, ...off]
  return {
    ...one,
    pieces,
    billed: quantityOf(pieces),
    ...told(one, rule, change),
    story: [...one.story, said],
  }
}

function byWhom({ by, approvedBy }: Adjustment): string {
  const proposed = by === undefined ? '' : `, proposed by ${by}`
  return approvedBy === undefined ? proposed : `${proposed}, approved by ${approvedBy}`
}

function waitsFor(one: Valued, rule: Adjustment): string | null {
  const decision = rule.decision ?? 'approved'
  if (decision !== 'approved') return decision === 'waiting' ? 'nobody approved it yet' : 'it was refused'
  if (rule.by !== undefined && rule.by === rule.approvedBy) return 'its author cannot approve it'
  if (one.held.length > 0) return 'the work itself is held'
  const billed = one.pieces.find((piece) => piece.bucket === 'priced')
  if (billed === undefined) return 'nothing of it is billable'
  const { currency } = billed.amount
  return rule.currency === undefined || rule.currency === currency
    ? null
    : `it is billed in ${currency} by now`
}

function resultOf(one: Valued, rule: Adjustment, billable: readonly Piece[], before: Money): Adjusted[] {
  const { currency } = before
  const path = `/work (${one.work})/adjustments (${rule.id})`
  const { toQuantity: quantity, toRate, toAmount: amount, byAmount, byPercent } = rule
  const said = [quantity, toRate, amount, byAmount, byPercent].filter((each) => each !== undefined).length
  if (said > 1) complain(path, 'it says in several ways how much', 'Say one of them')
  // More is never taken off than there is: the work may be worth less by now than it was when that was decided.
  const moved = (size: Money): Money => {
    if (rule.what === 'write_up') return addMoney(before, size)
    const less = subtractMoney(before, size)
    return less.minor < 0n && before.minor >= 0n ? { minor: 0n, currency } : less
  }
  if (quantity !== undefined) return toQuantity(billable, decimal(quantity), currency)
  if (amount !== undefined) return toAmount(billable, amountOf(amount, currency, path))
  if (byAmount !== undefined) return toAmount(billable, moved(amountOf(byAmount, currency, path)))
  if (byPercent !== undefined) return toAmount(billable, moved(percentOfMoney(before, decimal(byPercent))))
  if (toRate !== undefined) {
    const rate = decimal(toRate)
    return toAmounts(
      billable,
      billable.map((piece) => extendUnit(piece.quantity, piece.unit, rate, currency)),
    )
  }
  if (rule.what !== 'write_off')
    complain(path, 'it does not say how much', 'Say toQuantity, toRate or toAmount')
  const nothing = { minor: 0n, currency }
  const none: Decimal = { coefficient: 0n, scale: 0 }
  return billable.map(({ quantity: all, amount: value }) => ({
    kept: { quantity: none, amount: nothing },
    off: { quantity: all, amount: value },
  }))
}

function quantityOf(pieces: readonly Piece[]): Decimal {
  return pieces.reduce((sum, piece) => addDecimal(sum, piece.quantity), {
    coefficient: 0n,
    scale: 0,
  } as Decimal)
}

function told(one: Valued, rule: Adjustment, change: Money): Pick<Valued, 'more'> {
  const before = (one.more?.adjustments as readonly unknown[] | undefined) ?? []
  const entry = {
    id: rule.id,
    what: rule.what,
    on: rule.on,
    amount: formatMoney(change),
    reason: rule.reason ?? null,
    approvedBy: rule.approvedBy ?? null,
  }
  return { more: { ...one.more, adjustments: [...before, entry] } }
}
