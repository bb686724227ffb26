/** Entries of a ledger. Debit is above zero and credit below, so that every entry adds up to zero. */
import type { Day } from '../kernel/dates.ts'
import { assert } from '../kernel/errors.ts'
import { type Money, sumMoney, zeroMoney } from '../kernel/money.ts'
import type { Purpose } from '../model/scenario/books.ts'
import { negateMoney } from './amounts.ts'

export type JournalLine = {
  readonly purpose: Purpose
  /** In the currency of what happened. */
  readonly amount: Money
  /** In the currency of the ledger. */
  readonly value: Money
}
export type EntryHead = {
  readonly id: string
  /** The legal entity whose ledger it stands in. */
  readonly ledger: string
  /** Currency of the ledger. */
  readonly currency: string
  /** The day on which it happened, which never moves. */
  readonly on: Day
  /** The day on which it is booked; null while it waits for a closed period. */
  readonly bookedOn: Day | null
  readonly event: string
  /** The work, document or contract that it is about. */
  readonly about: string
  /** Shared by the entries of one thing that happened in several ledgers. */
  readonly correlation: string | null
}
export type JournalEntry = EntryHead & { readonly lines: readonly JournalLine[] }

/**
 * An entry that balances: in every currency of its amounts by what is handed in, which is asserted, and in the
 * currency of its ledger by a line of its own for what the rounding of each line leaves over. A difference beyond
 * a minor unit a line is no rounding, and asserted as well. Lines of nothing are left out.
 */
export function entryOf(head: EntryHead, lines: readonly JournalLine[]): JournalEntry {
  const currencies = new Set(lines.map((line) => line.amount.currency))
  for (const currency of currencies) {
    const amounts = lines.filter((line) => line.amount.currency === currency).map((line) => line.amount)
    assert(sumMoney(amounts, currency).minor === 0n, `Entry ${head.id} does not balance in ${currency}`)
  }
  const kept = lines.filter((line) => line.amount.minor !== 0n || line.value.minor !== 0n)
  const rest = sumMoney(
    kept.map((line) => line.value),
    head.currency,
  )
  if (rest.minor === 0n) return { ...head, lines: kept }
  const size = rest.minor < 0n ? -rest.minor : rest.minor
  assert(size <= BigInt(kept.length), `Entry ${head.id} is out of balance by more than rounding`)
  const rounding: JournalLine = {
    purpose: 'rounding',
    amount: zeroMoney(head.currency),
    value: negateMoney(rest),
  }
  return { ...head, lines: [...kept, rounding] }
}

/** Debit of one account and credit of the other, in the currency of what happened and in the ledger's. */
export function debitCredit(debit: Purpose, credit: Purpose, amount: Money, value: Money): JournalLine[] {
  return [
    { purpose: debit, amount, value },
    { purpose: credit, amount: negateMoney(amount), value: negateMoney(value) },
  ]
}
