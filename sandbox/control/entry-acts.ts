/** What people do with time entries: write, edit, approve, withdraw, delete, and many at once. */
import {
  addEntry,
  blankEntry,
  changeEntry,
  deleteEntry,
  type Entry,
  type EntryContent,
  requireEntry,
} from '../books/entries.ts'
import type { Books } from '../books/open.ts'
import { type Fields, findRecord, recordsOf } from '../books/records.ts'
import { Refusal } from '../books/refusal.ts'
import { readSetting } from '../books/switches.ts'
import { isDay, weekdaysOf } from '../calendar.ts'
import { parseExact } from '../exact.ts'
import type { World } from '../wire.ts'

const loadLimit = 100_000
const texts = [
  'worker',
  'project',
  'task',
  'cost_center',
  'labor_category',
  'service_item',
  'region',
  'description',
] as const
const fieldOf = {
  worker: 'worker',
  project: 'project',
  task: 'task',
  cost_center: 'costCenter',
  labor_category: 'laborCategory',
  service_item: 'serviceItem',
  region: 'region',
  description: 'description',
} as const

/** {entries: [{worker, project, task?, date, hours, description?, ..., state?, approver?, approved_at?, extra?}]} */
export function addEntries(world: World, body: Fields): unknown {
  const wanted = Array.isArray(body.entries) ? (body.entries as Fields[]) : [body]
  const ids = wanted.map((each) => {
    const content = { ...blankEntry, ...contentOf(world, each) }
    for (const field of ['worker', 'workOn', 'hours'] as const) {
      if (!(field in content)) throw new Refusal('BAD_FIELD', `${field} is needed.`, field)
    }
    const at = world.stamp()
    return addEntry(world.books, content as EntryContent, at, at).id
  })
  world.announce(ids)
  return { ids }
}

/** Fields as in add-entries. The approval stands as it was unless `state` is given. */
export function editEntry(world: World, body: Fields): unknown {
  return changed(world, body, contentOf(world, body))
}

/** {id, approver?}: a new act of approval, with a moment of its own. */
export function approveEntry(world: World, body: Fields): unknown {
  const approver = typeof body.approver === 'string' ? body.approver : 'W-003'
  return changed(world, body, {
    state: 'approved',
    approver,
    approvedAt: world.now().toISOString(),
    level: 'project',
  })
}

export function withdrawEntry(world: World, body: Fields): unknown {
  return changed(world, body, { state: 'submitted', approver: null, approvedAt: null, level: null })
}

export function removeEntry(world: World, body: Fields): unknown {
  const entry = deleteEntry(world.books, String(body.id), world.stamp())
  world.announce([entry.id])
  return { id: entry.id, version: entry.version }
}

/** {count, announce?: false}: approved entries on open client projects, spread over the month. */
export function generateLoad(world: World, body: Fields): unknown {
  const count = Number(body.count)
  if (!Number.isInteger(count) || count < 1 || count > loadLimit) {
    throw new Refusal('BAD_FIELD', `count is a whole number up to ${loadLimit}.`, 'count')
  }
  const pairs = loadPairs(world.books)
  const { month } = JSON.parse(readSetting(world.books, 'founding')!) as { month: string }
  const days = weekdaysOf(month)
  const at = world.stamp()
  const ids: string[] = []
  for (let index = 0; index < count; index++) {
    const { worker, project } = pairs[index % pairs.length]!
    const approval = { state: 'approved', approver: 'W-003', approvedAt: at, level: 'project' } as const
    const content = {
      worker,
      project,
      task: `${project}-T1`,
      workOn: days[index % days.length]!,
      hours: '0.25',
    }
    ids.push(
      addEntry(world.books, { ...blankEntry, ...content, ...approval, description: `Load ${index}` }, at, at)
        .id,
    )
  }
  if (body.announce !== false) world.announce(ids)
  return { count, first: ids[0], last: ids.at(-1) }
}

/** People with projects of their own company that are open, have a task, and a client who is not on hold. */
function loadPairs(books: Books): { worker: string; project: string }[] {
  const held = new Set(
    recordsOf(books, 'client').flatMap((client) => (client.body.on_hold === true ? [client.code] : [])),
  )
  const projects = recordsOf(books, 'project').filter(
    ({ code, body }) =>
      body.status === 'open' &&
      body.client !== null &&
      !held.has(String(body.client)) &&
      findRecord(books, 'task', `${code}-T1`) !== null,
  )
  const people = recordsOf(books, 'person').filter(({ body }) => body.labor_category !== 'specialist')
  return people.flatMap((person) =>
    projects
      .filter((project) => project.body.legal_entity === person.body.legal_entity)
      .map((project) => ({ worker: person.code, project: project.code })),
  )
}

function changed(world: World, body: Fields, change: Partial<EntryContent>): unknown {
  const entry: Entry = changeEntry(
    world.books,
    requireEntry(world.books, String(body.id)).id,
    change,
    world.stamp(),
  )
  world.announce([entry.id])
  return { id: entry.id, version: entry.version }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

function contentOf(world: World, body: Fields): Partial<EntryContent> {
  const content: Partial<Mutable<EntryContent>> = {}
  for (const name of texts) {
    const value = body[name]
    if (typeof value === 'string' || (value === null && name !== 'worker' && name !== 'description')) {
      content[fieldOf[name]] = value as string
    }
  }
  if (body.date !== undefined) {
    if (!isDay(body.date)) throw new Refusal('BAD_FIELD', 'date is a day.', 'date')
    content.workOn = body.date
  }
  if (body.hours !== undefined) {
    if (parseExact(String(body.hours)) === null)
      throw new Refusal('BAD_FIELD', 'hours is a decimal.', 'hours')
    content.hours = String(body.hours)
  }
  if (typeof body.billable === 'boolean') content.billable = body.billable
  if (body.extra !== undefined) content.extra = body.extra === null ? null : JSON.stringify(body.extra)
  const state = body.state
  if (state === 'submitted' || state === 'approved' || state === 'rejected') {
    content.state = state
    content.approver =
      typeof body.approver === 'string' ? body.approver : state === 'submitted' ? null : 'W-003'
    content.level = state === 'submitted' ? null : 'project'
    const moment = body.approved_at
    content.approvedAt =
      state === 'submitted' ? null : typeof moment === 'string' ? moment : world.now().toISOString()
  }
  return content
}
