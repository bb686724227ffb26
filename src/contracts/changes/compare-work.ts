/** One work beside what documents bill of it: what stays, what is to be proposed, and what is still open. */
import { addDecimal, type Decimal, isZero, negateDecimal, subtractDecimal } from '../../kernel/decimal.ts'
import type { Money } from '../../kernel/money.ts'
import { coverWork, cut, minus, type Slice, type Worth } from './cover.ts'
import type { Standing } from './standing.ts'

export type Figures = { readonly quantity: Decimal; readonly amount: Money }

type WorkToCompare = {
  readonly contract: string
  readonly currency: string
  readonly pieces: readonly Worth[]
  /** What documents bill of this work, the earlier document first. */
  readonly standing: readonly Standing[]
  /** The work was changed after it was issued. */
  readonly edited: boolean
  /** False while nobody can say what it is worth: then what was issued stands unquestioned. */
  readonly valued: boolean
}
/** What a document bills of the work now, and what it would have to bill beside that. */
export type DocumentDifference = {
  /** Null: on a new document, because the work left the one it was issued on. */
  readonly document: string | null
  readonly contract: string
  readonly billed: Figures
  readonly change: Figures
  /** The outcome of the document is not known: nothing is proposed before it is. */
  readonly waits: boolean
}
export type Kept = Figures & { readonly standing: Standing }
export type ComparedWork = {
  /** Of this contract and currency: what stays as it was issued. */
  readonly kept: readonly Kept[]
  readonly credited: readonly Kept[]
  /** Worth more than was issued, and no room for it. */
  readonly noRoom: Money
  readonly differences: readonly DocumentDifference[]
  /** Never issued, or opened again by a credit. */
  readonly open: readonly Slice[]
  /** Slices that are new since it was issued; their sum is part of the differences. */
  readonly added: readonly Slice[]
}

type Base = {
  readonly entries: readonly Standing[]
  readonly quantity: Decimal | null
  readonly amount: bigint
  readonly given: bigint
  readonly forGood: { readonly quantity: Decimal; readonly minor: bigint }
  readonly reopened: Decimal
}
type Judged = {
  readonly base: Base
  readonly change: bigint
  readonly shortage: Decimal
  readonly absorbed: bigint
  readonly covered: Decimal
}
const none: Decimal = { coefficient: 0n, scale: 0 }
const add = (list: readonly Decimal[]): Decimal => list.reduce(addDecimal, none)
const total = (list: readonly bigint[]): bigint => list.reduce((sum, one) => sum + one, 0n)

/**
 * Pieces = kept + credited + differences (here) + noRoom + open, in money to the cent and in quantity. A change of
 * its own value is a difference; what was never on an issued line is open and waits for nobody, unless the work was
 * edited since or moved to another contract.
 */
export function compareWork(work: WorkToCompare): ComparedWork {
  const here = work.standing.filter((one) => isHere(work, one))
  const elsewhere = work.standing.filter((one) => !isHere(work, one))
  const bases = basesOf(here)
  const { claims, rest } = coverWork(
    work.pieces,
    bases.map((base) => ({
      quantity: base.quantity === null ? null : addDecimal(base.quantity, base.forGood.quantity),
      spared: base.reopened,
      part: base.entries[0]!.part,
    })),
  )
  const judged = netted(bases.map((base, at) => judge(base, claims[at]!, work.valued)))
  const blocked = claims.map((slices) => blockedOf(slices, work.pieces))
  const limited = judged.map((one, at) => {
    const noRoom = one.change > 0n ? (blocked[at]! < one.change ? blocked[at]! : one.change) : 0n
    return { ...one, change: one.change - noRoom, noRoom }
  })
  const { open, added } = partRest(work, rest, bases, elsewhere)
  return {
    kept: limited.flatMap(keptOf),
    credited: limited.flatMap(creditedOf),
    noRoom: { minor: total(limited.map((one) => one.noRoom)), currency: work.currency },
    differences: [...differencesHere(work, limited, added), ...(work.valued ? leaving(elsewhere) : [])],
    open,
    added,
  }
}

function isHere(work: WorkToCompare, one: Standing): boolean {
  return (one.contract ?? work.contract) === work.contract && one.amount.currency === work.currency
}

/**
 * Entries with time, each with those that correct it: by money alone, or by less time at a higher price, which takes
 * hours from what it corrects and adds money to it.
 */
function basesOf(here: readonly Standing[]): Base[] {
  const timed = here.filter((one) => isTimed(one) && !takesTime(one))
  const heads = timed.length > 0 ? timed : here.slice(0, 1)
  const groups = heads.map((one) => [one])
  for (const one of here) {
    if (heads.includes(one)) continue
    const named = groups.findLast(([head]) => head!.document === one.corrects)
    const before = groups.findLast(([head]) => here.indexOf(head!) < here.indexOf(one))
    ;(named ?? before ?? groups[0]!).push(one)
  }
  return groups.map((entries) => ({
    entries,
    quantity: timed.length === 0 || entries[0]!.quantity === null ? null : timeOf(entries),
    amount: total(entries.map((one) => one.amount.minor)),
    given: total(entries.map((one) => one.given.minor)),
    forGood: {
      quantity: add(entries.map((one) => one.forGood.quantity)),
      minor: total(entries.map((one) => one.forGood.amount.minor)),
    },
    reopened: add(entries.map((one) => one.reopened)),
  }))
}

function isTimed(one: Standing): boolean {
  return one.quantity === null || !isZero(one.quantity) || !isZero(touched(one))
}

function takesTime({ quantity }: Standing): boolean {
  return quantity !== null && quantity.coefficient < 0n
}

function timeOf(entries: readonly Standing[]): Decimal {
  return add(entries.map((one) => one.quantity ?? none))
}

function touched(one: Standing): Decimal {
  return addDecimal(one.forGood.quantity, one.reopened)
}

function judge(base: Base, slices: readonly Slice[], valued: boolean): Judged {
  const covered = add(slices.map((one) => one.quantity))
  if (!valued) return { base, change: 0n, shortage: none, absorbed: 0n, covered: base.quantity ?? covered }
  const worth = total(slices.map((one) => one.amount.minor))
  const raw = worth - base.amount - base.forGood.minor
  const absorbed = raw < 0n ? (base.given < -raw ? base.given : -raw) : 0n
  const claimed = base.quantity === null ? covered : addDecimal(base.quantity, base.forGood.quantity)
  return { base, change: raw + absorbed, shortage: subtractDecimal(covered, claimed), absorbed, covered }
}

/** What two documents of one work would give and take from each other is nobody's business. */
function netted(judged: readonly Judged[]): Judged[] {
  const sum = total(judged.map((one) => one.change))
  let against = total(judged.filter((one) => one.change > 0n !== sum > 0n).map((one) => one.change))
  return judged.map((one) => {
    if (sum === 0n || one.change > 0n !== sum > 0n) return { ...one, change: 0n }
    const room = one.change + against
    const change = room > 0n === sum > 0n ? room : 0n
    against = room > 0n === sum > 0n ? 0n : room
    return { ...one, change }
  })
}

function blockedOf(slices: readonly Slice[], pieces: readonly Worth[]): bigint {
  return total(slices.filter((one) => !pieces[one.at]!.allowed).map((one) => one.amount.minor))
}

function partRest(
  work: WorkToCompare,
  rest: readonly Slice[],
  bases: readonly Base[],
  elsewhere: readonly Standing[],
): { open: Slice[]; added: Slice[] } {
  const moved = bases.length === 0 && elsewhere.some((one) => one.quantity === null || !isZero(one.quantity))
  if (!work.valued || (!moved && (bases.length === 0 || !work.edited))) return { open: [...rest], added: [] }
  let free = moved ? none : add(bases.map((base) => base.reopened))
  const open: Slice[] = []
  const added: Slice[] = []
  for (const slice of rest) {
    if (!work.pieces[slice.at]!.allowed) {
      open.push(slice)
      continue
    }
    const first = isZero(free) ? null : cut(slice.at, slice, free)
    if (first !== null) {
      open.push(first)
      free = subtractDecimal(free, first.quantity)
    }
    const later = first === null ? slice : { at: slice.at, ...minus(slice, first) }
    if (!isZero(later.quantity) || later.amount.minor !== 0n) added.push(later)
  }
  return { open, added }
}

function keptOf({ base, covered }: Pick<Judged, 'base' | 'covered'>): Kept[] {
  const whole = subtractDecimal(covered, base.forGood.quantity)
  return base.entries.map((standing, at) => ({
    standing,
    quantity: base.quantity === null && at === 0 ? whole : (standing.quantity ?? none),
    amount: { ...standing.amount, minor: standing.amount.minor - standing.given.minor },
  }))
}

function creditedOf({ base, absorbed }: Judged): Kept[] {
  let left = absorbed
  return base.entries.flatMap((standing) => {
    const taken = standing.given.minor < left ? standing.given.minor : left
    left -= taken
    const minor = standing.forGood.amount.minor + standing.given.minor - taken
    const { quantity } = standing.forGood
    return isZero(quantity) && minor === 0n
      ? []
      : [{ standing, quantity, amount: { ...standing.amount, minor } }]
  })
}

function differencesHere(
  work: WorkToCompare,
  judged: readonly Judged[],
  added: readonly Slice[],
): DocumentDifference[] {
  const more = {
    quantity: add(added.map((one) => one.quantity)),
    minor: total(added.map((one) => one.amount.minor)),
  }
  const money = (minor: bigint): Money => ({ minor, currency: work.currency })
  const told = [...Map.groupBy(judged, (one) => one.base.entries[0]!.document)].map(([document, list]) => ({
    document: document as string | null,
    contract: work.contract,
    billed: {
      quantity: add(list.flatMap((one) => keptOf(one).map((kept) => kept.quantity))),
      amount: money(total(list.flatMap((one) => keptOf(one).map((kept) => kept.amount.minor)))),
    },
    change: {
      quantity: add(list.map((one) => one.shortage)),
      amount: money(total(list.map((one) => one.change))),
    },
    waits: list.some((one) => one.base.entries.some((entry) => entry.status !== 'issued')),
  }))
  if (added.length === 0) return told.filter(isDifferent)
  const last = told.pop() ?? {
    document: null,
    contract: work.contract,
    billed: { quantity: none, amount: money(0n) },
    change: { quantity: none, amount: money(0n) },
    waits: work.standing.some((one) => one.status !== 'issued'),
  }
  const change = {
    quantity: addDecimal(last.change.quantity, more.quantity),
    amount: money(last.change.amount.minor + more.minor),
  }
  return [...told, { ...last, change }].filter(isDifferent)
}

function isDifferent(one: DocumentDifference): boolean {
  return !isZero(one.change.quantity) || one.change.amount.minor !== 0n
}

/** What was issued under another contract, or in another currency, is taken back there. */
function leaving(elsewhere: readonly Standing[]): DocumentDifference[] {
  return [...Map.groupBy(elsewhere, (one) => one.document)]
    .map(([document, list]) => {
      const quantity = add(list.map((one) => one.quantity ?? none))
      const minor = total(list.map((one) => one.amount.minor - one.given.minor))
      const { currency } = list[0]!.amount
      return {
        document: document as string | null,
        contract: list[0]!.contract!,
        billed: { quantity, amount: { minor, currency } },
        change: { quantity: negateDecimal(quantity), amount: { minor: -minor, currency } },
        waits: list.some((one) => one.status !== 'issued'),
      }
    })
    .filter(isDifferent)
}
