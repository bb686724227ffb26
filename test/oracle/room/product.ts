/** The product's answer to a small case, and the same with a bug planted in it. */
import { byWorkDate, openState, placeEntry } from '../../../src/contracts/allocation/place.ts'
import { groupOf } from '../../../src/contracts/allocation/group.ts'
import type {
  Entry,
  LimitRule,
  Placed,
  RetainerRule,
  Rules,
} from '../../../src/contracts/allocation/rules.ts'
import type { Day } from '../../../src/kernel/dates.ts'
import { compareDecimal, type Decimal, multiplyDecimal } from '../../../src/kernel/decimal.ts'
import { lastMonth, type SmallCase, type SmallEntry } from './cases.ts'
import type { Answer } from './oracle.ts'

export type Asked = { readonly rules: Rules; readonly entries: readonly Entry[] }
export type Solve = (asked: Asked) => ReadonlyMap<string, readonly Placed[]>
export type Plant = { readonly ask?: (asked: Asked) => Asked; readonly solve?: Solve }

const minute = 60_000_000_000n
const whole = (value: number): Decimal => ({ coefficient: BigInt(value), scale: 0 })
const dayOf = (month: number, day: number): Day => `2026-0${month}-${String(day).padStart(2, '0')}` as Day

export function askedOf(question: SmallCase): Asked {
  const { limits, orders, retainer } = question
  const until = dayOf(lastMonth, 28)
  const base = { changes: [], until } as const
  const rules: LimitRule[] = limits.map((one, at) => ({
    ...base,
    id: `L${at}`,
    measure: one.measure === 'cents' ? 'amount' : 'hours',
    most: one.measure === 'cents' ? BigInt(one.most) : BigInt(one.most) * minute,
    per: one.monthly ? 'month' : 'total',
    mode: one.whole ? 'whole_entry' : 'part',
    over: one.movesOn ? 'next_period' : 'parked',
    order: false,
  }))
  for (const { id, most, whole: mode } of orders)
    rules.push({
      ...base,
      id,
      measure: 'amount',
      most: BigInt(most),
      per: 'total',
      mode: mode ? 'whole_entry' : 'part',
      over: 'parked',
      order: true,
    })
  const retainers = retainer === null ? [] : [retainerOf(retainer)]
  return {
    rules: { limits: rules, retainers, used: [], waiting: new Set() },
    entries: question.entries.map((one) => entryOf(question, one)),
  }
}

function retainerOf({ grant, rolls, deficit }: NonNullable<SmallCase['retainer']>): RetainerRule {
  const minutes = (value: number | null): bigint | null => (value === null ? null : BigInt(value) * minute)
  return {
    id: 'R',
    measure: 'hours',
    grants: { from: dayOf(1, 1), to: null, per: 'month', quantity: BigInt(grant) * minute, changes: [] },
    rollover: rolls && { most: minutes(rolls.most), periods: rolls.months },
    deficit: deficit && { most: minutes(deficit.most) },
    lots: [],
    overage: { treat: 'billed', rate: null, percent: null },
  }
}

function entryOf({ rate, limits, orders }: SmallCase, one: SmallEntry): Entry {
  const touch = (limit: number) => ({ limit, who: '', rate: null })
  // A cent is one over the rate of a minute: 1, 0.5, 0.25 or 0.2.
  const issued = { coefficient: BigInt((one.issued * 100) / rate), scale: 2 }
  return {
    id: one.id,
    on: dayOf(one.month, one.day),
    sourceId: one.id,
    held: false,
    parts: [
      {
        quantity: whole(one.minutes),
        ticks: minute,
        amount: BigInt(one.minutes * rate),
        currency: 'EUR',
        touches: one.limits.map(touch),
        routes: one.ordered
          ? orders.map((order, at) => ({ order: order.id, touches: [touch(limits.length + at)] }))
          : [],
        retainer: one.drawn ? 0 : null,
        pinned:
          one.issued === 0 ? null : { quantity: issued, amount: BigInt(one.issued), order: one.issuedOn },
      },
    ],
  }
}

const solve: Solve = ({ rules, entries }) => {
  const group = groupOf(rules, entries)
  return new Map(group.entries.map((entry, at) => [entry.id, group.placed[at]!]))
}

/** Null where quantities and amounts do not belong together: every cent is the same share of a minute. */
export function productAnswer(question: SmallCase, plant: Plant = {}): Answer | null {
  const asked = plant.ask?.(askedOf(question)) ?? askedOf(question)
  const told = new Map<string, Map<string, number>>()
  for (const [id, placed] of (plant.solve ?? solve)(asked)) {
    const became = new Map<string, number>()
    for (const one of placed) {
      const worth = multiplyDecimal(one.quantity, whole(question.rate))
      if (compareDecimal(worth, { coefficient: one.amount, scale: 0 }) !== 0) return null
      const what =
        one.state === 'allowed'
          ? `allowed ${one.order ?? '-'}`
          : one.lot === null
            ? one.state
            : `${one.state} ${Number(one.lot.slice(5))}`
      became.set(what, (became.get(what) ?? 0) + Number(one.amount))
    }
    told.set(id, became)
  }
  return told
}

const limitsAs = (change: (limit: LimitRule) => LimitRule): Plant => ({
  ask: ({ rules, entries }) => ({ rules: { ...rules, limits: rules.limits.map(change) }, entries }),
})
const partsAs = (change: (part: Entry['parts'][number]) => Entry['parts'][number]): Plant => ({
  ask: ({ rules, entries }) => ({
    rules,
    entries: entries.map((one) => ({ ...one, parts: one.parts.map(change) })),
  }),
})
const retainerAs = (change: Partial<RetainerRule>): Plant => ({
  ask: ({ rules, entries }) => ({
    rules: { ...rules, retainers: rules.retainers.map((one) => ({ ...one, ...change })) },
    entries,
  }),
})
const inOrder =
  (first: (entries: readonly Entry[]) => readonly Entry[], order: (list: Entry[]) => Entry[]): Solve =>
  ({ rules, entries }) => {
    const state = openState(rules, first(entries))
    return new Map(order([...entries]).map((one) => [one.id, placeEntry(rules, state, one)]))
  }

/** Each of them is a mistake that somebody could make; every one has to be found. */
export const plants: Readonly<Record<string, Plant>> = {
  'by-arrival': {
    solve: inOrder(
      (list) => list,
      (list) => list,
    ),
  },
  'issued-forgotten': {
    solve: inOrder(
      () => [],
      (list) => list.sort(byWorkDate),
    ),
  },
  'lowering-last': {
    solve: inOrder(
      (list) => list.filter((one) => one.parts[0]!.amount >= 0n),
      (list) => list.sort(byWorkDate),
    ),
  },
  'first-limit-only': partsAs((part) => ({ ...part, touches: part.touches.slice(0, 1) })),
  'one-order-only': partsAs((part) => ({ ...part, routes: part.routes.slice(0, 1) })),
  'orders-reversed': partsAs((part) => ({ ...part, routes: part.routes.toReversed() })),
  'months-forgotten': limitsAs((limit) => ({ ...limit, per: 'total' })),
  'whole-as-part': limitsAs((limit) => ({ ...limit, mode: 'part' })),
  'moves-on-forgotten': limitsAs((limit) => ({ ...limit, over: 'parked' })),
  'one-cent-more': limitsAs((limit) => ({ ...limit, most: limit.most + 1n })),
  'rollover-without-maximum': {
    ask: (asked) => {
      const rolls = asked.rules.retainers[0]?.rollover ?? null
      return retainerAs({ rollover: rolls && { ...rolls, most: null } }).ask!(asked)
    },
  },
  'rollover-without-end': {
    ask: (asked) => {
      const rolls = asked.rules.retainers[0]?.rollover ?? null
      return retainerAs({ rollover: rolls && { ...rolls, periods: null } }).ask!(asked)
    },
  },
  'deficit-forgotten': retainerAs({ deficit: null }),
  'over-part-lost': {
    solve: (asked) =>
      new Map([...solve(asked)].map(([id, placed]) => [id, placed.filter((one) => one.state !== 'parked')])),
  },
}
