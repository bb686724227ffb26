/** Webhooks of the plain wire: full records, or the ids of records to fetch. */
import type { SourceRecord, VerifiedWebhook, WebhookDefinition } from '../sdk/connector.ts'
import { ConnectorFault } from '../sdk/fault.ts'
import { at, isObject, list, readJson, textOf } from '../sdk/json.ts'
import { refuseStandardWebhook } from '../sdk/webhook.ts'
import { entryRecord, isTombstone, rowId } from './streams.ts'

export const webhook: WebhookDefinition = { level: 'simulated', verify }

function verify(
  headers: Readonly<Record<string, string>>,
  raw: Uint8Array,
  secret: string,
  now: Date,
): VerifiedWebhook {
  const refusal = refuseStandardWebhook(headers, raw, secret, now)
  if (refusal !== null) return { accepted: false, ...refusal }
  const body = readJson(raw)
  const items = list(at(body, 'data', 'items'))
  if (body === undefined || !isObject(body)) return malformed('the body is no JSON object')
  let records: SourceRecord[]
  let deleted: string[]
  try {
    records = items.filter((item) => !isTombstone(item)).map(entryRecord)
    deleted = items.filter(isTombstone).map(rowId)
  } catch (error) {
    if (error instanceof ConnectorFault) return malformed(error.message)
    throw error
  }
  const fetch = list(at(body, 'data', 'ids')).flatMap((id) => textOf(id) ?? [])
  return {
    accepted: true,
    deliveryId: headers['webhook-id']!,
    stream: 'time_entries',
    records,
    deleted,
    fetch,
  }
}

function malformed(why: string): VerifiedWebhook {
  return { accepted: false, code: 'MALFORMED_JSON', why }
}
