import { Badge, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { BillingDocument } from '../api/shapes.ts'
import { periodText } from '../figures/dates.tsx'
import { Amount } from '../figures/figures.tsx'
import { DataTable, columnsOf } from '../frame/data-table.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { StatusTag } from './status.tsx'

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
  { id: 'contract', header: 'Contract', cell: (row) => <Name of={row.contract} cut /> },
  {
    id: 'order',
    header: 'Order',
    blank: (row) => row.purchaseOrder === null,
    cell: (row) => (row.purchaseOrder === null ? null : <Foreign text={row.purchaseOrder} cut />),
  },
  { id: 'entity', header: 'Legal entity', cell: (row) => <Name of={row.legalEntity} cut /> },
  {
    id: 'period',
    header: 'Period',
    cell: (row) => <span style={{ whiteSpace: 'nowrap' }}>{periodText(row.period)}</span>,
  },
  {
    id: 'status',
    header: 'State',
    cell: (row) => (
      <Group gap={6} wrap="wrap" className="above">
        <StatusTag document={row} />
        {row.kind === 'credit' ? <Badge color="grape">Credit</Badge> : null}
      </Group>
    ),
  },
  {
    id: 'number',
    header: 'ERP number',
    blank: (row) => row.erp.number === null,
    cell: (row) => row.erp.number ?? <span className="quiet">–</span>,
  },
  { id: 'net', header: 'Net', end: true, cell: (row) => <Amount money={row.net} /> },
  { id: 'total', header: 'Total', end: true, cell: (row) => <Amount money={row.total} /> },
])

export function DocumentTable({ label, rows }: { label: string; rows: readonly BillingDocument[] }) {
  return <DataTable label={label} columns={columns} rows={rows} rowId={(row) => row.documentId} linked />
}
