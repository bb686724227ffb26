/** The troubles that every month brings: each kind of case at least once, known by id. */
import { previousMonth, weekdaysOf } from '../calendar.ts'
import { addEntry, blankEntry, type EntryContent } from '../books/entries.ts'
import type { Books } from '../books/open.ts'
import { closingMoment } from './month.ts'

export type Troubles = {
  readonly closedProject: { readonly project: string; readonly entries: readonly string[] }
  readonly clientOnHold: {
    readonly client: string
    readonly project: string
    readonly entries: readonly string[]
  }
  readonly missingRate: {
    readonly worker: string
    readonly laborCategory: string
    readonly entries: readonly string[]
  }
  readonly ambiguousRate: {
    readonly worker: string
    readonly from: string
    readonly entries: readonly string[]
  }
  readonly unknownWorker: { readonly worker: string; readonly entries: readonly string[] }
  readonly closedPeriod: { readonly period: string; readonly entries: readonly string[] }
  /** Its content changes after the first complete read, while flag and moment of approval stand. */
  readonly editedAfterApproval: {
    readonly entries: readonly string[]
    readonly hoursBefore: string
    readonly hoursAfter: string
  }
}

export function seedTroubles(books: Books, month: string, lastPerson: string): Troubles {
  const days = weekdaysOf(month)
  const late = days.filter((day) => day >= `${month}-26`)
  const add = (
    content: Partial<EntryContent> & { worker: string; workOn: string; hours: string },
  ): string => {
    const at = closingMoment(month)
    const full: EntryContent = {
      ...blankEntry,
      serviceItem: 'consulting',
      ...content,
      state: 'approved',
      approver: 'W-003',
      approvedAt: at,
      level: 'project',
    }
    return addEntry(books, full, `${full.workOn}T18:05:00.000Z`, at).id
  }
  const onProject = (project: string) => ({ project, task: `${project}-T1` })
  const closed = [days[10]!, days[14]!].map((workOn) =>
    add({
      worker: 'W-001',
      ...onProject('P-025'),
      workOn,
      hours: '1.5',
      description: 'Questions after go-live',
    }),
  )
  const held = [days[5]!, days[12]!].map((workOn) =>
    add({
      worker: 'W-003',
      ...onProject('P-026'),
      workOn,
      hours: '2.25',
      description: 'Clinic rollout, remote support',
    }),
  )
  const missing = late.slice(0, 2).map((workOn) =>
    add({
      worker: lastPerson,
      ...onProject('P-003'),
      workOn,
      hours: '1.75',
      description: 'Security review of the interface',
    }),
  )
  const ambiguous = late.slice(0, 2).map((workOn) =>
    add({
      worker: 'W-017',
      ...onProject('P-001'),
      workOn,
      hours: '0.75',
      description: 'Sign-off of the data model',
    }),
  )
  const unknown = [days[8]!].map((workOn) =>
    add({
      worker: 'W-909',
      ...onProject('P-002'),
      workOn,
      hours: '6',
      description: 'On-site support as stand-in',
    }),
  )
  const before = previousMonth(month)
  const lateDay = weekdaysOf(before).at(-1)!
  const closedPeriod = [
    add({
      worker: 'W-002',
      ...onProject('P-002'),
      workOn: lateDay,
      hours: '3.5',
      description: 'Late entry: workshop follow-up',
    }),
  ]
  const edited = add({
    worker: 'W-004',
    ...onProject('P-001'),
    workOn: days[15]!,
    hours: '4',
    description: 'Reconciliation report',
  })
  return {
    closedProject: { project: 'P-025', entries: closed },
    clientOnHold: { client: 'C-015', project: 'P-026', entries: held },
    missingRate: { worker: lastPerson, laborCategory: 'specialist', entries: missing },
    ambiguousRate: { worker: 'W-017', from: `${month}-26`, entries: ambiguous },
    unknownWorker: { worker: 'W-909', entries: unknown },
    closedPeriod: { period: `HRE/${before}`, entries: closedPeriod },
    editedAfterApproval: { entries: [edited], hoursBefore: '4', hoursAfter: '5.5' },
  }
}
