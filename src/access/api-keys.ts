import type { Clock } from '../kernel/clock.ts'
import { sha256 } from '../kernel/digest.ts'
import { reject } from '../kernel/errors.ts'
import type { Rejection } from '../kernel/errors.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { Principal } from './principal.ts'
import { isRole, permissionsOf } from './roles.ts'

const keyPrefix = 'hb_'
const keyBytes = 32
const keyShape = /^hb_[A-Za-z0-9_-]{43}$/
const hintCharacters = 7
export const apiKeyMaxDays = 1096
const dayMs = 86_400_000

export type ApiKey = {
  readonly keyId: string
  readonly name: string
  /** The first characters, so that a person recognises the key; the key itself is shown once. */
  readonly hint: string
  readonly roles: readonly string[]
  readonly expiresAt: Date
  readonly createdBy: string
  readonly createdAt: Date
  readonly revokedBy: string | null
  readonly revokedAt: Date | null
}

const columns = `key_id as "keyId", name, hint, roles, expires_at as "expiresAt", created_by as "createdBy",
  created_at as "createdAt", revoked_by as "revokedBy", revoked_at as "revokedAt"`
const insertKey = statement<ApiKey>(
  'access.insertKey',
  `insert into api_keys (key_id, name, digest, hint, roles, expires_at, created_by, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${columns}`,
)
const selectByDigest = statement<ApiKey>(
  'access.selectKeyByDigest',
  `select ${columns} from api_keys where digest = $1`,
)
const selectKeys = statement<ApiKey>(
  'access.selectKeys',
  `select ${columns} from api_keys order by key_id limit 1000`,
)
const revoke = statement<ApiKey>(
  'access.revokeKey',
  `update api_keys set revoked_at = $2, revoked_by = $3 where key_id = $1 and revoked_at is null
   returning ${columns}`,
)

const selectMaker = statement<{ createdBy: string }>(
  'access.selectKeyMaker',
  `select created_by as "createdBy" from api_keys where 'key:' || key_id = $1`,
)

type NewApiKey = {
  readonly name: string
  readonly roles: readonly string[]
  readonly expiresAt: Date
  readonly createdBy: string
  readonly at: Date
  readonly newId: () => string
  readonly random: (bytes: number) => Uint8Array
}

/** Makes a key and shows it once: only its digest is kept. Refuses unknown roles and an expiry beyond three years. */
export async function createApiKey(
  tx: Tx,
  wanted: NewApiKey,
): Promise<{ key: string; apiKey: ApiKey } | Rejection> {
  const unknown = wanted.roles.find((role) => !isRole(role))
  if (unknown !== undefined || wanted.roles.length === 0) {
    return reject('SCHEMA_VIOLATION', `There is no role "${unknown ?? ''}".`, { field: '/roles' })
  }
  const lifeMs = wanted.expiresAt.getTime() - wanted.at.getTime()
  if (!(lifeMs > 0 && lifeMs <= apiKeyMaxDays * dayMs)) {
    return reject('SCHEMA_VIOLATION', `A key expires within ${apiKeyMaxDays} days, and not in the past.`, {
      field: '/expiresAt',
    })
  }
  const key = keyPrefix + Buffer.from(wanted.random(keyBytes)).toString('base64url')
  const { rows } = await tx.query(insertKey, [
    wanted.newId(),
    wanted.name,
    sha256(key),
    key.slice(0, hintCharacters),
    [...new Set(wanted.roles)],
    wanted.expiresAt,
    wanted.createdBy,
    wanted.at,
  ])
  return { key, apiKey: rows[0]! }
}

export async function listApiKeys(tx: Tx): Promise<ApiKey[]> {
  return (await tx.query(selectKeys)).rows
}

/** Who made the key that a reference names; null for people. Whoever makes a key has had it in hand. */
export async function makerOfKey(tx: Tx, reference: string): Promise<string | null> {
  return (await tx.query(selectMaker, [reference])).rows[0]?.createdBy ?? null
}

/** Null when there is no such key, or it was revoked before. */
export async function revokeApiKey(tx: Tx, keyId: string, by: string, at: Date): Promise<ApiKey | null> {
  return (await tx.query(revoke, [keyId, at, by])).rows[0] ?? null
}

const cacheSize = 1000
/** How long another process's revocation may go unnoticed; one in this process is noticed at once. */
const apiKeyCacheMs = 5000

/** Finds who a key belongs to; remembers for a few seconds, because a source sends thousands of calls. */
export class ApiKeyReader {
  readonly #tx: Tx
  readonly #clock: Clock
  readonly #known = new Map<string, { apiKey: ApiKey; readAtMs: number }>()

  constructor(tx: Tx, clock: Clock) {
    this.#tx = tx
    this.#clock = clock
  }

  /** Null for anything that is not a living key. */
  async principalOf(key: string): Promise<Principal | null> {
    if (!keyShape.test(key)) return null
    const digest = sha256(key)
    const name = Buffer.from(digest).toString('base64')
    const nowMs = this.#clock.now().getTime()
    const known = this.#known.get(name)
    if (known !== undefined && nowMs - known.readAtMs < apiKeyCacheMs) return asPrincipal(known.apiKey, nowMs)
    const apiKey = (await this.#tx.query(selectByDigest, [digest])).rows[0]
    if (apiKey === undefined) return null
    if (this.#known.size >= cacheSize) this.#known.clear()
    this.#known.set(name, { apiKey, readAtMs: nowMs })
    return asPrincipal(apiKey, nowMs)
  }

  forget(): void {
    this.#known.clear()
  }
}

function asPrincipal(apiKey: ApiKey, nowMs: number): Principal | null {
  if (apiKey.revokedAt !== null || apiKey.expiresAt.getTime() <= nowMs) return null
  return {
    kind: 'system',
    id: apiKey.keyId,
    name: apiKey.name,
    email: null,
    reference: `key:${apiKey.keyId}`,
    roles: apiKey.roles,
    permissions: permissionsOf(apiKey.roles),
    passwordChangeDue: false,
  }
}
