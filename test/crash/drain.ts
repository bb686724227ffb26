import type { Store } from '../../src/store/pool.ts'
import type { Grounds } from './grounds.ts'
import { until } from './grounds.ts'

const unfinished: Readonly<Record<string, string>> = {
  'events not charged': `select count(*)::int as n from events e join lane_cursors c
     on c.cell = e.cell and c.lane = e.lane and c.runner in ('charging', 'learning')
     where e.cell = 1 and e.position > c.position`,
  'clients to settle': 'select count(*)::int as n from group_marks where cell = 1',
  'cost on its way': `select count(*)::int as n from works
     where cell = 1 and cost_bucket in ('waiting', 'in_flight', 'in_doubt')`,
  'documents on their way': `select count(*)::int as n from documents
     where cell = 1 and blocked is null and (sending is not null
       or status in ('planned', 'release_requested', 'discard_requested')
       or (status = 'drafted' and sent_version is distinct from version))`,
  'differences to settle': `select count(*)::int as n from charges where cell = 1 and state = 'pending'`,
}

/** What the product still has to do, told; null when everything that can go on has. */
export async function leftToDo(store: Store): Promise<string | null> {
  const told: string[] = []
  for (const [what, sql] of Object.entries(unfinished)) {
    const { n } = (await store.query<{ n: number }>(sql)).rows[0]!
    if (n > 0) told.push(`${n} ${what}`)
  }
  return told.length === 0 ? null : told.join(', ')
}

type Entry = { id: string; deleted?: boolean }

/** Until every entry of the firm has come by pull, and nothing is on its way any more. */
export async function drain(grounds: Grounds, withinMs: number): Promise<void> {
  const { store } = grounds.opened
  await grounds.firm.call('DELETE', '/control/faults')
  const entries = (await grounds.firm.call('GET', '/inspect/entries')).body.items as Entry[]
  const living = entries.filter((one) => one.deleted !== true).length
  await until('The pull of the firm is', withinMs, async () => {
    const { n } = (
      await store.query<{ n: number }>(
        `select count(*)::int as n from works where cell = 1 and connection_id = 'firm' and kind = 'time_entry'
           and approval <> 'deleted'`,
      )
    ).rows[0]!
    return n >= living ? null : `${n} of ${living} entries`
  })
  await until('The product is done', withinMs, () => leftToDo(store))
}
