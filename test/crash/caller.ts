export type Answer = { readonly status: number; readonly body: Record<string, unknown> }
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  idempotencyKey?: string,
) => Promise<Answer | null>

const answerWithinMs = 5_000

/**
 * Calls to the API, at one of its addresses in turn as behind a load balancer. Null when no answer came, whatever
 * became of the call.
 */
export function caller(bases: readonly string[], apiKey: string): Call {
  let turn = 0
  return async (method, path, body, idempotencyKey) => {
    turn += 1
    try {
      const response = await fetch(`${bases[turn % bases.length]}/api/v1/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${apiKey}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(answerWithinMs),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
    } catch {
      return null
    }
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
