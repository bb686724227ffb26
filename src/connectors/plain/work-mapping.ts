/** A time entry of the plain wire in the canonical language. */
import { parseDay } from '../../kernel/dates.ts'
import { formatDecimal, parseDecimal } from '../../kernel/decimal.ts'
import { digestText } from '../../kernel/digest.ts'
import type { ApprovalClaim, CanonicalTimeEntry, UnderstoodWork } from '../../model/understood.ts'
import { drift } from '../sdk/drift.ts'
import { at, type Json, numberOf, readJson, textOf } from '../sdk/json.ts'

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

const notUnderstood = (field: string, why: string): UnderstoodWork => ({ understood: false, field, why })

export function work(_stream: string, bytes: Uint8Array): UnderstoodWork {
  const record = readJson(bytes)
  if (record === undefined) return notUnderstood('', 'not JSON')
  const worker = wellFormed(at(record, 'worker'))
  if (worker === null) return notUnderstood('/worker', 'no person')
  const workOn = parseDay(textOf(at(record, 'date')) ?? '')
  if (workOn === null) return notUnderstood('/date', 'not a day')
  const hours = exactHours(at(record, 'hours'))
  if (hours === null) return notUnderstood('/hours', 'not a decimal, zero or more')
  const billable = at(record, 'billable')
  if (typeof billable !== 'boolean') return notUnderstood('/billable', 'neither true nor false')
  const approval = approvalOf(at(record, 'approval'))
  if (approval === null) return notUnderstood('/approval/state', 'not a known state')
  const project = wellFormed(at(record, 'project'))
  const task = wellFormed(at(record, 'task'))
  const entry: CanonicalTimeEntry = {
    worker: { kind: 'worker', externalId: worker },
    project: project === null ? null : { kind: 'project', externalId: project },
    task: task === null ? null : { kind: 'task', externalId: task },
    costCenter: wellFormed(at(record, 'cost_center')),
    laborCategory: wellFormed(at(record, 'labor_category')),
    serviceItem: wellFormed(at(record, 'service_item')),
    workOn,
    hours,
    billable,
    region: wellFormed(at(record, 'region')),
    description: wellFormed(at(record, 'description')) ?? '',
    approval,
  }
  return { understood: true, entry, contentDigest: contentDigest(entry), drift: drift(record, known) }
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

/** A digest marks absent apart from empty, so that no two contents look alike. */
function contentDigest(entry: CanonicalTimeEntry): string {
  const parts = [
    entry.worker.externalId,
    entry.project?.externalId ?? null,
    entry.task?.externalId ?? null,
    entry.costCenter,
    entry.laborCategory,
    entry.serviceItem,
    entry.workOn,
    entry.hours,
    String(entry.billable),
    entry.region,
    entry.description,
  ]
  return digestText(...parts.map((part) => (part === null ? '-' : `+${part}`)))
}

/** Half a surrogate pair has no bytes in UTF-8; it becomes the replacement character. */
function wellFormed(value: Json | undefined): string | null {
  return textOf(value)?.toWellFormed() ?? null
}
