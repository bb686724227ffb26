import type { Store } from '../../src/store/pool.ts'

/**
 * Every write of a work's cost, with when it was claimed, sent and settled and what became of it: a record that should
 * not be there is either a fault of ours, or one that the ERP landed later than it promised.
 */
export async function costHistory(store: Store, workId: string): Promise<string> {
  const { rows } = await store.query<{ told: string }>(
    `select concat_ws(' ', b.operation, b.state, m.outcome, 'claimed', b.claimed_at::time(3), 'sent', b.sent_at::time(3),
       'settles', b.settle_at::time(3), b.looks || ' looks', b.answer) as told
     from cost_members m join cost_batches b on b.cell = m.cell and b.batch_id = m.batch_id
     where m.cell = 1 and m.work_id = $1 order by b.claimed_at`,
    [workId],
  )
  return rows.map((row) => row.told).join('; ')
}
