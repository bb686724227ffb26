/** Hours and money bought ahead: lots that are granted, roll over, expire and are drawn, the oldest expiry first. */
import { addDays, type Day } from '../../kernel/dates.ts'
import type { RetainerRule } from './rules.ts'
import { startAfter } from './stretches.ts'

/** `to` is the last day of use, null for no end. Quantities in ticks or minor units. */
type LotState = {
  readonly id: string
  readonly from: Day
  to: Day | null
  readonly granted: bigint
  /** Taken by the deficit of the period before. */
  readonly deficit: bigint
  used: bigint
  /** Of that, after it had gone on to a later period. */
  usedLater: bigint
  /** What went on when its own period ended. */
  rolledOver: bigint
  /** What did not go on, because of the maximum. */
  lapsed: bigint
  expired: bigint
  readonly periodic: boolean
}
type PeriodState = {
  readonly id: string
  readonly from: Day
  readonly to: Day
  /** What could be used when it began. */
  readonly available: bigint
  used: bigint
  /** Taken ahead of the next period. */
  deficit: bigint
  overage: bigint
}
export type RetainerState = {
  /** Every lot so far, and the periods that began. */
  lots: LotState[]
  periods: PeriodState[]
  /** Taken ahead, to be given back by the next grant. */
  owed: bigint
  /** Overage of days that lie in no period. */
  overage: bigint
}

export type Drawn = { readonly lot: string; readonly quantity: bigint; readonly deficit: boolean }

export function openRetainer(rule: RetainerRule): RetainerState {
  const lots = rule.lots.map((one) => newLot(one.id, one.from, one.to, one.quantity, 0n, false))
  return { lots, periods: [], owed: 0n, overage: 0n }
}

export function copyRetainer(state: RetainerState): RetainerState {
  return {
    ...state,
    lots: state.lots.map((one) => ({ ...one })),
    periods: state.periods.map((one) => ({ ...one })),
  }
}

export function leftOf(lot: LotState): bigint {
  return lot.granted - lot.deficit - lot.used - lot.lapsed - lot.expired
}

function newLot(
  id: string,
  from: Day,
  to: Day | null,
  granted: bigint,
  deficit: bigint,
  periodic: boolean,
): LotState {
  const empty = { used: 0n, usedLater: 0n, rolledOver: 0n, lapsed: 0n, expired: 0n }
  return { id, from, to, granted, deficit, periodic, ...empty }
}

/** Brings a retainer to a day: periods that ended are closed and their lots roll over or lapse. Days only go forward. */
export function advanceTo(rule: RetainerRule, state: RetainerState, on: Day): void {
  const { grants } = rule
  if (grants !== null) {
    for (;;) {
      const from = startAfter(grants.from, grants.per, state.periods.length)
      const previous = state.periods.at(-1)
      if (previous !== undefined && on > previous.to) closePeriod(rule, state, previous)
      if (on < from || (grants.to !== null && from > grants.to)) break
      openPeriod(rule, state, from)
    }
  }
  expire(state, on)
}

function expire(state: RetainerState, on: Day): void {
  for (const lot of state.lots) {
    if (lot.to !== null && lot.to < on) lot.expired += leftOf(lot)
  }
}

function openPeriod(rule: RetainerRule, state: RetainerState, from: Day): void {
  const { per, changes, quantity, to } = rule.grants!
  expire(state, from)
  const granted = changes.findLast((one) => one.from <= from)?.quantity ?? quantity
  const deficit = state.owed < granted ? state.owed : granted
  state.owed -= deficit
  const end = addDays(startAfter(rule.grants!.from, per, state.periods.length + 1), -1)
  const last = to !== null && to < end ? to : end
  const id = per === 'month' && from.endsWith('-01') ? from.slice(0, 7) : from
  state.lots.push(newLot(id, from, last, granted, deficit, true))
  const available = state.lots.reduce(
    (sum, lot) => (lot.from <= last && (lot.to === null || from <= lot.to) ? sum + leftOf(lot) : sum),
    0n,
  )
  state.periods.push({ id, from, to: last, available, used: 0n, deficit: 0n, overage: 0n })
}

/** What is left goes on up to the maximum, for so many periods; the rest lapses. */
function closePeriod(rule: RetainerRule, state: RetainerState, period: PeriodState): void {
  const lot = state.lots.find((one) => one.periodic && one.id === period.id)!
  if (lot.to !== period.to || lot.rolledOver > 0n) return
  const left = leftOf(lot)
  const { rollover, grants } = rule
  const most = rollover === null ? 0n : (rollover.most ?? left)
  lot.rolledOver = left < most ? left : most
  lot.lapsed = left - lot.rolledOver
  if (rollover === null || lot.rolledOver === 0n) return
  const after = state.periods.length + (rollover.periods ?? 0)
  lot.to = rollover.periods === null ? null : addDays(startAfter(grants!.from, grants!.per, after), -1)
}

/**
 * Draws what is needed on a day: from the lots that can be used then, the oldest expiry first and of one expiry the
 * oldest lot; then from the next period, where a deficit is allowed. What is missing is overage.
 */
export function draw(rule: RetainerRule, state: RetainerState, on: Day, needed: bigint): Drawn[] {
  const drawn: Drawn[] = []
  let need = needed
  const period = currentPeriod(state, on)
  for (const lot of usable(state, on)) {
    if (need === 0n) break
    const left = leftOf(lot)
    const quantity = left < need ? left : need
    lot.used += quantity
    if (lot.periodic && lot.id !== period?.id) lot.usedLater += quantity
    need -= quantity
    drawn.push({ lot: lot.id, quantity, deficit: false })
  }
  if (need > 0n && period !== undefined && rule.deficit !== null && goesOn(rule, period)) {
    const room = rule.deficit.most === null ? need : rule.deficit.most - state.owed
    const quantity = room < need ? room : need
    if (quantity > 0n) {
      state.owed += quantity
      period.deficit += quantity
      need -= quantity
      drawn.push({ lot: period.id, quantity, deficit: true })
    }
  }
  if (period === undefined) state.overage += need
  else {
    period.used += needed - need
    period.overage += need
  }
  return drawn
}

function currentPeriod(state: RetainerState, on: Day): PeriodState | undefined {
  const last = state.periods.at(-1)
  return last !== undefined && last.from <= on && on <= last.to ? last : undefined
}

/** A deficit needs a next period that gives it back. */
function goesOn(rule: RetainerRule, period: PeriodState): boolean {
  return rule.grants!.to === null || period.to < rule.grants!.to
}

function usable(state: RetainerState, on: Day): LotState[] {
  return state.lots
    .filter((lot) => lot.from <= on && (lot.to === null || on <= lot.to) && leftOf(lot) > 0n)
    .sort(byExpiry)
}

function byExpiry(a: LotState, b: LotState): number {
  if (a.to !== b.to) return a.to === null ? 1 : b.to === null ? -1 : a.to < b.to ? -1 : 1
  if (a.from !== b.from) return a.from < b.from ? -1 : 1
  return a.id < b.id ? -1 : 1
}
