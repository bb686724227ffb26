import { latestLogged } from '../log/latest.ts'
import { type CheckResult, invariant, offendersShown } from '../store/invariant.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

const recordsOf = statement<{ key: number; revision: number; deleted: boolean; digest: Buffer }>(
  'intake.check_records',
  `select k.key::int as key, r.revision, r.deleted, r.digest
   from unnest($2::text[], $3::text[], $4::text[]) with ordinality as k(connection_id, stream, source_id, key)
   join source_records r on r.cell = $1 and r.connection_id = k.connection_id and r.stream = k.stream
     and r.source_id = k.source_id`,
)
const countRecords = statement<{ count: bigint }>(
  'intake.count_records',
  'select count(*) as count from source_records where cell = $1',
)

/**
 * Every record that was acknowledged stands in the log with its latest revision and content, and everything that
 * stands there is known. With `since`, only what the log says after that position.
 */
export async function checkSourceRecords(tx: Tx, cell: number, since: bigint): Promise<CheckResult> {
  const offenders: string[] = []
  let counted = 0
  for await (const page of latestLogged(tx, cell, since)) {
    const keys = [
      page.map((one) => one.connectionId),
      page.map((one) => one.stream),
      page.map((one) => one.sourceId),
    ]
    const known = new Map((await tx.query(recordsOf, [cell, ...keys])).rows.map((row) => [row.key, row]))
    page.forEach((logged, i) => {
      const record = known.get(i + 1)
      const name = `${logged.connectionId}/${logged.stream}/${logged.sourceId}`
      if (!record) offenders.push(`${name}: in the log at ${logged.position}, unknown to intake`)
      else if (record.revision !== logged.revision)
        offenders.push(
          `${name}: revision ${record.revision} was acknowledged, the log holds ${logged.revision}`,
        )
      else if (logged.digest !== null && !record.digest.equals(logged.digest))
        offenders.push(`${name}: what was acknowledged differs from the payload at ${logged.position}`)
    })
    counted += page.length
  }
  const records = since > 0n ? BigInt(counted) : ((await tx.query(countRecords, [cell])).rows[0]?.count ?? 0n)
  if (records > BigInt(counted))
    offenders.push(`${records - BigInt(counted)} records were acknowledged and stand nowhere in the log`)
  return {
    name: 'every_acknowledged_record_stands_in_the_log',
    ok: offenders.length === 0,
    counted: Number(records > BigInt(counted) ? records : BigInt(counted)),
    broken: offenders.length,
    detail: offenders.slice(0, offendersShown),
  }
}

/** A call that was answered keeps its answer, so that its repetition gets it and does nothing. */
export const intakeChecks = [
  invariant(
    'an_idempotency_key_has_a_whole_answer_or_none',
    'select principal, key, status, response from idempotency_keys where cell = $1',
    `select principal || ' ' || key from looked where (status is null) <> (response is null)`,
  ),
] as const
