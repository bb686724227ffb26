import { statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'
import { quoted } from './catalogue.ts'

/**
 * What stands on a table and is in the way of loading it. The owner may lift it without being superuser, and all of
 * it happens in the restore's one transaction, so nobody ever sees the tables without it.
 */
const selectTriggers = statement<{ table: string; name: string; enabled: 'O' | 'D' | 'R' | 'A' }>(
  'store.restoreTriggers',
  `select c.relname::text as "table", t.tgname::text as name, t.tgenabled::text as enabled
   from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and not t.tgisinternal order by 1, 2`,
)
// Primary keys and unique constraints stay: they check what is loaded.
const selectIndexes = statement<{ name: string; definition: string }>(
  'store.restoreIndexes',
  `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
   from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and c.relkind = 'r'
     and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
   order by 1`,
)

const enabling = { O: 'enable', D: 'disable', R: 'enable replica', A: 'enable always' } as const

/** Switches the triggers off and takes the further indexes away; the returned work puts them back as they were. */
export async function liftGuards(tx: Tx): Promise<() => Promise<void>> {
  const triggers = (await tx.query(selectTriggers)).rows
  const indexes = (await tx.query(selectIndexes)).rows
  for (const one of triggers) await setTrigger(tx, one.table, 'disable', one.name)
  for (const one of indexes) await tx.query(`drop index ${one.name}`)
  return async () => {
    for (const one of indexes) await tx.query(one.definition)
    for (const one of triggers) await setTrigger(tx, one.table, enabling[one.enabled], one.name)
  }
}

async function setTrigger(tx: Tx, table: string, how: string, name: string): Promise<void> {
  await tx.query(`alter table ${quoted(table)} ${how} trigger ${quoted(name)}`)
}
