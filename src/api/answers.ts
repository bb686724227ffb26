import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorCode } from '../kernel/error-catalogue.ts'
import { Fault } from '../kernel/errors.ts'
import type { Api, ApiDeps } from './deps.ts'
import type { ProblemPart } from './problem.ts'
import { Refusal, problemMediaType, problemOf } from './problem.ts'
import type { Trace } from './trace.ts'
import { traceOf, traceparent } from './trace.ts'

declare module 'fastify' {
  interface FastifyRequest {
    trace: Trace | null
  }
}

type Told = {
  readonly code: ErrorCode
  readonly detail: string
  readonly parts?: readonly ProblemPart[]
  readonly retryAfterSeconds?: number | null
}

const retryAfterFaultSeconds = 5

const fastifyCodes: Readonly<Record<string, Told>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { code: 'BODY_TOO_LARGE', detail: 'The body is larger than this route takes.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: 'The body is not declared as application/json.',
  },
  FST_ERR_CTP_EMPTY_TYPE: {
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: 'The body has no Content-Type.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'MALFORMED_JSON',
    detail: 'The body is not as long as Content-Length says.',
  },
  FST_ERR_BAD_URL: { code: 'NOT_FOUND', detail: 'The path is not well formed.' },
}

function tell(error: unknown): Told {
  if (error instanceof Refusal) {
    return {
      code: error.code,
      detail: error.message,
      parts: error.parts,
      retryAfterSeconds: error.retryAfterSeconds,
    }
  }
  if (error instanceof Fault) {
    const after =
      typeof error.retry === 'object' ? Math.ceil(error.retry.afterMs / 1000) : retryAfterFaultSeconds
    const known = error.publicMessage === error.code ? 'The call failed on our side.' : error.publicMessage
    return { code: error.code, detail: known, retryAfterSeconds: error.retry === 'never' ? null : after }
  }
  const code = (error as Partial<FastifyError> | null)?.code
  const own = code === undefined ? undefined : fastifyCodes[code]
  // Nothing of an unforeseen error is shown: its text may hold SQL, paths or data.
  return own ?? { code: 'INTERNAL', detail: 'The call failed on our side; nothing of it was kept.' }
}

const securityHeaders = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; " +
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

function answerError(
  deps: ApiDeps,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const told = tell(error)
  // A path that is no path is refused before any hook has run.
  const trace = request.trace ?? traceOf(request.headers.traceparent, deps.random)
  reply.header('traceparent', traceparent(trace)).headers(securityHeaders)
  const problem = problemOf(told.code, told.detail, trace.traceId, told.parts)
  if (problem.status >= 500) deps.log?.error({ err: error, traceId: problem.traceId }, problem.title)
  if (told.retryAfterSeconds) reply.header('Retry-After', String(told.retryAfterSeconds))
  reply.serializer(JSON.stringify)
  return reply.code(problem.status).type(problemMediaType).send(problem)
}

/** Every answer: trace, security headers, and problems instead of error pages. */
export function shapeAnswers(app: Api, deps: ApiDeps): void {
  app.decorateRequest('trace', null)
  app.addHook('onRequest', async (request, reply) => {
    request.trace = traceOf(request.headers.traceparent, deps.random)
    reply.header('traceparent', traceparent(request.trace))
    reply.headers(securityHeaders)
    if (request.url.startsWith('/api/v1')) reply.header('Cache-Control', 'no-store')
    if (deps.baseUrl.startsWith('https://')) reply.header('Strict-Transport-Security', 'max-age=31536000')
  })
  app.setErrorHandler((error, request, reply) => answerError(deps, error, request, reply))
}

export function answerUnknownPath(deps: ApiDeps, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return answerError(deps, new Refusal('NOT_FOUND', 'There is no such path.'), request, reply)
}
