/** Random questions about room, small enough to be answered cent by cent. */
import { numbersFrom } from '../numbers.ts'

export type SmallLimit = {
  readonly measure: 'cents' | 'minutes'
  readonly most: number
  readonly monthly: boolean
  readonly whole: boolean
  /** Goes on to the next month, where there is one up to `lastMonth`. */
  readonly movesOn: boolean
}
export type SmallOrder = { readonly id: string; readonly most: number; readonly whole: boolean }
export type SmallRetainer = {
  readonly grant: number
  readonly rolls: { readonly most: number | null; readonly months: number | null } | null
  readonly deficit: { readonly most: number | null } | null
}
export type SmallEntry = {
  readonly id: string
  /** Month and day, counted from 1. */
  readonly month: number
  readonly day: number
  readonly minutes: number
  readonly limits: readonly number[]
  readonly ordered: boolean
  readonly drawn: boolean
  /** Cents on issued documents, at most the entry. */
  readonly issued: number
  readonly issuedOn: string | null
}
export type SmallCase = {
  /** Cents a minute: divides a cent into quantities of at most four digits. */
  readonly rate: number
  readonly limits: readonly SmallLimit[]
  readonly orders: readonly SmallOrder[]
  readonly retainer: SmallRetainer | null
  /** In the order of arrival. */
  readonly entries: readonly SmallEntry[]
}
export const lastMonth = 3

export function caseFrom(seed: number): SmallCase {
  const next = numbersFrom(seed)
  const chance = (percent: number): boolean => next(100) < percent
  const rate = [1, 2, 4, 5][next(4)]!
  const limits = Array.from({ length: next(4) }, (): SmallLimit => {
    const measure = chance(60) ? 'cents' : 'minutes'
    const monthly = chance(40)
    const most = measure === 'cents' ? next(120) : next(Math.ceil(120 / rate))
    return { measure, most, monthly, whole: chance(20), movesOn: monthly && chance(40) }
  })
  const orders = chance(35)
    ? Array.from({ length: 1 + next(3) }, (_, at): SmallOrder => {
        return { id: `PO-${at + 1}`, most: next(80), whole: chance(20) }
      })
    : []
  const retainer = chance(35) ? retainerFrom(next, chance, rate) : null
  const entries = Array.from({ length: 1 + next(7) }, (_, at) =>
    entryFrom(at, next, chance, { rate, limits, orders, retainer }),
  )
  return { rate, limits, orders, retainer, entries }
}

function retainerFrom(
  next: (below: number) => number,
  chance: (percent: number) => boolean,
  rate: number,
): SmallRetainer {
  const some = (): number | null => (chance(50) ? next(Math.ceil(30 / rate)) : null)
  return {
    grant: next(Math.ceil(60 / rate)),
    rolls: chance(60) ? { most: some(), months: chance(50) ? 1 + next(2) : null } : null,
    deficit: chance(40) ? { most: some() } : null,
  }
}

function entryFrom(
  at: number,
  next: (below: number) => number,
  chance: (percent: number) => boolean,
  { rate, limits, orders, retainer }: Omit<SmallCase, 'entries'>,
): SmallEntry {
  const drawn = retainer !== null && chance(70)
  const lowers = !drawn && chance(8)
  const minutes = (1 + next(Math.ceil(60 / rate))) * (lowers ? -1 : 1)
  const ordered = orders.length > 0 && chance(85)
  const issued = lowers || chance(75) ? 0 : 1 + next(minutes * rate)
  return {
    id: `E${at}`,
    month: 1 + next(lastMonth),
    day: 1 + next(28),
    minutes,
    limits: limits.map((_, place) => place).filter(() => chance(75)),
    ordered,
    drawn,
    issued,
    issuedOn: issued > 0 && ordered ? orders[next(orders.length)]!.id : null,
  }
}
