import { assert } from '../../kernel/errors.ts'
import { statement } from '../statement.ts'
import type { Tx } from '../transaction.ts'

/** What the database says of itself: a table of a later migration is found without anybody listing it. */
export type TableShape = {
  readonly name: string
  /** In order; what PostgreSQL computes from other columns is left out. */
  readonly columns: readonly string[]
  /** Tables that its foreign keys lead to, itself left out. */
  readonly references: readonly string[]
}

const selectTables = statement<{ name: string; columns: string[]; references: string[] }>(
  'store.backupTables',
  `select c.relname::text as name,
     array(select a.attname::text from pg_attribute a
           where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
           order by a.attnum) as columns,
     array(select distinct f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
           where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as "references"
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and c.relkind = 'r' order by c.relname collate "C"`,
)
const selectOthers = statement<{ name: string; kind: string }>(
  'store.backupOtherRelations',
  `select c.relname::text as name, c.relkind::text as kind
   from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and c.relkind in ('p', 'f', 'm')`,
)
const selectSequences = statement<{ name: string }>(
  'store.backupSequences',
  `select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and c.relkind = 'S' order by c.relname collate "C"`,
)

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Every table of the public schema, those first that others refer to. */
export async function readTables(tx: Tx): Promise<TableShape[]> {
  const odd = (await tx.query(selectOthers)).rows[0]
  assert(odd === undefined, `${odd?.name} is of a kind (${odd?.kind}) that a backup does not know.`)
  return parentsFirst((await tx.query(selectTables)).rows)
}

export async function readSequences(tx: Tx): Promise<string[]> {
  return (await tx.query(selectSequences)).rows.map((row) => row.name)
}

function parentsFirst(tables: readonly TableShape[]): TableShape[] {
  const ordered: TableShape[] = []
  const waiting = new Set(tables)
  while (waiting.size > 0) {
    const names = new Set([...waiting].map((one) => one.name))
    const ready = [...waiting].filter((one) => !one.references.some((name) => names.has(name)))
    assert(ready.length > 0, `Foreign keys lead round in a circle: ${[...names].join(', ')}.`)
    for (const one of ready) {
      ordered.push(one)
      waiting.delete(one)
    }
  }
  return ordered
}
