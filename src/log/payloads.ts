import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { Vault } from './vault.ts'

const readPayload = statement<{ key_id: string; sealed: Buffer }>(
  'log.read_payload',
  'select key_id, sealed from payloads where cell = $1 and position = $2',
)
const destroyKey = statement(
  'log.destroy_data_key',
  'update data_keys set sealed = null, destroyed_at = $3 where cell = $1 and subject = $2 and sealed is not null',
)

/** The source's own bytes at a position; null when there is none or its key was destroyed. */
export async function openPayload(
  tx: Tx,
  cell: number,
  vault: Vault,
  position: bigint,
): Promise<Buffer | null> {
  const row = (await tx.query(readPayload, [cell, position])).rows[0]
  if (!row) return null
  return (await vault.openAll(tx, cell, [{ keyId: row.key_id, sealed: row.sealed }]))[0] ?? null
}

/** Erases what was said of a person or source: the bytes can never be opened again, the evidence stands. */
export async function eraseSubject(tx: Tx, cell: number, subject: string, at: Date): Promise<boolean> {
  return (await tx.query(destroyKey, [cell, subject, at])).rowCount === 1
}
