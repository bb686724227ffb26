import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { Permission } from '../access/permissions.ts'
import { isPermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import { assert } from '../kernel/errors.ts'
import { refuseUnstorable } from './body.ts'
import type { Api, ApiDeps } from './deps.ts'
import { Refusal, part } from './problem.ts'
import type { Allowance } from './rate-limit.ts'
import { RateLimiter } from './rate-limit.ts'

/**
 * `anybody`: without credentials, with the reason beside it. `signed_in`: every principal, for their own session.
 * Everything else is a permission.
 */
type RouteAccess = Permission | 'anybody' | 'signed_in'

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: RouteAccess
    /** Why a route asks for no credentials. */
    openBecause?: string
    /** The route may be called while a password change is due. */
    beforePasswordChange?: boolean
    idempotency?: 'required' | 'optional'
  }
  interface FastifyRequest {
    principal: Principal | null
  }
}

/** One line of the table of routes, for the reference and for the test of every role. */
export type RouteEntry = { readonly method: string; readonly url: string; readonly permission: RouteAccess }

// Files of the documentation's and the console's own plugins, which declare their routes themselves.
const openPrefixes = ['/api/docs', '/assets']

function declaredAccess(route: RouteOptions): RouteAccess {
  const declared = route.config?.permission
  if (declared === undefined && openPrefixes.some((prefix) => route.url.startsWith(prefix))) return 'anybody'
  const where = `${String(route.method)} ${route.url}`
  assert(declared !== undefined, `The route ${where} declares no permission and does not start`)
  if (declared === 'anybody') {
    assert(route.config?.openBecause !== undefined, `The open route ${where} does not say why it is open`)
  } else if (declared !== 'signed_in') {
    assert(isPermission(declared), `The route ${where} declares ${declared}, which is no permission`)
  }
  return declared
}

/** Refuses to start a route without a declared permission, and keeps the table of all routes. */
export function keepRouteTable(app: Api): RouteEntry[] {
  const table: RouteEntry[] = []
  app.addHook('onRoute', (route) => {
    const permission = declaredAccess(route)
    route.config = { ...route.config, permission }
    for (const method of [route.method].flat()) table.push({ method, url: route.url, permission })
  })
  return table
}

function setAllowance(reply: FastifyReply, allowance: Allowance): void {
  reply.header('RateLimit-Policy', `"calls";q=${allowance.limit};w=60`)
  reply.header('RateLimit', `"calls";r=${allowance.remaining};t=${allowance.resetSeconds}`)
}

export function refuseOverLimit(reply: FastifyReply, allowance: Allowance): void {
  setAllowance(reply, allowance)
  if (allowance.allowed) return
  throw new Refusal('RATE_LIMITED', `More than ${allowance.limit} calls within a minute.`, {
    retryAfterSeconds: allowance.resetSeconds,
  })
}

export function headersOf(request: FastifyRequest): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

const changing = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/** A cookie is sent by the browser whoever asks it to; so a change by cookie has to come from our own page. */
function refuseForeignPage(request: FastifyRequest): void {
  if (!changing.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const foreign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && !isOwnOrigin(origin, request.headers.host))
  if (foreign) throw new Refusal('FORBIDDEN', 'A page of another site asked for this change.')
}

function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host
}

/** From the key or the cookie; a wrong key is never replaced by a cookie that comes with it. */
async function identify(request: FastifyRequest, deps: ApiDeps): Promise<Principal | null> {
  const authorization = request.headers.authorization
  if (authorization !== undefined) {
    const match = /^Bearer ([^\s]{1,200})$/i.exec(authorization)
    return match === null ? null : deps.access.principalOfKey(match[1]!)
  }
  const cookie = request.headers.cookie
  if (cookie === undefined || !cookie.includes('hourbridge.session_token')) return null
  const principal = await deps.access.principalOfSession(headersOf(request))
  if (principal !== null) refuseForeignPage(request)
  return principal
}

function refuseForbidden(request: FastifyRequest, principal: Principal, permission: RouteAccess): void {
  const config = request.routeOptions.config
  if (principal.passwordChangeDue && config.beforePasswordChange !== true) {
    throw new Refusal(
      'FORBIDDEN',
      'The one-time password has to be changed first: POST /api/v1/session/password.',
      {
        parts: [part('FORBIDDEN', '', 'password change due')],
      },
    )
  }
  if (permission === 'signed_in' || principal.permissions.has(permission as Permission)) return
  throw new Refusal('FORBIDDEN', `This needs the permission ${permission}.`, {
    parts: [part('FORBIDDEN', '', `needs the permission ${permission}`)],
  })
}

function refuseOddPath(request: FastifyRequest, deps: ApiDeps): void {
  for (const [name, value] of Object.entries((request.params ?? {}) as Record<string, string>)) {
    if (name === '*') continue
    refuseUnstorable(value, `path:${name}`)
    if (value.length > deps.limits.pathParameterCharacters)
      throw new Refusal('NOT_FOUND', 'No id is that long.')
  }
  for (const [name, value] of Object.entries((request.query ?? {}) as Record<string, unknown>)) {
    for (const one of [value].flat()) refuseUnstorable(String(one), `query:${name}`)
  }
}

/** Who calls, how often, and whether they may: decided before the body is read. */
export function guardCalls(app: Api, deps: ApiDeps): void {
  const known = new RateLimiter(deps.limits.callsPerMinute)
  const anonymous = new RateLimiter(deps.limits.anonymousCallsPerMinute)
  app.decorateRequest('principal', null)
  app.addHook('onRequest', async (request, reply) => {
    const permission = request.routeOptions.config.permission
    // No route matched: the handler of unknown paths answers.
    if (permission === undefined) return
    refuseOddPath(request, deps)
    if (permission === 'anybody') return
    const nowMs = deps.clock.now().getTime()
    const principal = await identify(request, deps)
    if (principal === null) {
      refuseOverLimit(reply, anonymous.take(request.ip, nowMs))
      reply.header('WWW-Authenticate', 'Bearer realm="hourbridge"')
      throw new Refusal('UNAUTHENTICATED', 'No valid session and no valid API key came with the call.')
    }
    refuseOverLimit(reply, known.take(principal.reference, nowMs))
    refuseForbidden(request, principal, permission)
    request.principal = principal
  })
}

/** The principal of a guarded route. */
export function callerOf(request: FastifyRequest): Principal {
  assert(request.principal !== null, 'Only guarded routes ask who calls')
  return request.principal
}
