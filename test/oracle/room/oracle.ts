/**
 * The rules of room as somebody with a pencil would apply them: every cent of every entry asks on its own whether
 * there is a place for it. Slow and plain on purpose, and shares nothing with the product.
 */
import { lastMonth, type SmallCase, type SmallEntry } from './cases.ts'

/** Cents of an entry, by what became of them: "allowed PO-1", "drawn 2", "deficit 2", "parked". */
export type Answer = ReadonlyMap<string, ReadonlyMap<string, number>>

type Counter = { used: number; readonly most: number }
type Lot = { readonly month: number; left: number; lastMonth: number }
type Desk = {
  readonly question: SmallCase
  readonly counters: Map<string, Counter>
  lots: Lot[]
  owed: number
  month: number
}

export function answer(question: SmallCase): Answer {
  const desk: Desk = { question, counters: new Map(), lots: [], owed: 0, month: 0 }
  for (const entry of question.entries) {
    for (let cent = 0; cent < entry.issued; cent++) take(desk, entry, waysOf(entry), entry.issuedOn, 1)
    if (entry.minutes < 0)
      for (let cent = 0; cent < -entry.minutes * question.rate; cent++)
        take(desk, entry, waysOf(entry), firstOrder(desk, entry), -1)
  }
  const told = new Map<string, Map<string, number>>()
  const sorted = question.entries.toSorted(
    (a, b) => a.month - b.month || a.day - b.day || (a.id < b.id ? -1 : 1),
  )
  for (const entry of sorted) told.set(entry.id, placeByCent(desk, entry))
  return told
}

function placeByCent(desk: Desk, entry: SmallEntry): Map<string, number> {
  const { rate } = desk.question
  const became = new Map<string, number>()
  const count = (what: string, cents = 1): void => void became.set(what, (became.get(what) ?? 0) + cents)
  if (entry.minutes < 0) {
    count(allowed(firstOrder(desk, entry)), entry.minutes * rate)
    return became
  }
  let cents = entry.minutes * rate - entry.issued
  if (entry.issued > 0) count(allowed(entry.issuedOn), entry.issued)
  if (entry.drawn) {
    turnTo(desk, entry.month)
    for (; cents > 0; cents--) {
      const from = drawCent(desk)
      if (from === null) break
      count(from)
    }
  }
  const ways = waysOf(entry)
  if (refusedWhole(desk, entry, cents)) {
    if (cents > 0) count('parked', cents)
    return became
  }
  let order = entry.ordered ? 0 : -1
  let together = 0
  for (; cents > 0; cents--) {
    if (together === 0) {
      const found = seek(desk, entry, ways, order, cents)
      if (found === null) {
        count('parked', cents)
        break
      }
      order = found.order
      together = found.cents
    }
    together--
    const id = order === -1 ? null : desk.question.orders[order]!.id
    take(desk, entry, ways, id, 1)
    count(allowed(id))
  }
  return became
}

function allowed(order: string | null): string {
  return `allowed ${order ?? '-'}`
}

function firstOrder(desk: Desk, entry: SmallEntry): string | null {
  return entry.ordered ? desk.question.orders[0]!.id : null
}

/** For each limit of the entry the month whose room it asks for. */
function waysOf(entry: SmallEntry): Map<number, number> {
  return new Map(entry.limits.map((limit) => [limit, entry.month]))
}

function counterOf(desk: Desk, limit: number, month: number): Counter {
  const { rate, limits } = desk.question
  const rule = limits[limit]!
  const key = `${limit}/${rule.monthly ? month : 0}`
  const found = desk.counters.get(key)
  if (found) return found
  // Minutes are counted in cents too, of which each minute has `rate`.
  const most = rule.measure === 'cents' ? rule.most : rule.most * rate
  const counter = { used: 0, most }
  desk.counters.set(key, counter)
  return counter
}

function orderCounter(desk: Desk, id: string): Counter {
  const found = desk.counters.get(id)
  if (found) return found
  const counter = { used: 0, most: desk.question.orders.find((one) => one.id === id)!.most }
  desk.counters.set(id, counter)
  return counter
}

function take(
  desk: Desk,
  entry: SmallEntry,
  ways: Map<number, number>,
  order: string | null,
  sign: number,
): void {
  for (const limit of entry.limits) counterOf(desk, limit, ways.get(limit)!).used += sign
  if (order !== null) orderCounter(desk, order).used += sign
}

function hasRoom(counter: Counter): boolean {
  return counter.used < counter.most
}

function refusedWhole(desk: Desk, entry: SmallEntry, cents: number): boolean {
  return entry.limits.some((limit) => {
    const { used, most } = counterOf(desk, limit, entry.month)
    return desk.question.limits[limit]!.whole && cents > 0 && used + cents > most
  })
}

/**
 * The order on which the next cents go, -1 for none, and how many go there together; null when there is no place for
 * them anywhere. An order of whole entries does not split what its limits let through.
 */
function seek(
  desk: Desk,
  entry: SmallEntry,
  ways: Map<number, number>,
  from: number,
  cents: number,
): { order: number; cents: number } | null {
  let through = cents
  for (const limit of entry.limits) {
    while (!hasRoom(counterOf(desk, limit, ways.get(limit)!))) {
      const month = ways.get(limit)! + 1
      if (!desk.question.limits[limit]!.movesOn || month > lastMonth) return null
      ways.set(limit, month)
    }
    const { used, most } = counterOf(desk, limit, ways.get(limit)!)
    through = Math.min(through, most - used)
  }
  if (from === -1) return { order: -1, cents: through }
  for (let at = from; at < desk.question.orders.length; at++) {
    const { id, whole } = desk.question.orders[at]!
    const { used, most } = orderCounter(desk, id)
    const room = most - used
    if (room > 0 && (!whole || room >= through)) return { order: at, cents: Math.min(room, through) }
  }
  return null
}

/** Months pass one by one: what is left goes on or is gone, and the next grant first gives back what was owed. */
function turnTo(desk: Desk, month: number): void {
  const { retainer } = desk.question
  if (retainer === null) return
  const { rate } = desk.question
  while (desk.month < month) {
    for (const lot of desk.lots) {
      if (lot.month !== desk.month) continue
      const { rolls } = retainer
      if (rolls === null) lot.left = 0
      else {
        lot.left = Math.min(lot.left, rolls.most === null ? lot.left : rolls.most * rate)
        lot.lastMonth = rolls.months === null ? Number.POSITIVE_INFINITY : lot.month + rolls.months
      }
    }
    desk.month++
    desk.lots = desk.lots.filter((lot) => lot.lastMonth >= desk.month)
    const grant = retainer.grant * rate
    const back = Math.min(desk.owed, grant)
    desk.owed -= back
    desk.lots.push({ month: desk.month, left: grant - back, lastMonth: desk.month })
  }
}

function drawCent(desk: Desk): string | null {
  const lots = desk.lots
    .filter((lot) => lot.left > 0)
    .sort((a, b) => (a.lastMonth === b.lastMonth ? a.month - b.month : a.lastMonth - b.lastMonth))
  const [lot] = lots
  if (lot !== undefined) {
    lot.left--
    return `drawn ${lot.month}`
  }
  const { deficit } = desk.question.retainer!
  if (deficit === null) return null
  if (deficit.most !== null && desk.owed >= deficit.most * desk.question.rate) return null
  desk.owed++
  return `deficit ${desk.month}`
}
