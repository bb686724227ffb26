export type Answer = { readonly status: number; readonly body: Record<string, unknown> }
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  idempotencyKey?: string,
) => Promise<Answer | null>

const answerWithinMs = 5_000

/** One call to the API. Null when no answer came, whatever became of the call. */
export function caller(base: string, apiKey: string): Call {
  return async (method, path, body, idempotencyKey) => {
    try {
      const response = await fetch(`${base}/api/v1/${path}`, {
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
