/** Time, expenses, subcontractors' work and usage of the plain wire in the canonical language. */
import { parseDay } from '../../kernel/dates.ts'
import { formatDecimal, parseDecimal } from '../../kernel/decimal.ts'
import { digestText } from '../../kernel/digest.ts'
import { faultOfSpending } from '../../model/spending-checks.ts'
import type { ApprovalClaim, CanonicalWork, Spending, UnderstoodWork } from '../../model/understood.ts'
import { drift } from '../sdk/drift.ts'
import { at, isObject, type Json, numberOf, readJson, textOf } from '../sdk/json.ts'
import { kindsOfStreams, readSpending, spendingFields } from './spending-mapping.ts'

const known = new Set(
  [
    ...[
      'id',
      'version',
      'worker',
      'project',
      'task',
      'cost_center',
      'labor_category',
      'service_item',
      'date',
    ],
    ...['hours', 'billable', 'region', 'description', 'created_at', 'updated_at'],
    ...['approval', 'approval/state', 'approval/approver', 'approval/approved_at', 'approval/level'],
  ].map((name) => `/${name}`),
)

const knownOfSpending = new Set([...known, ...spendingFields])

const isKnown = (prefix: string) => (name: string) => known.has(prefix + name)
const [knownField, knownOfApproval] = [isKnown('/'), isKnown('/approval/')]

/** Nearly every record has nothing unknown, which is quickly seen; the walk is for the others. */
function unknownFields(record: Json): readonly string[] {
  const approval = at(record, 'approval')
  const plain =
    isObject(record) &&
    isObject(approval) &&
    Object.keys(record).every(knownField) &&
    Object.keys(approval).every(knownOfApproval)
  return plain ? [] : drift(record, known)
}

const notUnderstood = (field: string, why: string): UnderstoodWork => ({ understood: false, field, why })

export function work(stream: string, bytes: Uint8Array): UnderstoodWork {
  const kind = kindsOfStreams[stream] ?? 'time_entry'
  const timed = kind === 'time_entry'
  // Amounts may stand as numbers, whose digits only the slow parser keeps.
  const record = timed ? readEntry(bytes) : readJson(bytes)
  if (record === undefined) return notUnderstood('', 'not JSON')
  const worker = wellFormed(at(record, 'worker'))
  if (worker === null && (timed || kind === 'expense')) return notUnderstood('/worker', 'no person')
  const workOn = parseDay(textOf(at(record, 'date')) ?? '')
  if (workOn === null) return notUnderstood('/date', 'not a day')
  const said = at(record, 'hours')
  const hours = !timed && (said === undefined || said === null) ? '0' : exactHours(said)
  if (hours === null) return notUnderstood('/hours', 'not a decimal, zero or more')
  const billable = at(record, 'billable')
  if (typeof billable !== 'boolean') return notUnderstood('/billable', 'neither true nor false')
  const approval = approvalOf(at(record, 'approval'))
  if (approval === null) return notUnderstood('/approval/state', 'not a known state')
  const read = timed ? null : readSpending(record)
  if (read !== null && !('spending' in read)) return notUnderstood(read.field, read.why)
  const spending = read?.spending ?? null
  const fault = spending && faultOfSpending({ kind, hours, spending })
  if (fault) return notUnderstood(`/${fault.field}`, fault.why)
  const project = wellFormed(at(record, 'project'))
  const task = wellFormed(at(record, 'task'))
  const entry: CanonicalWork = {
    kind,
    worker: worker === null ? null : { kind: 'worker', externalId: worker },
    project: project === null ? null : { kind: 'project', externalId: project },
    task: task === null ? null : { kind: 'task', externalId: task },
    costCenter: wellFormed(at(record, 'cost_center')),
    laborCategory: wellFormed(at(record, 'labor_category')),
    serviceItem: wellFormed(at(record, 'service_item')),
    workOn,
    hours,
    spending,
    billable,
    region: wellFormed(at(record, 'region')),
    description: wellFormed(at(record, 'description')) ?? '',
    approval,
  }
  const unknown = timed ? unknownFields(record) : drift(record, knownOfSpending)
  return { understood: true, entry, contentDigest: contentDigest(entry), drift: unknown }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The wire writes hours as text, so the platform's parser, which is twenty times as fast, loses nothing that is
 * read here. Where a number stands in their place the digits are kept by the slow one.
 */
function readEntry(bytes: Uint8Array): Json | undefined {
  let record: unknown
  try {
    record = JSON.parse(utf8.decode(bytes))
  } catch {
    return undefined
  }
  return typeof (record as { hours?: unknown } | null)?.hours === 'number'
    ? readJson(bytes)
    : (record as Json)
}

/** A number instead of a text is read by its digits all the same: nothing passes through a double. */
function exactHours(value: Json | undefined): string | null {
  const text = numberOf(value)
  const parsed = text === null ? null : parseDecimal(text)
  return parsed === null || parsed.coefficient < 0n ? null : formatDecimal(parsed)
}

function approvalOf(value: Json | undefined): ApprovalClaim | null {
  const state = textOf(at(value, 'state'))
  if (state !== 'submitted' && state !== 'approved' && state !== 'rejected') return null
  return {
    state,
    approver: wellFormed(at(value, 'approver')),
    approvedAt: wellFormed(at(value, 'approved_at')),
    level: wellFormed(at(value, 'level')),
  }
}

/** As a list in JSON, absent and empty differ, and so do neighbours that share a text otherwise. */
function contentDigest(entry: CanonicalWork): string {
  const parts = [
    entry.worker?.externalId ?? null,
    entry.project?.externalId ?? null,
    entry.task?.externalId ?? null,
    entry.costCenter,
    entry.laborCategory,
    entry.serviceItem,
    entry.workOn,
    entry.hours,
    entry.billable,
    entry.region,
    entry.description,
    ...(entry.spending === null ? [] : [spendingParts(entry.spending)]),
  ]
  return digestText(JSON.stringify(parts))
}

/** What is added later, a receipt or the approval of the vendor's bill, is no part of what is approved. */
function spendingParts({ costApproval: _, receipt: __, tax, ...rest }: Spending): readonly unknown[] {
  return [...Object.values(rest), ...Object.values(tax ?? {})]
}

/** Half a surrogate pair has no bytes in UTF-8; it becomes the replacement character. */
function wellFormed(value: Json | undefined): string | null {
  return textOf(value)?.toWellFormed() ?? null
}
