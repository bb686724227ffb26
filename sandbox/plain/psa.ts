/** The plain front's time and project side. Decimals are strings; sandbox/README.md describes the wire. */
import { isDay } from '../calendar.ts'
import { type Entry, entriesBetween, feedFrom, findEntry, pageBetween } from '../books/entries.ts'
import { type Fields, findRecord, type RecordKind, recordsOf, wireRecord } from '../books/records.ts'
import { readSwitches } from '../books/switches.ts'
import { rounded, spell, sumExact, usedScale } from '../exact.ts'
import { serveSpending, spendingLists } from './spending.ts'
import { type Incoming, json, type Reply, wholeOf, type World } from '../wire.ts'

const lists: Readonly<Record<string, RecordKind>> = {
  'legal-entities': 'legal_entity',
  people: 'person',
  clients: 'client',
  projects: 'project',
  tasks: 'task',
  contracts: 'contract',
  rates: 'rate',
  'tax-codes': 'tax_code',
}
const pageLimit = 500

export function servePsa(world: World, incoming: Incoming, path: string): Reply {
  if (incoming.method !== 'GET') return json(405, { code: 'METHOD', message: 'This side is read only.' })
  const [list = '', ...rest] = path.split('/').map(decodeURIComponent)
  if (list === 'time-entries') return serveEntries(world, incoming.query, rest.join('/'))
  const spent = spendingLists[list]
  if (spent !== undefined) return serveSpending(world, spent, incoming.query, rest.join('/'))
  const kind = lists[list]
  if (kind === undefined) return json(404, { code: 'NOT_FOUND', message: 'There is no such list.' })
  return rest.length === 0 ? listRecords(world, kind, incoming.query) : oneRecord(world, kind, rest.join('/'))
}

/** Pages of `limit` from `offset`; `total` lets a reader see a list that moved under it. */
export function listRecords(world: World, kind: RecordKind, query: URLSearchParams): Reply {
  const all = recordsOf(world.books, kind)
  const offset = wholeOf(query.get('offset'), 0)
  const limit = Math.min(wholeOf(query.get('limit'), 100), pageLimit)
  return json(200, {
    items: all.slice(offset, offset + limit).map(wireRecord),
    total: all.length,
    offset,
    limit,
  })
}

export function oneRecord(world: World, kind: RecordKind, code: string): Reply {
  const found = findRecord(world.books, kind, code)
  return found === null
    ? json(404, { code: 'NOT_FOUND', message: `There is no ${kind} "${code}".` })
    : json(200, wireRecord(found))
}

function serveEntries(world: World, query: URLSearchParams, rest: string): Reply {
  if (rest === 'control') return control(world, query)
  if (rest !== '') {
    const entry = findEntry(world.books, rest)
    return entry === null || entry.deleted
      ? json(404, { code: 'NOT_FOUND', message: `There is no time entry "${rest}".` })
      : json(200, wireEntry(world, entry))
  }
  if (query.has('from') || query.has('to')) return entryWindow(world, query)
  return entryFeed(world, query)
}

/** Inclusive: the row of the cursor comes again, so that nothing between two rows of one moment is lost. */
function entryFeed(world: World, query: URLSearchParams): Reply {
  const limit = Math.max(2, Math.min(wholeOf(query.get('limit'), 200), pageLimit))
  const rows = feedFrom(world.books, query.get('updated_from') ?? '', query.get('id_from') ?? '', limit + 1)
  const page = rows.slice(0, limit)
  const more = rows.length > limit
  const last = page.at(-1)
  if (!more) world.feedRead()
  return json(200, {
    items: page.map((entry) => wireEntry(world, entry)),
    next: last === undefined ? null : { updated_from: last.updatedAt, id_from: last.id },
    more,
  })
}

function entryWindow(world: World, query: URLSearchParams): Reply {
  const [from, to] = [query.get('from'), query.get('to')]
  if (!isDay(from) || !isDay(to)) return json(400, { code: 'BAD_DAY', message: 'from and to are days.' })
  const offset = wholeOf(query.get('offset'), 0)
  const limit = Math.min(wholeOf(query.get('limit'), 200), pageLimit)
  const { entries, total } = pageBetween(world.books, from, to, { offset, limit })
  return json(200, { items: entries.map((entry) => wireEntry(world, entry)), total, offset, limit })
}

function control(world: World, query: URLSearchParams): Reply {
  const [from, to] = [query.get('from'), query.get('to')]
  if (!isDay(from) || !isDay(to)) return json(400, { code: 'BAD_DAY', message: 'from and to are days.' })
  const all = entriesBetween(world.books, from, to)
  const hours = sumExact(all.map((entry) => entry.hours))
  return json(200, { count: all.length, hours: spell(rounded(hours, usedScale(hours))) })
}

export function wireEntry(world: World, entry: Entry): Fields {
  const versions = readSwitches(world.books).entryVersions === 'on'
  const head = versions ? { id: entry.id, version: entry.version } : { id: entry.id }
  if (entry.deleted) return { ...head, deleted: true, updated_at: entry.updatedAt }
  return {
    ...head,
    worker: entry.worker,
    project: entry.project,
    task: entry.task,
    cost_center: entry.costCenter,
    labor_category: entry.laborCategory,
    service_item: entry.serviceItem,
    date: entry.workOn,
    hours: entry.hours,
    billable: entry.billable,
    region: entry.region,
    description: entry.description,
    approval: {
      state: entry.state,
      approver: entry.approver,
      approved_at: entry.approvedAt,
      level: entry.level,
    },
    created_at: entry.createdAt,
    updated_at: entry.updatedAt,
    ...(entry.extra === null ? {} : (JSON.parse(entry.extra) as Fields)),
  }
}
