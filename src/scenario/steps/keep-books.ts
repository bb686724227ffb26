import { negateMoney } from '../../accounting/amounts.ts'
import { presented } from '../../accounting/contract-balance.ts'
import type { JournalEntry } from '../../accounting/journal.ts'
import { trialBalances } from '../../accounting/trial-balance.ts'
import type { Day } from '../../kernel/dates.ts'
import { formatMoney } from '../../kernel/money.ts'
import type { Purpose } from '../../model/scenario/books.ts'
import { bookWork } from '../books/book-work.ts'
import { billedOf, bookedDocuments } from '../books/booked-documents.ts'
import { advanceEntries, advanceStates, documentEntries, paymentEntries } from '../books/document-entries.ts'
import { accrualEntries, costEntries, retainageEntries, transferEntries } from '../books/entries.ts'
import { tellClearing, tellUnbilled } from '../books/tell-unbilled.ts'
import { ledgersOf } from '../books/ledgers.ts'
import { lentWork, tellLent } from '../books/lent-work.ts'
import { tellMeasures } from '../books/tell-measures.ts'
import { type Books, recognise, type Recognition, tellRecognition } from '../books/recognise.ts'
import { recordsOf } from '../books/records.ts'
import { daysOfBooks, recognisedOtherwise, revenueRules } from '../books/revenue-rules.ts'
import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'
import type { MadeDocument } from './make-documents.ts'

type Kept = {
  readonly journals: Record<string, unknown>[]
  readonly books: Record<string, unknown>
}

/**
 * Journals that balance, work in progress, revenue, what entities charge each other, and measures: kept for a scenario
 * that has a `books` member. They look at every work and never change it.
 */
export function keepBooks(world: World, valued: readonly Valued[], made: readonly MadeDocument[]): Kept {
  if (world.scenario.books === undefined) return { journals: [], books: {} }
  const ledgers = ledgersOf(world)
  const ruleFor = revenueRules(world)
  const days = daysOfBooks(world)
  const documents = bookedDocuments(world, made).filter((one) => one.on <= world.asOf)
  const otherwise = (one: Valued) => recognisedOtherwise(ruleFor(one.contract, one.line))
  const works = bookWork(ledgers, valued, billedOf(documents), otherwise)
  const loans = lentWork(ledgers, works)
  const lent = new Map(loans.map((one) => [one.work.valued.work, one]))
  const books: Books = { ledgers, works, lent, documents, ruleFor }
  const recognitions = recognise(books, days)
  const entries = [
    ...costEntries(ledgers, works),
    ...transferEntries(ledgers, loans),
    ...accrualEntries(ledgers, works),
    ...retainageEntries(ledgers, works, otherwise),
    ...advanceEntries(books),
    ...documentEntries(books, recognitions),
    ...paymentEntries(books),
  ].filter((one) => one.on <= world.asOf)
  const accounts = accountsOf(world)
  return {
    journals: entries.map((one) => tellEntry(one, accounts)),
    books: {
      records: recordsOf(works, lent),
      unbilled: tellUnbilled(books, days),
      clearing: tellClearing(books),
      revenue: tellRevenue(recognitions),
      contracts: tellPositions(recognitions),
      intercompany: loans.map(tellLent),
      advances: advanceStates(books).map((one) => ({
        id: one.id,
        contract: one.contract,
        currency: one.left.currency,
        received: formatMoney(one.received),
        used: formatMoney(one.used),
        refunded: formatMoney(one.refunded),
        left: formatMoney(one.left),
      })),
      ledgers: tellLedgers(entries, days, accounts),
      measures: tellMeasures(books),
      waiting: [...ledgers.waiting],
    },
  }
}

function accountsOf(world: World): (purpose: Purpose) => string {
  const own = new Map((world.scenario.books?.accounts ?? []).map((one) => [one.purpose, one.account]))
  return (purpose) => own.get(purpose) ?? purpose
}

function tellEntry(one: JournalEntry, account: (purpose: Purpose) => string): Record<string, unknown> {
  const { lines, ...head } = one
  return {
    ...head,
    lines: lines.map((line) => {
      const credit = line.value.minor < 0n || (line.value.minor === 0n && line.amount.minor < 0n)
      const shown = credit ? negateMoney(line.value) : line.value
      return {
        account: account(line.purpose),
        purpose: line.purpose,
        debit: credit ? null : formatMoney(shown),
        credit: credit ? formatMoney(shown) : null,
        amount: formatMoney(line.amount),
        currency: line.amount.currency,
      }
    }),
  }
}

function tellLedgers(
  entries: readonly JournalEntry[],
  days: readonly Day[],
  account: (purpose: Purpose) => string,
): Record<string, unknown>[] {
  const at = (day: Day) =>
    trialBalances(entries, day).map((one) => ({
      id: one.ledger,
      currency: one.currency,
      sum: formatMoney(one.sum),
      accounts: [...one.accounts].map(([purpose, { debit, credit, balance }]) => ({
        id: purpose,
        account: account(purpose),
        debit: formatMoney(debit),
        credit: formatMoney(credit),
        balance: formatMoney(balance),
      })),
    }))
  const last = at(days.at(-1)!)
  return last.map((one) => ({
    ...one,
    days: days.map((day) => ({ ...at(day).find((other) => other.id === one.id), id: day })),
  }))
}

function tellRevenue(recognitions: readonly Recognition[]): Record<string, unknown>[] {
  return [...Map.groupBy(recognitions, (one) => one.rule.id)].map(([id, own]) => ({
    ...tellRecognition(own.at(-1)!),
    id,
    contract: own[0]!.rule.contract,
    method: own[0]!.rule.method,
    days: own.map(tellRecognition),
  }))
}

/** One position a contract, whatever its rules say each. */
function tellPositions(recognitions: readonly Recognition[]): Record<string, unknown>[] {
  return [...Map.groupBy(recognitions, (one) => one.rule.contract)].map(([id, own]) => ({
    id,
    days: [...Map.groupBy(own, (one) => one.on)].map(([on, list]) => {
      const { currency } = list[0]!.revenue
      const sum = (amount: (one: Recognition) => bigint) => ({
        minor: list.reduce((total, one) => total + amount(one), 0n),
        currency,
      })
      const { asset, liability } = presented(
        sum((one) => one.revenue.minor),
        sum((one) => one.billed.minor),
      )
      return { id: on, currency, asset: formatMoney(asset), liability: formatMoney(liability) }
    }),
  }))
}
