/** Revenue of each rule as of each day of the books, with what is billed and what it cost. */
import { presented } from '../../accounting/contract-balance.ts'
import {
  constrain,
  type Loss,
  lossOf,
  overTimeByCost,
  overTimeByHours,
  straightLine,
} from '../../accounting/revenue.ts'
import { type Fraction, percentOf, shareOf } from '../../accounting/share.ts'
import { lesser } from '../../accounting/amounts.ts'
import { type Day, day } from '../../kernel/dates.ts'
import { decimal, formatDecimal } from '../../kernel/decimal.ts'
import { formatMoney, type Money, subtractMoney, sumMoney, zeroMoney } from '../../kernel/money.ts'
import type { RevenueRule } from '../../model/scenario/revenue-rules.ts'
import { complain } from '../complaint.ts'
import { billableOf, type BookWork } from './book-work.ts'
import type { BookedDocument } from './booked-documents.ts'
import { hoursOf } from './hours.ts'
import type { Ledgers } from './ledgers.ts'
import type { Lent } from './lent-work.ts'
import { amountOf } from '../known.ts'
import { currencyOf, estimateOn, furtherCosts, isOf, type RuleFor } from './revenue-rules.ts'

export type Recognition = {
  readonly rule: RevenueRule
  readonly on: Day
  readonly progress: Fraction | null
  /** Cumulative, as everything but `period`, which is since the day of the books before. */
  readonly revenue: Money
  readonly period: Money
  /** Worked and kept out of revenue: beyond a cap, or beyond the bound of the price. */
  readonly kept: Money
  readonly cost: Money
  readonly billed: Money
  readonly loss: Loss | null
}
export type Books = {
  readonly ledgers: Ledgers
  readonly works: readonly BookWork[]
  readonly lent: ReadonlyMap<string, Lent>
  readonly documents: readonly BookedDocument[]
  readonly ruleFor: RuleFor
}

export function recognise(books: Books, days: readonly Day[]): Recognition[] {
  const rules = books.ledgers.world.scenario.books?.revenue ?? []
  return rules.flatMap((rule) => {
    let before = zeroMoney(currencyOf(books.ledgers.world, rule))
    return days.map((on) => {
      const one = recogniseOn(books, rule, on)
      const period = subtractMoney(one.revenue, before)
      before = one.revenue
      return { ...one, period }
    })
  })
}

type Earned = { readonly progress: Fraction | null; readonly revenue: Money; readonly parked: Money }

function recogniseOn(books: Books, rule: RevenueRule, on: Day): Omit<Recognition, 'period'> {
  const { world } = books.ledgers
  const currency = currencyOf(world, rule)
  const path = `/books/revenue (${rule.id})`
  const bound = rule.constrainedTo === undefined ? null : amountOf(rule.constrainedTo, currency, path)
  const cost = costOf(books, rule, on, currency)
  const billed = billedUpTo(books, rule, on, currency)
  const earned = earnedOn(books, rule, on, { currency, cost, billed })
  const { revenue, kept } = constrain(earned.revenue, bound)
  return {
    rule,
    on,
    progress: earned.progress,
    revenue,
    kept: sumMoney([kept, earned.parked], currency),
    cost,
    billed,
    loss: lossOn(books, rule, on, { currency, cost, revenue, bound }),
  }
}

type Sums = { readonly currency: string; readonly cost: Money; readonly billed: Money }

function earnedOn(books: Books, rule: RevenueRule, on: Day, sums: Sums): Earned {
  const { world } = books.ledgers
  const { currency } = sums
  const parked = zeroMoney(currency)
  const own = books.works.filter(
    (one) => one.approved && one.valued.on <= on && isOf(books.ruleFor, rule, one.valued),
  )
  switch (rule.method) {
    case 'on_invoice':
      return { progress: null, revenue: sums.billed, parked }
    case 'right_to_invoice': {
      const value = (bucket: 'earned' | 'parked') =>
        sumMoney(
          own.flatMap(
            (one) => (bucket === 'earned' ? one.billable : billableOf(one.valued, ['parked'])) ?? [],
          ),
          currency,
        )
      return { progress: null, revenue: value('earned'), parked: value('parked') }
    }
    case 'milestone': {
      const reached = own.filter((one) => one.valued.kind === 'milestone')
      const amounts = reached.flatMap(
        (one) => billableOf(one.valued, ['priced', 'draft', 'issued', 'parked', 'held']) ?? [],
      )
      return { progress: null, revenue: sumMoney(amounts, currency), parked }
    }
    case 'straight_line':
      return { ...overSpan(rule, on, currency), parked }
    case 'over_time_hours': {
      const estimate = estimateOn(world, rule, on)
      if (estimate === undefined) return { progress: null, revenue: parked, parked }
      const hours = hoursOf(own.map((one) => one.valued))
      return { ...overTimeByHours(priceOf(rule, currency), hours, decimal(estimate.total)), parked }
    }
    case 'over_time_cost':
      return { ...byCost(books, rule, on, sums), parked }
  }
}

function byCost(books: Books, rule: RevenueRule, on: Day, { currency, cost }: Sums): Omit<Earned, 'parked'> {
  const { world } = books.ledgers
  const estimate = estimateOn(world, rule, on)
  if (estimate === undefined) return { progress: null, revenue: zeroMoney(currency) }
  const path = `/books/revenue (${rule.id})/estimates`
  const uninstalled = sumMoney(
    furtherCosts(world, books.ruleFor, rule, on)
      .filter((one) => one.uninstalled === true)
      .map((one) => inCurrency(books, one.amount, one.currency ?? currency, currency, day(one.on), one.id)),
    currency,
  )
  return overTimeByCost({
    price: priceOf(rule, currency),
    incurred: cost,
    estimate: amountOf(estimate.total, currency, path),
    uninstalled,
    uninstalledEstimate:
      estimate.uninstalled === undefined ? uninstalled : amountOf(estimate.uninstalled, currency, path),
  })
}

function overSpan(rule: RevenueRule, on: Day, currency: string): Omit<Earned, 'parked'> {
  const { from, to } = rule
  if (from === undefined || to === undefined || from > to)
    return complain(
      `/books/revenue (${rule.id})`,
      'a straight line has no first and last day, or they stand the wrong way round',
      'Add from and to, the first and the last day of the service',
    )
  const progress = straightLine(day(from), day(to), on, rule.spread ?? 'months')
  return { progress, revenue: shareOf(priceOf(rule, currency), progress) }
}

function priceOf(rule: RevenueRule, currency: string): Money {
  const path = `/books/revenue (${rule.id})`
  if (rule.price === undefined) return complain(path, `${rule.method} has no price`, 'Add the whole price')
  return amountOf(rule.price, currency, path)
}

function lossOn(
  books: Books,
  rule: RevenueRule,
  on: Day,
  given: { currency: string; cost: Money; revenue: Money; bound: Money | null },
): Loss | null {
  const estimate = estimateOn(books.ledgers.world, rule, on)
  if (rule.method !== 'over_time_cost' || rule.lossProvision === false || estimate === undefined) return null
  const price = priceOf(rule, given.currency)
  const expected = given.bound === null ? price : lesser(price, given.bound)
  const whole = amountOf(estimate.total, given.currency, `/books/revenue (${rule.id})/estimates`)
  return lossOf(expected, whole, given.revenue, given.cost)
}

/** What the work of a rule cost the entity that bills it, further cost with it, up to a day. */
function costOf(books: Books, rule: RevenueRule, on: Day, currency: string): Money {
  const { ledgers } = books
  const works = books.works.filter(
    (one) => one.approved && one.valued.on <= on && isOf(books.ruleFor, rule, one.valued),
  )
  const amounts = works.flatMap((one) => {
    const cost = books.lent.get(one.valued.work)?.transfer ?? one.cost
    return cost === null ? [] : (ledgers.value(cost, currency, one.valued.on, 'cost', one.valued.work) ?? [])
  })
  const further = furtherCosts(ledgers.world, books.ruleFor, rule, on).map((one) =>
    inCurrency(books, one.amount, one.currency ?? currency, currency, day(one.on), one.id),
  )
  return sumMoney([...amounts, ...further], currency)
}

function inCurrency(books: Books, text: string, from: string, to: string, on: Day, id: string): Money {
  const amount = amountOf(text, from, `/books/furtherCosts (${id})`)
  return books.ledgers.value(amount, to, on, 'cost', id) ?? zeroMoney(to)
}

function billedUpTo(books: Books, rule: RevenueRule, on: Day, currency: string): Money {
  const until = books.documents.filter((one) => one.on <= on && !one.advanceInvoice)
  return sumMoney(
    until.flatMap((one) =>
      billedBy(books, one)
        .filter((part) => part.rule === rule)
        .map((part) => part.amount),
    ),
    currency,
  )
}

/** What a document bills for each rule; what no work is named for belongs to its contract as a whole. */
export function billedBy(
  books: Books,
  document: BookedDocument,
): { readonly rule: RevenueRule | null; readonly amount: Money }[] {
  const valued = new Map(books.works.map((one) => [one.valued.work, one.valued]))
  return document.lines.flatMap((line) => {
    const parts = line.members.map((member) => {
      const one = valued.get(member.work)
      return {
        rule: books.ruleFor(one?.contract ?? document.contract, one?.line ?? null),
        amount: member.amount,
      }
    })
    const named = sumMoney(
      parts.map((part) => part.amount),
      document.currency,
    )
    const rest = { rule: books.ruleFor(document.contract, null), amount: subtractMoney(line.amount, named) }
    return [...parts, rest].filter((part) => part.amount.minor !== 0n)
  })
}

export function tellRecognition(one: Recognition): Record<string, unknown> {
  const { asset, liability } = presented(one.revenue, one.billed)
  const { currency } = one.revenue
  const percent = one.progress && formatDecimal(percentOf(one.progress, 2))
  return {
    id: one.on,
    currency,
    percent,
    revenue: formatMoney(one.revenue),
    period: formatMoney(one.period),
    kept: formatMoney(one.kept),
    cost: formatMoney(one.cost),
    margin: formatMoney(subtractMoney(one.revenue, one.cost)),
    billed: formatMoney(one.billed),
    contractAsset: formatMoney(asset),
    contractLiability: formatMoney(liability),
    provision: one.loss && formatMoney(one.loss.provision),
    totalLoss: one.loss && formatMoney(one.loss.total),
    story: storyOf(one, percent),
  }
}

function storyOf(one: Recognition, percent: string | null): string[] {
  const { currency } = one.revenue
  const said = [
    `By ${one.on} ${formatMoney(one.revenue)} ${currency} are revenue${percent === null ? '' : `, as ${percent} % is done`}; ${formatMoney(one.period)} of it in this period.`,
  ]
  if (one.kept.minor !== 0n)
    said.push(`${formatMoney(one.kept)} ${currency} were worked beyond what may be recognised.`)
  const position = subtractMoney(one.revenue, one.billed)
  if (position.minor > 0n)
    said.push(`${formatMoney(position)} ${currency} of it are not yet billed: a contract asset.`)
  if (position.minor < 0n)
    said.push(
      `${formatMoney({ ...position, minor: -position.minor })} ${currency} are billed and not yet earned: a contract liability.`,
    )
  if (one.loss !== null && one.loss.total.minor > 0n)
    said.push(
      `The contract loses ${formatMoney(one.loss.total)} ${currency}; ${formatMoney(one.loss.provision)} of it lie ahead and are provided for now.`,
    )
  return said
}
