/** search, search_read, search_count and read, as every model has them. */
import { readSwitches } from '../books/switches.ts'
import type { World } from '../wire.ts'
import { keyHint, matches, type Reach, rowsById, speaksOfActive, valueAt } from './domain.ts'
import { exception, userError } from './errors.ts'
import type { Context, Model, TrytonRow } from './model.ts'
import { models } from './models.ts'
import { bare, type Value } from './values.ts'

/** Rows found by dotted names are kept for one call: a list of lines meets the same parents again and again. */
export function reachOf(world: World, context: Context): Reach {
  const seen = new Map<string, Map<number, TrytonRow>>()
  return (name, id) => {
    const model = models[name]
    if (model === undefined) throw exception(`'${name}'`)
    let rows = seen.get(name)
    if (rows === undefined) {
      rows = new Map(model.rows(world, null, context).map((row) => [row.id, row]))
      seen.set(name, rows)
    }
    const row = rows.get(id)
    return row === undefined ? null : { row, model }
  }
}

export function search(
  world: World,
  model: Model,
  params: readonly unknown[],
  context: Context,
): TrytonRow[] {
  const [domain = [], offset, limit, order] = params
  const reach = reachOf(world, context)
  const hideInactive = !speaksOfActive(domain)
  const seenUntil = world.now().getTime() - readSwitches(world.books).searchLagMs
  const found = model
    .rows(world, keyHint(model, domain), context)
    .filter(
      (row) =>
        matches(row, model, domain, reach) &&
        !(hideInactive && row.active === false) &&
        !(model.lags === true && Date.parse(String(bare(row.create_date))) > seenUntil),
    )
  const ordered = Array.isArray(order) && order.length > 0 ? sorted(found, model, order, reach) : found
  const start = typeof offset === 'number' ? offset : 0
  return ordered.slice(start, typeof limit === 'number' ? start + limit : undefined)
}

function sorted(rows: TrytonRow[], model: Model, order: unknown[], reach: Reach): TrytonRow[] {
  return rows.toSorted((a, b) => {
    for (const each of order as [string, string | null][]) {
      const [field, direction] = each
      const [left, right] = [bare(valueAt(a, model, field, reach)), bare(valueAt(b, model, field, reach))]
      if (left === right) continue
      const less =
        typeof left === 'number' && typeof right === 'number' ? left < right : String(left) < String(right)
      return (less ? -1 : 1) * (String(direction ?? 'ASC').startsWith('DESC') ? -1 : 1)
    }
    return 0
  })
}

/** The order of the ids is not kept. A record that is not there is one that may not be read. */
export function readRows(
  world: World,
  model: Model,
  ids: readonly unknown[],
  fields: unknown,
  context: Context,
): Value[] {
  const rows = ids.map((id) => {
    const row = rowsById(world, model, Number(id), context)
    if (row === null) {
      throw userError(
        `You are not allowed to read records "${id}" of "${model.label}" because of at least one of these rules:\nUser in companies`,
      )
    }
    return row
  })
  return spellRows(world, model, rows.toReversed(), fields, context)
}

export function spellRows(
  world: World,
  model: Model,
  rows: readonly TrytonRow[],
  fields: unknown,
  context: Context,
): Value[] {
  const reach = reachOf(world, context)
  const names = Array.isArray(fields) && fields.length > 0 ? (fields as string[]) : null
  return rows.map((row) => {
    if (names === null) return { ...row }
    const spelled: { [name: string]: Value } = { id: row.id }
    for (const name of names) spellField(spelled, row, model, name, reach)
    return spelled
  })
}

/** "party.code" comes back as "party." with the id and the code. */
function spellField(
  spelled: { [name: string]: Value },
  row: TrytonRow,
  model: Model,
  name: string,
  reach: Reach,
): void {
  const [field = '', ...rest] = name.split('.')
  if (!(field in row)) throw exception(`'${field}'`)
  if (rest.length === 0) {
    spelled[field] = row[field]!
    return
  }
  const relation = model.relations[field]
  if (relation === undefined) throw exception(`'${field}'`)
  const id = row[field]
  const next = typeof id === 'number' ? reach(relation, id) : null
  if (next === null) {
    spelled[`${field}.`] = null
    return
  }
  const inner = (spelled[`${field}.`] ?? { id: next.row.id }) as { [name: string]: Value }
  spellField(inner, next.row, next.model, rest.join('.'), reach)
  spelled[`${field}.`] = inner
}
