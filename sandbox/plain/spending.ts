/** The plain front's lists of what was spent: a feed in the order of change, windows of days, single records. */
import { isDay } from '../calendar.ts'
import {
  type Fields,
  findRecord,
  type FirmRecord,
  type RecordKind,
  recordsFrom,
  recordsOf,
  wireRecord,
} from '../books/records.ts'
import { json, type Reply, wholeOf, type World } from '../wire.ts'

export const spendingLists: Readonly<Record<string, RecordKind>> = {
  expenses: 'expense',
  'subcontractor-work': 'subcontractor_work',
  usage: 'usage',
}
const pageLimit = 500

export function serveSpending(world: World, kind: RecordKind, query: URLSearchParams, code: string): Reply {
  if (code !== '') {
    const found = findRecord(world.books, kind, code)
    return found === null || isDeleted(found)
      ? json(404, { code: 'NOT_FOUND', message: `There is no ${kind} "${code}".` })
      : json(200, wireRecord(found))
  }
  return query.has('from') || query.has('to') ? window(world, kind, query) : feed(world, kind, query)
}

/** Inclusive, as the feed of time entries is. */
function feed(world: World, kind: RecordKind, query: URLSearchParams): Reply {
  const limit = Math.max(2, Math.min(wholeOf(query.get('limit'), 200), pageLimit))
  const from = { updatedAt: query.get('updated_from') ?? '', code: query.get('id_from') ?? '' }
  const rows = recordsFrom(world.books, kind, from, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return json(200, {
    items: page.map(onFeed),
    next: last === undefined ? null : { updated_from: last.updatedAt, id_from: last.code },
    more: rows.length > limit,
  })
}

function window(world: World, kind: RecordKind, query: URLSearchParams): Reply {
  const [from, to] = [query.get('from'), query.get('to')]
  if (!isDay(from) || !isDay(to)) return json(400, { code: 'BAD_DAY', message: 'from and to are days.' })
  const offset = wholeOf(query.get('offset'), 0)
  const limit = Math.min(wholeOf(query.get('limit'), 200), pageLimit)
  const all = recordsOf(world.books, kind).filter(
    (one) => !isDeleted(one) && String(one.body.date) >= from && String(one.body.date) <= to,
  )
  const items = all.slice(offset, offset + limit).map(wireRecord)
  return json(200, { items, total: all.length, offset, limit })
}

function isDeleted({ body }: FirmRecord): boolean {
  return body.deleted === true
}

function onFeed(record: FirmRecord): Fields {
  if (!isDeleted(record)) return wireRecord(record)
  return { id: record.code, deleted: true, updated_at: record.updatedAt }
}
