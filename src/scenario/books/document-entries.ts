/** The entries of documents, of money that comes in, and of advances. */
import { negateMoney } from '../../accounting/amounts.ts'
import { moveBalance, type Position } from '../../accounting/contract-balance.ts'
import { debitCredit, entryOf, type JournalEntry, type JournalLine } from '../../accounting/journal.ts'
import { shareOf } from '../../accounting/share.ts'
import { type Day, day } from '../../kernel/dates.ts'
import { addMoney, type Money, subtractMoney, sumMoney, zeroMoney } from '../../kernel/money.ts'
import { headOf } from './entries.ts'
import type { BookedDocument } from './booked-documents.ts'
import type { Ledger, Ledgers } from './ledgers.ts'
import { billedBy, type Books, type Recognition } from './recognise.ts'
import { amountOf } from '../known.ts'
import { knownIn } from '../world.ts'
import { recognisedOtherwise } from './revenue-rules.ts'

type Positions = Map<string, Position>

/**
 * Documents and recognitions in the order of their days, documents first, because each contract has one position that
 * both move: what is billed ahead is a liability, and what is recognised ahead an asset.
 */
export function documentEntries(books: Books, recognitions: readonly Recognition[]): JournalEntry[] {
  const positions: Positions = new Map()
  const provisions = new Map<string, Money>()
  const steps = [
    ...books.documents.map((one) => ({
      on: one.on,
      after: 0,
      make: () => documentEntry(books, one, positions),
    })),
    ...recognitions.map((one) => ({
      on: one.on,
      after: 1,
      make: () => [...recognitionEntry(books, one, positions), ...provisionEntry(books, one, provisions)],
    })),
  ]
  steps.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.after - b.after))
  return steps.flatMap((one) => one.make())
}

function documentEntry(books: Books, document: BookedDocument, positions: Positions): JournalEntry[] {
  const { ledgers } = books
  const ledger = ledgers.ofContract(document.contract, document.on)
  const { currency } = ledger
  const worth = (amount: Money) => ledgers.value(amount, currency, document.on, 'document', document.id)
  const values = [document.net, document.tax].map(worth)
  const [net, tax] = values
  if (!net || !tax) return []
  const total = addMoney(net, tax)
  const parts = document.advanceInvoice ? [] : billedBy(books, document)
  const later = parts.filter((one) => recognisedOtherwise(one.rule))
  const deferred = sumMoney(
    later.map((one) => one.amount),
    document.currency,
  )
  const deferredValue = worth(deferred) ?? zeroMoney(currency)
  const own = subtractMoney(document.net, deferred)
  const ownValue = subtractMoney(net, deferredValue)
  const lines: JournalLine[] = [
    { purpose: 'receivables', amount: addMoney(document.net, document.tax), value: total },
    {
      purpose: document.advanceInvoice ? 'deferred_revenue' : 'revenue',
      amount: negateMoney(own),
      value: negateMoney(ownValue),
    },
    { purpose: 'tax', amount: negateMoney(document.tax), value: negateMoney(tax) },
  ]
  const key = document.contract ?? ''
  const moved = moveBalance(positionOf(positions, key, document.currency, currency), {
    amount: negateMoney(deferred),
    value: negateMoney(deferredValue),
  })
  positions.set(key, moved.after)
  lines.push(...moved.lines)
  // An asset leaves at what it stood for; the claim on the client is worth what the day says.
  const difference = sumMoney(
    moved.lines.map((line) => line.value),
    currency,
  )
  const result = negateMoney(addMoney(deferredValue, difference))
  lines.push({ purpose: 'exchange_result', amount: zeroMoney(document.currency), value: result })
  const head = headOf(ledgers, ledger, {
    id: `${document.id}/document`,
    on: document.on,
    event: document.net.minor < 0n ? 'credit_note' : 'invoice',
    about: document.id,
  })
  return [entryOf(head, lines)]
}

function positionOf(positions: Positions, key: string, currency: string, ledger: string): Position {
  return positions.get(key) ?? { amount: zeroMoney(currency), value: zeroMoney(ledger) }
}

function recognitionEntry(books: Books, one: Recognition, positions: Positions): JournalEntry[] {
  if (!recognisedOtherwise(one.rule) || one.period.minor === 0n) return []
  const { ledgers } = books
  const ledger = ledgers.ofContract(one.rule.contract, one.on)
  const value = ledgers.value(one.period, ledger.currency, one.on, 'accrual', one.rule.id)
  if (value === null) return []
  const before = positionOf(positions, one.rule.contract, one.period.currency, ledger.currency)
  const moved = moveBalance(before, { amount: one.period, value })
  positions.set(one.rule.contract, moved.after)
  const earned = sumMoney(
    moved.lines.map((line) => line.value),
    ledger.currency,
  )
  const revenue: JournalLine = {
    purpose: 'revenue',
    amount: negateMoney(one.period),
    value: negateMoney(earned),
  }
  const id = `${one.rule.id}/revenue/${one.on}`
  const head = headOf(ledgers, ledger, { id, on: one.on, event: 'revenue', about: one.rule.id })
  return [entryOf(head, [...moved.lines, revenue])]
}

function provisionEntry(books: Books, one: Recognition, provisions: Map<string, Money>): JournalEntry[] {
  if (one.loss === null) return []
  const { ledgers } = books
  const before = provisions.get(one.rule.id) ?? zeroMoney(one.loss.provision.currency)
  const change = subtractMoney(one.loss.provision, before)
  const ledger = ledgers.ofContract(one.rule.contract, one.on)
  const value = ledgers.value(change, ledger.currency, one.on, 'accrual', one.rule.id)
  if (change.minor === 0n || value === null) return []
  provisions.set(one.rule.id, one.loss.provision)
  const id = `${one.rule.id}/provision/${one.on}`
  const head = headOf(ledgers, ledger, { id, on: one.on, event: 'loss_provision', about: one.rule.id })
  return [entryOf(head, debitCredit('loss_expense', 'loss_provision', change, value))]
}

/** Payments at the rate of their day; what that leaves of the claim's own value is gained or lost by exchange. */
export function paymentEntries(books: Books): JournalEntry[] {
  const { ledgers, documents } = books
  const paid = new Map<string, Money>()
  const payments = knownIn(ledgers.world, ledgers.world.scenario.payments).sort((a, b) =>
    a.on < b.on ? -1 : a.on > b.on ? 1 : 0,
  )
  return payments.flatMap((payment) => {
    const document = documents.find((one) => one.id === payment.document)
    if (document === undefined) {
      const reason = `it pays ${payment.document}, which is not in the books`
      ledgers.wait({ about: payment.id, code: 'ERP_DOCUMENT_UNKNOWN', reason })
      return []
    }
    const amount = amountOf(payment.amount, document.currency, `/payments (${payment.id})`)
    const ledger = ledgers.ofContract(document.contract, document.on)
    const claim = claimOf(ledgers, document, ledger)
    const on = day(payment.on)
    const cash = ledgers.value(amount, ledger.currency, on, 'payment', payment.id)
    if (claim === null || cash === null) return []
    const before = paid.get(document.id) ?? zeroMoney(document.currency)
    const after = addMoney(before, amount)
    paid.set(document.id, after)
    const cleared = subtractMoney(clearedBy(claim, document, after), clearedBy(claim, document, before))
    const head = headOf(ledgers, ledger, {
      id: `${payment.id}/payment`,
      on,
      event: 'payment',
      about: document.id,
    })
    return [
      entryOf(head, [
        { purpose: 'cash', amount, value: cash },
        { purpose: 'receivables', amount: negateMoney(amount), value: negateMoney(cleared) },
        {
          purpose: 'exchange_result',
          amount: zeroMoney(document.currency),
          value: subtractMoney(cleared, cash),
        },
      ]),
    ]
  })
}

/** What a claim is worth in its ledger, net and tax converted each. */
function claimOf(ledgers: Ledgers, document: BookedDocument, ledger: Ledger): Money | null {
  const worth = (amount: Money) =>
    ledgers.value(amount, ledger.currency, document.on, 'document', document.id)
  const [net, tax] = [worth(document.net), worth(document.tax)]
  return net && tax && addMoney(net, tax)
}

function clearedBy(claim: Money, document: BookedDocument, paid: Money): Money {
  const { minor } = document.total
  return minor === 0n ? zeroMoney(claim.currency) : shareOf(claim, sign(paid.minor, minor))
}

function sign(numerator: bigint, denominator: bigint) {
  return denominator < 0n ? { numerator: -numerator, denominator: -denominator } : { numerator, denominator }
}

type AdvanceState = {
  readonly id: string
  readonly contract: string
  readonly received: Money
  readonly used: Money
  readonly refunded: Money
  readonly left: Money
}

/** An advance is owed to the client until documents use it: deferred revenue. */
export function advanceStates(books: Books): AdvanceState[] {
  return advancesOf(books).map(({ id, contract, amount, uses, refunds }) => {
    const sum = (list: readonly { amount: Money }[]) =>
      sumMoney(
        list.map((one) => one.amount),
        amount.currency,
      )
    const [used, refunded] = [sum(uses), sum(refunds)]
    return {
      id,
      contract,
      received: amount,
      used,
      refunded,
      left: subtractMoney(subtractMoney(amount, used), refunded),
    }
  })
}

type BookedAdvance = {
  readonly id: string
  readonly contract: string
  readonly amount: Money
  readonly on: Day
  readonly uses: readonly { document: string; on: Day; amount: Money }[]
  readonly refunds: readonly { id: string; on: Day; amount: Money }[]
}

/** Advances that were invoiced by the day of the question. One that says no day was invoiced before its first use. */
function advancesOf({ ledgers }: Books): BookedAdvance[] {
  const { world } = ledgers
  return [...world.contracts].flatMap(([contract, versions]) => {
    const { advances, currency, from } = versions.at(-1)!
    return knownIn(world, advances).flatMap((one) => {
      const path = `/contracts (${contract})/advances (${one.id})`
      const uses = (one.applied ?? []).map((use) => ({
        document: use.document,
        on: day(use.on),
        amount: amountOf(use.amount, currency, path),
      }))
      if (one.dueOn !== undefined && one.invoicedOn === undefined) return []
      const first = uses.map((use) => use.on).sort()[0]
      const on = one.invoicedOn ?? one.paidOn ?? from ?? first ?? world.asOf
      if (on > world.asOf) return []
      const refunds = (one.refunds ?? []).map((each) => ({
        id: each.id,
        on: day(each.on),
        amount: amountOf(each.amount, currency, path),
      }))
      return [
        { id: one.id, contract, amount: amountOf(one.amount, currency, path), on: day(on), uses, refunds },
      ]
    })
  })
}

export function advanceEntries(books: Books): JournalEntry[] {
  const { ledgers } = books
  return advancesOf(books).flatMap((advance) => {
    const ledger = ledgers.ofContract(advance.contract, advance.on)
    const entry = (id: string, on: Day, event: string, about: string, of: Money, accounts: Accounts) => {
      // Money held for a client is no claim to be valued anew: it leaves at the rate that it came in at.
      const value = ledgers.value(of, ledger.currency, advance.on, 'document', about)
      if (value === null) return []
      const head = headOf(ledgers, ledger, { id: `${advance.id}/${id}`, on, event, about })
      return [entryOf(head, debitCredit(accounts[0], accounts[1], of, value))]
    }
    return [
      ...entry('advance', advance.on, 'advance', advance.id, advance.amount, [
        'receivables',
        'deferred_revenue',
      ]),
      ...advance.uses.flatMap((use) =>
        entry(`use/${use.document}`, use.on, 'advance_used', use.document, use.amount, [
          'deferred_revenue',
          'receivables',
        ]),
      ),
      ...advance.refunds.flatMap((one) =>
        entry(`refund/${one.id}`, one.on, 'advance_refunded', advance.id, one.amount, [
          'deferred_revenue',
          'cash',
        ]),
      ),
    ]
  })
}
type Accounts = readonly [JournalLine['purpose'], JournalLine['purpose']]
