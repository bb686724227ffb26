import { Type } from 'typebox'
import type { ApiKey } from '../../access/api-keys.ts'
import { createApiKey, listApiKeys, revokeApiKey } from '../../access/api-keys.ts'
import { permissions } from '../../access/permissions.ts'
import type { Person } from '../../access/principals.ts'
import { disablePerson, listPeople, setRoles } from '../../access/principals.ts'
import { allRoles, roles } from '../../access/roles.ts'
import { passwordMaxCharacters, passwordMinCharacters } from '../../access/passwords.ts'
import { isRejection } from '../../kernel/errors.ts'
import { recordDecision } from '../../log/decisions.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { Refusal, refuseRejection } from '../problem.ts'
import { instant, nullable, object, oneOf, text, uuid } from '../wire.ts'

const permission = 'access.manage'
const roleList = Type.Array(oneOf(allRoles), { maxItems: allRoles.length, uniqueItems: true })
const name = Type.String({ minLength: 1, maxLength: 200 })
const person = object({
  principalId: uuid,
  name: text,
  email: text,
  roles: Type.Array(text),
  passwordChangeDue: Type.Boolean(),
  disabledAt: nullable(instant),
  createdAt: instant,
})
const apiKey = object({
  keyId: uuid,
  name: text,
  hint: text,
  roles: Type.Array(text),
  expiresAt: instant,
  createdBy: text,
  createdAt: instant,
  revokedBy: nullable(text),
  revokedAt: nullable(instant),
})

function personAnswer(found: Person) {
  return {
    ...found,
    roles: [...found.roles],
    disabledAt: found.disabledAt?.toISOString() ?? null,
    createdAt: found.createdAt.toISOString(),
  }
}

function keyAnswer(found: ApiKey) {
  return {
    ...found,
    roles: [...found.roles],
    expiresAt: found.expiresAt.toISOString(),
    createdAt: found.createdAt.toISOString(),
    revokedAt: found.revokedAt?.toISOString() ?? null,
  }
}

/** Who may do what is a decision like any other: it stands in the log, with who decided. */
function decided(deps: ApiDeps, tx: Tx, what: string, about: string, principal: string, body: unknown) {
  return recordDecision(tx, deps.cell, deps.vault, { what, about, principal, body, at: deps.clock.now() })
}

/** People, their roles, and the keys of systems. */
export function accessRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/roles',
    {
      config: { permission },
      schema: {
        tags: ['access'],
        summary: 'The roles and what each allows',
        response: {
          200: object({
            roles: Type.Array(object({ role: text, title: text, permissions: Type.Array(text) })),
            permissions: Type.Array(object({ permission: text, meaning: text })),
          }),
        },
      },
    },
    async () => ({
      roles: allRoles.map((role) => ({
        role,
        title: roles[role].title,
        permissions: [...roles[role].permissions],
      })),
      permissions: Object.entries(permissions).map(([each, meaning]) => ({ permission: each, meaning })),
    }),
  )
  personRoutes(app, deps)
  keyRoutes(app, deps)
}

function personRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['access']
  app.get(
    '/principals',
    {
      config: { permission },
      schema: { tags, summary: 'All people', response: { 200: object({ items: Type.Array(person) }) } },
    },
    async () => ({ items: (await listPeople(deps.store)).map(personAnswer) }),
  )
  app.post(
    '/principals',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'Create a person; without a password, a one-time password is answered once',
        body: object({
          name,
          email: Type.String({ pattern: '^[^@\\s]{1,64}@[^@\\s]{1,255}$' }),
          roles: roleList,
          password: Type.Optional(
            Type.String({ minLength: passwordMinCharacters, maxLength: passwordMaxCharacters }),
          ),
        }),
        response: { 201: object({ person, oneTimePassword: nullable(text) }) },
      },
    },
    async (request, reply) => {
      const by = callerOf(request).reference
      const made = await deps.access.createPerson({ ...request.body, by })
      if (isRejection(made)) throw refuseRejection(made)
      const { principalId, email } = made.person
      await deps.store.transaction((tx) =>
        decided(deps, tx, 'person.created', principalId, by, { email, roles: request.body.roles }),
      )
      return reply.code(201).send({ person: personAnswer(made.person), oneTimePassword: made.password })
    },
  )
  app.put(
    '/principals/:principalId/roles',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'Replace the roles of a person',
        params: object({ principalId: uuid }),
        body: object({ roles: roleList }),
        response: { 200: person },
      },
    },
    async (request) => {
      const by = callerOf(request).reference
      const { principalId } = request.params
      const changed = await deps.store.transaction(async (tx) => {
        const done = await setRoles(tx, principalId, request.body.roles, { by, at: deps.clock.now() })
        if (isRejection(done)) throw refuseRejection(done)
        await decided(deps, tx, 'roles.granted', principalId, by, { roles: request.body.roles })
        return done
      })
      return personAnswer(changed)
    },
  )
  app.post(
    '/principals/:principalId/disable',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'End every session and every further sign-in of a person',
        params: object({ principalId: uuid }),
        response: { 200: person },
      },
    },
    async (request) => {
      const by = callerOf(request).reference
      const { principalId } = request.params
      const changed = await deps.store.transaction(async (tx) => {
        const done = await disablePerson(tx, principalId, { by, at: deps.clock.now() })
        if (isRejection(done)) throw refuseRejection(done)
        await decided(deps, tx, 'person.disabled', principalId, by, {})
        return done
      })
      return personAnswer(changed)
    },
  )
}

function keyRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['access']
  app.get(
    '/api-keys',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'All keys, never their text',
        response: { 200: object({ items: Type.Array(apiKey) }) },
      },
    },
    async () => ({ items: (await listApiKeys(deps.store)).map(keyAnswer) }),
  )
  app.post(
    '/api-keys',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'Create a key for a system; the key is answered once',
        body: object({ name, roles: roleList, expiresAt: instant }),
        response: { 201: object({ key: text, apiKey }) },
      },
    },
    async (request, reply) => {
      const by = callerOf(request).reference
      const made = await deps.store.transaction(async (tx) => {
        const done = await createApiKey(tx, {
          name: request.body.name,
          roles: request.body.roles,
          expiresAt: new Date(request.body.expiresAt),
          createdBy: by,
          at: deps.clock.now(),
          newId: deps.newId,
          random: deps.random,
        })
        if (isRejection(done)) throw refuseRejection(done)
        const { keyId, name, roles } = done.apiKey
        await decided(deps, tx, 'api_key.created', keyId, by, { name, roles: [...roles] })
        return done
      })
      return reply.code(201).send({ key: made.key, apiKey: keyAnswer(made.apiKey) })
    },
  )
  app.post(
    '/api-keys/:keyId/revoke',
    {
      config: { permission },
      schema: {
        tags,
        summary: 'Withdraw a key; calls with it are refused within seconds everywhere',
        params: object({ keyId: uuid }),
        response: { 200: apiKey },
      },
    },
    async (request) => {
      const by = callerOf(request).reference
      const { keyId } = request.params
      const revoked = await deps.store.transaction(async (tx) => {
        const done = await revokeApiKey(tx, keyId, by, deps.clock.now())
        if (done === null) throw new Refusal('NOT_FOUND', 'There is no such key that is still valid.')
        await decided(deps, tx, 'api_key.revoked', keyId, by, {})
        return done
      })
      deps.access.forgetKeys()
      return keyAnswer(revoked)
    },
  )
}
