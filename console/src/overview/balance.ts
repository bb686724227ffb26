import type { Overview } from '../api/shapes.ts'
import { type Bucket, type Outcome, bucketOf, outcomes } from '../buckets/buckets.ts'
import { add, isZero, magnitude, share, totals } from '../figures/exact.ts'
import { amountText, hoursText } from '../figures/figures.tsx'
import type { FlowRow } from './flow-chart.tsx'

export type BucketLine = {
  readonly bucket: Bucket
  readonly count: number
  readonly hours: string
  readonly money: readonly { amount: string; currency: string }[]
}

/** The buckets of an outcome that hold something, in the order of the way through. */
export function linesOf(overview: Overview, outcome: Outcome): BucketLine[] {
  const order = outcomes[outcome].buckets.map((bucket) => bucket.id)
  const rows = overview.buckets.filter((row) => row.outcome === outcome)
  const ids = [...new Set(rows.map((row) => row.bucket))]
  ids.sort((a, b) => ((order.indexOf(a) + 99) % 99) - ((order.indexOf(b) + 99) % 99))
  return ids.map((id) => {
    const of = rows.filter((row) => row.bucket === id)
    return {
      bucket: bucketOf(outcome, id),
      count: of.reduce((sum, row) => sum + row.count, 0),
      hours: of.reduce((sum, row) => add(sum, row.hours), '0'),
      money: totals(of.map((row) => row.money)),
    }
  })
}

export const submitted: Bucket = {
  id: 'submitted',
  label: 'Submitted',
  meaning: 'Waits for approval; outside the balance',
  color: ['#c3cacd', '#4a575d'],
}

/** What waits for approval stands before the balance, so that the way reads from submitted to paid. */
export function submittedLine(overview: Overview): BucketLine | null {
  if (overview.submitted.length === 0) return null
  return {
    bucket: submitted,
    count: overview.submitted.reduce((sum, row) => sum + row.count, 0),
    hours: overview.submitted.reduce((sum, row) => add(sum, row.hours), '0'),
    money: totals(overview.submitted.map((row) => row.money)),
  }
}

/** One bar for the hours and one for each currency; a bar is the whole of it, its parts are shares. */
export function flowOf(lines: readonly BucketLine[], dark: boolean): FlowRow[] {
  const color = (line: BucketLine) => line.bucket.color[dark ? 1 : 0]
  const hours = lines.reduce((sum, line) => add(sum, line.hours), '0')
  const rows: FlowRow[] = []
  // A credit has a size on the bar as everything else; with its sign it would shrink the whole below its parts.
  const sizes = lines.flatMap((line) =>
    line.money.map(({ amount, currency }) => ({ amount: magnitude(amount), currency })),
  )
  for (const whole of totals(sizes)) {
    const parts = lines.flatMap((line) => {
      const money = line.money.find((each) => each.currency === whole.currency)
      if (money === undefined || isZero(money.amount)) return []
      const { id, label } = line.bucket
      const percent = share(magnitude(money.amount), whole.amount)
      return [{ id, label, color: color(line), percent, shown: amountText(money) }]
    })
    if (parts.length > 0) rows.push({ label: whole.currency, parts })
  }
  if (!isZero(hours)) {
    const parts = lines
      .filter((line) => !isZero(line.hours))
      .map((line) => ({
        id: line.bucket.id,
        label: line.bucket.label,
        color: color(line),
        percent: share(line.hours, hours),
        shown: hoursText(line.hours),
      }))
    rows.push({ label: 'Hours', parts })
  }
  return rows
}
