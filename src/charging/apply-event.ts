import { canonicalJson } from '../kernel/canonical-json.ts'
import type { NewCase } from '../cases/open.ts'
import { digestText } from '../kernel/digest.ts'
import { day } from '../kernel/dates.ts'
import type { Change } from '../log/changes.ts'
import type { StoredEvent } from '../log/event.ts'
import type { CanonicalWork, ExternalReference, UnderstoodWork } from '../model/understood.ts'
import type { WorkCorrection } from '../model/work-correction.ts'
import { approvalToken, judgeApproval } from './approval.ts'
import { entryChange } from './tell.ts'
import type { Work } from './work.ts'
import type { ApprovalRecord } from './write.ts'

/** What a batch of events makes of the works it touches, in the order of the log. */
export type Trail = {
  readonly candidates: Map<string, { work: Work; understood: boolean; writtenAt: bigint }>
  readonly superseded: { work: Work; supersededAt: bigint }[]
  readonly approvals: ApprovalRecord[]
  readonly cases: NewCase[]
  /** What outside systems are told, one event of the log after the other. */
  readonly changes: Change[]
}
type Known = (connectionId: string, reference: ExternalReference | null) => string | null
type Step = {
  readonly event: StoredEvent
  readonly workId: string
  readonly before: Work | null
  readonly understood: UnderstoodWork | null
  readonly known: Known
  readonly mapping: string
  readonly newId: () => string
}

/** Applies one event to the work it speaks of: a revision, a deletion, a correction, an approval, or evidence. */
export function applyEvent(trail: Trail, step: Step): void {
  const { event, before, understood } = step
  if (event.type === 'work.deleted') {
    if (before)
      take(trail, step, {
        ...before,
        revision: event.revision,
        position: event.position,
        approval: 'deleted',
        approvalToken: null,
      })
  } else if (event.type === 'work.corrected') {
    if (before && event.payload) correct(trail, step, before, JSON.parse(event.payload.toString('utf8')))
  } else if (event.type === 'work.approved') {
    if (before && before.approval !== 'deleted') approveHere(trail, step, before)
  } else if (event.revision < 0) {
    trail.cases.push(sourceCase(step, 'CONTRADICTS_EARLIER_VERSION', { version: event.sourceVersion ?? '' }))
  } else if (understood?.understood) {
    revise(trail, step, understood)
  } else if (understood) {
    notUnderstood(trail, step, understood)
  }
}

function take(trail: Trail, step: Step, work: Work, understood = true): void {
  if (step.before) trail.superseded.push({ work: step.before, supersededAt: step.event.position })
  trail.candidates.set(step.workId, { work, understood, writtenAt: step.event.position })
  trail.changes.push(entryChange(work, step.event.type === 'work.corrected'))
}

function revise(trail: Trail, step: Step, understood: Extract<UnderstoodWork, { understood: true }>): void {
  const { event, before, known } = step
  const { entry, contentDigest } = understood
  const judged = judgeApproval(before, entry.approval, contentDigest)
  const work: Work = {
    ...(before ?? blank(step)),
    revision: event.revision,
    position: event.position,
    mapping: step.mapping,
    ...fieldsOf(entry),
    workerId: known(event.connectionId, entry.worker),
    projectId: known(event.connectionId, entry.project),
    taskId: known(event.connectionId, entry.task),
    contentDigest,
    approval: judged.approval,
    approvalToken: judged.approvalToken,
  }
  take(trail, step, work)
  if (judged.given) trail.approvals.push(approvalRecord(step, entry.approval))
}

function fieldsOf(entry: CanonicalWork) {
  return {
    kind: entry.kind,
    workerRef: entry.worker?.externalId ?? null,
    projectRef: entry.project?.externalId ?? null,
    taskRef: entry.task?.externalId ?? null,
    costCenter: entry.costCenter,
    statedLaborCategory: entry.laborCategory,
    statedRegion: entry.region,
    workOn: entry.workOn,
    hours: entry.hours,
    spending: entry.spending,
    billable: entry.billable,
  }
}

function approvalRecord(step: Step, claim: CanonicalWork['approval']): ApprovalRecord {
  return {
    workId: step.workId,
    revision: step.event.revision,
    level: claim.level ?? 'source',
    approver: claim.approver,
    approvedAt: claim.approvedAt,
    outcome: 'approved',
    system: step.event.connectionId,
    position: step.event.position,
  }
}

/** A person corrected what the source said; the correction holds for this revision and carries their approval. */
function correct(trail: Trail, step: Step, before: Work, correction: WorkCorrection): void {
  const { set } = correction
  const work: Work = {
    ...before,
    workerId: set.worker ?? before.workerId,
    projectId: set.project ?? before.projectId,
    taskId: set.task === undefined ? before.taskId : set.task,
    statedLaborCategory: set.laborCategory ?? before.statedLaborCategory,
    billable: set.billable ?? before.billable,
    contentDigest: digestText(before.contentDigest, canonicalJson(set)),
  }
  take(trail, step, { ...work, revision: step.event.revision })
}

function approveHere(trail: Trail, step: Step, before: Work): void {
  const claim = {
    state: 'approved',
    approver: step.event.principal,
    approvedAt: step.event.receivedAt.toISOString(),
    level: 'hub',
  } as const
  take(trail, step, {
    ...before,
    revision: step.event.revision,
    approval: 'approved',
    approvalToken: before.approvalToken ?? approvalToken(claim),
  })
  trail.approvals.push({ ...approvalRecord(step, claim), system: 'hub' })
}

/** Nothing is billed on bytes that nobody understands: what was understood before stops standing as approved. */
function notUnderstood(trail: Trail, step: Step, why: Extract<UnderstoodWork, { understood: false }>): void {
  const detail = { field: why.field, why: why.why.slice(0, 500) }
  trail.cases.push(sourceCase(step, 'NOT_UNDERSTOOD', detail))
  if (!step.before) return
  const { event, before } = step
  take(
    trail,
    step,
    { ...before, revision: event.revision, position: event.position, approval: 'voided' },
    false,
  )
}

function sourceCase(
  step: Step,
  code: 'NOT_UNDERSTOOD' | 'CONTRADICTS_EARLIER_VERSION',
  detail: Record<string, string>,
): NewCase {
  const { event } = step
  return {
    caseId: step.newId(),
    code,
    subjectKind: 'source_record',
    subjectId: `${event.connectionId}/${event.stream}/${event.sourceId}`,
    outcome: 'none',
    waitsOn: `source:${event.connectionId}/${event.sourceId}`,
    seenPosition: event.position,
    hours: step.before?.hours ?? null,
    moneyMinor: step.before?.billMinor ?? null,
    currency: step.before?.billCurrency ?? null,
    clientId: step.before?.clientId ?? null,
    projectId: step.before?.projectId ?? null,
    detail,
    payloadPosition: event.position,
  }
}

function blank(step: Step): Work {
  const { event, workId } = step
  return {
    workId,
    kind: 'time_entry',
    connectionId: event.connectionId,
    stream: event.stream,
    sourceId: event.sourceId,
    revision: event.revision,
    position: event.position,
    mapping: '',
    workerRef: null,
    projectRef: null,
    taskRef: null,
    workerId: null,
    projectId: null,
    taskId: null,
    clientId: null,
    contractId: null,
    legalEntity: null,
    costCenter: null,
    laborCategory: null,
    region: null,
    statedLaborCategory: null,
    statedRegion: null,
    workOn: day('0001-01-01'),
    hours: '0',
    spending: null,
    billable: false,
    contentDigest: '',
    approval: 'submitted',
    approvalToken: null,
    costBucket: 'none',
    payBucket: 'none',
    billBucket: 'none',
    costConnection: null,
    costMinor: null,
    costCurrency: null,
    costDigest: null,
    costPostedDigest: null,
    billMinor: null,
    billCurrency: null,
    held: false,
    asOf: 0n,
    engine: '',
  }
}
