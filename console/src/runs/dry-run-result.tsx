import { Badge, Group, Paper, Stack, Text } from '@mantine/core'
import { useMemo } from 'react'
import { useChoices } from '../api/masters.ts'
import type { DryRun } from '../api/shapes.ts'
import { titleOfCode } from '../cases/words.ts'
import { monthText } from '../figures/dates.tsx'
import { totals } from '../figures/exact.ts'
import { Amount, Amounts, Count, Hours } from '../figures/figures.tsx'
import { DataTable, columnsOf } from '../frame/data-table.tsx'
import { Section } from '../frame/facts.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { Empty } from '../frame/states.tsx'

type Document = DryRun['documents'][number]
type Held = DryRun['held'][number]

const documentColumns = columnsOf<Document>([
  { id: 'client', header: 'Client', lead: true, cell: (row) => <Name of={row.client} cut /> },
  { id: 'contract', header: 'Contract', cell: (row) => <Name of={row.contract} cut /> },
  {
    id: 'order',
    header: 'Order',
    blank: (row) => row.purchaseOrder === null,
    cell: (row) => (row.purchaseOrder === null ? null : <Foreign text={row.purchaseOrder} cut />),
  },
  { id: 'entity', header: 'Legal entity', cell: (row) => <Name of={row.legalEntity} cut /> },
  {
    id: 'limit',
    header: 'Note',
    blank: (row) => !row.beyondLimit,
    cell: (row) => (row.beyondLimit ? <Badge color="orange">Beyond the limit of sense</Badge> : null),
  },
  { id: 'lines', header: 'Lines', end: true, cell: (row) => <Count value={row.lines.length} /> },
  { id: 'net', header: 'Net', end: true, cell: (row) => <Amount money={row.net} /> },
  { id: 'tax', header: 'Tax', end: true, cell: (row) => <Amount money={row.tax} /> },
  { id: 'total', header: 'Total', end: true, cell: (row) => <Amount money={row.total} /> },
])

export function DryRunResult({ found, month }: { found: DryRun; month: string }) {
  return (
    <Stack gap="md">
      {found.documents.length === 0 ? (
        <Paper>
          <Empty title={`Nothing is priced for ${monthText(month)}`}>
            What was billed before is not billed again. Work held by a case joins a run once it is cured.
          </Empty>
        </Paper>
      ) : (
        <Section
          title="It would bill"
          note="Nothing has been made yet."
          aside={
            <Group gap="xs" align="baseline">
              <Text size="sm" className="quiet">
                Net
              </Text>
              <Text fw={600} size="sm" component="div">
                <Amounts list={totals(found.documents.map((each) => each.net))} />
              </Text>
            </Group>
          }
          flush
        >
          <DataTable
            label="What the run would bill"
            columns={documentColumns}
            rows={found.documents}
            rowId={(row) =>
              [row.legalEntity.id, row.client.id, row.contract.id, row.net.currency, row.purchaseOrder].join(
                ' ',
              )
            }
          />
        </Section>
      )}
      {found.held.length === 0 ? null : <HeldBack held={found.held} />}
    </Stack>
  )
}

function HeldBack({ held }: { held: readonly Held[] }) {
  const clients = useChoices('client')
  const columns = useMemo(() => {
    const names = new Map(clients.data?.map((each) => [each.value, each.label]))
    return columnsOf<Held>([
      {
        id: 'client',
        header: 'Client',
        lead: true,
        cell: (row) => <Foreign text={names.get(row.clientId) ?? row.clientId} cut />,
      },
      { id: 'contract', header: 'Contract', cell: (row) => <Foreign text={row.contractId} cut /> },
      {
        id: 'order',
        header: 'Order',
        blank: (row) => row.purchaseOrder === null,
        cell: (row) => (row.purchaseOrder === null ? null : <Foreign text={row.purchaseOrder} cut />),
      },
      { id: 'why', header: 'Why', cell: (row) => titleOfCode(row.code) },
      { id: 'hours', header: 'Hours', end: true, cell: (row) => <Hours hours={row.hours} /> },
      { id: 'net', header: 'Net', end: true, cell: (row) => <Amount money={row.net} /> },
    ])
  }, [clients.data])
  return (
    <Section title="It would leave out" note="Priced, but not to be billed now." flush>
      <DataTable
        label="What the run would leave out"
        columns={columns}
        rows={held}
        rowId={(row) =>
          [row.legalEntity, row.clientId, row.contractId, row.code, row.net.currency, row.purchaseOrder].join(
            ' ',
          )
        }
      />
    </Section>
  )
}
