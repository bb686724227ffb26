/** Periods of the ledger, and what the books are asked for: journals, revenue, intercompany, measures. */
import { type Static, Type } from 'typebox'
import { transferRule } from './intercompany-rules.ts'
import { measureRules } from './measure-rules.ts'
import { furtherCost, revenueRule } from './revenue-rules.ts'
import { currency, day, decimal, id, learned, list, oneOf, strict } from './text.ts'

export const fiscalPeriod = Type.Object(
  {
    legalEntity: Type.Optional(id),
    from: day,
    to: day,
    status: oneOf(['open', 'closed']),
    /** What is locked. Default: ledger. */
    lock: Type.Optional(oneOf(['time', 'billing', 'ledger'])),
    /**
     * Position of the log at which it was closed: what was known by then stands in it, and only what differs since
     * goes elsewhere. Left out, nothing of it had been booked.
     */
    closedAt: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  strict,
)
export const timeLock = Type.Object(
  {
    /** Days after the end of a month during which its time may still be entered or changed. */
    graceDays: Type.Integer({ minimum: 0, maximum: 366 }),
  },
  strict,
)
/** What the books are kept for. Every account has a purpose; a firm gives it a number of its own. */
const purposes = [
  'project_cost',
  'payroll_allocation',
  'accounts_payable',
  'wip',
  'accrued_revenue',
  'receivables',
  'retainage_receivable',
  'revenue',
  'tax',
  'withheld_tax',
  'deferred_revenue',
  'contract_asset',
  'contract_liability',
  'loss_expense',
  'loss_provision',
  'intercompany_receivable',
  'intercompany_revenue',
  'intercompany_payable',
  'cash',
  'exchange_result',
  'rounding',
] as const

/** What a target's ledger holds of unbilled work: accruals above zero, reversals below. */
const ledgerAccrual = Type.Object(
  {
    id,
    on: day,
    what: oneOf(['accrual', 'reversal']),
    contract: Type.Optional(id),
    work: Type.Optional(id),
    amount: decimal,
    currency,
    learned,
  },
  strict,
)
export const books = Type.Object(
  {
    /** Past days as of which the books are shown, beside the day of the question. */
    days: list(day, 1_000),
    /** Documents that are booked: those that were issued, or also those that this calculation makes. Default: issued. */
    documents: Type.Optional(oneOf(['issued', 'made'])),
    /** Whether approved unbilled work is accrued at its sales value. Default: sales_value. */
    accrue: Type.Optional(oneOf(['sales_value', 'none'])),
    /** Whether work that waits for approval counts in the accrual as of a day; never in journals. Default: true. */
    accruePending: Type.Optional(Type.Boolean()),
    /** The firm's own numbers of accounts. */
    accounts: list(Type.Object({ purpose: oneOf(purposes), account: id }, strict), 100),
    revenue: list(revenueRule, 10_000),
    furtherCosts: list(furtherCost),
    transfers: list(transferRule, 10_000),
    ledger: list(ledgerAccrual),
    measures: Type.Optional(measureRules),
  },
  strict,
)
export type Purpose = (typeof purposes)[number]
export type FiscalPeriod = Static<typeof fiscalPeriod>
