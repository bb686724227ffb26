/** Creating, changing and deleting time entries as Redmine does. */
import {
  addEntry,
  blankEntry,
  changeEntry,
  deleteEntry,
  type Entry,
  type EntryContent,
} from '../books/entries.ts'
import { exact, parseExact, spell } from '../exact.ts'
import { isDay } from '../calendar.ts'
import type { World } from '../wire.ts'
import { type Directory, statusOf } from './directory.ts'
import { activities, timeFields } from './fields.ts'

export type Body = Readonly<Record<string, unknown>>
export type Outcome =
  | { readonly done: Entry }
  | { readonly errors: readonly string[] }
  | { readonly forbidden: true }

export type Account = { readonly id: number; readonly admin: boolean; readonly code: string | null }
type Draft = { -readonly [K in keyof EntryContent]?: EntryContent[K] }

export function createEntry(world: World, directory: Directory, account: Account, body: Body): Outcome {
  const errors: string[] = []
  const change = contentOf(world, directory, account, body, errors)
  if (change.worker === undefined && account.code !== null) change.worker = account.code
  if (change.worker === undefined) errors.push('User is invalid')
  if (change.project === undefined) errors.push('Project cannot be blank')
  if (change.hours === undefined && body.hours === undefined) errors.push('Hours cannot be blank')
  if (body.activity_id === undefined) errors.push('Activity cannot be blank')
  if (errors.length > 0) return { errors: [...new Set(errors)] }
  if (statusOf(directory.byCode.get(change.project!)!) !== 1) return { forbidden: true }
  change.workOn ??= world.now().toISOString().slice(0, 10)
  const at = world.stamp()
  const entry = addEntry(world.books, { ...blankEntry, ...change } as EntryContent, at, at)
  world.announce([entry.id])
  return { done: entry }
}

export function updateEntry(
  world: World,
  directory: Directory,
  account: Account,
  entry: Entry,
  body: Body,
): Outcome {
  if (!account.admin && entry.worker !== account.code) return { forbidden: true }
  const errors: string[] = []
  const change = contentOf(world, directory, account, body, errors)
  if (errors.length > 0) return { errors: [...new Set(errors)] }
  const done = changeEntry(world.books, entry.id, change, world.stamp())
  world.announce([done.id])
  return { done }
}

export function removeEntry(world: World, account: Account, entry: Entry): Outcome {
  if (!account.admin && entry.worker !== account.code) return { forbidden: true }
  const done = deleteEntry(world.books, entry.id, world.stamp())
  world.announce([done.id])
  return { done }
}

function contentOf(
  world: World,
  directory: Directory,
  account: Account,
  body: Body,
  errors: string[],
): Draft {
  const draft: Draft = {}
  readReferences(directory, account, body, draft, errors)
  if (body.spent_on !== undefined) {
    if (isDay(body.spent_on)) draft.workOn = body.spent_on
    else errors.push('Date is invalid')
  }
  if (body.hours !== undefined) {
    const hours = hoursOf(body.hours)
    if (hours === null) errors.push('Hours is invalid')
    else draft.hours = hours
  }
  if (body.activity_id !== undefined) {
    const activity = activities.find((each) => each.id === Number(body.activity_id))
    if (activity === undefined) errors.push('Activity is not included in the list')
    else draft.serviceItem = activity.name === 'Internal' ? null : 'consulting'
  }
  if (typeof body.comments === 'string') draft.description = body.comments
  readCustomFields(body.custom_fields, account, draft, errors, world.now().toISOString())
  return draft
}

/** Only the number of a project counts in a body; its identifier is refused. */
function readReferences(
  directory: Directory,
  account: Account,
  body: Body,
  draft: Draft,
  errors: string[],
): void {
  const find = (value: unknown) =>
    typeof value === 'number' || /^\d+$/.test(String(value)) ? directory.byNo.get(Number(value)) : undefined
  if (body.issue_id !== undefined) {
    const task = find(body.issue_id)
    if (task?.kind !== 'task') errors.push('Issue is invalid')
    else {
      draft.task = task.code
      draft.project = String(task.body.project)
    }
  }
  if (body.project_id !== undefined) {
    const project = find(body.project_id)
    if (project?.kind !== 'project') errors.push('Project is invalid')
    else draft.project = project.code
  }
  if (body.user_id !== undefined) {
    const user = find(body.user_id)
    if (user?.kind !== 'person' || (!account.admin && user.code !== account.code))
      errors.push('User is invalid')
    else draft.worker = user.code
  }
}

function readCustomFields(
  value: unknown,
  account: Account,
  draft: Draft,
  errors: string[],
  at: string,
): void {
  for (const field of Array.isArray(value) ? (value as Body[]) : []) {
    const [id, text] = [Number(field.id), field.value === null ? null : String(field.value)]
    if (id === timeFields.approved.id) {
      draft.state = text === '1' ? 'approved' : 'submitted'
      draft.approver = text === '1' ? (account.code ?? 'W-003') : null
      draft.approvedAt = text === '1' ? at : null
    }
    if (id === timeFields.billable.id) draft.billable = text === '1'
    if (id === timeFields.externalId.id) draft.externalId = text
    if (id === timeFields.billingStatus.id) {
      const allowed: readonly string[] = timeFields.billingStatus.values
      if (text === null || text === '' || allowed.includes(text)) draft.billingStatus = text
      else errors.push('Billing status is not included in the list')
    }
  }
}

/** 1.5, "1.5", "1:30" and "0:20": minutes are kept as a long fraction. */
function hoursOf(value: unknown): string | null {
  const text = String(value)
  const clock = /^(\d{1,4}):([0-5]\d)$/.exec(text)
  if (clock === null) {
    const plain = parseExact(text)
    return plain === null || plain.units < 0n ? null : text
  }
  const minutes = BigInt(clock[1]!) * 60n + BigInt(clock[2]!)
  const scaled = (minutes * 10n ** 10n + 30n) / 60n
  const whole = spell({ units: scaled, scale: 10 }).replace(/\.?0+$/, '')
  return spell(exact(whole))
}
