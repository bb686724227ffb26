/** Credit notes: of accepted reductions, and of what somebody asked for. */
import {
  type CreditBook,
  type Credited,
  creditLines,
  type LineCredit,
  openCreditBook,
  shareOf,
} from '../../contracts/changes/credit.ts'
import type { BilledDocument } from '../../contracts/changes/standing.ts'
import { type Decimal, decimal, negateDecimal } from '../../kernel/decimal.ts'
import { isRejection, type Rejection, reject } from '../../kernel/errors.ts'
import { allocate, decimalOfMoney, formatMoney, type Money } from '../../kernel/money.ts'
import type { AskedCredit } from '../../model/scenario/existing.ts'
import { complain } from '../complaint.ts'
import { amountOf } from '../known.ts'
import { askedMembers, type MemberCredit } from '../changes/asked-members.ts'
import type { ToCredit } from '../changes/proposals.ts'
import type { World } from '../world.ts'
import type { Compared } from './compare.ts'
import type { MadeDocument, MadeLine } from './make-documents.ts'

export type MadeCredits = {
  readonly documents: readonly MadeDocument[]
  /** Every document that was there, with what is credited of it by what stands and by what is made here. */
  readonly books: ReadonlyMap<string, CreditBook>
  readonly asked: readonly {
    readonly id: string
    readonly document: string
    readonly refused: Rejection | null
  }[]
}
type LinePart = LineCredit & { readonly members: readonly MemberCredit[] }

/** Never more than a line billed, at the tax that it carried; what cannot be given back is refused and said. */
export function makeCredits(world: World, compared: Compared): MadeCredits {
  const { documents } = compared.known
  const books = booksOf(documents)
  const byId = new Map(documents.map((one) => [one.id, one]))
  const made: MadeDocument[] = []
  for (const [id, list] of Map.groupBy(compared.toCredit, (one) => one.document)) {
    const parts = list.map(partOf)
    const credited = creditLines(books.get(id)!, parts)
    if (isRejection(credited)) return complain(`/documents (${id})`, credited.message, 'Correct its credits')
    books.set(id, credited.book)
    const causes = [...new Set(list.map((one) => one.cause))].join('; ')
    made.push(
      noteOf(world, compared, { id: `${id}-credit`, on: world.asOf }, byId.get(id)!, causes, parts, credited),
    )
  }
  const asked = [...(world.scenario.credits ?? [])].sort(byDay(world)).map((one) => {
    const document = byId.get(one.document)
    if (document === undefined)
      return complain(
        `/credits (${one.id})/document`,
        `there is no document ${one.document}`,
        'Correct the id',
      )
    const parts = partsAsked(one, document, books.get(document.id)!, compared)
    const credited = isRejection(parts) ? parts : creditLines(books.get(document.id)!, parts)
    if (isRejection(credited) || isRejection(parts))
      return {
        id: one.id,
        document: one.document,
        refused: isRejection(parts) ? parts : (credited as Rejection),
      }
    books.set(document.id, credited.book)
    const head = { id: one.id, on: one.on ?? world.asOf }
    made.push(noteOf(world, compared, head, document, one.reason ?? 'asked for', parts, credited))
    return { id: one.id, document: one.document, refused: null }
  })
  return { documents: made, books, asked }
}

function byDay(world: World) {
  const key = (one: AskedCredit) => `${one.on ?? world.asOf} ${one.id}`
  return (a: AskedCredit, b: AskedCredit) => (key(a) < key(b) ? -1 : 1)
}

function partOf(one: ToCredit): LinePart {
  const { line, work, quantity, amount } = one
  return {
    line,
    minor: -amount.minor,
    members: [{ work, quantity: negateDecimal(quantity), minor: -amount.minor }],
  }
}

/** Documents with what issued credit notes gave back of them, in their order. */
function booksOf(documents: readonly BilledDocument[]): Map<string, CreditBook> {
  const ordered = [...documents].sort((a, b) =>
    a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1,
  )
  const books = new Map(
    ordered.filter((one) => one.kind === 'invoice').map((one) => [one.id, openCreditBook(one)]),
  )
  for (const credit of ordered) {
    const book = credit.corrects === null ? undefined : books.get(credit.corrects)
    if (credit.kind !== 'credit_note' || credit.status !== 'issued' || book === undefined) continue
    const parts = credit.lines.flatMap((line) => overLines(book, line.credits, -line.amount.minor))
    const credited = creditLines(book, parts)
    if (isRejection(credited))
      return complain(`/documents (${credit.id})`, credited.message, 'Correct the amounts of the credit')
    books.set(credit.corrects!, credited.book)
  }
  return books
}

/** Of the line that it names; a credit that names none takes from the lines in their order. */
function overLines(book: CreditBook, line: string | null, minor: bigint): LineCredit[] {
  if (line !== null) return [{ line, minor }]
  const parts: LineCredit[] = []
  let left = minor
  for (const [at, one] of book.lines.entries()) {
    const last = at === book.lines.length - 1
    const part = last || left < one.left ? left : one.left
    if (part !== 0n) parts.push({ line: one.id, minor: part })
    left -= part
  }
  return parts
}

function partsAsked(
  asked: AskedCredit,
  document: BilledDocument,
  book: CreditBook,
  compared: Compared,
): LinePart[] | Rejection {
  if (document.kind !== 'invoice' || document.status !== 'issued')
    return reject(
      'CREDIT_BEYOND_BILLED',
      `${document.id} is not issued, so that there is nothing to give back`,
    )
  const wanted = asked.lines ?? book.lines.filter((one) => one.left !== 0n).map((one) => ({ line: one.id }))
  const parts: LinePart[] = []
  for (const one of wanted) {
    const path = `/credits (${asked.id})/lines (${one.line})`
    const line = book.lines.find((each) => each.id === one.line)
    if (line === undefined)
      return complain(path, `${document.id} has no such line`, 'Correct the id of the line')
    const { amount, share, members } = one as NonNullable<AskedCredit['lines']>[number]
    if ([amount, share, members].filter((each) => each !== undefined).length > 1)
      complain(path, 'amount, share and members stand side by side', 'Say one of the three')
    if (amount !== undefined)
      parts.push({ line: one.line, minor: amountOf(amount, document.currency, path).minor, members: [] })
    else if (share !== undefined) {
      const [numerator = 0n, denominator = 1n] = share.split('/').map(BigInt)
      parts.push({ line: one.line, minor: shareOf(line.minor, numerator, denominator), members: [] })
    } else {
      const named = askedMembers(path, document, one.line, members, compared)
      if (isRejection(named)) return named
      const minor = named.reduce((sum, each) => sum + each.minor, 0n)
      parts.push({ line: one.line, minor: named.length === 0 ? line.left : minor, members: named })
    }
  }
  return parts
}

const one: Decimal = decimal('-1')

function noteOf(
  world: World,
  compared: Compared,
  head: { readonly id: string; readonly on: string },
  document: BilledDocument,
  reason: string,
  parts: readonly LinePart[],
  credited: Credited,
): MadeDocument {
  const { currency } = document
  const contract = document.contract === null ? undefined : world.contracts.get(document.contract)?.at(-1)
  const back = (money: Money): Money => ({ minor: -money.minor, currency })
  const lines = parts.map((part, at) => ({
    id: String(at + 1),
    text: `Credit of line ${part.line} of ${document.id}`,
    quantity: one,
    unitPrice: decimalOfMoney({ minor: part.minor, currency }),
    amount: { minor: -part.minor, currency },
    taxCode: document.lines.find((line) => line.id === part.line)?.taxCode ?? null,
    members: part.members.flatMap((member) => {
      const piece = compared.valued.find((each) => each.work === member.work)?.pieces[0]
      const quantity = negateDecimal(member.quantity)
      return piece === undefined
        ? []
        : [{ ...piece, quantity, amount: { minor: -member.minor, currency }, corrects: document.id }]
    }),
    more: {},
  }))
  const { net, tax, total } = credited
  const groups = credited.groups.map((group) => ({
    ...group,
    net: back(group.net),
    taxable: back(group.net),
    tax: back(group.tax),
    treatment: 'as_billed',
    note: null,
    levies: [],
  }))
  return {
    id: head.id,
    kind: 'credit_note',
    client: contract?.client ?? null,
    legalEntity: contract?.legalEntity ?? null,
    contract: document.contract,
    purchaseOrder: null,
    currency,
    on: head.on,
    lines: sharedTax(lines, groups),
    totals: { net: back(net), tax: back(tax), total: back(total), groups },
    prepaid: { minor: 0n, currency },
    withheld: { minor: 0n, currency },
    due: back(total),
    functional: null,
    held: [],
    story: [`It gives back ${formatMoney(total)} ${currency} of ${document.id}: ${reason}.`],
    more: {
      corrects: document.id,
      reason,
      creditedLines: parts.map((part) => part.line),
      credited: givenBack(net, tax, total),
    },
  }
}

/** The tax of each code on its lines, and of each line on its work, so that they add up. */
function sharedTax(
  lines: readonly Omit<MadeLine, 'shares'>[],
  groups: readonly { readonly taxCode: string | null; readonly tax: Money }[],
): MadeLine[] {
  const shares = new Map<string, Money>()
  for (const group of groups) {
    const own = lines.filter((line) => line.taxCode === group.taxCode)
    for (const [at, share] of spread(
      group.tax,
      own.map((line) => line.amount),
    ).entries())
      shares.set(own[at]!.id, share)
  }
  return lines.map((line) => {
    const none = { minor: 0n, currency: line.amount.currency }
    const amounts = line.members.map((one) => one.amount)
    const taxes = spread(shares.get(line.id) ?? none, amounts)
    return { ...line, shares: taxes.map((tax, at) => ({ piece: String(at + 1), tax })) }
  })
}

function spread(total: Money, over: readonly Money[]): Money[] {
  const weights = over.map((one) => (one.minor < 0n ? -one.minor : one.minor))
  const some = weights.some((weight) => weight > 0n)
  return over.length === 0 ? [] : allocate(total, some ? weights : weights.map(() => 1n))
}

/** What the client gets back, above zero; in minor units too, as target systems are told. */
function givenBack(net: Money, tax: Money, total: Money) {
  const minor = { net: String(net.minor), tax: String(tax.minor), total: String(total.minor) }
  return { net: formatMoney(net), tax: formatMoney(tax), total: formatMoney(total), minor }
}
