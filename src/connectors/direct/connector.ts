import { canonicalJson } from '../../kernel/canonical-json.ts'
import { day, parseDay } from '../../kernel/dates.ts'
import { digestText } from '../../kernel/digest.ts'
import { parseDecimal } from '../../kernel/decimal.ts'
import type { TimeEntryPayload } from '../../model/time-entry-payload.ts'
import type { CanonicalTimeEntry, UnderstoodWork } from '../../model/understood.ts'
import type { Mapping, SourceRecord } from '../sdk/connector.ts'

/** The connection that our own REST API is: it speaks in the firm's codes and was checked at the door. */
export const directConnection = 'api'
export const directStream = 'time_entries'

/** What the API keeps of an accepted body: canonical, so that the same body twice is one content. */
export function directRecord(body: TimeEntryPayload): SourceRecord {
  return {
    sourceId: body.sourceId,
    version: body.version ?? null,
    bytes: Buffer.from(canonicalJson(body)),
    occursOn: day(body.workOn),
    subject: `worker/${body.worker}`,
  }
}

function work(_stream: string, bytes: Uint8Array): UnderstoodWork {
  const body = JSON.parse(Buffer.from(bytes).toString('utf8')) as TimeEntryPayload
  const workOn = parseDay(body.workOn)
  if (!workOn) return { understood: false, field: '/workOn', why: 'not a day of the calendar' }
  if (!parseDecimal(body.hours)) return { understood: false, field: '/hours', why: 'not a decimal' }
  const entry: CanonicalTimeEntry = {
    worker: { kind: 'worker', externalId: body.worker },
    project: body.project === null ? null : { kind: 'project', externalId: body.project },
    task: body.task === null ? null : { kind: 'task', externalId: body.task },
    costCenter: body.costCenter,
    laborCategory: body.laborCategory,
    serviceItem: body.serviceItem,
    workOn,
    hours: body.hours,
    billable: body.billable,
    region: body.region,
    description: body.description,
    approval: body.approval,
  }
  const { approval: _, version: __, ...content } = body
  return { understood: true, entry, contentDigest: digestText(canonicalJson(content)), drift: [] }
}

export const directMapping: Mapping = {
  version: 'direct/1',
  work,
  master: () => ({ understood: false, field: '', why: 'master data comes through its own route' }),
}
