import { Type } from 'typebox'
import type { VerifiedWebhook } from '../../connectors/sdk/connector.ts'
import { isDeliveryKnown, noteDelivery } from '../../intake/deliveries.ts'
import { receiveRecords } from '../../intake/receive.ts'
import { hastenPull } from '../../intake/schedule.ts'
import type { Api, ApiDeps, LiveConnection } from '../deps.ts'
import { headersOf, refuseOverLimit } from '../guard.ts'
import { Refusal } from '../problem.ts'
import { RateLimiter } from '../rate-limit.ts'
import { object, oneOf } from '../wire.ts'

/** Secrets of a connection that sign its webhooks; the second one while a secret is changed. */
const secretNames = ['webhookSecret', 'webhookSecretBefore'] as const

type Accepted = Extract<VerifiedWebhook, { accepted: true }>

function verify(live: LiveConnection, headers: Record<string, string>, raw: Uint8Array, now: Date): Accepted {
  const { webhook } = live.connector
  if (webhook === undefined) throw new Refusal('NOT_FOUND', 'This connection takes no webhooks.')
  let refused: Exclude<VerifiedWebhook, { accepted: true }> | null = null
  for (const name of secretNames) {
    const secret = live.context.secrets[name]
    if (secret === undefined || secret === '') continue
    const verified = webhook.verify(headers, raw, secret, now)
    if (verified.accepted) return verified
    refused ??= verified
  }
  throw new Refusal(refused?.code ?? 'BAD_SIGNATURE', refused?.why ?? 'The connection has no webhook secret.')
}

/** Keeps what a verified delivery carries; returns when it is committed. A delivery known before changes nothing. */
export async function takeDelivery(
  deps: Pick<ApiDeps, 'store' | 'cell' | 'clock' | 'receiver'>,
  live: LiveConnection,
  delivery: Accepted,
): Promise<'taken' | 'duplicate'> {
  const { store, cell } = deps
  const { connectionId } = live.context
  if (await isDeliveryKnown(store, cell, connectionId, delivery.deliveryId)) return 'duplicate'
  const definition = live.connector.streams.find((each) => each.name === delivery.stream)
  if (definition === undefined) throw new Error(`The connector has no stream ${delivery.stream}`)
  const at = deps.clock.now()
  const stream = {
    connectionId,
    stream: definition.name,
    carries: definition.carries,
    principal: `connection:${connectionId}`,
    receivedAt: at,
  }
  await receiveRecords(deps.receiver, stream, delivery.records, delivery.deleted)
  await store.transaction(async (tx) => {
    if (delivery.fetch.length > 0) await hastenPull(tx, cell, connectionId, definition.name, at, false)
    await noteDelivery(tx, cell, connectionId, delivery.deliveryId, at)
  })
  return 'taken'
}

/** What other systems push: verified over the raw bytes, acknowledged after it is committed. */
export async function webhookRoutes(app: Api, deps: ApiDeps): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) => bytes)
  const strangers = new RateLimiter(deps.limits.callsPerMinute)
  app.post(
    '/webhooks/:connectionId',
    {
      config: { permission: 'anybody', openBecause: 'The signature over the raw bytes is the credential' },
      schema: {
        tags: ['webhooks'],
        summary: 'Take a signed delivery; a repeated one is acknowledged and changes nothing',
        params: object({ connectionId: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' }) }),
        response: { 200: object({ outcome: oneOf(['taken', 'duplicate']) }) },
      },
    },
    async (request, reply) => {
      const { connectionId } = request.params
      refuseOverLimit(reply, strangers.take(connectionId, deps.clock.now().getTime()))
      const live = await deps.connect(connectionId)
      if (live === null)
        throw new Refusal('BAD_SIGNATURE', 'There is no such connection, or its signature is wrong.')
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const headers = Object.fromEntries(headersOf(request).entries())
      const delivery = verify(live, headers, raw, deps.clock.now())
      return { outcome: await takeDelivery(deps, live, delivery) }
    },
  )
}
