import { Badge, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { api, taken } from '../api/client.ts'
import type { BillingDocument } from '../api/shapes.ts'
import { periodText } from '../figures/dates.tsx'
import { compare, totals } from '../figures/exact.ts'
import { Amount, Amounts } from '../figures/figures.tsx'
import { DataTable, columnsOf } from '../frame/data-table.tsx'
import { Section } from '../frame/facts.tsx'
import { Name } from '../frame/name.tsx'
import { Empty, Found } from '../frame/states.tsx'
import { TextLink } from '../frame/link.tsx'

const mostShown = 8
const mostRead = '200'

const columns = columnsOf<BillingDocument>([
  {
    id: 'client',
    header: 'Client',
    lead: true,
    cell: (row) => (
      <Link to="/documents/$documentId" params={{ documentId: row.documentId }} className="row-link plain">
        <Name of={row.client} cut />
      </Link>
    ),
  },
  { id: 'period', header: 'Period', cell: (row) => <span className="quiet">{periodText(row.period)}</span> },
  {
    id: 'kind',
    header: 'Kind',
    blank: (row) => row.kind === 'invoice',
    cell: (row) => (row.kind === 'credit' ? <Badge color="grape">Credit</Badge> : null),
  },
  { id: 'total', header: 'Net', end: true, cell: (row) => <Amount money={row.net} /> },
])

export function WaitingForRelease() {
  const drafts = useQuery({
    queryKey: ['documents', 'waiting'],
    queryFn: () =>
      taken(
        api.GET('/api/v1/documents', {
          params: { query: { status: 'drafted', blocked: 'false', limit: mostRead } },
        }),
      ),
    refetchInterval: 10_000,
  })
  const rows = useMemo(
    () => [...(drafts.data?.items ?? [])].sort((a, b) => compare(b.net.amount, a.net.amount)),
    [drafts.data],
  )
  return (
    <Section
      title="Waits for release"
      aside={
        <Group gap="sm">
          {rows.length === 0 ? null : <Amounts list={totals(rows.map((row) => row.net))} />}
          <TextLink to="/documents" search={{ status: 'drafted' }} size="sm">
            {rows.length > mostShown
              ? `All ${rows.length}${drafts.data?.nextCursor ? '+' : ''}`
              : 'Documents'}
          </TextLink>
        </Group>
      }
      flush
    >
      <Found query={drafts} rows={4}>
        {() =>
          rows.length === 0 ? (
            <Empty title="No draft waits">A billing run makes drafts of what is priced.</Empty>
          ) : (
            <DataTable
              label="Drafts that wait for release"
              columns={columns}
              rows={rows.slice(0, mostShown)}
              rowId={(row) => row.documentId}
              linked
            />
          )
        }
      </Found>
    </Section>
  )
}
