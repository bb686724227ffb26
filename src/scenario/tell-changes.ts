/** What is said of documents that were there before, of proposals, and of what is to bill. */
import { type CreditBook, bookTotals } from '../contracts/changes/credit.ts'
import { addDecimal, compareDecimal, decimal, formatDecimal, multiplyDecimal } from '../kernel/decimal.ts'
import {
  decimalOfMoney,
  formatMoney,
  type Money,
  moneyOfDecimal,
  sumMoney,
  zeroMoney,
} from '../kernel/money.ts'
import type { AskedCreditResult, Proposal, StandingDocument } from '../model/scenario/result.ts'
import type { BilledDocument } from '../contracts/changes/standing.ts'
import type { Proposed } from './changes/proposals.ts'
import type { Piece } from './pieces.ts'
import type { Compared } from './steps/compare.ts'
import type { MadeCredits } from './steps/make-credits.ts'

export function tellProposals(proposals: readonly Proposed[]): Proposal[] {
  return proposals.map((one) => {
    const { currency } = one.amount
    const whole = one.style === 'credit_and_rebill'
    const credit = whole
      ? negative(one.billed.amount)
      : one.amount.minor < 0n
        ? one.amount
        : zeroMoney(currency)
    const rebill = whole ? one.instead.amount : one.amount.minor > 0n ? one.amount : zeroMoney(currency)
    const [creditTax, rebillTax] = [taxOf(credit, one), taxOf(rebill, one)]
    const sum = (...list: Money[]) => formatMoney(sumMoney(list, currency))
    return {
      id: one.id,
      document: one.document,
      work: one.work,
      contract: one.contract,
      quantity: formatDecimal(one.quantity),
      amount: formatMoney(one.amount),
      currency,
      cause: one.cause,
      style: one.style,
      billed: formatMoney(one.billed.amount),
      instead: formatMoney(one.instead.amount),
      credit: formatMoney(credit),
      rebill: formatMoney(rebill),
      creditTotal: sum(credit, creditTax),
      rebillTotal: sum(rebill, rebillTax),
      tax: sum(creditTax, rebillTax),
      total: sum(credit, creditTax, rebill, rebillTax),
    }
  })
}

function negative(amount: Money): Money {
  return { ...amount, minor: -amount.minor }
}

function taxOf(amount: Money, { taxRate }: Proposed): Money {
  if (taxRate === null) return zeroMoney(amount.currency)
  const product = multiplyDecimal(decimalOfMoney(amount), taxRate)
  const exact = { coefficient: product.coefficient, scale: product.scale + 2 }
  return moneyOfDecimal(exact, amount.currency, 'half_away')
}

export function tellExisting({ known, open }: Compared, credits: MadeCredits): StandingDocument[] {
  return known.documents.map((one) => {
    const book = credits.books.get(one.id)
    return {
      id: one.id,
      kind: one.kind,
      status: one.status,
      currency: one.currency,
      ...figuresOf(one, book),
      draft: one.status === 'draft' ? draftOf(one, open) : null,
    }
  })
}

function figuresOf(one: BilledDocument, book: CreditBook | undefined) {
  const spelled = ({ net, tax, total }: { net: Money; tax: Money; total: Money }) => ({
    net: formatMoney(net),
    tax: formatMoney(tax),
    total: formatMoney(total),
  })
  const zero = zeroMoney(one.currency)
  const none = spelled({ net: zero, tax: zero, total: zero })
  if (book === undefined) {
    const net = sumMoney(
      one.lines.map((line) => line.amount),
      one.currency,
    )
    return { billed: spelled({ net, tax: zero, total: net }), credited: none, left: none }
  }
  const { billed, credited, left } = bookTotals(book)
  return { billed: spelled(billed), credited: spelled(credited), left: spelled(left) }
}

function draftOf(one: BilledDocument, open: readonly Piece[]): 'kept' | 'made_anew' | 'empty' {
  const pieces = open.filter((piece) => piece.bucket === 'draft' && piece.document === one.id)
  if (pieces.length === 0) return 'empty'
  const now = Map.groupBy(pieces, (piece) => piece.work)
  const before = Map.groupBy(
    one.lines.flatMap((line) => line.members),
    (member) => member.work,
  )
  const same = [...before].every(([work, members]) => {
    const there = now.get(work) ?? []
    const minor = members.reduce((sum, member) => sum + member.amount.minor, 0n)
    const time = there.reduce((sum, piece) => addDecimal(sum, piece.quantity), decimal('0'))
    const billed = members.reduce((sum, member) => addDecimal(sum, member.quantity ?? time), decimal('0'))
    const money = there.reduce((sum, piece) => sum + piece.amount.minor, 0n)
    return minor === money && compareDecimal(time, billed) === 0
  })
  return same ? 'kept' : 'made_anew'
}

export function tellAsked(credits: MadeCredits): AskedCreditResult[] {
  return credits.asked.map(({ id, document, refused }) => ({
    id,
    document,
    made: refused === null,
    code: refused?.code ?? null,
    reason: refused?.message ?? null,
  }))
}

/** What of a contract waits for a document and what waits for an answer. Null quantity where units are mixed. */
export function tellToBill(contract: string, currency: string, { open, proposals }: Compared) {
  const pieces = open.filter((piece) => piece.contract === contract && piece.amount.currency === currency)
  const waiting = proposals.filter((one) => one.contract === contract && one.amount.currency === currency)
  const openSum = sumMoney(
    pieces.map((piece) => piece.amount),
    currency,
  )
  const proposed = sumMoney(
    waiting.map((one) => one.amount),
    currency,
  )
  const units = new Set(pieces.map((piece) => piece.unit))
  const quantity = pieces.reduce((sum, piece) => addDecimal(sum, piece.quantity), decimal('0'))
  return {
    open: formatMoney(openSum),
    openQuantity: units.size > 1 ? null : formatDecimal(quantity),
    proposed: formatMoney(proposed),
    total: formatMoney(sumMoney([openSum, proposed], currency)),
    currency,
  }
}
