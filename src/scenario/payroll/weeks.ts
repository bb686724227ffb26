import { type Day, day } from '../../kernel/dates.ts'
import { decimal } from '../../kernel/decimal.ts'
import type { Worker } from '../../model/scenario/firm.ts'
import type { Payroll } from '../../model/scenario/payroll.ts'
import { toSeconds } from '../../rating/durations.ts'
import type { WorkedTime } from '../../rating/payroll/overtime.ts'
import { weekBegin } from '../../rating/weeks.ts'
import { calendarOf } from '../time/calendars.ts'
import { quantityOf } from '../time/entries.ts'
import type { World } from '../world.ts'

type Absence = 'holiday' | 'leave' | 'unpaid'
export type PaidWork = WorkedTime & {
  readonly absence: Absence | null
  readonly at: string
  readonly id: string
}

/** A person's work week as payroll sees it: approved time, billable or not. */
export type PayWeek = {
  readonly workerId: string
  readonly worker: Worker | undefined
  readonly from: Day
  readonly work: readonly PaidWork[]
}

/** Weeks with approved time of anybody who is on the payroll, and weeks that payroll was told of before. */
export function payWeeks(world: World, payroll: Payroll): PayWeek[] {
  const weeks = new Map<string, { workerId: string; from: Day; work: PaidWork[] }>()
  const weekOf = (workerId: string, on: Day) => {
    const from = weekBegin(on, payroll.weekStart ?? calendarOf(world, workerId).weekStart)
    const key = JSON.stringify([workerId, from])
    const week = weeks.get(key) ?? { workerId, from, work: [] }
    weeks.set(key, week)
    return week
  }
  for (const one of world.work) {
    if ((one.kind ?? 'time') !== 'time' || (one.approval ?? 'approved') !== 'approved') continue
    if (one.worker === undefined || world.workers.get(one.worker)?.employment === 'contractor') continue
    const { actual, unit } = quantityOf(one)
    const pay = world.workers.get(one.worker)?.pay
    const rate = one.payRate ?? pay?.rate
    weekOf(one.worker, day(one.on)).work.push({
      on: day(one.on),
      at: one.begin ?? '~',
      id: one.id,
      state: one.payState ?? pay?.state ?? null,
      seconds: toSeconds(actual, unit),
      rate: rate === undefined ? null : decimal(rate),
      absence: one.absence ?? null,
    })
  }
  for (const sent of payroll.sent ?? []) weekOf(sent.worker, day(sent.week))
  return [...weeks.values()]
    .sort((a, b) =>
      a.workerId === b.workerId ? (a.from < b.from ? -1 : 1) : a.workerId < b.workerId ? -1 : 1,
    )
    .map((week) => ({
      ...week,
      worker: world.workers.get(week.workerId),
      work: week.work.sort((a, b) => (a.on + a.at + a.id < b.on + b.at + b.id ? -1 : 1)),
    }))
}
