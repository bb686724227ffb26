/** What every connector's requests go through: limits, credentials, retries, and what a failure means. */
import type { EgressClient, EgressResponse } from '../../egress/client.ts'
import { EgressFailure } from '../../egress/failure.ts'
import { type Limiter, openLimiter } from '../../egress/limiter.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { BudgetDefinition, OutboundRequest, OutboundResponse, Transport } from './connector.ts'
import { ConnectorFault } from './fault.ts'
import type { Session } from './session.ts'

/** What is kept of a call: no header, no secret. */
export type RecordedCall = {
  readonly method: string
  readonly path: string
  readonly status: number | null
  readonly failure: string | null
  readonly durationMs: number
  readonly requestBytes: number
  readonly responseBytes: number
}
export type TransportOptions = {
  /** `https://host[:port][/path]`; every path of the connector lies below it. */
  readonly baseUrl: string
  readonly egress: EgressClient
  readonly budget: BudgetDefinition
  /** Headers of every request that is not anonymous. */
  readonly authenticate: () => Promise<Readonly<Record<string, string>>>
  /** Present where there is a login to repeat; without it a 401 is final. */
  readonly session?: Session
  readonly clock: Clock
  readonly wait: (ms: number) => Promise<void>
  readonly record?: (call: RecordedCall) => void
  readonly attempts?: number
  readonly backoffMs?: number
  /** How long a request may wait for its turn, a pause asked for by the other side included. */
  readonly patienceMs?: number
}

export function openTransport(options: TransportOptions): Transport {
  const base = new URL(options.baseUrl)
  const limiter = openLimiter(options.budget, options.clock, options.wait)
  const once = (request: OutboundRequest) => withLogin(options, base, limiter, request)
  return { request: (request) => (request.safe ? repeated(options, () => once(request)) : once(request)) }
}

const longestPauseMs = 5_000

/** Waits by the connection's own clock, twice as long each time. */
async function repeated<T>(options: TransportOptions, once: () => Promise<T>): Promise<T> {
  const attempts = options.attempts ?? 4
  for (let attempt = 1; ; attempt += 1)
    try {
      return await once()
    } catch (error) {
      if (attempt >= attempts || !(error instanceof ConnectorFault) || !retriesHelp(error)) throw error
      await options.wait(Math.min((options.backoffMs ?? 200) * 2 ** (attempt - 1), longestPauseMs))
    }
}

/** A pause asked for is kept by the limiter; one longer than the patience is handed to the caller. */
function retriesHelp(error: ConnectorFault): boolean {
  return error.faultClass === 'retryable' || error.faultClass === 'rate_limited'
}

/** A 401 is given before anything is done, so one more try after a login is safe even for a write. */
async function withLogin(
  options: TransportOptions,
  base: URL,
  limiter: Limiter,
  request: OutboundRequest,
): Promise<OutboundResponse> {
  const { session } = options
  const send = async () => {
    const credentials = request.anonymous === true ? {} : await options.authenticate()
    const token = session?.token ?? null
    return { token, response: await limited(options, base, limiter, request, credentials) }
  }
  const first = await send()
  if (first.response.status !== 401) return first.response
  if (session !== undefined && request.anonymous !== true) {
    // Somebody else may have signed in meanwhile: only the token that was refused is dropped.
    if (session.token === first.token) session.token = null
    const second = await send()
    if (second.response.status !== 401) return second.response
  }
  throw new ConnectorFault(
    'reauth',
    'none',
    `${request.method} ${pathOf(request)}: the credentials are refused`,
    {
      publicMessage: 'The system refuses the credentials of this connection.',
    },
  )
}

async function limited(
  options: TransportOptions,
  base: URL,
  limiter: Limiter,
  request: OutboundRequest,
  credentials: Readonly<Record<string, string>>,
): Promise<EgressResponse> {
  const now = () => options.clock.now().getTime()
  const release = await limiter.acquire(options.patienceMs ?? 15_000)
  if (release === null) {
    throw new ConnectorFault('rate_limited', 'none', 'No turn within the limits of this connection', {
      retryAfterMs: Math.max(1_000, limiter.pausedUntil() - now()),
    })
  }
  const startedAt = now()
  let response: EgressResponse | null = null
  let failure: ConnectorFault | null = null
  try {
    response = await options.egress.send({
      method: request.method,
      url: below(base, request.path),
      headers: { accept: 'application/json', ...request.headers, ...credentials },
      body: request.body ?? null,
      timeoutMs: request.timeoutMs ?? options.budget.timeoutMs,
      responseBytes: options.budget.responseBytes,
    })
    failure = faultOfStatus(request, response, now(), limiter)
  } catch (error) {
    if (!(error instanceof EgressFailure)) throw error
    failure = faultOfFailure(request, error)
  } finally {
    release()
    options.record?.({
      method: request.method,
      path: pathOf(request),
      status: response?.status ?? null,
      failure: failure?.faultClass ?? null,
      durationMs: now() - startedAt,
      requestBytes: Buffer.byteLength(request.body ?? ''),
      responseBytes: response?.body.length ?? 0,
    })
  }
  if (failure !== null) throw failure
  return response!
}

/** A path that leaves the base address is a mistake of the connector or an attack through a setting. */
function below(base: URL, path: string): URL {
  const root = base.pathname.endsWith('/') ? base.pathname.slice(0, -1) : base.pathname
  const url = new URL(base)
  const [pathname = '', ...query] = path.split('?')
  if (
    !pathname.startsWith('/') ||
    pathname.startsWith('//') ||
    pathname.includes('\\') ||
    path.includes('#')
  ) {
    throw new ConnectorFault('config', 'none', `Not a path below the address: ${path.slice(0, 80)}`)
  }
  url.pathname = root + pathname
  url.search = query.join('?')
  if (url.origin !== base.origin || !`${url.pathname}/`.startsWith(`${root}/`)) {
    throw new ConnectorFault('config', 'none', `The path leaves the address: ${path.slice(0, 80)}`)
  }
  return url
}

function pathOf(request: OutboundRequest): string {
  return request.path.split('?')[0] ?? ''
}

function faultOfFailure(request: OutboundRequest, failure: EgressFailure): ConnectorFault {
  const about = { cause: failure, publicMessage: failure.publicMessage }
  if (failure.kind === 'refused_address') return new ConnectorFault('config', 'none', failure.message, about)
  const effect = request.safe ? 'none' : failure.effect
  const faultClass = effect === 'unknown' ? 'in_doubt' : failure.kind === 'too_large' ? 'config' : 'retryable'
  return new ConnectorFault(faultClass, effect, failure.message, about)
}

/** Null for answers that the connector reads itself: success, 401, and every refusal of content. */
function faultOfStatus(
  request: OutboundRequest,
  response: EgressResponse,
  now: number,
  limiter: Limiter,
): ConnectorFault | null {
  const { status } = response
  const what = `${request.method} ${pathOf(request)}: HTTP ${status}`
  const effect = request.safe ? 'none' : 'unknown'
  const afterMs = retryAfterMs(response.headers['retry-after'], now)
  if (status === 429) {
    const pauseMs = afterMs ?? 1_000
    limiter.pauseUntil(now + pauseMs)
    return new ConnectorFault('rate_limited', 'none', what, { retryAfterMs: pauseMs })
  }
  if (status === 408 || status >= 500) {
    if (afterMs !== null) limiter.pauseUntil(now + afterMs)
    const about = afterMs === null ? {} : { retryAfterMs: afterMs }
    return new ConnectorFault(effect === 'none' ? 'retryable' : 'in_doubt', effect, what, about)
  }
  if (status >= 300 && status < 400) {
    return new ConnectorFault(
      effect === 'none' ? 'config' : 'in_doubt',
      effect,
      `${what}: redirects are not followed`,
      {
        publicMessage: 'The system answers with a redirect: give the address that it leads to.',
      },
    )
  }
  return null
}

/** Seconds or a date (RFC 9110, 10.2.3); null when absent or unreadable. Never more than a day. */
function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null
  const ms = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 86_400_000) : null
}
