import type { Day } from '../kernel/dates.ts'
import { addMoney, type Money, zeroMoney } from '../kernel/money.ts'
import type { Purpose } from '../model/scenario/books.ts'
import type { JournalEntry } from './journal.ts'

type AccountBalance = { readonly debit: Money; readonly credit: Money; readonly balance: Money }
type TrialBalance = {
  readonly ledger: string
  readonly currency: string
  readonly accounts: ReadonlyMap<Purpose, AccountBalance>
  /** Of all lines: nothing, or an entry was lost. */
  readonly sum: Money
}

/** Every ledger with its accounts, in the ledger's currency, by what was booked up to a day; the day is included. */
export function trialBalances(entries: readonly JournalEntry[], asOf: Day): TrialBalance[] {
  const booked = entries.filter((one) => one.bookedOn !== null && one.bookedOn <= asOf)
  return [...Map.groupBy(booked, (one) => one.ledger)].map(([ledger, own]) => {
    const { currency } = own[0]!
    const accounts = new Map<Purpose, AccountBalance>()
    const nothing = zeroMoney(currency)
    let sum = nothing
    for (const { purpose, value } of own.flatMap((one) => one.lines)) {
      const { debit, credit, balance } = accounts.get(purpose) ?? {
        debit: nothing,
        credit: nothing,
        balance: nothing,
      }
      accounts.set(purpose, {
        debit: value.minor > 0n ? addMoney(debit, value) : debit,
        credit: value.minor < 0n ? { minor: credit.minor - value.minor, currency } : credit,
        balance: addMoney(balance, value),
      })
      sum = addMoney(sum, value)
    }
    return { ledger, currency, accounts, sum }
  })
}
