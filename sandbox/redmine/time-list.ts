/** Time entries as Redmine lists them: with its filters, its orders, and what it silently ignores. */
import { type Entry, entriesBetween } from '../books/entries.ts'
import type { Books } from '../books/open.ts'
import { isDay } from '../calendar.ts'
import { exact, rounded, spell } from '../exact.ts'
import { type Directory, second } from './directory.ts'
import { activities, timeFields, timeValues } from './fields.ts'

export function spellEntry(directory: Directory, entry: Entry): Record<string, unknown> {
  const project = directory.byCode.get(entry.project ?? '')
  const task = directory.byCode.get(entry.task ?? '')
  const user = directory.byCode.get(entry.worker)
  return {
    id: entry.no,
    project: { id: project?.no ?? 0, name: project?.body.name ?? '' },
    ...(task === undefined ? {} : { issue: { id: task.no } }),
    user: { id: user?.no ?? strangerId(entry.worker), name: user?.body.name ?? entry.worker },
    activity: activityOf(entry),
    // The vendor rounds here, and only here: its sums are over what it stored.
    hours: Number(spell(rounded(exact(entry.hours), 2))),
    comments: entry.description,
    spent_on: entry.workOn,
    created_on: second(entry.createdAt),
    updated_on: second(entry.updatedAt),
    custom_fields: timeValues(entry),
  }
}

/** Somebody whose account is gone from every list. */
function strangerId(code: string): number {
  return 990_000 + (Number(code.replace(/\D/g, '')) || 0)
}

function activityOf(entry: Entry): { id: number; name: string } {
  return entry.serviceItem === null ? activities[1] : activities[0]
}

/** Values that cannot be understood, and `updated_on` or `created_on` filters, leave every row in. */
export function filteredEntries(
  books: Books,
  directory: Directory,
  query: URLSearchParams,
  me: number,
): Entry[] {
  const bound = (name: string, otherwise: string): string => {
    const text = query.get(name)
    return isDay(text) ? text : otherwise
  }
  let [from, to] = [bound('from', '0001-01-01'), bound('to', '9999-12-31')]
  const spent = /^(><|>=|<=|=)?(\d{4}-\d{2}-\d{2})(?:\|(\d{4}-\d{2}-\d{2}))?$/.exec(
    query.get('spent_on') ?? '',
  )
  if (spent !== null) {
    const [, operator = '=', first = '', last] = spent
    if (operator !== '<=') from = first
    if (operator !== '>=') to = last ?? first
  }
  const project = query.get('project_id')
  const wanted: ((entry: Entry) => boolean)[] = []
  const record = (code: string | null) => directory.byCode.get(code ?? '')
  if (project !== null) {
    wanted.push((e) => String(record(e.project)?.no) === project || e.project?.toLowerCase() === project)
  }
  const user = query.get('user_id') === 'me' ? String(me) : query.get('user_id')
  if (user !== null && /^\d+$/.test(user)) wanted.push((e) => String(record(e.worker)?.no) === user)
  const issue = query.get('issue_id')
  if (issue !== null && /^\d+$/.test(issue)) wanted.push((e) => String(record(e.task)?.no) === issue)
  const activity = query.get('activity_id')
  if (activity !== null && /^\d+$/.test(activity)) wanted.push((e) => String(activityOf(e).id) === activity)
  for (const field of Object.values(timeFields)) {
    const value = query.get(`cf_${field.id}`)
    if (value !== null)
      wanted.push((e) => timeValues(e).some((each) => each.id === field.id && each.value === value))
  }
  return entriesBetween(books, from, to).filter((entry) => wanted.every((keeps) => keeps(entry)))
}

const sorts: Readonly<Record<string, (entry: Entry) => string | number>> = {
  created_on: (e) => second(e.createdAt),
  spent_on: (e) => e.workOn,
  hours: (e) => Number(e.hours),
  user: (e) => e.worker,
  project: (e) => e.project ?? '',
  activity: (e) => activityOf(e).name,
  issue: (e) => e.task ?? '',
}

/** An order that is not known is ignored: rows then come by id. */
export function inOrder(entries: readonly Entry[], sort: string | null): Entry[] {
  if (sort === null) {
    return entries.toSorted(
      (a, b) =>
        b.workOn.localeCompare(a.workOn) ||
        second(b.createdAt).localeCompare(second(a.createdAt)) ||
        a.no - b.no,
    )
  }
  const [name = '', direction] = sort.split(',')[0]!.split(':')
  const key = sorts[name]
  if (key === undefined) return entries.toSorted((a, b) => a.no - b.no)
  const sign = direction === 'desc' ? -1 : 1
  return entries.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)]
    return left < right ? -sign : left > right ? sign : a.no - b.no
  })
}
