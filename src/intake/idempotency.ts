import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

type KeyOwner = { readonly principal: string; readonly key: string }

/** What a call with an Idempotency-Key finds. */
type Claim =
  | { readonly state: 'claimed'; readonly claimedAt: Date }
  | { readonly state: 'in_flight' }
  /** The key was used for another body or another route. */
  | { readonly state: 'reused' }
  | { readonly state: 'done'; readonly status: number; readonly response: string }

// A claim that nobody finished (its process died) may be taken over after a while, by the same content only.
const claim = statement<{ created_at: Date }>(
  'intake.claim_idempotency_key',
  `insert into idempotency_keys (cell, principal, key, fingerprint, created_at, expires_at)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (cell, principal, key) do update
     set fingerprint = excluded.fingerprint, created_at = excluded.created_at, expires_at = excluded.expires_at,
         status = null, response = null
     where idempotency_keys.expires_at <= $5
        or (idempotency_keys.status is null and idempotency_keys.created_at < $7
            and idempotency_keys.fingerprint = excluded.fingerprint)
   returning created_at`,
)
const read = statement<{ fingerprint: Buffer; status: number | null; response: string | null }>(
  'intake.read_idempotency_key',
  'select fingerprint, status, response from idempotency_keys where cell = $1 and principal = $2 and key = $3',
)
const finish = statement(
  'intake.finish_idempotency_key',
  `update idempotency_keys set status = $5, response = $6
   where cell = $1 and principal = $2 and key = $3 and created_at = $4 and status is null`,
)
const free = statement(
  'intake.free_idempotency_key',
  `delete from idempotency_keys
   where cell = $1 and principal = $2 and key = $3 and created_at = $4 and status is null`,
)
const purge = statement(
  'intake.purge_idempotency_keys',
  `delete from idempotency_keys where cell = $1 and (principal, key) in
     (select principal, key from idempotency_keys where cell = $1 and expires_at <= $2 limit $3)`,
)

/**
 * Takes the key for one call. Of any number of calls at once exactly one gets `claimed`; the others see what
 * became of it. Commit this before the work begins, so that the others see it.
 */
export async function claimKey(
  tx: Tx,
  cell: number,
  owner: KeyOwner,
  about: { fingerprint: Uint8Array; at: Date; expiresAt: Date; staleBefore: Date },
): Promise<Claim> {
  const values = [cell, owner.principal, owner.key, about.fingerprint, about.at, about.expiresAt]
  const taken = (await tx.query(claim, [...values, about.staleBefore])).rows[0]
  if (taken !== undefined) return { state: 'claimed', claimedAt: taken.created_at }
  const row = (await tx.query(read, [cell, owner.principal, owner.key])).rows[0]
  // Freed between the two statements: the first call did nothing, so its caller may simply repeat.
  if (row === undefined) return { state: 'in_flight' }
  if (!row.fingerprint.equals(about.fingerprint)) return { state: 'reused' }
  if (row.status === null || row.response === null) return { state: 'in_flight' }
  return { state: 'done', status: row.status, response: row.response }
}

/**
 * Keeps the result, best in the transaction of the effect itself: then both exist or neither. False when
 * another call has taken the key over meanwhile; a transaction must not commit its effect then.
 */
export async function finishKey(
  tx: Tx,
  cell: number,
  owner: KeyOwner,
  claimedAt: Date,
  result: { status: number; response: string },
): Promise<boolean> {
  const values = [cell, owner.principal, owner.key, claimedAt, result.status, result.response]
  return (await tx.query(finish, values)).rowCount === 1
}

/** Gives the key back after a refusal: nothing was done, so the same call may be tried again. */
export async function freeKey(tx: Tx, cell: number, owner: KeyOwner, claimedAt: Date): Promise<void> {
  await tx.query(free, [cell, owner.principal, owner.key, claimedAt])
}

/** Forgets results whose time is over. Returns how many. */
export async function purgeKeys(tx: Tx, cell: number, at: Date, limit: number): Promise<number> {
  return (await tx.query(purge, [cell, at, limit])).rowCount
}
