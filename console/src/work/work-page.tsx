import { Paper } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import { api, taken } from '../api/client.ts'
import { usePages } from '../api/pages.ts'
import type { WorkSummary } from '../api/shapes.ts'
import type { Outcome } from '../buckets/buckets.ts'
import { Listed } from '../frame/listed.tsx'
import { Page } from '../frame/page.tsx'
import { Empty } from '../frame/states.tsx'
import { WorkFilters } from './work-filters.tsx'
import { WorkTable } from './work-table.tsx'

function outcomeOf(text: string | undefined): Outcome {
  return text === 'cost' || text === 'pay' ? text : 'bill'
}

export function WorkPage() {
  const search = useSearch({ from: '/work' })
  const outcome = outcomeOf(search.outcome)
  const pages = usePages<WorkSummary>(
    ['work', 'list', search],
    (cursor) => taken(api.GET('/api/v1/work', { params: { query: { ...(search as object), ...cursor } } })),
    20_000,
  )
  const filtered = Object.keys(search).length > 0
  return (
    <Page title="Work" windowTitle="Work" lead="Time entries and instalments, newest work day first.">
      <Paper style={{ overflow: 'hidden' }}>
        <WorkFilters search={search} outcome={outcome} />
        <Listed
          pages={pages}
          what="entries"
          placeholders={9}
          empty={
            <Empty title={filtered ? 'No work fits these filters' : 'No work has arrived yet'}>
              {filtered
                ? 'Clear a filter to see more.'
                : 'Connect a source, or send time entries through the API.'}
            </Empty>
          }
        >
          <WorkTable label="Work" rows={pages.rows} outcome={outcome} />
        </Listed>
      </Paper>
    </Page>
  )
}
