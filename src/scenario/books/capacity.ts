import { addDays, type Day, dayOfWeek } from '../../kernel/dates.ts'
import { addDecimal, type Decimal, decimal, subtractDecimal } from '../../kernel/decimal.ts'
import type { Calendar, Worker } from '../../model/scenario/firm.ts'
import type { Measure } from '../../model/scenario/measure-rules.ts'
import type { Valued } from '../pieces.ts'
import { knownIn, type World } from '../world.ts'
import { hoursOf } from './hours.ts'
import type { Books } from './recognise.ts'

const none: Decimal = { coefficient: 0n, scale: 0 }
const weekend = [6, 7]

/**
 * Hours that the workers of a measure could work: the working days of their calendars times their hours of a day.
 * Gross counts holidays and leave as if they were worked; net, the default, takes both out.
 */
export function capacityOf(
  books: Books,
  measure: Measure,
  stretch: { readonly from: Day; readonly to: Day },
): Decimal {
  const { world } = books.ledgers
  const gross = measure.capacity === 'gross'
  const workers = [...world.workers.values()].filter(
    (one) =>
      (measure.worker === undefined || one.id === measure.worker) &&
      (measure.legalEntity === undefined || one.legalEntity === measure.legalEntity),
  )
  const own = new Set(workers.map((one) => one.id))
  const whole = workers.map((one) => daysOf(world, one, stretch, gross)).reduce(addDecimal, none)
  if (gross) return whole
  const absent = books.works.filter((one) => {
    const worker = world.work.find((work) => work.id === one.valued.work)?.worker
    const inStretch = stretch.from <= one.valued.on && one.valued.on <= stretch.to
    return one.approved && inStretch && worker !== undefined && own.has(worker) && leaveOf(world, one.valued)
  })
  return subtractDecimal(whole, hoursOf(absent.map((one) => one.valued)))
}

/** Whether a work is leave: it stands on one of the tasks that leave is written on. */
export function leaveOf(world: World, one: Valued): boolean {
  const task = world.work.find((work) => work.id === one.work)?.task
  return task !== undefined && (world.scenario.books?.measures?.leaveTasks ?? []).includes(task)
}

function daysOf(
  world: World,
  worker: Worker,
  { from, to }: { readonly from: Day; readonly to: Day },
  gross: boolean,
): Decimal {
  const entity = worker.legalEntity === undefined ? undefined : world.legalEntities.get(worker.legalEntity)
  const calendar = world.calendars.get(worker.calendar ?? entity?.calendar ?? '')
  let sum = none
  for (let on = from; on <= to; on = addDays(on, 1))
    if (isWorkingDay(calendar, on, gross)) sum = addDecimal(sum, hoursOn(world, worker, on))
  return sum
}

function isWorkingDay(calendar: Calendar | undefined, on: Day, gross: boolean): boolean {
  if ((calendar?.weekend ?? weekend).includes(dayOfWeek(on))) return false
  return gross || !(calendar?.holidays ?? []).some((one) => one.on === on)
}

/** Of entries that are live the one that names the worker, and of several the one learned last. */
function hoursOn(world: World, worker: Worker, on: Day): Decimal {
  const live = knownIn(world, world.scenario.books?.measures?.dailyHours).filter(
    (one) =>
      (one.worker ?? worker.id) === worker.id &&
      (one.from ?? '') <= on &&
      (one.to === undefined || on <= one.to),
  )
  const narrow = live.filter((one) => one.worker !== undefined)
  const found = (narrow.length > 0 ? narrow : live).sort((a, b) => (a.learned ?? 0) - (b.learned ?? 0)).at(-1)
  return decimal(found?.hours ?? '8')
}
