import { addDays, parseDay } from '../../kernel/dates.ts'
import { addDecimal, decimal, formatDecimal } from '../../kernel/decimal.ts'
import type {
  ConnectionContext,
  PullPage,
  PullWindow,
  SourceRecord,
  StreamDefinition,
} from '../sdk/connector.ts'
import { at, canonicalBytes, idOf, type Json, numberOf, textOf } from '../sdk/json.ts'
import { sweepPages } from '../sdk/paging.ts'
import { getJson, getPage, pageSize, rowId } from './requests.ts'

const overlap = 5
const mostRounds = 6

function entryRecord(row: Json): SourceRecord {
  return {
    sourceId: rowId(row),
    // Redmine has no version; `updated_on` has whole seconds, so two edits can share one.
    version: null,
    bytes: canonicalBytes(row),
    occursOn: parseDay(textOf(at(row, 'spent_on')) ?? ''),
    subject: idOf(at(row, 'user', 'id')),
  }
}

function masterRecord(row: Json): SourceRecord {
  return { sourceId: rowId(row), version: null, bytes: canonicalBytes(row), occursOn: null, subject: null }
}

async function* pages(
  context: ConnectionContext,
  name: string,
  query: string,
  record: (row: Json) => SourceRecord,
): AsyncGenerator<PullPage> {
  const read = (offset: number, limit: number) => getPage(context, name, query, offset, limit)
  for await (const rows of sweepPages({ read, idOf: rowId, pageSize, overlap, mostRounds })) {
    yield { records: rows.map(record), deleted: [], cursor: null }
  }
}

/** Redmine's bounds are inclusive. Sorted by creation, so that new rows join at the end. */
function windowQuery(window: PullWindow): string {
  return `from=${window.from}&to=${addDays(window.until, -1)}&sort=created_on:asc`
}

async function entryTotals(context: ConnectionContext, window: PullWindow) {
  const hours = new Map<string, string>()
  let count = 0
  const read = async (offset: number, limit: number) => {
    const page = await getPage(context, 'time_entries', windowQuery(window), offset, limit)
    if (offset === 0) hours.clear()
    count = page.total
    return page
  }
  for await (const rows of sweepPages({ read, idOf: rowId, pageSize, overlap, mostRounds })) {
    for (const row of rows) hours.set(rowId(row), numberOf(at(row, 'hours')) ?? '0')
  }
  let sum = decimal('0')
  for (const text of hours.values()) sum = addDecimal(sum, decimal(text))
  return { count, hours: formatDecimal(sum) }
}

async function oneEntry(context: ConnectionContext, sourceId: string): Promise<SourceRecord | null> {
  const body = await getJson(context, `/time_entries/${encodeURIComponent(sourceId)}.json`)
  const row = at(body ?? undefined, 'time_entry')
  return row === undefined ? null : entryRecord(row)
}

/** Locked people are listed too: their time stays. */
async function* workers(context: ConnectionContext): AsyncGenerator<PullPage> {
  yield* pages(context, 'users', 'status=&sort=id:asc', masterRecord)
}

/** Without a status Redmine lists open projects only, and says nothing about the others. */
async function* projects(context: ConnectionContext): AsyncGenerator<PullPage> {
  for (const status of ['1', '5']) yield* pages(context, 'projects', `status=${status}`, masterRecord)
}

const masters = {
  carries: 'master',
  deletions: 'none',
  reading: 'sweep',
  lookbackMs: 0,
  everyMs: 300_000,
} as const

export const streams: readonly StreamDefinition[] = [
  { name: 'workers', ...masters, level: 'live', sweep: (context) => workers(context) },
  { name: 'projects', ...masters, level: 'live', sweep: (context) => projects(context) },
  {
    name: 'time_entries',
    carries: 'work',
    deletions: 'sweep',
    reading: 'sweep',
    lookbackMs: 0,
    everyMs: 60_000,
    level: 'live',
    sweep: (context, window) => pages(context, 'time_entries', windowQuery(window), entryRecord),
    control: entryTotals,
    fetchOne: oneEntry,
  },
]
