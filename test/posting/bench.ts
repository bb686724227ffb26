/** One database, one scripted ERP and a runner: what every test of posting stands on. */
import type { TargetProfile } from '../../src/connectors/sdk/target.ts'
import { uuidV7 } from '../../src/kernel/ids.ts'
import { runCostLane } from '../../src/posting/cost-lane.ts'
import type { PostingDeps } from '../../src/posting/deps.ts'
import { type Lane, newLane } from '../../src/posting/lane.ts'
import { defaultPostingLimits, type PostingLimits } from '../../src/posting/limits.ts'
import { resolveInDoubt } from '../../src/posting/locate.ts'
import type { Store } from '../../src/store/pool.ts'
import { type ScriptedErp, scriptedErp } from './scripted-erp.ts'
import { type VirtualClock, virtualClock } from './virtual-clock.ts'

export type PostingBench = {
  readonly store: Store
  readonly clock: VirtualClock
  readonly erp: ScriptedErp
  readonly deps: PostingDeps
  lane(stream: 'cost' | 'documents', runner?: string): Lane
}

export function postingBench(
  store: Store,
  profile: Partial<TargetProfile> = {},
  limits: Partial<PostingLimits> = {},
): PostingBench {
  const clock = virtualClock()
  const erp = scriptedErp(clock, profile)
  let counter = 0
  const deps: PostingDeps = {
    store,
    cell: 1,
    clock,
    // Counted instead of random: two runs of one test write the same ids.
    newId: () => {
      counter += 1
      const tail = Buffer.alloc(10)
      tail.writeUInt32BE(counter, 6)
      return uuidV7(clock.now().getTime(), () => tail)
    },
    connectors: async () => erp.link(),
    limits: { ...defaultPostingLimits, ...limits },
    log: () => {},
  }
  return {
    store,
    clock,
    erp,
    deps,
    lane: (stream, runner = 'runner-1') => newLane({ connectionId: 'erp', company: '*', stream }, runner),
  }
}

export const workId = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** Works that wait for their cost record; the ERP knows all their names. */
export async function waitingWorks(store: Store, count: number, hours = '7.5'): Promise<void> {
  await store.query(
    `insert into cross_references (cell, connection_id, kind, external_id, record_id, learned_at)
     select 1, 'erp', kind, record_id || '-x', record_id, 1
     from (values ('legal_entity', 'DE'), ('worker', 'W-1'), ('project', 'P-1'), ('client', 'ACME')) as r (kind, record_id)
     on conflict do nothing`,
  )
  for (let n = 1; n <= count; n += 1) {
    await store.query(
      `insert into works (cell, work_id, kind, connection_id, stream, source_id, revision, position, mapping, worker_id,
         project_id, legal_entity, work_on, hours, billable, content_digest, approval, cost_bucket, pay_bucket, bill_bucket,
         cost_connection, cost_digest, held, as_of, engine)
       values (1, $1, 'time_entry', 'src', 'time_entries', $2, 1, 1, 'm1', 'W-1', 'P-1', 'DE', '2026-09-14', $3, true, 'c',
         'approved', 'waiting', 'none', 'none', 'erp', 'digest-1', false, 1, 'e1')`,
      [workId(n), `s${n}`, hours],
    )
  }
}

export async function costBuckets(store: Store): Promise<Record<string, number>> {
  const { rows } = await store.query<{ bucket: string; count: number }>(
    `select cost_bucket as bucket, count(*)::int as count from works where cell = 1 group by 1 order by 1`,
  )
  return Object.fromEntries(rows.map((row) => [row.bucket, row.count]))
}

export async function openCaseCodes(store: Store): Promise<string[]> {
  const { rows } = await store.query<{ code: string }>(
    `select code from cases where cell = 1 and state = 'open' order by code`,
  )
  return rows.map((row) => row.code)
}

/** Rounds of a cost lane, three seconds apart. */
export async function driveCost(bench: PostingBench, lane: Lane, rounds = 20): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await runCostLane(bench.deps, lane)
    await resolveInDoubt(bench.deps, lane)
    bench.clock.advance(3_000)
  }
}
