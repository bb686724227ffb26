/** Backups of test databases: the parts that do not vary, and what two databases are compared by. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyChain } from '../../src/log/chain.ts'
import { readHeads } from '../../src/log/read.ts'
import type { Vault } from '../../src/log/vault.ts'
import { restoreBackup, type RestoreOptions } from '../../src/store/backup/restore.ts'
import { type BackupOptions, writeBackup } from '../../src/store/backup/write.ts'
import type { Store } from '../../src/store/pool.ts'
import { countedBytes } from './billing-office.ts'

export const backupKey = createHash('sha256').update('sealing key of the tests').digest()
const at = new Date('2026-11-21T11:00:00Z')

export async function temporaryDirectory(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'hourbridge-backup-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

export async function openTestInstallation(store: Store): Promise<void> {
  await store.query(
    `insert into installations (installation_id, environment, created_at) values ($1, $2, $3)`,
    ['8f14e45f-ceea-467f-a83c-5ab1c0ffee00', 'test', at],
  )
}

export function backUpTo(url: string, path: string, extra: Partial<BackupOptions> = {}) {
  return writeBackup({
    url,
    path,
    masterKey: backupKey,
    plain: false,
    version: '0.1.0',
    now: () => at,
    random: countedBytes(),
    readLogHeads: async (tx) =>
      (await readHeads(tx)).map((head) => ({
        cell: head.cell,
        position: String(head.position),
        chain: head.chain.toString('hex'),
      })),
    progress: () => {},
    ...extra,
  })
}

export function restoreFrom(url: string, path: string, vault: Vault, extra: Partial<RestoreOptions> = {}) {
  return restoreBackup({
    url,
    path,
    masterKey: backupKey,
    now: () => at,
    takesOver: false,
    prove: async (tx) => (await verifyChain(tx, 1, vault)).breaks.map((one) => one.what),
    progress: () => {},
    ...extra,
  })
}

/** Every row of every table as text, sorted, by table; what a restore marks for itself is left out. */
export async function contentsOf(store: Store): Promise<Map<string, string[]>> {
  const { rows: tables } = await store.query<{ name: string }>(
    `select tablename::text as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const contents = new Map<string, string[]>()
  for (const { name } of tables) {
    const { rows } = await store.query<{ row: string }>(
      `select (to_jsonb(t) - '{epoch,sending,sending_since,sending_why}'::text[])::text as row from "${name}" t order by 1`,
    )
    contents.set(
      name,
      rows.map((one) => one.row),
    )
  }
  return contents
}

/** Indexes, constraints, triggers, defaults and sequences: what makes a table more than its rows. */
export async function shapeOf(store: Store): Promise<string[]> {
  const { rows } = await store.query<{ what: string }>(
    `select 'index ' || indexdef as what from pg_indexes where schemaname = 'public'
     union all select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
       from pg_constraint where connamespace = 'public'::regnamespace
     union all select 'trigger ' || tgenabled::text || ' ' || pg_get_triggerdef(t.oid)
       from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where c.relnamespace = 'public'::regnamespace and not tgisinternal
     union all select 'column ' || table_name || '.' || column_name || ' ' || data_type || ' '
         || coalesce(column_default, '-') || ' ' || is_nullable || ' ' || is_identity
       from information_schema.columns where table_schema = 'public'
     order by 1`,
  )
  return rows.map((row) => row.what)
}
