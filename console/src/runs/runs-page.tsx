import { Button, Paper } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { api, taken } from '../api/client.ts'
import { usePages } from '../api/pages.ts'
import { useMay } from '../api/session.tsx'
import type { Run } from '../api/shapes.ts'
import { Instant, periodText } from '../figures/dates.tsx'
import { Count } from '../figures/figures.tsx'
import { DataTable, columnsOf } from '../frame/data-table.tsx'
import { Foreign } from '../frame/name.tsx'
import { Listed } from '../frame/listed.tsx'
import { Page } from '../frame/page.tsx'
import { Empty } from '../frame/states.tsx'
import { Selection } from './selection.tsx'

const columns = columnsOf<Run>([
  {
    id: 'period',
    header: 'Period',
    lead: true,
    cell: (row) => (
      <Link to="/runs/$runId" params={{ runId: row.runId }} className="row-link plain">
        {periodText(row.period)}
      </Link>
    ),
  },
  { id: 'selection', header: 'For', cell: (row) => <Selection selection={row.selection} /> },
  { id: 'documents', header: 'Documents', end: true, cell: (row) => <Count value={row.documents} /> },
  { id: 'state', header: 'State', cell: (row) => row.state.replaceAll('_', ' ') },
  { id: 'who', header: 'Started by', cell: (row) => <Foreign text={row.requestedBy} cut /> },
  { id: 'when', header: 'Started', end: true, cell: (row) => <Instant at={row.requestedAt} /> },
])

export function StartRunButton() {
  const may = useMay('run.start')
  if (!may) return null
  return (
    <Button component={Link} to="/runs/new" leftSection={<IconPlus size={16} />}>
      Start a run
    </Button>
  )
}

export function RunsPage() {
  const pages = usePages<Run>(['runs'], (cursor) =>
    taken(api.GET('/api/v1/runs', { params: { query: cursor } })),
  )
  return (
    <Page
      title="Billing runs"
      windowTitle="Runs"
      lead="A run freezes what is priced into pre-bills. It issues nothing, and repeated it finds nothing new."
      actions={<StartRunButton />}
    >
      <Paper style={{ overflow: 'hidden' }}>
        <Listed
          pages={pages}
          what="runs"
          empty={
            <Empty title="No run yet">
              Start one for a month; before it is started it shows what it would bill.
            </Empty>
          }
        >
          <DataTable label="Runs" columns={columns} rows={pages.rows} rowId={(row) => row.runId} linked />
        </Listed>
      </Paper>
    </Page>
  )
}
