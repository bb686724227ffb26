import { addDays, type Day } from '../../kernel/dates.ts'

/** A closed stretch of a ledger; both days are included. */
export type ClosedPeriod = { readonly from: Day; readonly to: Day }
export type ClosedPolicy = 'hold' | 'first_open_day' | 'end_of_first_open_period'

/** Where a period ends that is still open, for the policy that books at its end. */
type OpenPeriod = ClosedPeriod

/**
 * The day on which something of this transaction day is booked; null while it waits, because its period is closed
 * and corrections of it are held. The transaction day itself never moves.
 */
export function accountingDate(
  on: Day,
  closed: readonly ClosedPeriod[],
  policy: ClosedPolicy,
  open: readonly OpenPeriod[] = [],
): Day | null {
  if (!isClosed(on, closed)) return on
  if (policy === 'hold') return null
  const first = firstOpenDay(on, closed)
  return policy === 'first_open_day' ? first : endOfPeriod(first, closed, open)
}

export function isClosed(on: Day, closed: readonly ClosedPeriod[]): boolean {
  return closed.some((one) => one.from <= on && on <= one.to)
}

/** The first day on or after it that lies in no closed period. */
function firstOpenDay(on: Day, closed: readonly ClosedPeriod[]): Day {
  let found = on
  for (;;) {
    const shut = closed.find((one) => one.from <= found && found <= one.to)
    if (shut === undefined) return found
    found = addDays(shut.to, 1)
  }
}

/** The last open day of the period or, where none is listed, of the calendar month. */
function endOfPeriod(first: Day, closed: readonly ClosedPeriod[], open: readonly OpenPeriod[]): Day {
  const listed = open.find((one) => one.from <= first && first <= one.to)
  let end = listed?.to ?? endOfMonth(first)
  while (end > first && isClosed(end, closed)) end = addDays(end, -1)
  return end
}

export function endOfMonth(on: Day): Day {
  let end = on
  for (;;) {
    const next = end < '9999-12-31' ? addDays(end, 1) : end
    if (next === end || next.slice(0, 7) !== on.slice(0, 7)) return end
    end = next
  }
}

/**
 * Whether time of a day may still be entered or changed on another: in its own month, and so many days after the
 * month's end. Somebody who may override the lock always may.
 */
export function mayChangeTime(
  workedOn: Day,
  changedOn: Day,
  lock: { readonly graceDays: number },
  override: boolean,
): boolean {
  return override || changedOn <= addDays(endOfMonth(workedOn), lock.graceDays)
}
