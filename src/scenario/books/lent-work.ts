/** Work of one legal entity's people on the contract of another. */
import { type Margins, marginsOf, transferOf, type TransferPrice } from '../../accounting/intercompany.ts'
import { decimal, formatDecimal } from '../../kernel/decimal.ts'
import { formatMoney, type Money, zeroMoney } from '../../kernel/money.ts'
import type { TransferRule } from '../../model/scenario/intercompany-rules.ts'
import { complain } from '../complaint.ts'
import { type BookWork, perHour } from './book-work.ts'
import { knownIn } from '../world.ts'
import type { Ledgers } from './ledgers.ts'

export type Lent = {
  readonly work: BookWork
  readonly rule: string
  readonly transfer: Money
  readonly cost: Money
  readonly bill: Money
  /** In one currency: of the group where it has one, otherwise the borrower's. Null without an exchange rate. */
  readonly margins: Margins | null
}

export function lentWork(ledgers: Ledgers, works: readonly BookWork[]): Lent[] {
  return works.flatMap((work) => {
    if (!work.approved || work.lender.id === work.ledger.id || work.cost === null) return []
    const { valued, cost } = work
    const rule = ruleFor(ledgers, work)
    if (rule === null) {
      const reason = `no transfer price of ${work.lender.id} to ${work.ledger.id} is live on ${valued.on}`
      ledgers.wait({ about: valued.work, code: 'MISSING_RATE', reason })
      return []
    }
    const bill = work.billable ?? zeroMoney(work.ledger.currency)
    const transfer = priced(ledgers, work, rule, cost, bill)
    if (transfer === null) return []
    return [
      { work, rule: rule.id, transfer, cost, bill, margins: marginsIn(ledgers, work, cost, transfer, bill) },
    ]
  })
}

/** The live rule that says most of the work; of two alike the one learned last. */
function ruleFor(ledgers: Ledgers, { valued, lender, ledger }: BookWork): TransferRule | null {
  const reported = ledgers.world.work.find((one) => one.id === valued.work)
  const worker = reported?.worker === undefined ? undefined : ledgers.world.workers.get(reported.worker)
  const category = reported?.laborCategory ?? worker?.laborCategory
  const fits = (wanted: string | undefined, is: string | null | undefined): boolean =>
    wanted === undefined || wanted === is
  const live = knownIn(ledgers.world, ledgers.world.scenario.books?.transfers).filter(
    (one) =>
      (one.from ?? '') <= valued.on &&
      (one.to === undefined || valued.on <= one.to) &&
      fits(one.lender, lender.id) &&
      fits(one.borrower, ledger.id) &&
      fits(one.laborCategory, category) &&
      fits(one.contract, valued.contract),
  )
  const narrowness = (one: TransferRule): number =>
    [one.contract, one.laborCategory, one.lender, one.borrower].filter((each) => each !== undefined).length
  const ordered = live.sort((a, b) => narrowness(a) - narrowness(b) || (a.learned ?? 0) - (b.learned ?? 0))
  return ordered.at(-1) ?? null
}

function priced(
  ledgers: Ledgers,
  work: BookWork,
  rule: TransferRule,
  cost: Money,
  bill: Money,
): Money | null {
  const { valued } = work
  const hours = perHour(valued.unit)
  // What is no time is charged on by its cost, whatever an hour costs.
  const price: TransferPrice =
    hours === null && rule.method === 'fixed'
      ? { method: 'cost_plus', percent: decimal('0') }
      : priceOf(rule, rule.currency ?? work.ledger.currency)
  const own = transferOf(price, { quantity: valued.actual, perHour: hours ?? 1n, cost, bill })
  const to = rule.currency ?? own.currency
  return ledgers.value(own, to, valued.on, 'cost', valued.work)
}

function priceOf(rule: TransferRule, currency: string): TransferPrice {
  const path = `/books/transfers (${rule.id})`
  if (rule.method === 'fixed') {
    const { rate } = rule
    if (rate === undefined) return complain(path, 'a fixed price has no rate', 'Add the rate of an hour')
    return { method: 'fixed', rate: decimal(rate), currency }
  }
  const { percent } = rule
  if (percent === undefined) return complain(path, 'the percentage is missing', 'Add percent')
  return { method: rule.method, percent: decimal(percent) }
}

function marginsIn(
  ledgers: Ledgers,
  work: BookWork,
  cost: Money,
  transfer: Money,
  bill: Money,
): Margins | null {
  const to = ledgers.world.scenario.currencies?.group ?? work.ledger.currency
  const [a, b, c] = [cost, transfer, bill].map((one) =>
    ledgers.value(one, to, work.valued.on, 'cost', work.valued.work),
  )
  return a && b && c ? marginsOf(a, b, c) : null
}

export function tellLent(one: Lent): Record<string, unknown> {
  const { work, transfer, cost, bill, margins } = one
  const story = [
    `${work.lender.id} lends ${work.ledger.id} the worker of ${work.valued.work} by transfer price ${one.rule}.`,
    `It costs the lender ${formatMoney(cost)} ${cost.currency} and the borrower ${formatMoney(transfer)} ${transfer.currency}; the client pays ${formatMoney(bill)} ${bill.currency}.`,
  ]
  return {
    id: work.valued.work,
    correlation: work.valued.work,
    lender: work.lender.id,
    borrower: work.ledger.id,
    rule: one.rule,
    lenderCost: formatMoney(cost),
    lenderCostCurrency: cost.currency,
    transfer: formatMoney(transfer),
    transferCurrency: transfer.currency,
    bill: formatMoney(bill),
    billCurrency: bill.currency,
    margins: margins && {
      currency: margins.group.currency,
      lender: formatMoney(margins.lender),
      borrower: formatMoney(margins.borrower),
      group: formatMoney(margins.group),
      groupPercent: margins.groupPercent && formatDecimal(margins.groupPercent),
    },
    story,
  }
}
