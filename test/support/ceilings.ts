/** Work of one contract under two ceilings of money: of all its time, and of each month. */
import { ticksPerHour } from '../../src/contracts/allocation/quantities.ts'
import type { Entry, LimitRule, Rules } from '../../src/contracts/allocation/rules.ts'
import { addDays, day } from '../../src/kernel/dates.ts'
import { decimal } from '../../src/kernel/decimal.ts'

export const until = day('2026-12-31')

function ceiling(per: LimitRule['per'], most: bigint): LimitRule {
  const standing = { measure: 'amount', changes: [], mode: 'part', over: 'parked', order: false } as const
  return { ...standing, id: per, most, per, until }
}

export function ceilings(total: bigint, month: bigint): Rules {
  const limits = [ceiling('total', total), ceiling('month', month)]
  return { limits, retainers: [], used: [], waiting: new Set() }
}

/** Work of one day, counted from the first of January. */
export function workUnder(id: string, dayNumber: number, hours: number, amount: bigint): Entry {
  const touches = [0, 1].map((at) => ({ limit: at, who: '', rate: null }))
  const quantity = decimal(String(hours))
  const part = { quantity, ticks: ticksPerHour, amount, currency: 'EUR', touches, routes: [] }
  const on = addDays(day('2026-01-01'), dayNumber)
  return { id, on, sourceId: id, held: false, parts: [{ ...part, retainer: null, pinned: null }] }
}
