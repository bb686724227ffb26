/** What clients whose contracts are settled as a whole are billed, against the rig's own arithmetic. */
import type { Store } from '../../src/store/pool.ts'
import { composed, worthOf } from './known-firm.ts'
import type { Findings, Standing } from './witness.ts'

/** The parts of one work. Hours in halves, money in cents. */
type Parts = {
  readonly project: string
  readonly billed: number
  readonly parked: number
  readonly drawnHalves: number
  readonly billedHalves: number
  /** What stands on invoices, whatever is proposed to be taken back. */
  readonly issued: number
  readonly issuedHalves: number
}

const selectParts = `select w.work_id, w.project_id as project,
    coalesce(sum(c.amount_minor) filter (where c.state not in ('parked', 'included')), 0)::int as billed,
    coalesce(sum(c.amount_minor) filter (where c.state = 'parked'), 0)::int as parked,
    (2 * coalesce(sum(c.hours) filter (where c.state = 'included'), 0))::float8 as "drawnHalves",
    (2 * coalesce(sum(c.hours) filter (where c.state <> 'included'), 0))::float8 as "billedHalves",
    coalesce(sum(c.amount_minor) filter (where c.state in ('in_flight', 'in_doubt', 'issued')), 0)::int as issued,
    (2 * coalesce(sum(c.hours) filter (where c.state in ('in_flight', 'in_doubt', 'issued')), 0))::float8
      as "issuedHalves"
  from works w left join charges c on c.cell = 1 and c.work_id = w.work_id
  where w.cell = 1 and w.kind = 'time_entry' and w.project_id = any($1::text[]) group by w.work_id, w.project_id`

export async function examineComposed(
  store: Store,
  standing: readonly Standing[],
  findings: Findings,
): Promise<void> {
  const { capped, prepaid } = composed
  const { rows } = await store.query<Parts & { work_id: string }>(selectParts, [
    [capped.project, prepaid.project],
  ])
  const parts = new Map(rows.map((row) => [row.work_id, row]))
  const of = (project: string): Parts[] => [...parts.values()].filter((row) => row.project === project)
  const worth = standing
    .filter((one) => one.project === capped.project && !one.deleted && one.approved)
    .reduce((sum, one) => sum + worthOf(one), 0)
  examineCeiling(of(capped.project), worth, findings)
  for (const one of standing)
    if (one.project === prepaid.project) examinePrepaid(one, parts.get(one.workId), findings)
  examineGrant(of(prepaid.project), findings)
  await examineFees(store, findings)
}

const sumOf = (parts: readonly Parts[], tell: (one: Parts) => number): number =>
  parts.reduce((sum, one) => sum + tell(one), 0)

/** What is invoiced keeps its room until its credit is issued, also when less is billed now. */
function examineCeiling(parts: readonly Parts[], worth: number, findings: Findings): void {
  const { ceilingCents } = composed.capped
  const [billed, parked] = [sumOf(parts, (one) => one.billed), sumOf(parts, (one) => one.parked)]
  if (billed + parked !== worth)
    findings.wrong.push(`ceiling: ${billed} billed and ${parked} parked, the work is worth ${worth}`)
  const taken = sumOf(parts, (one) => Math.max(one.billed, one.issued))
  const fits = Math.min(ceilingCents, billed + parked)
  if (billed > ceilingCents) findings.wrong.push(`ceiling: ${billed} of ${ceilingCents} billed`)
  if (taken < fits) findings.wrong.push(`ceiling: ${parked} parked, and ${taken} of ${fits} taken`)
}

/** Its hours are drawn or billed, and none of them twice. */
function examinePrepaid(one: Standing, parts: Parts | undefined, findings: Findings): void {
  const { overageCents } = composed.prepaid
  const halves = one.deleted || !one.approved ? 0 : one.halfHours
  const [drawn, over] = [parts?.drawnHalves ?? 0, parts?.billedHalves ?? 0]
  if (drawn + over !== halves)
    findings.wrong.push(`prepaid: ${one.id} has ${halves} half hours, ${drawn} drawn and ${over} billed`)
  const billed = parts?.billed ?? 0
  if (billed !== (over * overageCents) / 2)
    findings.wrong.push(`prepaid: ${over} half hours of ${one.id} are billed at ${billed}`)
}

/** No more is drawn than was bought; and only when all of that is drawn does anything go beyond, beside what is invoiced. */
function examineGrant(parts: readonly Parts[], findings: Findings): void {
  const { halfHours } = composed.prepaid
  const drawn = sumOf(parts, (one) => one.drawnHalves)
  const beyond = sumOf(parts, (one) => Math.max(0, one.billedHalves - one.issuedHalves))
  if (drawn > halfHours) findings.wrong.push(`prepaid: ${drawn} of ${halfHours} half hours are drawn`)
  if (beyond > 0 && drawn < halfHours)
    findings.wrong.push(`prepaid: ${beyond} half hours go beyond ${halfHours}, of which ${drawn} are drawn`)
}

/** Every part of the fee is owed once. */
async function examineFees(store: Store, findings: Findings): Promise<void> {
  const { client, feeCents } = composed.capped
  const { rows } = await store.query<{ source_id: string; charged: number }>(
    `select w.source_id, (select coalesce(sum(c.amount_minor), 0)::int from charges c
       where c.cell = 1 and c.work_id = w.work_id) as charged
     from works w where w.cell = 1 and w.kind <> 'time_entry' and w.client_id = $1`,
    [client],
  )
  const charged = rows.map((row) => row.charged).filter((cents) => cents !== 0)
  const told = (cents: readonly number[]) => [...cents].sort((a, b) => a - b).join(', ')
  if (told(charged) !== told(feeCents))
    findings.wrong.push(`fees: charged ${told(charged)}, owed are ${told(feeCents)}`)
}
