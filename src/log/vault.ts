import { seal, sealingKeyBytes, unseal } from '../kernel/sealing.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

export type DataKey = { readonly keyId: string; readonly key: Uint8Array }
type Randomness = (bytes: number) => Uint8Array

const nonceBytes = 12
const cacheLimit = 50_000

const readKeys = statement<{ subject: string; key_id: string; sealed: Buffer | null }>(
  'log.read_data_keys',
  'select subject, key_id, sealed from data_keys where cell = $1 and subject = any($2::text[])',
)
const readKeysById = statement<{ key_id: string; subject: string; sealed: Buffer | null }>(
  'log.read_data_keys_by_id',
  'select key_id, subject, sealed from data_keys where cell = $1 and key_id = any($2::uuid[])',
)
const addKeys = statement(
  'log.add_data_keys',
  `insert into data_keys (cell, subject, key_id, sealed)
   select $1, k.subject, k.key_id, k.sealed from unnest($2::text[], $3::uuid[], $4::bytea[]) as k(subject, key_id, sealed)
   order by k.subject
   on conflict (cell, subject) do nothing`,
)

/**
 * Seals payloads, each with the data key of the person or source it speaks of. Data keys are kept sealed with
 * the installation's master key, which is not in the database. Destroying a data key erases what it sealed.
 */
export class Vault {
  readonly #masterKey: Uint8Array
  readonly #random: Randomness
  readonly #newId: () => string
  readonly #bySubject = new Map<string, DataKey>()
  readonly #byId = new Map<string, Uint8Array>()

  constructor(masterKey: Uint8Array, random: Randomness, newId: () => string) {
    this.#masterKey = masterKey
    this.#random = random
    this.#newId = newId
  }

  /** The keys of these subjects; subjects without one get one. Runs in its caller's transaction. */
  async keysFor(tx: Tx, cell: number, subjects: ReadonlySet<string>): Promise<Map<string, DataKey>> {
    const found = new Map<string, DataKey>()
    const unknown: string[] = []
    for (const subject of subjects) {
      const known = this.#bySubject.get(`${cell}/${subject}`)
      if (known) found.set(subject, known)
      else unknown.push(subject)
    }
    if (unknown.length === 0) return found
    unknown.sort()
    await this.#create(tx, cell, unknown)
    for (const row of (await tx.query(readKeys, [cell, unknown])).rows) {
      const key = row.sealed && unseal(this.#masterKey, row.sealed, context(cell, row.subject, row.key_id))
      if (!key)
        throw new Error('A data key does not open: another master key sealed it, or it was destroyed.')
      found.set(row.subject, { keyId: row.key_id, key })
    }
    return found
  }

  /** Called after the transaction that used them has committed: only then are the keys known to exist. */
  remember(cell: number, keys: ReadonlyMap<string, DataKey>): void {
    if (this.#bySubject.size > cacheLimit) this.#bySubject.clear()
    for (const [subject, key] of keys) this.#bySubject.set(`${cell}/${subject}`, key)
  }

  sealWith(key: DataKey, plain: Uint8Array): Buffer {
    return seal(key.key, plain, key.keyId, this.#random(nonceBytes))
  }

  /** Plain bytes for each sealed one; null where the key was destroyed. Throws when bytes were tampered with. */
  async openAll(
    tx: Tx,
    cell: number,
    sealed: readonly { readonly keyId: string; readonly sealed: Uint8Array }[],
  ): Promise<(Buffer | null)[]> {
    const missing = [...new Set(sealed.map((one) => one.keyId).filter((id) => !this.#byId.has(id)))]
    const destroyed = new Set<string>()
    if (missing.length > 0) {
      if (this.#byId.size > cacheLimit) this.#byId.clear()
      for (const row of (await tx.query(readKeysById, [cell, missing])).rows) {
        const key = row.sealed && unseal(this.#masterKey, row.sealed, context(cell, row.subject, row.key_id))
        if (key) this.#byId.set(row.key_id, key)
        else destroyed.add(row.key_id)
      }
    }
    return sealed.map((one) => {
      const key = this.#byId.get(one.keyId)
      if (!key) return null
      const plain = unseal(key, one.sealed, one.keyId)
      if (!plain) throw new Error('A sealed payload does not open: its bytes were changed or moved.')
      return plain
    })
  }

  async #create(tx: Tx, cell: number, subjects: readonly string[]): Promise<void> {
    const have = new Set((await tx.query(readKeys, [cell, subjects])).rows.map((row) => row.subject))
    const fresh = subjects.filter((subject) => !have.has(subject))
    if (fresh.length === 0) return
    const ids = fresh.map(() => this.#newId())
    const sealed = fresh.map((subject, i) =>
      seal(
        this.#masterKey,
        this.#random(sealingKeyBytes),
        context(cell, subject, ids[i]!),
        this.#random(nonceBytes),
      ),
    )
    await tx.query(addKeys, [cell, fresh, ids, sealed])
  }
}

function context(cell: number, subject: string, keyId: string): string {
  return `data key ${cell} ${subject} ${keyId}`
}
