import type { Day } from '../../kernel/dates.ts'
import type { Calendar } from '../../model/scenario/firm.ts'
import { complain } from '../complaint.ts'
import type { World } from '../world.ts'

export type WorkCalendar = {
  readonly weekend: readonly number[]
  readonly weekStart: number
  readonly isHoliday: (on: Day) => boolean
}

const usual: WorkCalendar = { weekend: [6, 7], weekStart: 1, isHoliday: () => false }
const known = new WeakMap<Calendar, WorkCalendar>()

/** The worker's own calendar, else that of the worker's legal entity, else Monday to Friday without holidays. */
export function calendarOf(world: World, workerId: string): WorkCalendar {
  const worker = world.workers.get(workerId)
  const entity = worker?.legalEntity === undefined ? undefined : world.legalEntities.get(worker.legalEntity)
  const id = worker?.calendar ?? entity?.calendar
  if (id === undefined) return usual
  const calendar = world.calendars.get(id)
  if (calendar === undefined)
    return complain(
      '/calendars',
      `there is no calendar ${id}`,
      'Add it, or correct the name where it is used.',
    )
  return known.get(calendar) ?? remember(calendar)
}

function remember(calendar: Calendar): WorkCalendar {
  const holidays = new Set<string>((calendar.holidays ?? []).map((one) => one.on))
  const made: WorkCalendar = {
    weekend: calendar.weekend ?? usual.weekend,
    weekStart: calendar.weekStart ?? usual.weekStart,
    isHoliday: (on) => holidays.has(on),
  }
  known.set(calendar, made)
  return made
}
