import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

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
// What waits for a decision stands in no bucket yet: the money of a bucket is what really stands there.
const billSums = statement<BucketSum>(
  'charging.sum_bill_buckets',
  `with open as (
     select c.work_id, c.currency, sum(c.amount_minor) as minor from charges c
     where c.cell = $1 and c.state in ('pending', 'proposed', 'declined') group by 1, 2)
   ${sumOf('bill', 'w.bill_currency')},
     sum(case when w.approval = 'approved' then w.bill_minor else 0 end - coalesce(o.minor, 0))::bigint as "moneyMinor"
   from works w left join open o on o.work_id = w.work_id and o.currency = w.bill_currency
   where w.cell = $1 and w.bill_bucket <> 'none' group by 1, 2 order by 1, 2`,
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
