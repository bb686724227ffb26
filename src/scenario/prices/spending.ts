import { day } from '../../kernel/dates.ts'
import { type Decimal, decimal, formatDecimal, multiplyDecimal } from '../../kernel/decimal.ts'
import { compareDecimal } from '../../kernel/decimal.ts'
import { decimalOfMoney, formatMoney, type Money, moneyOfDecimal, zeroMoney } from '../../kernel/money.ts'
import { convert, type FoundRate } from '../../contracts/currencies/exchange.ts'
import { type Costs, costOf, priceOf } from '../../contracts/expenses.ts'
import type { ExpenseRules } from '../../model/scenario/expense-rules.ts'
import type { ReportedWork } from '../../model/scenario/work.ts'
import { complain } from '../complaint.ts'
import { rateOf } from '../exchange.ts'
import { amountOf, decimalOr } from '../known.ts'
import type { Agreed, World } from '../world.ts'

/** What was spent, what the client is asked for, and what stops it. */
export type Spent = {
  readonly costs: Costs
  readonly price: Money
  readonly held: readonly string[]
  readonly warnings: readonly string[]
  readonly rules: ExpenseRules
  readonly told: readonly string[]
}

/** Rules of the line, with those of the category before them. */
export function rulesFor(agreed: Agreed, work: ReportedWork): ExpenseRules {
  const rules = agreed.line.expenses ?? {}
  const own = rules.categories?.find((one) => one.category === work.category)
  return own === undefined ? rules : { ...rules, ...own }
}

export function spentOn(world: World, work: ReportedWork, agreed: Agreed): Spent {
  const { currency } = agreed.contract
  const rules = rulesFor(agreed, work)
  const path = `/work (${work.id})`
  const quantity = decimal(work.quantity ?? work.hours ?? '1')
  const gross = paid(work, quantity, work.currency ?? currency, path)
  const costs = costOf(gross, taxInside(work, gross.currency, path))
  const exchange = exchangeFor(world, work, rules, gross.currency, currency)
  const { held, warnings } = causes(work, rules, exchange && convert(gross, exchange))
  if (exchange === null && rules.fixedPrice === undefined)
    return {
      costs,
      price: zeroMoney(currency),
      held: ['MISSING_EXCHANGE_RATE', ...held],
      warnings,
      rules,
      told: [`No exchange rate from ${gross.currency} to ${currency} applies.`],
    }
  const base = rules.base === 'gross' ? costs.gross : costs.net
  const pricing = {
    markup: decimalOr(rules.markup, '0'),
    handlingFee: work.kind === 'subcontractor' ? decimalOr(rules.handlingFee, '0') : decimal('0'),
    multiplier: decimalOr(rules.multiplier, '1'),
    fixedPrice: rules.fixedPrice === undefined ? null : decimal(rules.fixedPrice),
  }
  const one: Decimal = { coefficient: 1n, scale: 0 }
  const rate = exchange ?? { from: gross.currency, to: currency, numerator: one, denominator: one, used: [] }
  const price = priceOf(base, quantity, pricing, rate)
  return { costs, price, held, warnings, rules, told: sentences(costs, base, price, rules, work, rate) }
}

function paid(work: ReportedWork, quantity: Decimal, currency: string, path: string): Money {
  if (work.amount !== undefined) return amountOf(work.amount, currency, `${path}/amount`)
  if (work.unitCost !== undefined)
    return moneyOfDecimal(multiplyDecimal(quantity, decimal(work.unitCost)), currency, 'half_away')
  return complain(path, 'it does not say what it cost', 'Say its amount, or its unitCost with a quantity')
}

function taxInside(work: ReportedWork, currency: string, path: string) {
  const tax = work.taxIncluded
  if (tax === undefined) return null
  if ((tax.rate === undefined) === (tax.amount === undefined))
    complain(`${path}/taxIncluded`, 'the tax is said twice or not at all', 'Say its rate, or its amount')
  return {
    rate: tax.rate === undefined ? null : decimal(tax.rate),
    amount: tax.amount === undefined ? null : amountOf(tax.amount, currency, `${path}/taxIncluded/amount`),
    recoverable: decimalOr(tax.recoverablePercent, '100'),
  }
}

function exchangeFor(
  world: World,
  work: ReportedWork,
  rules: ExpenseRules,
  from: string,
  to: string,
): FoundRate | null {
  const receipt = work.receiptOn ?? work.on
  const on = { receipt, work: work.on, posting: work.postedOn ?? receipt }[rules.exchangeOn ?? 'receipt']
  return rateOf(world, { type: rules.exchangeType }, from, to, day(on))
}

/** Only a receipt at or above the threshold is asked for; a vendor's cost is approved before the client pays. */
function causes(work: ReportedWork, rules: ExpenseRules, gross: Money | null) {
  const held: string[] = []
  const warnings: string[] = []
  if (work.receipt === false && rules.receiptFrom !== undefined && gross !== null)
    if (compareDecimal(decimalOfMoney(gross), decimal(rules.receiptFrom)) >= 0)
      (rules.missingReceipt === 'warn' ? warnings : held).push('RECEIPT_MISSING')
  if (work.kind === 'subcontractor' && (work.costApproval ?? 'approved') !== 'approved')
    (rules.unapprovedVendorCost === 'warn' ? warnings : held).push('VENDOR_COST_NOT_APPROVED')
  return { held, warnings }
}

function sentences(
  costs: Costs,
  base: Money,
  price: Money,
  rules: ExpenseRules,
  work: ReportedWork,
  rate: FoundRate,
): string[] {
  const money = (one: Money) => `${formatMoney(one)} ${one.currency}`
  const recovered =
    costs.recovered.minor === 0n
      ? ''
      : ` ${money(costs.recovered)} of tax is recovered, so that it cost ${money(costs.net)}.`
  const at = rate.used.map((one) => ` at ${formatDecimal(one.rate)} of ${one.on}`).join(' and')
  const markup = rules.markup === undefined ? '' : ` with ${rules.markup} % on it`
  const fee =
    rules.handlingFee === undefined || work.kind !== 'subcontractor'
      ? ''
      : ` with a fee of ${rules.handlingFee} %`
  const times = rules.multiplier === undefined ? '' : ` times ${rules.multiplier}`
  const how =
    rules.fixedPrice === undefined ? `${money(base)}${at}${times}${markup}${fee}` : 'its fixed price'
  return [`${money(costs.gross)} was paid.${recovered}`, `The client pays ${how}: ${money(price)}.`]
}
