/** The one list of buckets: verify, reconciliation, tests and console use it and no other. */
import { type BucketSum, type OpenSum, sumBuckets, sumOpenDifferences } from '../charging/bucket-sums.ts'
import type { Tx } from '../store/transaction.ts'

export const buckets = {
  cost: {
    waiting: 'Waiting',
    held: 'Held by a case',
    in_flight: 'In flight',
    in_doubt: 'In doubt',
    accepted: 'Accepted by the ERP',
    reversed: 'Reversed',
  },
  pay: {
    not_payable: 'Not payable',
    waiting: 'Waiting for the window',
    held: 'Held by a case',
    exported: 'Exported',
    confirmed: 'Confirmed',
    corrected: 'Corrected',
  },
  bill: {
    non_billable: 'Non-billable or internal',
    included: 'Included in a fixed fee',
    written_off: 'Written off',
    held: 'Held by a case',
    parked: 'Over a cap',
    priced: 'Priced, waiting for a run',
    draft: 'On a draft',
    in_flight: 'In flight',
    in_doubt: 'In doubt',
    issued: 'Issued',
    credited: 'Credited',
    disputed: 'Disputed',
    paid: 'Paid',
  },
} as const
type Outcome = keyof typeof buckets
export const outcomes = Object.keys(buckets) as Outcome[]

type BucketRow = BucketSum & { readonly title: string }
type Balance = {
  readonly outcomes: Readonly<Record<Outcome, readonly BucketRow[]>>
  /** Differences on billed work that stand in no bucket yet: what bridges buckets and worth. */
  readonly differences: readonly OpenSum[]
}

/** Hours and money of every bucket, by currency, in the order of the list; empty buckets come with zero. */
export async function readBalance(tx: Tx, cell: number): Promise<Balance> {
  const rows = {
    cost: inOrder('cost', await sumBuckets(tx, cell, 'cost')),
    pay: inOrder('pay', await sumBuckets(tx, cell, 'pay')),
    bill: inOrder('bill', await sumBuckets(tx, cell, 'bill')),
  }
  return { outcomes: rows, differences: await sumOpenDifferences(tx, cell) }
}

function inOrder(outcome: Outcome, sums: readonly BucketSum[]): BucketRow[] {
  return Object.entries(buckets[outcome]).flatMap(([bucket, title]): BucketRow[] => {
    const found = sums.filter((sum) => sum.bucket === bucket)
    if (found.length > 0) return found.map((sum) => ({ ...sum, title }))
    return [{ bucket, title, currency: null, entries: 0, hours: '0', moneyMinor: null }]
  })
}
