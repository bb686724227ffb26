/** From Redmine's records to the canonical language. Pure; bump the version with every change of meaning. */
import { parseDay } from '../../kernel/dates.ts'
import { digestText } from '../../kernel/digest.ts'
import type { MasterChange } from '../../model/master-records.ts'
import type {
  ApprovalClaim,
  CanonicalWork,
  UnderstoodMaster,
  UnderstoodWork,
} from '../../model/understood.ts'
import type { Mapping } from '../sdk/connector.ts'
import { drift } from '../sdk/drift.ts'
import { at, idOf, type Json, list, numberOf, readJson, textOf } from '../sdk/json.ts'
import { listed, owns, type Settings } from './settings.ts'

const customFields = [
  '/custom_fields',
  '/custom_fields/*/id',
  '/custom_fields/*/name',
  '/custom_fields/*/multiple',
]
const withCustomFields = [...customFields, '/custom_fields/*/value/**']

const knownEntry = new Set([
  '/id',
  ...['project', 'user', 'activity'].flatMap((name) => [`/${name}`, `/${name}/id`, `/${name}/name`]),
  '/issue',
  '/issue/id',
  '/hours',
  '/comments',
  '/spent_on',
  '/created_on',
  '/updated_on',
  ...withCustomFields,
])
const knownWorker = new Set([
  ...['id', 'login', 'admin', 'firstname', 'lastname', 'mail', 'created_on', 'updated_on'].map(
    (name) => `/${name}`,
  ),
  ...['last_login_on', 'passwd_changed_on', 'twofa_scheme', 'avatar_url', 'status'].map((name) => `/${name}`),
  ...withCustomFields,
])
const knownProject = new Set([
  ...['id', 'name', 'identifier', 'description', 'homepage', 'status', 'is_public'].map((name) => `/${name}`),
  ...['inherit_members', 'created_on', 'updated_on', 'parent/**', 'parent'].map((name) => `/${name}`),
  ...withCustomFields,
])

export const mapping: Mapping = { version: 'redmine-1', work, master }

/** Undefined when the record has no such field, null when it was never set. */
function customField(record: Json, name: string): Json | undefined {
  const found = list(at(record, 'custom_fields')).find((field) => at(field, 'name') === name)
  return found === undefined ? undefined : (at(found, 'value') ?? null)
}

function code(record: Json, rule: string): string | null {
  const value = rule.startsWith('field:') ? customField(record, rule.slice(6)) : at(record, rule)
  return textOf(value)?.trim() ?? null
}

/** What the named field says; null when no field is named, or it is empty. */
function stated(record: Json, field: string | undefined): string | null {
  return field === undefined ? null : (textOf(customField(record, field))?.trim() ?? null)
}

const noLegalEntity = 'neither field nor setting names the legal entity'
const notUnderstood = (field: string, why: string) => ({ understood: false, field, why }) as const

function work(_stream: string, bytes: Uint8Array, settings: Settings): UnderstoodWork {
  const record = readJson(bytes)
  if (record === undefined) return notUnderstood('', 'not JSON')
  const worker = idOf(at(record, 'user', 'id'))
  const project = idOf(at(record, 'project', 'id'))
  const workOn = parseDay(textOf(at(record, 'spent_on')) ?? '')
  const hours = numberOf(at(record, 'hours'))
  if (worker === null) return notUnderstood('/user/id', 'no person')
  if (project === null) return notUnderstood('/project/id', 'no project')
  if (workOn === null) return notUnderstood('/spent_on', 'not a day')
  if (hours === null) return notUnderstood('/hours', 'not a decimal number')
  const approval = approvalOf(record, settings)
  if (approval === null) {
    return notUnderstood('/custom_fields', `no field named "${settings.approvalField ?? ''}"`)
  }
  const activity = textOf(at(record, 'activity', 'name'))
  const means = settings.activityMeans ?? 'labor_category'
  const entry: CanonicalWork = {
    kind: 'time_entry',
    worker: { kind: 'worker', externalId: worker },
    project: { kind: 'project', externalId: project },
    task: null,
    costCenter: null,
    laborCategory: means === 'labor_category' ? activity : null,
    serviceItem: means === 'service_item' ? activity : null,
    workOn,
    hours,
    spending: null,
    billable: billable(record, activity, settings),
    region: null,
    description: textOf(at(record, 'comments')) ?? '',
    approval,
  }
  return { understood: true, entry, contentDigest: contentDigest(entry), drift: drift(record, knownEntry) }
}

function contentDigest(entry: CanonicalWork): string {
  return digestText(
    entry.worker?.externalId ?? '',
    entry.project?.externalId ?? '',
    entry.laborCategory ?? '',
    entry.serviceItem ?? '',
    entry.workOn,
    entry.hours,
    String(entry.billable),
    entry.description,
  )
}

/** Redmine keeps neither the moment nor the person of an approval: it is a flag that stands. Null: no such field. */
function approvalOf(record: Json, settings: Settings): ApprovalClaim | null {
  const value = customField(record, settings.approvalField ?? '')
  if (value === undefined) return null
  const level = settings.approvedBy ?? null
  const claim = (state: ApprovalClaim['state']): ApprovalClaim => ({
    state,
    approver: null,
    approvedAt: null,
    level,
  })
  if (value === (settings.approvedValue ?? '1')) return claim('approved')
  return claim(value !== null && value === settings.rejectedValue ? 'rejected' : 'submitted')
}

function billable(record: Json, activity: string | null, settings: Settings): boolean {
  if (activity !== null && listed(settings.nonBillableActivities).includes(activity)) return false
  const field = settings.billableField
  return field === undefined || customField(record, field) === '1'
}

function master(stream: string, bytes: Uint8Array, settings: Settings): UnderstoodMaster {
  const record = readJson(bytes)
  const id = idOf(at(record, 'id'))
  if (record === undefined || id === null) return notUnderstood('/id', 'not a record with an id')
  if (stream === 'workers') return worker(record, id, settings)
  if (stream === 'projects') return project(record, id, settings)
  return notUnderstood('', `no stream ${stream}`)
}

const always = { validFrom: '0001-01-01', validUntil: null } as const

/** An account without an employee code is nobody's time, such as an administrator's: it is known and left out. */
function worker(record: Json, id: string, settings: Settings): UnderstoodMaster {
  const recordId = code(record, settings.workerCode ?? 'login')
  const seen = drift(record, knownWorker)
  if (recordId === null) return { understood: true, changes: [], references: [], drift: seen }
  const changes: MasterChange[] = []
  if (owns(settings, 'workers')) {
    const legalEntity = stated(record, settings.workerCompanyField) ?? textOf(settings.company)
    if (legalEntity === null) return notUnderstood('/custom_fields', noLegalEntity)
    const name = [at(record, 'firstname'), at(record, 'lastname')].map(textOf).filter((part) => part !== null)
    changes.push({
      kind: 'worker',
      recordId,
      ...always,
      body: {
        name: name.join(' ') || recordId,
        employment: 'employee',
        exempt: false,
        legalEntity,
        unit: null,
        laborCategory: stated(record, settings.laborCategoryField),
        employedFrom: '0001-01-01',
        employedUntil: null,
        costRate: null,
        costCurrency: null,
      },
    })
  }
  const references = [{ kind: 'worker', externalId: id, recordId }]
  return { understood: true, changes, references, drift: seen }
}

function project(record: Json, id: string, settings: Settings): UnderstoodMaster {
  const recordId = code(record, settings.projectCode ?? 'identifier')
  const seen = drift(record, knownProject)
  if (recordId === null) return { understood: true, changes: [], references: [], drift: seen }
  const changes: MasterChange[] = []
  if (owns(settings, 'projects')) {
    const legalEntity = stated(record, settings.companyField) ?? textOf(settings.company)
    if (legalEntity === null) return notUnderstood('/custom_fields', noLegalEntity)
    changes.push({
      kind: 'project',
      recordId,
      ...always,
      body: {
        name: textOf(at(record, 'name')) ?? recordId,
        client: stated(record, settings.clientField),
        legalEntity,
        status: isClosed(record, settings) ? 'closed' : 'open',
        costCenter: null,
      },
    })
  }
  const references = [{ kind: 'project', externalId: id, recordId }]
  return { understood: true, changes, references, drift: seen }
}

/**
 * Redmine keeps no day of closing (not even `updated_on` moves) and takes no time on a closed project. Closing it
 * for all days would therefore stop work that was entered in time, so that is only done when asked for.
 */
function isClosed(record: Json, settings: Settings): boolean {
  return settings.closedProjects === 'refuse' && numberOf(at(record, 'status')) !== '1'
}
