/** What people change in master data: projects, clients, people, rates. */
import {
  dropRecord,
  type Fields,
  findRecord,
  putRecord,
  type RecordKind,
  recordKinds,
  recordsOf,
  requireRecord,
} from '../books/records.ts'
import { Refusal } from '../books/refusal.ts'
import type { World } from '../wire.ts'

/** {id, status: open | closed, closed_on?}. Any other field of the project may come along. */
export function setProject(world: World, body: Fields): unknown {
  const closing = body.status === 'closed'
  const closedOn = closing ? (body.closed_on ?? world.now().toISOString().slice(0, 10)) : null
  return merge(world, 'project', body, 'status' in body ? { closed_on: closedOn } : {})
}

/** {id, on_hold?, active?, ...} */
export function setClient(world: World, body: Fields): unknown {
  return merge(world, 'client', body, {})
}

/** {id, name?, labor_category?, legal_entity?, ...}: somebody like the first employee, unless told otherwise. */
export function addPerson(world: World, body: Fields): unknown {
  const code = codeOf(body)
  const pattern = recordsOf(world.books, 'person')[0]!.body
  const before = findRecord(world.books, 'person', code)?.body ?? { ...pattern, name: code, email: null }
  putRecord(world.books, 'person', code, { ...before, ...withoutId(body) }, world.now().toISOString())
  return { id: code }
}

/** {kind, id, ...}: a client, project, task, contract or whatever else, new or in place of what it was. */
export function putMaster(world: World, body: Fields): unknown {
  const { kind, ...rest } = body
  const known = recordKinds.find((one) => one === kind)
  if (known === undefined) throw new Refusal('BAD_FIELD', `kind is one of ${recordKinds.join(', ')}.`, 'kind')
  putRecord(world.books, known, codeOf(body), withoutId(rest), world.now().toISOString())
  return { id: codeOf(body) }
}

/** {kind, id, ...}: an expense, a subcontractor's work or usage as it is from now on; its approval stands. */
export function setSpending(world: World, body: Fields): unknown {
  const { kind, ...rest } = body
  const known = (['expense', 'subcontractor_work', 'usage'] as const).find((one) => one === kind)
  if (known === undefined)
    throw new Refusal('BAD_FIELD', 'kind is expense, subcontractor_work or usage.', 'kind')
  return merge(world, known, rest, {})
}

/** {id?, level, amount, currency, labor_category?, worker?, client?, project?, valid_from?, valid_to?, ...} */
export function addRate(world: World, body: Fields): unknown {
  const rates = recordsOf(world.books, 'rate')
  const highest = Math.max(0, ...rates.map((rate) => Number(rate.code.slice(2)) || 0))
  const code = typeof body.id === 'string' ? body.id : `R-${String(highest + 1).padStart(3, '0')}`
  const blank = Object.fromEntries(Object.keys(rates[0]!.body).map((field) => [field, null]))
  const row = { ...blank, kind: 'bill', valid_from: '2020-01-01', ...withoutId(body) }
  for (const field of ['level', 'amount', 'currency']) {
    if (typeof (row as Fields)[field] !== 'string')
      throw new Refusal('BAD_FIELD', `${field} is needed.`, field)
  }
  putRecord(world.books, 'rate', code, row, world.now().toISOString())
  return { id: code }
}

/** {id, valid_to}: the last day on which the row still holds. */
export function endRate(world: World, body: Fields): unknown {
  return merge(world, 'rate', body, {})
}

export function dropRate(world: World, body: Fields): unknown {
  const code = codeOf(body)
  if (!dropRecord(world.books, 'rate', code))
    throw new Refusal('UNKNOWN_RATE', `There is no rate ${code}.`, 'id')
  return { id: code }
}

function merge(world: World, kind: RecordKind, body: Fields, more: Fields): unknown {
  const record = requireRecord(world.books, kind, codeOf(body), 'id')
  const next = { ...record.body, ...withoutId(body), ...more }
  putRecord(world.books, kind, record.code, next, world.now().toISOString())
  return { id: record.code, ...next }
}

function codeOf(body: Fields): string {
  if (typeof body.id !== 'string' || body.id === '') throw new Refusal('BAD_FIELD', 'id is needed.', 'id')
  return body.id
}

function withoutId(body: Fields): Fields {
  const { id: _, ...rest } = body
  return rest
}
