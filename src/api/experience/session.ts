import { Type } from 'typebox'
import { passwordMaxCharacters, passwordMinCharacters } from '../../access/passwords.ts'
import type { Principal } from '../../access/principal.ts'
import { isRejection } from '../../kernel/errors.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf, headersOf, refuseOverLimit } from '../guard.ts'
import { Refusal, refuseRejection } from '../problem.ts'
import { RateLimiter } from '../rate-limit.ts'
import { nullable, object, oneOf, text } from '../wire.ts'

const password = Type.String({ minLength: 1, maxLength: passwordMaxCharacters })
const newPassword = Type.String({ minLength: passwordMinCharacters, maxLength: passwordMaxCharacters })
const session = object({
  principal: object({
    id: text,
    kind: oneOf(['person', 'system']),
    name: text,
    email: nullable(text),
    roles: Type.Array(text),
    permissions: Type.Array(text),
  }),
  passwordChangeDue: Type.Boolean(),
  installation: object({ id: text, environment: text, version: text }),
})

function answer(principal: Principal, deps: ApiDeps) {
  return {
    principal: {
      id: principal.id,
      kind: principal.kind,
      name: principal.name,
      email: principal.email,
      roles: [...principal.roles],
      permissions: [...principal.permissions],
    },
    passwordChangeDue: principal.passwordChangeDue,
    installation: {
      id: deps.installation.installationId,
      environment: deps.installation.environment,
      version: deps.version,
    },
  }
}

/** Signing in and out, and who one is. */
export function sessionRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['session']
  const attempts = new RateLimiter(deps.limits.signInsPerMinute)

  app.post(
    '/session',
    {
      config: { permission: 'anybody', openBecause: 'Signing in is how credentials are shown' },
      schema: {
        tags,
        summary: 'Sign in',
        body: object({ email: Type.String({ minLength: 3, maxLength: 320 }), password }),
        response: { 200: session },
      },
    },
    async (request, reply) => {
      const { email, password } = request.body
      const nowMs = deps.clock.now().getTime()
      refuseOverLimit(reply, attempts.take(`address ${request.ip}`, nowMs))
      refuseOverLimit(reply, attempts.take(`person ${email.toLowerCase()}`, nowMs))
      const signedIn = await deps.access.signIn(email, password, headersOf(request))
      if (signedIn === null) throw new Refusal('UNAUTHENTICATED', 'Mail address or password is wrong.')
      for (const cookie of signedIn.cookies) reply.header('Set-Cookie', cookie)
      return answer(signedIn.principal, deps)
    },
  )
  app.get(
    '/session',
    {
      config: { permission: 'signed_in', beforePasswordChange: true },
      schema: { tags, summary: 'Who calls, and what they may do', response: { 200: session } },
    },
    async (request) => answer(callerOf(request), deps),
  )
  app.delete(
    '/session',
    {
      config: { permission: 'signed_in', beforePasswordChange: true },
      schema: { tags, summary: 'Sign out', response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      for (const cookie of await deps.access.signOut(headersOf(request))) reply.header('Set-Cookie', cookie)
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/session/password',
    {
      config: { permission: 'signed_in', beforePasswordChange: true },
      schema: {
        tags,
        summary: 'Change the own password; every other session of the person ends',
        body: object({ currentPassword: password, newPassword }),
        response: { 200: session },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request)
      if (caller.kind !== 'person') throw new Refusal('FORBIDDEN', 'A key has no password.')
      const nowMs = deps.clock.now().getTime()
      refuseOverLimit(reply, attempts.take(`person ${caller.id}`, nowMs))
      const { currentPassword, newPassword } = request.body
      const done = await deps.access.changePassword(caller, currentPassword, newPassword, headersOf(request))
      if (isRejection(done)) throw refuseRejection(done)
      for (const cookie of done) reply.header('Set-Cookie', cookie)
      return answer({ ...caller, passwordChangeDue: false }, deps)
    },
  )
}
