/** What the expenses of a seed come to, by arithmetic of the simulated systems. */
import { exact, rounded } from '../../sandbox/exact.ts'
import { travel } from './firm.ts'
import type { DirectExpense, Life } from './life.ts'
import { cell } from './program.ts'

const cents = (amount: string): bigint => rounded(exact(amount), 2).units

/** Half away from zero; nothing here is below zero. */
function withMarkup(amount: bigint): bigint {
  return (amount * (100n + travel.markupPercent) * 2n + 100n) / 200n
}

/** Every approved expense is one work, billed with its markup, and of the meals of a person's day what the cap leaves. */
export async function spendings(life: Life): Promise<bigint> {
  const { rows } = await life.store.query<{ id: string; approval: string; billed: bigint; worth: bigint }>(
    `select w.source_id as id, w.approval,
       coalesce((select sum(c.amount_minor) from charges c where c.cell = $1 and c.work_id = w.work_id
         and c.state <> 'non_billable'), 0)::bigint as billed,
       coalesce((select sum(c.amount_minor) from charges c where c.cell = $1 and c.work_id = w.work_id), 0)::bigint as worth
     from works w where w.cell = $1 and w.kind = 'expense'`,
    [cell],
  )
  const found = new Map(rows.map((row) => [row.id, row]))
  const say = (what: string) => life.findings.push(`truth: ${what}`)
  const days = new Map<string, { eaten: bigint; billed: bigint }>()
  let sum = 0n
  for (const one of life.spent.values()) {
    const row = found.get(one.sourceId)
    if (row === undefined) {
      if (!one.deleted) life.findings.push(`P1 expense ${one.sourceId} is no work`)
      continue
    }
    const counts = !one.deleted && one.approvedAt !== null
    if ((row.approval === 'approved') !== counts) say(`${one.sourceId} is ${row.approval}, not ${told(one)}`)
    const worth = !counts ? 0n : one.category === 'meal' ? cents(one.amount) : withMarkup(cents(one.amount))
    if (row.worth !== worth) say(`${one.sourceId} is charged ${row.worth}, worth ${worth}`)
    if (one.category === 'taxi' && row.billed !== worth)
      say(`${one.sourceId}: ${row.billed} of ${worth} is billed`)
    if (one.category === 'taxi') sum += worth
    else if (counts) {
      const day = days.get(`${one.worker} ${one.workOn}`) ?? { eaten: 0n, billed: 0n }
      const more = { eaten: day.eaten + worth, billed: day.billed + row.billed }
      days.set(`${one.worker} ${one.workOn}`, more)
    }
  }
  for (const [day, { eaten, billed }] of days) {
    const most = cents(travel.meals)
    const fits = eaten < most ? eaten : most
    if (billed !== fits) say(`the meals of ${day} are billed at ${billed}, not ${fits}`)
    sum += fits
  }
  return sum
}

function told({ deleted, approvedAt }: DirectExpense): string {
  return deleted ? 'deleted' : approvedAt === null ? 'submitted' : 'approved'
}
