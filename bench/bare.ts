/** The least that keeps an entry once: one table, a primary and a unique key, batches of a thousand. */
import type { Store } from '../src/store/pool.ts'
import { statement } from '../src/store/statement.ts'
import { benchEntry } from './firm.ts'

const batch = 1000

const append = statement(
  'bench.append',
  `insert into bench_entries (position, source_id, payload)
   select e.position, e.source_id, e.payload from unnest($1::bigint[], $2::text[], $3::text[]) as e(position, source_id, payload)
   on conflict (source_id) do nothing`,
)

export async function prepareBare(store: Store): Promise<void> {
  await store.query(
    'create table bench_entries (position bigint primary key, source_id text not null unique, payload text not null)',
  )
}

/** Appends entries that are text already: parsing and shaping are not its work. */
export function bareAppend(store: Store, name: string, from: number, count: number) {
  const rows = Array.from({ length: count }, (_, at) => ({
    sourceId: `${name}-${at}`,
    payload: JSON.stringify(benchEntry(name, at)),
  }))
  return async () => {
    for (let at = 0; at < rows.length; at += batch) {
      const part = rows.slice(at, at + batch)
      await store.query(append, [
        part.map((_, i) => from + at + i),
        part.map((row) => row.sourceId),
        part.map((row) => row.payload),
      ])
    }
  }
}
