/** Calls of the plain wire: reads that may be repeated, and writes whose refusals have codes. */
import type { ErrorCode } from '../../kernel/error-catalogue.ts'
import type { ConnectionContext, OutboundResponse } from '../sdk/connector.ts'
import { ConnectorFault, type FaultClass } from '../sdk/fault.ts'
import { at, idOf, type Json, list, numberOf, readJson, textOf } from '../sdk/json.ts'
import type { OffsetPage } from '../sdk/paging.ts'

type Write = { readonly method: 'POST' | 'PUT' | 'DELETE'; readonly path: string; readonly body?: unknown }

/** Null where the answer is 404: the record is gone. */
export async function getJson(context: ConnectionContext, path: string): Promise<Json | null> {
  const response = await context.transport.request({ method: 'GET', path, safe: true })
  if (response.status === 404) return null
  const body = readJson(response.body)
  if (response.status === 200 && body !== undefined) return body
  throw refusal(response, body, path)
}

export async function getPage(
  context: ConnectionContext,
  path: string,
  offset: number,
  limit: number,
): Promise<OffsetPage<Json>> {
  const joint = path.includes('?') ? '&' : '?'
  const body = await getJson(context, `${path}${joint}offset=${offset}&limit=${limit}`)
  const total = numberOf(at(body ?? undefined, 'total'))
  if (body === null || total === null) {
    throw new ConnectorFault('config', 'none', `GET ${path}: no list of the plain wire`)
  }
  return { rows: list(at(body, 'items')), total: Number(total) }
}

/** Every row of a list that is read by id: rows that come or go meanwhile shift nothing. */
export async function* rowsAfter(context: ConnectionContext, path: string): AsyncGenerator<readonly Json[]> {
  const limit = Number(context.settings.rowsPerRead ?? '500')
  let after = '0'
  for (;;) {
    const body = await getJson(context, `${path}&after=${after}&limit=${limit}`)
    const rows = list(at(body ?? undefined, 'items'))
    const last = idOf(at(rows.at(-1), 'id'))
    if (body === null || (rows.length > 0 && last === null)) {
      throw new ConnectorFault('config', 'none', `GET ${path}: no list of the plain wire`)
    }
    if (rows.length > 0) yield rows
    if (last === null || at(body, 'more') !== true) return
    after = last
  }
}

/** `key` repeats the first answer where the system knows idempotency keys. */
export async function send(context: ConnectionContext, write: Write, key?: string): Promise<Json> {
  const { method, path, body } = write
  const response = await context.transport.request({
    method,
    path,
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    safe: false,
  })
  const answer = readJson(response.body)
  if (response.status !== 200 && response.status !== 201) throw refusal(response, answer, `${method} ${path}`)
  if (answer !== undefined) return answer
  throw new ConnectorFault('in_doubt', 'unknown', `${method} ${path}: the answer cannot be read`)
}

/** A lookup by POST: it changes nothing, so it may be repeated. */
export async function ask(context: ConnectionContext, path: string, body: unknown): Promise<Json> {
  const response = await context.transport.request({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    safe: true,
  })
  const answer = readJson(response.body)
  if (response.status === 200 && answer !== undefined) return answer
  throw refusal(response, answer, path)
}

const classes: Readonly<Record<string, FaultClass>> = {
  COMPANY_LOCKED: 'retryable',
  STALE: 'retryable',
  PERIOD_CLOSED: 'period_closed',
  PERIOD_MISSING: 'config',
  UNKNOWN_DOCUMENT: 'business_rejected',
  NOT_DRAFT: 'business_rejected',
  OVER_CREDITED: 'business_rejected',
  BULK_OFF: 'config',
  METHOD: 'config',
}

/** The product's code of a refusal: what a person is shown and what may cure it. */
export function codeOf(code: string): ErrorCode {
  if (code === 'PERIOD_CLOSED') return 'PERIOD_CLOSED'
  if (code === 'PARTY_INACTIVE') return 'ERP_PARTY_INACTIVE'
  if (code === 'UNKNOWN_DOCUMENT') return 'ERP_DOCUMENT_VANISHED'
  return code.startsWith('UNKNOWN_') ? 'ERP_REFERENCE_MISSING' : 'ERP_REJECTED'
}

function refusal(response: OutboundResponse, body: Json | undefined, what: string): ConnectorFault {
  const { status } = response
  const code = textOf(at(body, 'code')) ?? ''
  const message = textOf(at(body, 'message')) ?? `HTTP ${status}`
  const text = `${what}: ${status} ${code} ${message}`.slice(0, 500)
  // "Handled before" says that a first request went through, and not with which outcome.
  if (code === 'DUPLICATE') return new ConnectorFault('in_doubt', 'unknown', text, { publicMessage: message })
  if (status === 403) return new ConnectorFault('permission', 'none', text, { publicMessage: message })
  if (status === 404) {
    return new ConnectorFault('business_rejected', 'none', text, {
      publicMessage: message,
      code:
        code === 'UNKNOWN_DOCUMENT' || what.includes('/documents/')
          ? 'ERP_DOCUMENT_VANISHED'
          : 'ERP_REJECTED',
    })
  }
  const faultClass = classes[code] ?? (status === 422 || status === 409 ? 'data_fixable' : 'config')
  const about = faultClass === 'retryable' || faultClass === 'config' ? {} : { code: codeOf(code) }
  return new ConnectorFault(faultClass, 'none', text, { publicMessage: message, ...about })
}
