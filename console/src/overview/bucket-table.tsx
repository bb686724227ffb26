import { Tooltip } from '@mantine/core'
import { useMemo } from 'react'
import { Swatch } from '../buckets/bucket-tag.tsx'
import type { Outcome } from '../buckets/buckets.ts'
import { Amounts, Count, Hours } from '../figures/figures.tsx'
import { DataTable, columnsOf } from '../frame/data-table.tsx'
import type { BucketLine } from './balance.ts'
import { TextLink } from '../frame/link.tsx'

/** Where the link of a bucket leads: into the work that stands in it. */
export function searchOf(outcome: Outcome, bucket: string, month: string | undefined) {
  const when = month === undefined ? {} : { month }
  return bucket === 'submitted' ? { approval: 'submitted', ...when } : { outcome, bucket, ...when }
}

export function BucketTable({
  outcome,
  lines,
  month,
  label,
}: {
  outcome: Outcome
  lines: readonly BucketLine[]
  month: string | undefined
  label: string
}) {
  const columns = useMemo(
    () =>
      columnsOf<BucketLine>([
        {
          id: 'bucket',
          header: 'Bucket',
          lead: true,
          cell: ({ bucket }) => (
            <span style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
              <Swatch bucket={bucket} />
              <Tooltip label={bucket.meaning}>
                <TextLink
                  to="/work"
                  search={searchOf(outcome, bucket.id, month)}
                  className="row-link"
                  size="sm"
                  c="inherit"
                >
                  {bucket.label}
                </TextLink>
              </Tooltip>
            </span>
          ),
        },
        { id: 'count', header: 'Entries', end: true, cell: (line) => <Count value={line.count} /> },
        { id: 'hours', header: 'Hours', end: true, cell: (line) => <Hours hours={line.hours} /> },
        { id: 'money', header: 'Money', end: true, cell: (line) => <Amounts list={line.money} /> },
      ]),
    [outcome, month],
  )
  return <DataTable label={label} columns={columns} rows={lines} rowId={(line) => line.bucket.id} linked />
}
