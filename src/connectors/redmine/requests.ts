import { at, idOf, type Json, list, numberOf, readJson } from '../sdk/json.ts'
import type { ConnectionContext } from '../sdk/connector.ts'
import { ConnectorFault } from '../sdk/fault.ts'
import type { OffsetPage } from '../sdk/paging.ts'

/** Redmine cuts longer pages to this silently. */
export const pageSize = 100

/** Null for 404 only. 403 is a missing right and never "no data". */
export async function getJson(context: ConnectionContext, path: string): Promise<Json | null> {
  const response = await context.transport.request({ method: 'GET', path, safe: true })
  if (response.status === 404) return null
  const where = path.split('?')[0] ?? ''
  if (response.status === 403) {
    throw new ConnectorFault('permission', 'none', `GET ${where}: HTTP 403`, {
      publicMessage: `Redmine does not let this key read ${where}: it needs an administrator's key.`,
    })
  }
  if (response.status !== 200)
    throw new ConnectorFault('config', 'none', `GET ${where}: HTTP ${response.status}`)
  const body = readJson(response.body)
  if (body === undefined) {
    throw new ConnectorFault('config', 'none', `GET ${where}: the answer is not JSON`, {
      publicMessage: 'What answers at this address is not the REST interface of Redmine.',
    })
  }
  return body
}

export async function getPage(
  context: ConnectionContext,
  name: string,
  query: string,
  offset: number,
  limit: number,
): Promise<OffsetPage<Json>> {
  const path = `/${name}.json?${query}&limit=${limit}&offset=${offset}`
  const body = await getJson(context, path)
  const total = Number(numberOf(at(body ?? undefined, 'total_count')) ?? Number.NaN)
  const rows = at(body ?? undefined, name)
  if (!Array.isArray(rows) || !Number.isSafeInteger(total)) {
    throw new ConnectorFault('config', 'none', `GET /${name}.json: no list with a total`)
  }
  return { rows: list(rows), total }
}

export function rowId(row: Json): string {
  const id = idOf(at(row, 'id'))
  if (id === null) throw new ConnectorFault('config', 'none', 'Redmine listed a record without an id')
  return id
}
