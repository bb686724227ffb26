import type { Clock } from '../kernel/clock.ts'
import type { Rejection } from '../kernel/errors.ts'
import { reject } from '../kernel/errors.ts'
import { isUniqueViolation } from '../store/errors.ts'
import type { Store } from '../store/pool.ts'
import { ApiKeyReader } from './api-keys.ts'
import type { Principal } from './principal.ts'
import type { Person } from './principals.ts'
import {
  hasAdministrator,
  principalOf,
  readPerson,
  removeHalfMade,
  setPasswordDue,
  setRoles,
} from './principals.ts'
import { isRole } from './roles.ts'
import { passwordMaxCharacters, passwordMinCharacters } from './passwords.ts'
import type { SignIn } from './sign-in.ts'

type AccessDeps = {
  readonly store: Store
  readonly clock: Clock
  readonly newId: () => string
  readonly random: (bytes: number) => Uint8Array
  readonly masterKey: Uint8Array
  readonly baseUrl: string
}

type NewPerson = {
  readonly name: string
  readonly email: string
  readonly roles: readonly string[]
  /** Left out: a one-time password is made, shown once, and has to be changed at the first sign-in. */
  readonly password?: string
  readonly by: string
}

type SignedIn = { readonly principal: Principal; readonly cookies: readonly string[] }

const oneTimePasswordBytes = 15

/** Everything the doors need to know who calls. Owns the sign-in library and the memory of keys. */
export class Access {
  readonly #deps: AccessDeps
  #signIn: Promise<SignIn> | null = null
  readonly #keys: ApiKeyReader

  constructor(deps: AccessDeps) {
    this.#deps = deps
    this.#keys = new ApiKeyReader(deps.store, deps.clock)
  }

  /** Loaded when the first person needs it: it is a third of a start, and systems come with keys. */
  #people(): Promise<SignIn> {
    this.#signIn ??= import('./sign-in.ts').then(({ createSignIn }) => createSignIn(this.#deps))
    return this.#signIn
  }

  principalOfKey(key: string): Promise<Principal | null> {
    return this.#keys.principalOf(key)
  }

  /** After a revocation in this process: the next call with a revoked key is refused at once. */
  forgetKeys(): void {
    this.#keys.forget()
  }

  /** Null without a living session of a person who is not disabled. */
  async principalOfSession(headers: Headers): Promise<Principal | null> {
    if (!headers.has('cookie')) return null
    const found = await (await this.#people()).api.getSession({ headers, query: { disableRefresh: true } })
    if (found === null) return null
    return this.#livingPerson(found.user.id)
  }

  async #livingPerson(principalId: string): Promise<Principal | null> {
    const person = await readPerson(this.#deps.store, principalId)
    return person === null || person.disabledAt !== null ? null : principalOf(person)
  }

  /** Null when address or password are wrong, or the person is disabled: the caller learns no more than that. */
  async signIn(email: string, password: string, headers: Headers): Promise<SignedIn | null> {
    const answer = await (await this.#people()).api.signInEmail({
      body: { email, password },
      headers,
      asResponse: true,
    })
    if (answer.status >= 500) throw new Error(`The sign-in library answered ${answer.status}`)
    if (!answer.ok) return null
    const { user } = (await answer.json()) as { user: { id: string } }
    const principal = await this.#livingPerson(user.id)
    return principal === null ? null : { principal, cookies: answer.headers.getSetCookie() }
  }

  /** Ends the session and returns the cookies that clear the browser's. */
  async signOut(headers: Headers): Promise<readonly string[]> {
    const answer = await (await this.#people()).api.signOut({ headers, asResponse: true })
    return answer.headers.getSetCookie()
  }

  /** Ends every other session of the person as well. */
  async changePassword(
    principal: Principal,
    current: string,
    next: string,
    headers: Headers,
  ): Promise<readonly string[] | Rejection> {
    const answer = await (await this.#people()).api.changePassword({
      body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
      headers,
      asResponse: true,
    })
    if (!answer.ok) {
      return reject('SCHEMA_VIOLATION', 'The current password is wrong.', { field: '/currentPassword' })
    }
    await setPasswordDue(this.#deps.store, principal.id, false, this.#deps.clock.now())
    return answer.headers.getSetCookie()
  }

  async createPerson(wanted: NewPerson): Promise<{ person: Person; password: string | null } | Rejection> {
    const email = wanted.email.toLowerCase()
    const unknown = wanted.roles.find((role) => !isRole(role))
    if (unknown !== undefined) {
      return reject('SCHEMA_VIOLATION', `There is no role "${unknown}".`, { field: '/roles' })
    }
    if (wanted.password !== undefined && !isPasswordLength(wanted.password)) {
      const message = `A password has ${passwordMinCharacters} to ${passwordMaxCharacters} characters.`
      return reject('SCHEMA_VIOLATION', message, { field: '/password' })
    }
    const password =
      wanted.password ?? Buffer.from(this.#deps.random(oneTimePasswordBytes)).toString('base64url')
    const context = await (await this.#people()).$context
    const hash = await context.password.hash(password)
    let principalId: string
    try {
      principalId = (
        await context.internalAdapter.createUser({ email, name: wanted.name }, { method: 'admin' })
      ).id
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      return reject('CONFLICT', 'Somebody with this mail address exists.', { field: '/email' })
    }
    await context.internalAdapter.linkAccount({
      userId: principalId,
      providerId: 'credential',
      accountId: principalId,
      password: hash,
    })
    const at = this.#deps.clock.now()
    const person = await this.#deps.store.transaction(async (tx) => {
      await setPasswordDue(tx, principalId, wanted.password === undefined, at)
      await setRoles(tx, principalId, wanted.roles, { by: wanted.by, at })
      return (await readPerson(tx, principalId))!
    })
    return { person, password: wanted.password === undefined ? password : null }
  }

  /**
   * The first administrator of an installation; null when there is one already. Returns the one-time password,
   * which is printed once and stored nowhere.
   */
  async bootstrap(wanted: Omit<NewPerson, 'by'>): Promise<{ person: Person; password: string } | null> {
    const { store } = this.#deps
    if (await hasAdministrator(store)) return null
    await store.transaction((tx) => removeHalfMade(tx, wanted.email))
    const made = await this.createPerson({ ...wanted, by: 'bootstrap' })
    if ('rejected' in made) throw new Error(`The first person could not be made: ${made.message}`)
    return { person: made.person, password: made.password ?? wanted.password ?? '' }
  }
}

function isPasswordLength(password: string): boolean {
  return password.length >= passwordMinCharacters && password.length <= passwordMaxCharacters
}
