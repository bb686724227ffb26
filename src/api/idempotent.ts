import type { FastifyRequest } from 'fastify'
import { sha256 } from '../kernel/digest.ts'
import { assert } from '../kernel/errors.ts'
import { claimKey, finishKey, freeKey } from '../intake/idempotency.ts'
import type { Tx } from '../store/transaction.ts'
import type { Api, ApiDeps } from './deps.ts'
import { callerOf } from './guard.ts'
import { Refusal, part } from './problem.ts'

type Held = { readonly principal: string; readonly key: string; readonly claimedAt: Date; finished: boolean }

declare module 'fastify' {
  interface FastifyRequest {
    idempotency: Held | null
  }
}

const keyShape = /^[\x21-\x7e]+$/

function readKey(request: FastifyRequest, deps: ApiDeps): string | null {
  const key = request.headers['idempotency-key']
  if (key === undefined) {
    if (request.routeOptions.config.idempotency === 'optional') return null
    throw new Refusal(
      'IDEMPOTENCY_KEY_MISSING',
      'This call moves money or many records and needs an Idempotency-Key.',
      {
        parts: [part('IDEMPOTENCY_KEY_MISSING', 'header:Idempotency-Key', 'is missing')],
      },
    )
  }
  if (typeof key === 'string' && keyShape.test(key) && key.length <= deps.limits.idempotencyKeyCharacters)
    return key
  const message = `has 1 to ${deps.limits.idempotencyKeyCharacters} visible ASCII characters`
  throw new Refusal('SCHEMA_VIOLATION', `header:Idempotency-Key ${message}.`, {
    parts: [part('SCHEMA_VIOLATION', 'header:Idempotency-Key', message)],
  })
}

function fingerprintOf(request: FastifyRequest): Uint8Array {
  return sha256(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
}

/** Of the calls with one key, one does the work; the others get its result, or are told to wait. */
export function holdIdempotencyKeys(app: Api, deps: ApiDeps): void {
  const { store, cell, limits } = deps
  app.decorateRequest('idempotency', null)

  app.addHook('preHandler', async (request, reply) => {
    if (request.routeOptions.config.idempotency === undefined) return
    const key = readKey(request, deps)
    if (key === null) return
    const principal = callerOf(request).reference
    const at = deps.clock.now()
    const claim = await claimKey(
      store,
      cell,
      { principal, key },
      {
        fingerprint: fingerprintOf(request),
        at,
        expiresAt: new Date(at.getTime() + limits.idempotencyHours * 3_600_000),
        staleBefore: new Date(at.getTime() - limits.idempotencyStaleMs),
      },
    )
    if (claim.state === 'claimed') {
      request.idempotency = { principal, key, claimedAt: claim.claimedAt, finished: false }
    } else if (claim.state === 'done') {
      reply.header('Idempotency-Replayed', 'true').type('application/json; charset=utf-8')
      reply.serializer((text: unknown) => text as string)
      return reply.code(claim.status).send(claim.response)
    } else if (claim.state === 'reused') {
      throw new Refusal('IDEMPOTENCY_KEY_REUSED', 'This Idempotency-Key came with another call before.')
    } else {
      throw new Refusal('IDEMPOTENCY_IN_FLIGHT', 'The first call with this key is not finished.', {
        retryAfterSeconds: 1,
      })
    }
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const held = request.idempotency
    if (held === null) return payload
    const done = reply.statusCode < 300 && typeof payload === 'string'
    // What was kept in a transaction that failed afterwards is not there: the key is free again.
    if (!done) await freeKey(store, cell, held, held.claimedAt)
    else if (!held.finished)
      await finishKey(store, cell, held, held.claimedAt, { status: reply.statusCode, response: payload })
    return payload
  })
}

/**
 * Keeps the result of a call in the transaction of its effect: whoever repeats the call after a crash gets the
 * result if the effect was committed, and does the work if it was not.
 */
export async function finishWithin(
  tx: Tx,
  deps: ApiDeps,
  request: FastifyRequest,
  status: number,
  body: unknown,
): Promise<void> {
  const held = request.idempotency
  if (held === null) return
  const kept = await finishKey(tx, deps.cell, held, held.claimedAt, {
    status,
    response: JSON.stringify(body),
  })
  assert(kept, 'Another call has taken the Idempotency-Key over while this one ran')
  held.finished = true
}
