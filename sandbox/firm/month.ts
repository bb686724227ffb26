/** One month of time entries, as some sixty people would have written them. */
import { lastDayOf, mondayAfter, weekdaysOf } from '../calendar.ts'
import { addEntry, blankEntry, type EntryContent } from '../books/entries.ts'
import type { Books } from '../books/open.ts'
import type { Random } from '../random.ts'
import type { Project } from './portfolio.ts'
import type { Person } from './staff.ts'

const phrases = {
  Analysis: [
    'Interviews with the finance team',
    'Process map of order intake',
    'Gap list reviewed with client',
    'Data quality checks on customer master',
  ],
  Build: [
    'Interface for purchase orders',
    'Fixed rounding in the month-end job',
    'Unit tests for the import',
    'Review of pull requests',
    'Migration script, second pass',
  ],
  Workshops: [
    'Workshop on roles and approvals',
    'Preparation of the steering committee',
    'Training of key users',
    'Workshop notes and follow-up',
  ],
  'Project management': [
    'Status report and plan update',
    'Risk review',
    'Weekly call with client',
    'Budget forecast',
  ],
  internal: [
    'Recruiting interviews',
    'Template for proposals',
    'Community of practice',
    'Internal training',
    'Proposal draft',
  ],
} as const
const taskOrder = ['Analysis', 'Build', 'Workshops', 'Project management'] as const

/** How a day of eight hours is divided; every seventh day or so thirds appear, as timers write them. */
const divisions = [
  ['8'],
  ['7.75'],
  ['4', '4'],
  ['5.5', '2.5'],
  ['6.25', '1.75'],
  ['3.5', '2.75', '1.5'],
  ['7.5', '0.5'],
  ['4.25', '3', '0.75'],
  ['7.67', '0.33'],
  ['2', '6.5'],
] as const

export function writeMonth(
  books: Books,
  random: Random,
  month: string,
  people: readonly Person[],
  projects: readonly Project[],
): number {
  let count = 0
  for (const person of people) {
    const own = assignments(random, person, projects)
    const from = String(person.body.employed_from)
    for (const day of weekdaysOf(month)) {
      if (day < from || random.chance(5)) continue
      for (const hours of random.pick(divisions)) {
        const content = entryOf(random, person, random.pick(own), day, hours)
        addSubmitted(books, random, month, content)
        count += 1
      }
    }
  }
  return count
}

/** Two to four client projects of the own company, and one internal. */
function assignments(random: Random, person: Person, projects: readonly Project[]): Project[] {
  const open = projects.filter((project) => project.company === person.company && !project.reserved)
  const clients = open.filter((project) => project.billing !== 'internal')
  const internal = open.filter((project) => project.billing === 'internal')
  const own = Array.from({ length: 2 + random.whole(3) }, () => random.pick(clients))
  return [...own, ...own, random.pick(internal)]
}

export function entryOf(
  random: Random,
  person: Person,
  project: Project,
  day: string,
  hours: string,
): EntryContent {
  const index = random.whole(project.tasks.length)
  const task = project.tasks[index]!
  const subject = project.billing === 'internal' ? 'internal' : taskOrder[index]!
  return {
    ...blankEntry,
    worker: person.code,
    project: project.code,
    task: task.code,
    costCenter: project.client === null ? `CC-${project.company.code}` : null,
    serviceItem: project.billing === 'internal' ? null : 'consulting',
    workOn: day,
    hours,
    billable: task.billable && !random.chance(4),
    description: random.pick(phrases[subject]),
  }
}

/** Most weeks are approved on the Monday after; what was written last is the likeliest to wait still. */
function addSubmitted(books: Books, random: Random, month: string, content: EntryContent): void {
  const { workOn } = content
  const writtenAt = `${workOn}T${16 + random.whole(3)}:${minute(random)}:${minute(random)}.${100 + random.whole(900)}Z`
  const waits = random.chance(workOn > `${month}-24` ? 12 : 2)
  const rejected = !waits && random.chance(1)
  if (waits) {
    addEntry(books, content, writtenAt, writtenAt)
    return
  }
  const at = `${mondayAfter(workOn)}T09:${minute(random)}:${minute(random)}.000Z`
  const state = rejected ? 'rejected' : 'approved'
  const approval = { state, approver: random.pick(approvers), approvedAt: at, level: 'project' } as const
  addEntry(books, { ...content, ...approval }, writtenAt, at)
}

export const approvers = ['W-003', 'W-008', 'W-010', 'W-020', 'W-030']

/** The moment when the month's stragglers are approved. */
export function closingMoment(month: string): string {
  return `${mondayAfter(lastDayOf(month))}T10:15:00.000Z`
}

function minute(random: Random): string {
  return String(random.whole(60)).padStart(2, '0')
}
