import { useMemo } from 'react'
import type { Overview } from '../api/shapes.ts'
import { Ago } from '../figures/dates.tsx'
import { compare } from '../figures/exact.ts'
import { Amount, Count, Hours } from '../figures/figures.tsx'
import { DataTable, columnsOf } from '../frame/data-table.tsx'
import { Section } from '../frame/facts.tsx'
import { Empty } from '../frame/states.tsx'
import { ownerText, titleOfCode } from '../cases/words.ts'
import { TextLink } from '../frame/link.tsx'

type Row = Overview['cases'][number]

const columns = columnsOf<Row>([
  {
    id: 'code',
    header: 'Case',
    lead: true,
    cell: (row) => (
      <TextLink to="/cases" search={{ code: row.code }} className="row-link" size="sm" c="inherit">
        {titleOfCode(row.code)}
      </TextLink>
    ),
  },
  { id: 'owner', header: 'Owner', cell: (row) => <span className="quiet">{ownerText(row.owner)}</span> },
  { id: 'count', header: 'Cases', end: true, cell: (row) => <Count value={row.count} /> },
  { id: 'hours', header: 'Hours', end: true, cell: (row) => <Hours hours={row.hours} /> },
  { id: 'money', header: 'Money held', end: true, cell: (row) => <Amount money={row.money} /> },
  { id: 'oldest', header: 'Oldest', end: true, cell: (row) => <Ago at={row.oldestAt} /> },
])

function byMoney(a: Row, b: Row): number {
  return compare(b.money?.amount ?? '0', a.money?.amount ?? '0') || compare(b.hours ?? '0', a.hours ?? '0')
}

export function CasesByMoney({ cases }: { cases: Overview['cases'] }) {
  const rows = useMemo(() => [...cases].sort(byMoney), [cases])
  return (
    <Section
      title="Cases by money"
      aside={
        <TextLink to="/cases" size="sm">
          All cases
        </TextLink>
      }
      flush
    >
      {rows.length === 0 ? (
        <Empty title="No open case">Nothing that was approved is stuck.</Empty>
      ) : (
        <DataTable
          label="Cases by money"
          columns={columns}
          rows={rows}
          rowId={(row) => `${row.code} ${row.money?.currency ?? ''}`}
          linked
        />
      )}
    </Section>
  )
}
