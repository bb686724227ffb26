/** Cost records of the plain front: in bulk, item by item answered. */
import { isDay } from '../calendar.ts'
import {
  changeCost,
  type Cost,
  type CostInput,
  type CostResult,
  costsBetween,
  costsOfKey,
  deleteCost,
  requireCost,
  writeCost,
} from '../books/costs.ts'
import type { Fields } from '../books/records.ts'
import { Refusal } from '../books/refusal.ts'
import { readSwitches } from '../books/switches.ts'
import { type Incoming, json, objectOf, type Reply, wholeOf, type World } from '../wire.ts'
import { performWrite } from '../writes.ts'

const bulkLimit = 1000
const listLimit = 500
type Result = {
  readonly key: string
  readonly status: string
  readonly id?: string
  readonly code?: string
  readonly message?: string
}

export async function postCosts(world: World, incoming: Incoming): Promise<Reply> {
  const records = listOf(incoming, 'records')
  if (records === null) return json(400, { code: 'BAD_BODY', message: 'records is a list.' })
  const { bulk, idempotency } = readSwitches(world.books)
  if (bulk === 'off' && records.length > 1)
    return json(400, { code: 'BULK_OFF', message: 'One record a call.' })
  const overwrites = objectOf(incoming.body)?.overwrite !== false
  const mode = idempotency === 'upsert' && !overwrites ? 'native' : idempotency
  const run = (): Reply => {
    const results = records.map((record) =>
      attempt(String((record as Fields).key), bulk === 'atomic', () =>
        writeCost(world.books, mode, costOf(record), world.now().getTime()),
      ),
    )
    return json(200, { results })
  }
  return performWrite(world, {
    kind: 'cost.write',
    company: companyOf(records),
    work: run,
    onLocked: lockedReply,
    onDuplicate: () => json(409, { code: 'DUPLICATE', message: 'This request was handled before.' }),
  })
}

export async function changeOneCost(world: World, incoming: Incoming, id: number): Promise<Reply> {
  const record = objectOf(incoming.body)
  if (record === null) return json(400, { code: 'BAD_BODY', message: 'A record is an object.' })
  return performWrite(world, {
    kind: 'cost.write',
    company: companyOf([record]),
    work: () => {
      const cost = costOf(record)
      refuseStale(world, id, record.version)
      changeCost(world.books, id, cost, world.now().getTime())
      return json(200, { key: cost.key, status: 'updated', id: String(id) })
    },
    onLocked: lockedReply,
    onDuplicate: () => json(409, { code: 'DUPLICATE', message: 'This request was handled before.' }),
  })
}

/** A write that was made for an older version and lands late must not undo a newer one. */
function refuseStale(world: World, id: number, version: unknown): void {
  if (version !== undefined && requireCost(world.books, id).version !== version) {
    throw new Refusal('STALE', 'The record has changed since it was read.', 'version')
  }
}

export async function removeCosts(world: World, incoming: Incoming): Promise<Reply> {
  const keys = listOf(incoming, 'keys')
  if (keys === null) return json(400, { code: 'BAD_BODY', message: 'keys is a list.' })
  return performWrite(world, {
    kind: 'cost.delete',
    company: null,
    work: () => {
      const results = keys.map((key) =>
        attempt(String(key), false, () => {
          const found = costsOfKey(world.books, String(key))
          for (const cost of found) deleteCost(world.books, cost.id)
          return { id: found[0]?.id ?? 0, status: found.length === 0 ? 'absent' : 'deleted' }
        }),
      )
      return json(200, { results })
    },
    onLocked: lockedReply,
    onDuplicate: () => json(409, { code: 'DUPLICATE', message: 'This request was handled before.' }),
  })
}

/** Finds what the search has indexed: young records stay unseen for as long as the switch says. */
export function locateCosts(world: World, incoming: Incoming): Reply {
  const keys = listOf(incoming, 'keys')
  if (keys === null) return json(400, { code: 'BAD_BODY', message: 'keys is a list.' })
  const seenUntil = world.now().getTime() - readSwitches(world.books).searchLagMs
  const found = keys.flatMap((key) => costsOfKey(world.books, String(key)))
  return json(200, { items: found.filter((cost) => cost.createdMs <= seenUntil).map(wireCost) })
}

/** Records whose description begins with `mark`, by id behind `after`; as fresh as the search is. */
export function listCosts(world: World, query: URLSearchParams): Reply {
  const [mark, from, until] = [query.get('mark') ?? '', query.get('from'), query.get('until')]
  if (!isDay(from) || !isDay(until))
    return json(400, { code: 'BAD_DAY', message: 'from and until are days.' })
  const company = query.get('company')
  const seenUntil = world.now().getTime() - readSwitches(world.books).searchLagMs
  const found = costsBetween(world.books, from, until, wholeOf(query.get('after'), 0)).filter(
    (cost) =>
      cost.description.startsWith(mark) &&
      cost.createdMs <= seenUntil &&
      (company === null || cost.company === company),
  )
  const limit = Math.max(1, Math.min(wholeOf(query.get('limit'), 100), listLimit))
  return json(200, { items: found.slice(0, limit).map(wireCost), more: found.length > limit })
}

export function wireCost(cost: Cost): Fields {
  return {
    id: String(cost.id),
    version: cost.version,
    key: cost.key,
    company: cost.company,
    worker: cost.worker,
    project: cost.project,
    task: cost.task,
    date: cost.workOn,
    hours: cost.hours,
    billable: cost.billable,
    description: cost.description,
  }
}

export function lockedReply(): Reply {
  return json(409, { code: 'COMPANY_LOCKED', message: 'Another write holds the lock of this company.' })
}

/** One refused item leaves the others standing, unless the bulk is atomic. */
function attempt(
  key: string,
  atomic: boolean,
  work: () => CostResult | { id: number; status: string },
): Result {
  try {
    const { id, status } = work()
    return { key, status, id: String(id) }
  } catch (error) {
    if (!(error instanceof Refusal) || atomic) throw error
    return { key, status: 'refused', code: error.code, message: error.message }
  }
}

function costOf(value: unknown): CostInput {
  const record = (typeof value === 'object' && value !== null ? value : {}) as Fields
  const text = (field: string): string => {
    const found = record[field]
    if (typeof found !== 'string' || found === '')
      throw new Refusal('BAD_FIELD', `${field} is a text.`, field)
    return found
  }
  if (!isDay(record.date)) throw new Refusal('BAD_FIELD', 'date is a day.', 'date')
  return {
    key: text('key'),
    company: text('company'),
    worker: text('worker'),
    project: text('project'),
    task: record.task === null || record.task === undefined ? null : text('task'),
    workOn: record.date,
    hours: text('hours'),
    billable: record.billable === true,
    description: typeof record.description === 'string' ? record.description : '',
  }
}

function companyOf(records: readonly unknown[]): string | null {
  const company = (records[0] as Fields | undefined)?.company
  return typeof company === 'string' ? company : null
}

function listOf(incoming: Incoming, field: string): readonly unknown[] | null {
  const list = objectOf(incoming.body)?.[field]
  return Array.isArray(list) && list.length <= bulkLimit ? list : null
}
