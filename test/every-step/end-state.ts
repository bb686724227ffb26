import type { TestDatabase } from '../support/database.ts'
import type { World } from './composition.ts'

async function rowsOf(database: TestDatabase, sql: string): Promise<string[]> {
  const { rows } = await database.store.query<{ told: string }>(sql)
  return rows.map((row) => row.told)
}

/**
 * What must be the same however often a process died on the way: no ids and no moments, everything that has an effect
 * on money or on what a person is asked.
 */
export async function endState(world: World): Promise<Record<string, unknown>> {
  const { database, bench } = world
  const told = (sql: string) => rowsOf(database, sql)
  return {
    events: await told(
      `select e.type || ' ' || e.source_id || ' ' || e.revision || ' ' || count(*) as told from events e
       where e.cell = 1 and e.type <> 'person.decided' group by e.type, e.source_id, e.revision order by 1`,
    ),
    decisions: await told(
      `select stream || ' ' || count(*) as told from events where cell = 1 and type = 'person.decided' group by stream order by 1`,
    ),
    works: await told(
      `select source_id || ' ' || revision || ' ' || approval || ' ' || hours || ' ' || cost_bucket || ' ' || pay_bucket || ' ' ||
         bill_bucket || ' ' || coalesce(bill_minor::text, '-') as told from works where cell = 1 order by 1`,
    ),
    charges: await told(
      `select w.source_id || ' ' || c.state || ' ' || sum(c.amount_minor) || ' ' || sum(c.hours) as told
       from charges c join works w on w.cell = 1 and w.work_id = c.work_id where c.cell = 1
       group by w.source_id, c.state order by 1`,
    ),
    documents: await told(
      `select kind || ' ' || client_id || ' ' || status || ' ' || net_minor || ' ' || coalesce(blocked, '-') || ' ' ||
         coalesce(sending, '-') as told from documents where cell = 1 order by 1`,
    ),
    cases: await told(`select code || ' ' || state as told from cases where cell = 1 order by 1`),
    erpCosts: bench.erp.costs.map((row) => `${row.workOn} ${row.hours} ${row.billable}`).sort(),
    erpDocuments: bench.erp.documents
      .map((row) => {
        const net = row.draft.lines.reduce((sum, line) => sum + line.amount.minor, 0n)
        return `${row.draft.kind} ${row.draft.client.recordId} ${row.state} ${net}`
      })
      .sort(),
  }
}
