import { Link } from '@tanstack/react-router'
import type { PreBill } from '../api/shapes.ts'
import { Day } from '../figures/dates.tsx'
import { Amount } from '../figures/figures.tsx'
import { DataTable, columnsOf } from '../frame/data-table.tsx'
import { Section } from '../frame/facts.tsx'
import { Foreign } from '../frame/name.tsx'
import { Empty } from '../frame/states.tsx'

type Earlier = PreBill['earlier'][number]

const columns = columnsOf<Earlier>([
  {
    id: 'number',
    header: 'ERP number',
    lead: true,
    cell: (row) => (
      <Link to="/documents/$documentId" params={{ documentId: row.documentId }} className="row-link plain">
        {row.number ?? 'No number yet'}
      </Link>
    ),
  },
  { id: 'kind', header: 'Kind', cell: (row) => (row.kind === 'credit' ? 'Credit' : 'Invoice') },
  {
    id: 'order',
    header: 'Order',
    blank: (row) => row.purchaseOrder === null,
    cell: (row) => (row.purchaseOrder === null ? null : <Foreign text={row.purchaseOrder} cut />),
  },
  { id: 'status', header: 'State', cell: (row) => row.status.replaceAll('_', ' ') },
  { id: 'day', header: 'Ledger day', cell: (row) => <Day day={row.ledgerOn} /> },
  { id: 'net', header: 'Net', end: true, cell: (row) => <Amount money={row.net} /> },
])

export function EarlierDocuments({ preBill: { earlier } }: { preBill: PreBill }) {
  return (
    <Section title="Earlier documents of this contract" flush>
      {earlier.length === 0 ? (
        <Empty title="This is the first document of the contract" />
      ) : (
        <DataTable
          label="Earlier documents"
          columns={columns}
          rows={earlier}
          rowId={(row) => row.documentId}
          linked
        />
      )}
    </Section>
  )
}
