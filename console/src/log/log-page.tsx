import { Paper } from '@mantine/core'
import { api, taken } from '../api/client.ts'
import { usePages } from '../api/pages.ts'
import type { LogPage as LogAnswer } from '../api/shapes.ts'
import { Instant } from '../figures/dates.tsx'
import { DataTable, columnsOf } from '../frame/data-table.tsx'
import { Foreign } from '../frame/name.tsx'
import { Listed } from '../frame/listed.tsx'
import { Page } from '../frame/page.tsx'
import { Empty } from '../frame/states.tsx'

type Event = LogAnswer['items'][number]

const columns = columnsOf<Event>([
  {
    id: 'position',
    header: 'Position',
    end: true,
    width: '7rem',
    cell: (row) => <span className="figure quiet">{row.position}</span>,
  },
  { id: 'type', header: 'Event', lead: true, cell: (row) => <code className="event">{row.type}</code> },
  { id: 'at', header: 'Received', cell: (row) => <Instant at={row.receivedAt} /> },
  {
    id: 'connection',
    header: 'Connection',
    cell: (row) => <Foreign text={`${row.connectionId} / ${row.stream}`} cut />,
  },
  { id: 'source', header: 'Source id', cell: (row) => <Foreign text={row.sourceId} cut /> },
  { id: 'revision', header: 'Revision', end: true, cell: (row) => row.revision },
  { id: 'who', header: 'By', cell: (row) => <Foreign text={row.principal} cut /> },
])

export function LogPage() {
  const pages = usePages<Event>(['log'], (cursor) =>
    taken(api.GET('/api/v1/log', { params: { query: cursor } })),
  )
  return (
    <Page
      title="Log"
      windowTitle="Log"
      lead="Everything that came in and everything that was decided, newest first. It is only ever added to."
    >
      <Paper style={{ overflow: 'hidden' }}>
        <Listed
          pages={pages}
          what="events"
          placeholders={10}
          empty={<Empty title="Nothing has happened yet" />}
        >
          <DataTable label="Log" columns={columns} rows={pages.rows} rowId={(row) => row.position} />
        </Listed>
      </Paper>
    </Page>
  )
}
