/** What an answer says about the caller's quota, in the spellings that are in use. */

type Quota = { readonly left: number; readonly resetsAtMs: number }

const longestMs = 86_400_000
// Larger than any wait in seconds: then it is a moment since 1970.
const momentFrom = 1_000_000_000

/**
 * `RateLimit` of the IETF draft (`"name";r=50;t=30`, of several the tightest), its earlier spelling in three fields
 * (`RateLimit-Remaining`, `RateLimit-Reset` in seconds), and `X-RateLimit-*`, whose reset is in seconds or a moment.
 * Null where nothing readable is said. Never more than a day.
 */
export function quotaOf(headers: Readonly<Record<string, string>>, nowMs: number): Quota | null {
  const structured = headers.ratelimit
  if (structured !== undefined) {
    const found = fromStructured(structured, nowMs)
    if (found !== null) return found
  }
  for (const prefix of ['ratelimit', 'x-ratelimit', 'x-rate-limit']) {
    const found = pair(headers[`${prefix}-remaining`], headers[`${prefix}-reset`], nowMs)
    if (found !== null) return found
  }
  return null
}

function whole(text: string | undefined): number | null {
  // A repeated header arrives joined by commas: the first is the default policy's.
  const first = text?.split(',')[0]?.trim() ?? ''
  return /^\d{1,13}$/.test(first) ? Number(first) : null
}

function bounded(left: number, resetsAtMs: number, nowMs: number): Quota {
  return { left, resetsAtMs: Math.min(Math.max(resetsAtMs, nowMs), nowMs + longestMs) }
}

function pair(remaining: string | undefined, reset: string | undefined, nowMs: number): Quota | null {
  const left = whole(remaining)
  const until = whole(reset)
  if (left === null || until === null) return null
  if (until >= momentFrom * 1000) return bounded(left, until, nowMs)
  if (until >= momentFrom) return bounded(left, until * 1000, nowMs)
  return bounded(left, nowMs + until * 1000, nowMs)
}

function fromStructured(text: string, nowMs: number): Quota | null {
  const policies = text.split(',').flatMap((policy) => {
    const left = /;\s*r=(\d{1,13})(?=\s*(?:;|$))/.exec(policy)?.[1]
    const seconds = /;\s*t=(\d{1,13})(?=\s*(?:;|$))/.exec(policy)?.[1]
    if (left === undefined || seconds === undefined) return []
    return [bounded(Number(left), nowMs + Number(seconds) * 1000, nowMs)]
  })
  return policies.reduce<Quota | null>((least, one) => (least && least.left <= one.left ? least : one), null)
}
