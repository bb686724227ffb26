/** The month's work on the engagements: enough of it to fill what was agreed, and to go beyond it. */
import { addEntry, blankEntry } from '../books/entries.ts'
import type { Books } from '../books/open.ts'
import { mondayAfter, plusDays, weekdaysOf } from '../calendar.ts'
import type { Random } from '../random.ts'
import { writeSpending } from './engagement-spending.ts'
import { approvers, closingMoment } from './month.ts'

/** One person on one task: the first working day, how many working days lie between, how many days, hours of each. */
type Stint = readonly [
  worker: string,
  task: string,
  first: number,
  every: number,
  days: number,
  hours: readonly string[],
]

const stints: readonly Stint[] = [
  // 12 days of 6.5 h at 130.00 are 10,140.00 and workshops 5 x 3 h at 220.00 are 3,300.00: both ceilings are met.
  ['W-951', 'P-031-T1', 1, 1, 12, ['6.5']],
  ['W-952', 'P-031-T2', 2, 3, 5, ['3']],
  ['W-953', 'P-032-T1', 0, 2, 9, ['7.5']],
  ['W-954', 'P-032-T2', 5, 4, 3, ['2.5', '1.25']],
  // 9 days of 5 h of the 120 that are planned.
  ['W-954', 'P-033-T1', 0, 2, 9, ['5']],
  ['W-953', 'P-034-T1', 1, 2, 4, ['4', '3.5']],
  ['W-952', 'P-034-T2', 6, 3, 4, ['4']],
  // 36 h; 10 of the month before and 20 of this one are there.
  ['W-958', 'P-035-T1', 0, 1, 8, ['4.5']],
  // 4 x 5 h at 195.00 by the middle of the month are 3,900.00 of 4,000.00, and as much comes after it.
  ['W-956', 'P-036-T1', 0, 2, 4, ['5']],
  ['W-956', 'P-036-T1', 11, 2, 4, ['5']],
  ['W-959', 'P-037-T1', 2, 3, 6, ['2.25']],
  ['W-953', 'P-038-T1', 9, 2, 5, ['6']],
  ['W-952', 'P-038-T1', 4, 4, 3, ['3']],
  ['W-954', 'P-038-T2', 9, 4, 3, ['6.5']],
  // 3 x 4 h at 95.00 are 1,140.00 of at least 3,000.00.
  ['W-953', 'P-039-T1', 1, 6, 3, ['4']],
  // 10 x 8 h at 130.00 are 10,400.00: the discount passes both of its thresholds.
  ['W-958', 'P-041-T1', 8, 1, 10, ['8']],
  // 9 x 7 h at 130.00 are 8,190.00; the orders take 7,060.00.
  ['W-959', 'P-042-T1', 1, 2, 9, ['7']],
  ['W-955', 'P-043-T1', 0, 1, 4, ['7']],
  // 4 x 3.5 h at 195.00 are 2,730.00, and the budget takes 2,000.00.
  ['W-956', 'P-043-T2', 10, 3, 4, ['3.5']],
  ['W-955', 'P-043-T3', 15, 2, 2, ['4']],
]

const phrases: Readonly<Record<string, readonly string[]>> = {
  'P-031': ['Put-away rules', 'Scanner dialogue', 'Bin locations loaded'],
  'P-032': ['Appointment page', 'Login by insurance card', 'Findings as PDF'],
  'P-033': ['Batch of the nineties', 'Index rebuilt', 'Sample check with records office'],
  'P-034': ['Option tree', 'Drawing interface', 'Rules for special sizes'],
  'P-035': ['Meter import failed', 'Question on tariff run', 'Month-end support'],
  'P-036': ['Advice on procurement', 'Board paper', 'Review of the service plan'],
  'P-037': ['Report distribution', 'Data load repaired', 'New key figure'],
  'P-038': ['Berth plan', 'Observation on the quay', 'Crane data'],
  'P-039': ['Template for the weekly', 'Layout questions'],
  'P-040': ['Rehearsal of the cutover', 'Interlocking data', 'Journey to site'],
  'P-041': ['Claims intake', 'Letter templates', 'Deputy rules'],
  'P-042': ['Gate dialogue', 'Yard map', 'Slot booking'],
  'P-044': ['Blade inspection', 'Vibration log', 'Report on the gearbox'],
  'P-043': ['Order entry', 'Price list import', 'Handover notes'],
}

export function writeEngagementWork(books: Books, random: Random, month: string): void {
  const days = weekdaysOf(month)
  // The shortest month has twenty working days.
  for (const [worker, task, first, every, count, hours] of stints)
    for (let at = 0; at < count; at += 1)
      write(books, random, {
        worker,
        task,
        workOn: days[first + at * every]!,
        hours: hours[at % hours.length]!,
      })
  writeCutover(books, random, month)
  // Written weeks late, of a day before nearly all others: what found its room before has less of it now.
  write(books, random, {
    worker: 'W-952',
    task: 'P-031-T1',
    workOn: days[0]!,
    hours: '4.25',
    enteredAt: closingMoment(month),
  })
  // Nobody has approved it yet.
  write(books, random, {
    worker: 'W-958',
    task: 'P-035-T1',
    workOn: days.at(-1)!,
    hours: '1.5',
    waits: true,
  })
}

/** 4 x 6 h at 130.00, and what was spent on them. */
export function writeSurvey(books: Books, random: Random, month: string): void {
  const days = weekdaysOf(month)
  for (const at of [3, 4, 5, 6])
    write(books, random, { worker: 'W-959', task: 'P-044-T1', workOn: days[at]!, hours: '6' })
  writeSpending(books, days, mondayAfter(days[6]!))
}

/** Ten hours on five days in a row, and a Saturday after them; the journeys are before and behind. */
function writeCutover(books: Books, random: Random, month: string): void {
  const monday = mondayAfter(`${month}-05`)
  const on = (days: number): string => plusDays(monday, days)
  const cutover = (worker: string, workOn: string, hours: string) =>
    write(books, random, { worker, task: 'P-040-T1', workOn, hours })
  for (const day of [0, 1, 2, 3, 4]) cutover('W-955', on(day), '10')
  cutover('W-955', on(5), '9')
  cutover('W-956', on(5), '5.5')
  // Nobody has said what an hour of a specialist costs.
  for (const day of [1, 2]) cutover('W-957', on(day), '4.5')
  for (const day of [-3, 7])
    write(books, random, { worker: 'W-955', task: 'P-040-T2', workOn: on(day), hours: '3' })
}

type Worked = {
  readonly worker: string
  readonly task: string
  readonly workOn: string
  readonly hours: string
  readonly enteredAt?: string
  readonly waits?: true
}

function write(books: Books, random: Random, worked: Worked): void {
  const { worker, task, workOn, hours, enteredAt } = worked
  const project = task.slice(0, 5)
  const minute = (): string => String(random.whole(60)).padStart(2, '0')
  const writtenAt = enteredAt ?? `${workOn}T17:${minute()}:${minute()}.${100 + random.whole(900)}Z`
  const content = {
    ...blankEntry,
    ...{ worker, project, task, workOn, hours, serviceItem: 'consulting' },
    description: random.pick(phrases[project]!),
  }
  if (worked.waits) {
    addEntry(books, content, writtenAt, writtenAt)
    return
  }
  const at = enteredAt ?? `${mondayAfter(workOn)}T09:${minute()}:${minute()}.000Z`
  const approval = {
    state: 'approved',
    approver: random.pick(approvers),
    approvedAt: at,
    level: 'project',
  } as const
  addEntry(books, { ...content, ...approval }, writtenAt, at)
}
