import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { asideSql } from './difference.ts'

export type BucketSum = {
  readonly bucket: string
  readonly currency: string | null
  readonly entries: number
  readonly hours: string
  /** Minor units; null where nothing in the bucket has a value. */
  readonly moneyMinor: bigint | null
}
export type OpenSum = Omit<BucketSum, 'bucket'> & { readonly state: 'pending' | 'proposed' | 'declined' }

const sumOf = (outcome: string, money: string) => `
  select w.${outcome}_bucket as bucket, ${money} as currency, count(*)::int as entries, sum(w.hours) as hours`

const costSums = statement<BucketSum>(
  'charging.sum_cost_buckets',
  `${sumOf('cost', 'w.cost_currency')}, sum(w.cost_minor)::bigint as "moneyMinor"
   from works w where w.cell = $1 and w.cost_bucket <> 'none' group by 1, 2 order by 1, 2`,
)
const paySums = statement<BucketSum>(
  'charging.sum_pay_buckets',
  `${sumOf('pay', 'null::text')}, null::bigint as "moneyMinor"
   from works w where w.cell = $1 and w.pay_bucket <> 'none' group by 1, 2 order by 1, 2`,
)
// From the priced state on money is what the charges say: what waits for a decision stands in no bucket yet. A work
// moved between currencies counts its hours once, where its money is. A part that stands aside takes its hours and its
// money with it to its own bucket; the rest of the work stays in that of the work.
const billSums = statement<BucketSum>(
  'charging.sum_bill_buckets',
  `with works_by as (
     select w.work_id, w.bill_bucket as bucket, w.hours, w.bill_currency, w.bill_minor, w.bill_bucket in ('included',
       'parked', 'written_off', 'priced', 'draft', 'in_flight', 'in_doubt', 'issued', 'credited', 'disputed', 'paid') as charged
     from works w where w.cell = $1 and w.bill_bucket <> 'none'),
   placed as (
     select c.work_id, case when c.state in ${asideSql} and c.state <> b.bucket then c.state else b.bucket end as bucket,
       c.state in ${asideSql} and c.state <> b.bucket as apart, c.currency, sum(c.amount_minor) as minor, sum(c.hours) as hours
     from charges c join works_by b on b.work_id = c.work_id and b.charged
     where c.cell = $1 and c.state not in ('pending', 'proposed', 'declined') group by 1, 2, 3, 4),
   money as (
     select bucket, currency, sum(minor)::bigint as minor from placed group by 1, 2
     union all
     select bucket, bill_currency, sum(bill_minor)::bigint from works_by where not charged group by 1, 2),
   time as (
     select b.bucket, case when b.charged then s.currency else b.bill_currency end as currency,
       count(*)::int as entries, sum(b.hours - coalesce(a.hours, 0)) as hours
     from works_by b left join lateral (
       select currency from placed where work_id = b.work_id and not apart
       order by minor <> 0 desc, currency = b.bill_currency desc, currency limit 1) as s on b.charged
     left join (select work_id, sum(hours) as hours from placed where apart group by 1) as a on a.work_id = b.work_id
     group by 1, 2
     union all
     select bucket, currency, count(*)::int, sum(hours) from placed
     where apart and (hours <> 0 or minor <> 0) group by 1, 2),
   moneys as (select bucket, currency, sum(minor)::bigint as minor from money group by 1, 2),
   times as (select bucket, currency, sum(entries)::int as entries, sum(hours) as hours from time group by 1, 2)
   select coalesce(t.bucket, m.bucket) as bucket, coalesce(t.currency, m.currency) as currency,
     coalesce(t.entries, 0) as entries, coalesce(t.hours, 0) as hours, m.minor as "moneyMinor"
   from times t full join moneys m on m.bucket = t.bucket and m.currency is not distinct from t.currency
   where t.bucket is not null or m.minor <> 0 order by 1, 2`,
)
const openSums = statement<OpenSum>(
  'charging.sum_open_differences',
  `select state, currency, count(*)::int as entries, sum(hours) as hours, sum(amount_minor)::bigint as "moneyMinor"
   from charges where cell = $1 and state in ('pending', 'proposed', 'declined') group by 1, 2 order by 1, 2`,
)
const sums = { cost: costSums, pay: paySums, bill: billSums } as const

/** Entries, hours and money by bucket and currency. */
export async function sumBuckets(
  tx: Tx,
  cell: number,
  outcome: 'cost' | 'pay' | 'bill',
): Promise<BucketSum[]> {
  return (await tx.query(sums[outcome], [cell])).rows
}

/** Differences on billed work that wait, are proposed or were declined. */
export async function sumOpenDifferences(tx: Tx, cell: number): Promise<OpenSum[]> {
  return (await tx.query(openSums, [cell])).rows
}
