import { addDays, type Day, dayOfWeek } from '../kernel/dates.ts'

/** The first day of the work week that a day lies in; `weekStart` is an ISO weekday, Monday is 1. */
export function weekBegin(on: Day, weekStart: number): Day {
  return addDays(on, -((dayOfWeek(on) - weekStart + 7) % 7))
}
