import { digestText } from '../../kernel/digest.ts'
import type { ConnectionContext } from '../sdk/connector.ts'
import { ConnectorFault, foreignAnswer } from '../sdk/fault.ts'
import { at, idOf, type Json, list, readJson, textOf } from '../sdk/json.ts'
import { faultOf, type Refusal, readRefusal } from './refusals.ts'
import type { Outgoing } from './values.ts'

type Answer = { readonly result: Json } | { readonly refusal: Refusal }
type Call = {
  readonly method: string
  readonly params: readonly Outgoing[]
  /** Repeating it cannot do harm. */
  readonly safe: boolean
  readonly anonymous?: boolean
}

async function send(context: ConnectionContext, call: Call): Promise<Answer> {
  const { method, params, safe } = call
  const id = callId(context, call)
  const database = context.settings.database ?? ''
  const response = await context.transport.request({
    method: 'POST',
    path: `/${encodeURIComponent(database)}/`,
    headers: { 'content-type': 'application/json' },
    // With exactly these members a refusal comes as a body, without `id` as a web page.
    body: JSON.stringify({ id, method, params }),
    safe,
    ...(call.anonymous === true ? { anonymous: true } : {}),
  })
  if (response.status === 403) {
    throw new ConnectorFault('permission', 'none', `Tryton does not offer ${method}: a module is missing`)
  }
  const body = response.status === 200 ? readJson(response.body) : undefined
  const answered = idOf(at(body, 'id'))
  if (answered !== null && answered !== String(id)) throw foreignAnswer(method, safe)
  const error = at(body, 'error')
  if (error !== undefined && error !== null) return { refusal: readRefusal(error) }
  const result = at(body, 'result')
  if (response.status === 200 && result === undefined && !safe) {
    throw new ConnectorFault('in_doubt', 'unknown', `${method}: the answer cannot be read`)
  }
  if (result === undefined) {
    throw new ConnectorFault('config', 'none', `${method}: HTTP ${response.status} without a result`, {
      publicMessage: `What answers at this address is not Tryton's database "${database}".`,
    })
  }
  return { result }
}

/** Told apart by content and moment: an answer that a proxy hands out again names the call it was given to. */
function callId(context: ConnectionContext, call: Call): number {
  const content = JSON.stringify([call.method, call.params, context.now().toISOString()])
  return Number.parseInt(digestText(content.toWellFormed()).slice(0, 12), 16)
}

/** English, so that refusals can be told apart; the company decides defaults and numbering. */
function callContext(company: number | null): { readonly [name: string]: Outgoing } {
  return company === null ? { language: 'en' } : { language: 'en', company }
}

/** A write whose refusal the caller reads itself. */
export function attempt(
  context: ConnectionContext,
  method: string,
  params: readonly Outgoing[],
  company: number | null,
  unchanged?: Unchanged,
): Promise<Answer> {
  const given: { readonly [name: string]: Outgoing } =
    unchanged === undefined ? {} : { _timestamp: unchanged }
  const own = { ...callContext(company), ...given }
  return send(context, { method: `model.${method}`, params: [...params, own], safe: false })
}

/** "model,id" and the moment of its last change: a record that has moved on since refuses the write. */
export type Unchanged = { readonly [record: string]: string }

export function unchangedSince(model: string, row: Json): Unchanged {
  const moment = textOf(at(row, '_timestamp'))
  return moment === null ? {} : { [`${model},${rowId(row)}`]: moment }
}

export async function write(
  context: ConnectionContext,
  method: string,
  params: readonly Outgoing[],
  company: number | null,
  unchanged?: Unchanged,
): Promise<Json> {
  const answer = await attempt(context, method, params, company, unchanged)
  if ('refusal' in answer) throw faultOf(answer.refusal, false)
  return answer.result
}

export async function read(
  context: ConnectionContext,
  method: string,
  params: readonly Outgoing[],
  company: number | null,
): Promise<Json> {
  const answer = await send(context, {
    method: `model.${method}`,
    params: [...params, callContext(company)],
    safe: true,
  })
  if ('refusal' in answer) throw faultOf(answer.refusal, true)
  return answer.result
}

/** Every row of the domain, page after page by id: rows that come or go meanwhile shift nothing. */
export async function* rowPages(
  context: ConnectionContext,
  model: string,
  domain: readonly Outgoing[],
  fields: readonly string[],
  company: number | null,
): AsyncGenerator<readonly Json[]> {
  const rowsPerRead = Number(context.settings.rowsPerRead ?? '500')
  let last = 0
  for (;;) {
    const page = [...domain, ['id', '>', last]]
    const params = [page, 0, rowsPerRead, [['id', 'ASC']], [...fields, 'id']]
    const rows = list(await read(context, `${model}.search_read`, params, company))
    if (rows.length > 0) yield rows
    if (rows.length < rowsPerRead) return
    last = Math.max(...rows.map(rowNumber))
  }
}

export async function rows(
  context: ConnectionContext,
  model: string,
  domain: readonly Outgoing[],
  fields: readonly string[],
  company: number | null,
): Promise<readonly Json[]> {
  const all: Json[] = []
  for await (const page of rowPages(context, model, domain, fields, company)) all.push(...page)
  return all
}

export function rowId(row: Json): string {
  const id = idOf(at(row, 'id'))
  if (id === null) throw new ConnectorFault('config', 'none', 'Tryton returned a record without an id')
  return id
}
export function rowNumber(row: Json): number {
  return Number(rowId(row))
}

/** Ids of this system are whole numbers; anything else in a cross-reference is a mistake in it. */
export function recordNumber(externalId: string, what: string): number {
  if (/^\d{1,10}$/.test(externalId)) return Number(externalId)
  throw new ConnectorFault(
    'data_fixable',
    'none',
    `${what} "${externalId.slice(0, 40)}" is not an id of Tryton`,
    {
      code: 'ERP_REFERENCE_MISSING',
    },
  )
}

/** A wrong password answers 401 and, repeated, locks the account for long: it is tried once. */
export async function login(context: ConnectionContext): Promise<string> {
  const { user, password } = {
    user: context.settings.user ?? '',
    password: context.secrets.password ?? '',
  }
  const call = {
    method: 'common.db.login',
    params: [user, { password }, 'en'],
    safe: true,
    anonymous: true,
  } as const
  const answer = await send(context, call)
  if ('refusal' in answer) throw faultOf(answer.refusal, true)
  const id = idOf(at(answer.result, 0))
  const key = textOf(at(answer.result, 1))
  if (id === null || key === null)
    throw new ConnectorFault('reauth', 'none', 'Tryton refuses user or password')
  return Buffer.from(`${user}:${id}:${key}`).toString('base64')
}

export function sessionUser(context: ConnectionContext): number {
  const [, id = ''] = Buffer.from(context.session.token ?? '', 'base64')
    .toString()
    .split(/:(?=\d+:[^:]*$)/)
  return Number.parseInt(id, 10)
}
