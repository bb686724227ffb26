/** One way to come to each write that a target declares, and what must stand in the ERP's books in the end. */
import type { ErpTarget } from '../../src/connectors/sdk/target.ts'
import {
  changedHours,
  changedNet,
  changedWorks,
  costBuckets,
  documentRow,
  firstHours,
  firstNet,
  keyOfWork,
  plannedDocument,
  releasedDocument,
  rewrittenDocument,
  type Subject,
  unwantedDocument,
  waitingWorks,
  withdrawnWorks,
} from './subject.ts'

export type Write = keyof ErpTarget['levels']
export type Scenario = {
  readonly write: Write
  readonly title: string
  readonly stream: 'cost' | 'documents'
  /** The step of the document whose attempts tell what happened; null for cost. */
  readonly step: 'create' | 'update' | 'post' | 'discard' | null
  /** Brings the subject to where the write is next: each change is followed by rounds without a fault. */
  readonly before: readonly ((subject: Subject) => Promise<void>)[]
  /** Makes the write due. */
  readonly change: (subject: Subject) => Promise<void>
  /** What follows, so that a second effect has every chance to show. */
  readonly after: readonly ((subject: Subject) => Promise<void>)[]
  /** What the books hold when all went well. */
  readonly expected: (subject: Subject) => readonly string[]
}

const records = (hours: readonly string[]) => (subject: Subject) =>
  subject.works.map((work, index) => `${keyOfWork(subject, work)} ${Number(hours[index])}`).toSorted()
const invoice = (net: number) => () => [`issued ${net}`]
const nothing = () => []

const cost = { stream: 'cost', step: null, after: [] } as const

export const scenarios: readonly Scenario[] = [
  {
    ...cost,
    write: 'writeCosts',
    title: 'new cost records',
    before: [],
    change: waitingWorks,
    expected: records(firstHours),
  },
  {
    ...cost,
    write: 'writeCosts',
    title: 'changed cost records',
    before: [waitingWorks],
    change: changedWorks,
    expected: records(changedHours),
  },
  {
    ...cost,
    write: 'removeCosts',
    title: 'withdrawn cost records',
    before: [waitingWorks],
    change: withdrawnWorks,
    expected: nothing,
  },
  {
    write: 'createDraft',
    title: 'a new draft',
    stream: 'documents',
    step: 'create',
    before: [],
    change: plannedDocument,
    after: [releasedDocument],
    expected: invoice(firstNet),
  },
  {
    write: 'updateDraft',
    title: 'a rewritten draft',
    stream: 'documents',
    step: 'update',
    before: [plannedDocument],
    change: rewrittenDocument,
    after: [releasedDocument],
    expected: invoice(changedNet),
  },
  {
    write: 'postDocument',
    title: 'a released draft',
    stream: 'documents',
    step: 'post',
    before: [plannedDocument],
    change: releasedDocument,
    after: [],
    expected: invoice(firstNet),
  },
  {
    write: 'discardDraft',
    title: 'an unwanted draft',
    stream: 'documents',
    step: 'discard',
    before: [plannedDocument],
    change: unwantedDocument,
    after: [],
    expected: nothing,
  },
]

/** Whether nothing more is due, on its way or in doubt, as our own books see it. */
export async function isSettled(scenario: Scenario, subject: Subject): Promise<boolean> {
  if (scenario.stream === 'cost') {
    const open = ['waiting', 'in_flight', 'in_doubt']
    const buckets = await costBuckets(subject)
    return buckets.length > 0 && !buckets.some((bucket) => open.includes(bucket))
  }
  const row = await documentRow(subject)
  return row.blocked !== null || (row.sending === null && !row.due)
}
