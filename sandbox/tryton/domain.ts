/** Search domains: lists of clauses, AND by default, OR by name, dotted names across relations. */
import type { World } from '../wire.ts'
import { exception } from './errors.ts'
import type { Context, KeyHint, Model, TrytonRow } from './model.ts'
import { bare } from './values.ts'

export type Reach = (model: string, id: number) => { row: TrytonRow; model: Model } | null

export function matches(row: TrytonRow, model: Model, domain: unknown, reach: Reach): boolean {
  if (!Array.isArray(domain)) throw exception(`invalid domain`)
  if (domain.length === 0) return true
  if (isClause(domain)) return clauseHolds(row, model, domain, reach)
  const [head, ...rest] = domain
  if (head === 'OR') return rest.some((each) => matches(row, model, each, reach))
  if (head === 'AND') return rest.every((each) => matches(row, model, each, reach))
  return domain.every((each) => matches(row, model, each, reach))
}

/** Inactive rows are hidden from a search that does not speak of `active`. */
export function speaksOfActive(domain: unknown): boolean {
  if (!Array.isArray(domain)) return false
  return isClause(domain) ? domain[0] === 'active' : domain.some(speaksOfActive)
}

/** A clause of the outermost AND that names one or a few values of the key. */
export function keyHint(model: Model, domain: unknown): KeyHint | null {
  if (!Array.isArray(domain) || domain[0] === 'OR') return null
  const clauses: unknown[] = isClause(domain) ? [domain] : domain
  for (const clause of clauses) {
    if (!Array.isArray(clause) || !isClause(clause)) continue
    const [field, operator, value] = clause
    if (field !== 'id' && field !== model.keyField) continue
    if (operator === '=') return { field, values: [value] }
    if (operator === 'in' && Array.isArray(value)) return { field, values: value }
  }
  return null
}

function isClause(domain: unknown[]): domain is [string, string, unknown] {
  return (
    typeof domain[0] === 'string' &&
    domain[0] !== 'OR' &&
    domain[0] !== 'AND' &&
    typeof domain[1] === 'string'
  )
}

function clauseHolds(row: TrytonRow, model: Model, clause: [string, string, unknown], reach: Reach): boolean {
  const [path, operator, wanted] = clause
  return compare(bare(valueAt(row, model, path, reach)), operator, bare(wanted))
}

export function valueAt(row: TrytonRow, model: Model, path: string, reach: Reach): unknown {
  const [field = '', ...rest] = path.split('.')
  if (!(field in row)) throw exception(`'${field}'`)
  const value = row[field]
  if (rest.length === 0) return value
  const relation = model.relations[field]
  if (relation === undefined) throw exception(`'${field}'`)
  if (typeof value !== 'number') return null
  const next = reach(relation, value)
  return next === null ? null : valueAt(next.row, next.model, rest.join('.'), reach)
}

function compare(value: unknown, operator: string, wanted: unknown): boolean {
  const list = Array.isArray(value) ? value : [value]
  const same = (a: unknown, b: unknown): boolean =>
    a === b || (isNumeric(a) && isNumeric(b) && Number(a) === Number(b))
  switch (operator) {
    case '=':
      return wanted === null ? value === null : list.some((each) => same(each, wanted))
    case '!=':
      return !list.some((each) => same(each, wanted))
    case 'in':
      return Array.isArray(wanted) && wanted.some((each) => list.some((own) => same(own, each)))
    case 'not in':
      return Array.isArray(wanted) && !wanted.some((each) => list.some((own) => same(own, each)))
    case 'like':
    case 'ilike':
      return (
        typeof value === 'string' && typeof wanted === 'string' && likePattern(wanted, operator).test(value)
      )
    case '<':
    case '<=':
    case '>':
    case '>=':
      return value !== null && wanted !== null && ordered(value, operator, wanted)
    default:
      throw exception(`'${operator}'`)
  }
}

function ordered(value: unknown, operator: string, wanted: unknown): boolean {
  const numeric = isNumeric(value) && isNumeric(wanted)
  const [a, b] = numeric ? [Number(value), Number(wanted)] : [String(value), String(wanted)]
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  return operator === '>' ? a > b : a >= b
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
}

function likePattern(text: string, operator: string): RegExp {
  const body = text
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.')
  return new RegExp(`^${body}$`, operator === 'ilike' ? 'is' : 's')
}

export function rowsById(world: World, model: Model, id: number, context: Context = {}): TrytonRow | null {
  return model.rows(world, { field: 'id', values: [id] }, context).find((row) => row.id === id) ?? null
}
