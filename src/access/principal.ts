import type { Permission } from './permissions.ts'

/** Who calls: a person with a session, or a system with a key. */
export type Principal = {
  readonly kind: 'person' | 'system'
  readonly id: string
  readonly name: string
  readonly email: string | null
  /** What the log and decisions carry: `person:<id>` or `key:<id>`. */
  readonly reference: string
  readonly roles: readonly string[]
  readonly permissions: ReadonlySet<Permission>
  /** Signed in with a password that somebody else knows: nothing is allowed until it is changed. */
  readonly passwordChangeDue: boolean
}
