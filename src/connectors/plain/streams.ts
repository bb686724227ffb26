import { addDays, parseDay } from '../../kernel/dates.ts'
import type {
  ConnectionContext,
  PullPage,
  PullWindow,
  SourceRecord,
  StreamDefinition,
} from '../sdk/connector.ts'
import { ConnectorFault } from '../sdk/fault.ts'
import { at, canonicalBytes, idOf, type Json, list, numberOf, textOf } from '../sdk/json.ts'
import { sweepPages } from '../sdk/paging.ts'
import { getJson, getPage } from './requests.ts'

const pageSize = 500
const overlap = 5
const mostRounds = 6
/** Rows of one moment may be written in any order, and a clock may be behind: the feed is read again from here. */
const lookbackMs = 10_000

export function rowId(row: Json): string {
  const id = idOf(at(row, 'id'))
  if (id === null) throw new ConnectorFault('config', 'none', 'The system returned a record without an id')
  return id
}

export function entryRecord(row: Json): SourceRecord {
  return {
    sourceId: rowId(row),
    version: idOf(at(row, 'version')),
    bytes: canonicalBytes(row),
    occursOn: parseDay(textOf(at(row, 'date')) ?? ''),
    subject: textOf(at(row, 'worker')),
  }
}

function masterRecord(row: Json): SourceRecord {
  return { sourceId: rowId(row), version: null, bytes: canonicalBytes(row), occursOn: null, subject: null }
}

export function isTombstone(row: Json): boolean {
  return at(row, 'deleted') === true
}

/** The cursor is `<moment>|<id>`, and inclusive on the wire. A system without the list has nothing of it. */
async function* feed(
  path: string,
  context: ConnectionContext,
  cursor: string | null,
): AsyncGenerator<PullPage> {
  let [moment = '', id = ''] = [lookedBack(cursor), '']
  for (;;) {
    const query = `updated_from=${encodeURIComponent(moment)}&id_from=${encodeURIComponent(id)}&limit=${pageSize}`
    const body = (await getJson(context, `${path}?${query}`)) ?? undefined
    const rows = list(at(body, 'items'))
    const next = [textOf(at(body, 'next', 'updated_from')), textOf(at(body, 'next', 'id_from'))] as const
    const more = at(body, 'more') === true
    if (next[0] === null || next[1] === null) return
    yield {
      records: rows.filter((row) => !isTombstone(row)).map(entryRecord),
      deleted: rows.filter(isTombstone).map(rowId),
      cursor: `${next[0]}|${next[1]}`,
    }
    if (!more) return
    if (next[0] === moment && next[1] === id) {
      throw new ConnectorFault('config', 'none', `The feed ${path} does not move on`)
    }
    ;[moment, id] = next
  }
}

function lookedBack(cursor: string | null): string {
  const at = Date.parse(cursor?.split('|')[0] ?? '')
  return Number.isNaN(at) ? '' : new Date(at - lookbackMs).toISOString()
}

/** Both bounds are inclusive on the wire. */
function windowQuery(window: PullWindow): string {
  return `from=${window.from}&to=${addDays(window.until, -1)}`
}

async function* pages(
  context: ConnectionContext,
  path: string,
  record: (row: Json) => SourceRecord,
): AsyncGenerator<PullPage> {
  const read = (offset: number, limit: number) => getPage(context, path, offset, limit)
  for await (const rows of sweepPages({ read, idOf: rowId, pageSize, overlap, mostRounds })) {
    yield { records: rows.map(record), deleted: [], cursor: null }
  }
}

async function totals(context: ConnectionContext, window: PullWindow) {
  const body = (await getJson(context, `/psa/time-entries/control?${windowQuery(window)}`)) ?? undefined
  const count = numberOf(at(body, 'count'))
  if (count === null) throw new ConnectorFault('config', 'none', 'The control totals have no count')
  return { count: Number(count), hours: numberOf(at(body, 'hours')) }
}

async function one(
  context: ConnectionContext,
  path: string,
  sourceId: string,
  record: (row: Json) => SourceRecord,
): Promise<SourceRecord | null> {
  const row = await getJson(context, `${path}/${encodeURIComponent(sourceId)}`)
  return row === null ? null : record(row)
}

function master(name: string, path: string, everyMs: number): StreamDefinition {
  return {
    name,
    carries: 'master',
    deletions: 'sweep',
    reading: 'sweep',
    lookbackMs: 0,
    everyMs,
    level: 'simulated',
    sweep: (context) => pages(context, path, masterRecord),
    fetchOne: (context, sourceId) => one(context, path, sourceId, masterRecord),
  }
}

/** What is spent comes seldom, and nobody waits for it as for time. */
function spending(name: string, path: string): StreamDefinition {
  return {
    name,
    carries: 'work',
    deletions: 'tombstones',
    reading: 'incremental',
    lookbackMs,
    everyMs: quickMs,
    level: 'simulated',
    pull: (context, cursor) => feed(path, context, cursor),
    sweep: (context, window) => pagesIfThere(context, `${path}?${windowQuery(window)}`),
    fetchOne: (context, sourceId) => one(context, path, sourceId, entryRecord),
  }
}

/** Of a list that the system may not have. */
async function* pagesIfThere(context: ConnectionContext, path: string): AsyncGenerator<PullPage> {
  if ((await getJson(context, `${path}&limit=2`)) !== null) yield* pages(context, path, entryRecord)
}

const slowMs = 60_000
const quickMs = 15_000

export const streams: readonly StreamDefinition[] = [
  master('legal_entities', '/psa/legal-entities', slowMs),
  master('tax_codes', '/psa/tax-codes', slowMs),
  master('periods', '/erp/periods', quickMs),
  master('clients', '/psa/clients', quickMs),
  master('workers', '/psa/people', quickMs),
  master('projects', '/psa/projects', quickMs),
  master('tasks', '/psa/tasks', quickMs),
  master('contracts', '/psa/contracts', quickMs),
  master('rates', '/psa/rates', quickMs),
  {
    name: 'time_entries',
    carries: 'work',
    deletions: 'tombstones',
    reading: 'incremental',
    lookbackMs,
    everyMs: 5_000,
    level: 'simulated',
    pull: (context, cursor) => feed('/psa/time-entries', context, cursor),
    sweep: (context, window) => pages(context, `/psa/time-entries?${windowQuery(window)}`, entryRecord),
    control: totals,
    fetchOne: (context, sourceId) => one(context, '/psa/time-entries', sourceId, entryRecord),
  },
  spending('expenses', '/psa/expenses'),
  spending('subcontractor_work', '/psa/subcontractor-work'),
  spending('usage', '/psa/usage'),
]
