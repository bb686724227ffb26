/** The entries of work: its cost, its accrual and reversal, and what entities of the firm charge each other. */
import { debitCredit, type EntryHead, entryOf, type JournalEntry } from '../../accounting/journal.ts'
import { negateMoney } from '../../accounting/amounts.ts'
import type { Day } from '../../kernel/dates.ts'
import { sumMoney } from '../../kernel/money.ts'
import type { BookWork } from './book-work.ts'
import type { Ledger, Ledgers } from './ledgers.ts'
import type { Lent } from './lent-work.ts'

export function headOf(
  ledgers: Ledgers,
  ledger: Ledger,
  about: { id: string; on: Day; event: string; about: string; correlation?: string | null },
): EntryHead {
  const bookedOn = ledgers.bookedOn(ledger, about.on)
  if (bookedOn === null) {
    const reason = `the period of ${about.on} is closed and its corrections wait`
    ledgers.wait({ about: about.about, code: 'PERIOD_CLOSED', reason })
  }
  return { ledger: ledger.id, currency: ledger.currency, bookedOn, correlation: null, ...about }
}

/** Cost is booked when work is approved, in the ledger of the entity that bears it. It is never written down. */
export function costEntries(ledgers: Ledgers, works: readonly BookWork[]): JournalEntry[] {
  return works.flatMap((one) => {
    const { cost, lender, valued } = one
    if (!one.approved || cost === null) return []
    const value = ledgers.value(cost, lender.currency, valued.on, 'cost', valued.work)
    if (value === null) return []
    const to = valued.kind === 'time' ? 'payroll_allocation' : 'accounts_payable'
    const correlation = one.lender.id === one.ledger.id ? null : valued.work
    const about = { id: `${valued.work}/cost`, on: valued.on, event: 'cost', about: valued.work, correlation }
    return [entryOf(headOf(ledgers, lender, about), debitCredit('project_cost', to, cost, value))]
  })
}

/** Lender and borrower book the same amount under one correlation: a claim with revenue, and cost with a debt. */
export function transferEntries(ledgers: Ledgers, lent: readonly Lent[]): JournalEntry[] {
  return lent.flatMap(({ work, transfer }) => {
    const { valued, lender, ledger } = work
    const atLender = ledgers.value(transfer, lender.currency, valued.on, 'cost', valued.work)
    const atBorrower = ledgers.value(transfer, ledger.currency, valued.on, 'cost', valued.work)
    if (atLender === null || atBorrower === null) return []
    const about = { on: valued.on, about: valued.work, correlation: valued.work }
    const sale = { ...about, id: `${valued.work}/intercompany_sale`, event: 'intercompany_sale' }
    const cost = { ...about, id: `${valued.work}/intercompany_cost`, event: 'intercompany_cost' }
    return [
      entryOf(
        headOf(ledgers, lender, sale),
        debitCredit('intercompany_receivable', 'intercompany_revenue', transfer, atLender),
      ),
      entryOf(
        headOf(ledgers, ledger, cost),
        debitCredit('project_cost', 'intercompany_payable', transfer, atBorrower),
      ),
    ]
  })
}

/** Unbilled work at its sales value, and out again with its document at the rate that it came in at. */
export function accrualEntries(ledgers: Ledgers, works: readonly BookWork[]): JournalEntry[] {
  if (ledgers.world.scenario.books?.accrue === 'none') return []
  return works.flatMap((one) =>
    one.movements.map((movement, at) => {
      const { work, on, amount, value } = movement
      const event = eventOf(movement)
      const id = event === 'accrual' ? `${work}/accrual` : `${work}/${event}/${at}`
      const head = headOf(ledgers, one.ledger, { id, on, event, about: work })
      const lines =
        amount.minor >= 0n
          ? debitCredit('wip', 'accrued_revenue', amount, value)
          : debitCredit('accrued_revenue', 'wip', negateMoney(amount), negateMoney(value))
      return entryOf(head, lines)
    }),
  )
}

function eventOf({ document, amount, adjusted }: BookWork['movements'][number]): string {
  const rises = amount.minor > 0n
  if (adjusted === true) return rises ? 'write_up' : 'write_down'
  if (document === null) return 'accrual'
  return rises ? 'accrual_again' : 'reversal'
}

/**
 * What a client keeps back of an invoice until it is released: earned with the first document that bills the work,
 * and a claim of its own until then.
 */
export function retainageEntries(
  ledgers: Ledgers,
  works: readonly BookWork[],
  otherwise: (one: BookWork['valued']) => boolean,
): JournalEntry[] {
  return works.flatMap((one) => {
    const { valued, ledger } = one
    const kept = valued.pieces.filter((piece) => piece.limit === 'retainage' && piece.bucket === 'parked')
    const first = one.billed.map((part) => part.on).sort()[0]
    const currency = kept[0]?.amount.currency
    if (!one.approved || first === undefined || currency === undefined || otherwise(valued)) return []
    const amounts = kept.map((piece) => piece.amount)
    const amount = sumMoney(amounts, currency)
    const value = ledgers.value(amount, ledger.currency, first, 'document', valued.work)
    if (value === null) return []
    const about = { id: `${valued.work}/retainage`, on: first, event: 'retainage', about: valued.work }
    return [
      entryOf(headOf(ledgers, ledger, about), debitCredit('retainage_receivable', 'revenue', amount, value)),
    ]
  })
}
