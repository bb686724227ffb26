/** What documents bill of each work, once cancelled ones and credits are taken into account. */
import type { Day } from '../../kernel/dates.ts'
import { addDecimal, compareDecimal, type Decimal, isZero, negateDecimal } from '../../kernel/decimal.ts'
import { type Rejection, reject } from '../../kernel/errors.ts'
import { formatMoney, type Money, zeroMoney } from '../../kernel/money.ts'

type DocumentStatus = 'draft' | 'in_flight' | 'in_doubt' | 'issued' | 'cancelled'

export type BilledMember = {
  readonly work: string
  readonly part: string | null
  /** Null on an invoice: all that is left of the work. */
  readonly quantity: Decimal | null
  readonly amount: Money
  readonly corrects: string | null
}
export type BilledLine = {
  readonly id: string
  readonly amount: Money
  readonly taxCode: string | null
  /** Percent, as it was when the document was issued. */
  readonly taxRate: Decimal | null
  /** The line of the corrected document, on a credit note. */
  readonly credits: string | null
  readonly reopens: boolean
  readonly members: readonly BilledMember[]
}
export type BilledDocument = {
  readonly id: string
  readonly kind: 'invoice' | 'credit_note'
  readonly contract: string | null
  readonly currency: string
  readonly on: Day
  readonly status: DocumentStatus
  readonly corrects: string | null
  readonly purchaseOrder: string | null
  readonly taxPer: 'document' | 'line'
  readonly learned: number
  readonly lines: readonly BilledLine[]
}

/** A part of a work that a document bills, after every credit of it. */
export type Standing = {
  readonly document: string
  readonly line: string
  readonly contract: string | null
  readonly work: string
  readonly part: string | null
  readonly corrects: string | null
  /** Null: all that is left of the work. */
  readonly quantity: Decimal | null
  readonly amount: Money
  readonly status: Exclude<DocumentStatus, 'draft' | 'cancelled'>
  /** Credited and not to be billed again. */
  readonly forGood: { readonly quantity: Decimal; readonly amount: Money }
  /** Money given back without time: for less worth where there is less, and for good otherwise. */
  readonly given: Money
  /** Quantity that credits opened again. */
  readonly reopened: Decimal
}

const none: Decimal = { coefficient: 0n, scale: 0 }
type Open = { -readonly [Key in keyof Standing]: Standing[Key] }

/**
 * What stands of each work, the earlier document first. Credits of a cancelled document give nothing back a second
 * time, and a cancelled credit gives nothing back. Refuses a credit of work that the document does not hold that
 * much of. The order in which documents are told does not matter.
 */
export function standingOf(documents: readonly BilledDocument[]): Standing[] | Rejection {
  const found: Open[] = []
  const byWork = new Map<string, Open[]>()
  const counting = countingDocuments(documents)
  for (const document of counting) {
    if (document.kind === 'credit_note') continue
    for (const line of document.lines) {
      for (const member of line.members) {
        const one = openOf(document, line, member)
        found.push(one)
        const same = byWork.get(one.work)
        if (same === undefined) byWork.set(one.work, [one])
        else same.push(one)
      }
    }
  }
  for (const credit of counting) {
    if (credit.kind !== 'credit_note') continue
    for (const line of credit.lines) {
      for (const member of line.members) {
        const refused = giveBack(credit, line, member, byWork.get(member.work) ?? [])
        if (refused !== null) return refused
      }
    }
  }
  return found
}

type Counting = BilledDocument & { readonly status: Standing['status'] }

/**
 * The documents whose amounts stand, the earlier first: no drafts, nothing cancelled and no credits of what was
 * cancelled. A credit that may not have arrived gives nothing back until that is known.
 */
export function countingDocuments(documents: readonly BilledDocument[]): Counting[] {
  const fate = new Map(documents.map((one) => [one.id, one.status]))
  const counts = (one: BilledDocument): one is Counting => {
    if (one.kind === 'invoice') return one.status !== 'draft' && one.status !== 'cancelled'
    return one.status === 'issued' && fate.get(one.corrects ?? '') !== 'cancelled'
  }
  return documents.filter(counts).sort(byDay)
}

function byDay(a: BilledDocument, b: BilledDocument): number {
  if (a.on !== b.on) return a.on < b.on ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

function openOf(document: Counting, line: BilledLine, member: BilledMember): Open {
  const zero = zeroMoney(document.currency)
  return {
    document: document.id,
    line: line.id,
    contract: document.contract,
    work: member.work,
    part: member.part,
    corrects: member.corrects ?? document.corrects,
    quantity: member.quantity,
    amount: member.amount,
    status: document.status,
    forGood: { quantity: none, amount: zero },
    given: zero,
    reopened: none,
  }
}

function giveBack(
  credit: BilledDocument,
  line: BilledLine,
  member: BilledMember,
  standing: readonly Open[],
): Rejection | null {
  const candidates = standing.filter(
    (one) =>
      one.amount.currency === credit.currency &&
      (credit.corrects === null || one.document === credit.corrects || one.corrects === credit.corrects) &&
      (line.credits === null || one.document !== credit.corrects || one.line === line.credits) &&
      (member.part === null || one.part === null || one.part === member.part),
  )
  const wanted = negateDecimal(member.quantity ?? none)
  const money = -member.amount.minor
  if (isZero(wanted)) return giveMoney(credit, member, candidates, money)
  // What corrects a document carries no time of its own: its money goes back with the time it belongs to.
  const timed = candidates.filter((one) => one.quantity === null || one.quantity.coefficient > 0n).reverse()
  // The document that it names gives first; then what corrected that one, the latest first.
  const named = timed.filter((one) => one.document === credit.corrects)
  const holding = [...named, ...timed.filter((one) => !named.includes(one))]
  const all = candidates.map((one) => one.quantity)
  if (!all.includes(null) && compareDecimal(sumOf(all), wanted) < 0) return tooMuch(credit, member)
  let left = wanted
  let leftMoney = money
  for (const one of holding) {
    if (isZero(left)) break
    const whole = one.quantity === null || compareDecimal(one.quantity, left) <= 0
    const quantity = one.quantity === null || !whole ? left : one.quantity
    const last = isZero(addDecimal(left, negateDecimal(quantity)))
    const minor = last ? leftMoney : one.amount.minor < leftMoney ? one.amount.minor : leftMoney
    take(one, quantity, { minor, currency: credit.currency }, line.reopens)
    left = addDecimal(left, negateDecimal(quantity))
    leftMoney -= minor
  }
  return isZero(left) ? null : tooMuch(credit, member)
}

function sumOf(quantities: readonly (Decimal | null)[]): Decimal {
  return quantities.reduce<Decimal>((sum, one) => addDecimal(sum, one ?? none), none)
}

function giveMoney(
  credit: BilledDocument,
  member: BilledMember,
  candidates: readonly Open[],
  money: bigint,
): Rejection | null {
  const one = candidates.findLast((each) => each.document === credit.corrects) ?? candidates.at(-1)
  if (one === undefined) return tooMuch(credit, member)
  one.given = { ...one.given, minor: one.given.minor + money }
  return null
}

function take(one: Open, quantity: Decimal, amount: Money, reopens: boolean): void {
  one.amount = { ...one.amount, minor: one.amount.minor - amount.minor }
  if (one.quantity !== null) one.quantity = addDecimal(one.quantity, negateDecimal(quantity))
  if (reopens) one.reopened = addDecimal(one.reopened, quantity)
  else
    one.forGood = {
      quantity: addDecimal(one.forGood.quantity, quantity),
      amount: { ...amount, minor: one.forGood.amount.minor + amount.minor },
    }
}

function tooMuch(credit: BilledDocument, member: BilledMember): Rejection {
  const of = credit.corrects === null ? 'no document' : credit.corrects
  return reject(
    'CREDIT_BEYOND_BILLED',
    `Credit ${credit.id} gives back ${formatMoney(member.amount)} for ${member.work}, of which ${of} holds less`,
  )
}
