import { canonicalJson } from '../../kernel/canonical-json.ts'
import { day, parseDay } from '../../kernel/dates.ts'
import { digestText } from '../../kernel/digest.ts'
import { parseDecimal } from '../../kernel/decimal.ts'
import { faultOfSpending } from '../../model/spending-checks.ts'
import type {
  ExpensePayload,
  SubcontractorPayload,
  UsagePayload,
  WorkPayload,
  WorkStream,
} from '../../model/spending-payload.ts'
import { workStreams } from '../../model/spending-payload.ts'
import type { TimeEntryPayload } from '../../model/time-entry-payload.ts'
import type { CanonicalWork, Spending, UnderstoodWork } from '../../model/understood.ts'
import type { Mapping, SourceRecord } from '../sdk/connector.ts'

/** The connection that our own REST API is: it speaks in the firm's codes and was checked at the door. */
export const directConnection = 'api'
export const directStream = 'time_entries' satisfies WorkStream

/** What the API keeps of an accepted body: canonical, so that the same body twice is one content. */
export function directRecord(body: WorkPayload): SourceRecord {
  return {
    sourceId: body.sourceId,
    version: body.version ?? null,
    bytes: Buffer.from(canonicalJson(body)),
    occursOn: day(body.workOn),
    subject: body.worker === null ? null : `worker/${body.worker}`,
  }
}

const plain: Spending = {
  ...{ category: null, vendor: null, quantity: null, amount: null, unitCost: null, currency: null },
  ...{ receipt: true, receiptOn: null, tax: null, costApproval: 'approved' },
}

/** What a body of a stream says beside time; null for time. The schema of the stream was checked before. */
export function spendingOf(stream: WorkStream, body: WorkPayload): Spending | null {
  if (stream === 'expenses') {
    const { category, quantity, amount, currency, receipt, receiptOn, tax } = body as ExpensePayload
    const on = receiptOn === null ? null : day(receiptOn)
    return { ...plain, category, quantity, amount, currency, receipt, receiptOn: on, tax }
  }
  if (stream === 'subcontractor_work') {
    const { vendor, category, quantity, amount, unitCost, currency, tax, costApproval } =
      body as SubcontractorPayload
    return { ...plain, vendor, category, quantity, amount, unitCost, currency, tax, costApproval }
  }
  if (stream !== 'usage') return null
  const { category, quantity } = body as UsagePayload
  return { ...plain, category, quantity }
}

/** What keeps a body from being understood although it has the shape of its stream; null where nothing does. */
export function faultOfBody(stream: WorkStream, body: WorkPayload): { field: string; why: string } | null {
  if (!parseDay(body.workOn)) return { field: '/workOn', why: 'is no day of the calendar' }
  const spending = spendingOf(stream, body)
  if (spending === null) return null
  const fault = faultOfSpending({ kind: workStreams[stream], hours: hoursOf(body), spending })
  return fault && { field: `/${fault.field}`, why: fault.why }
}

function hoursOf(body: WorkPayload): string {
  return 'hours' in body ? (body.hours ?? '0') : '0'
}

function work(stream: string, bytes: Uint8Array): UnderstoodWork {
  const body = JSON.parse(Buffer.from(bytes).toString('utf8')) as TimeEntryPayload
  const known = stream as WorkStream
  const workOn = parseDay(body.workOn)
  if (!workOn) return { understood: false, field: '/workOn', why: 'not a day of the calendar' }
  const hours = hoursOf(body)
  if (!parseDecimal(hours)) return { understood: false, field: '/hours', why: 'not a decimal' }
  const fault = faultOfBody(known, body)
  if (fault) return { understood: false, ...fault }
  const entry: CanonicalWork = {
    kind: workStreams[known],
    worker: body.worker === null ? null : { kind: 'worker', externalId: body.worker },
    project: body.project === null ? null : { kind: 'project', externalId: body.project },
    task: body.task === null ? null : { kind: 'task', externalId: body.task },
    costCenter: body.costCenter,
    laborCategory: body.laborCategory,
    serviceItem: body.serviceItem,
    workOn,
    hours,
    spending: spendingOf(known, body),
    billable: body.billable,
    region: body.region,
    description: body.description,
    approval: body.approval,
  }
  return { understood: true, entry, contentDigest: digestText(canonicalJson(approvedOf(body))), drift: [] }
}

/** What is added later, a receipt or the approval of the vendor's bill, is no part of what is approved. */
function approvedOf(body: WorkPayload): object {
  const {
    approval: _,
    version: __,
    receipt: ___,
    costApproval: ____,
    ...content
  } = body as ExpensePayload & SubcontractorPayload
  return content
}

export const directMapping: Mapping = {
  version: 'direct/1',
  work,
  master: () => ({ understood: false, field: '', why: 'master data comes through its own route' }),
}
