import { Paper, Select } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api, taken } from '../api/client.ts'
import { useChoices } from '../api/masters.ts'
import { usePages } from '../api/pages.ts'
import type { BillingDocument } from '../api/shapes.ts'
import { FilterBar } from '../frame/filter-bar.tsx'
import { Listed } from '../frame/listed.tsx'
import { Page } from '../frame/page.tsx'
import { textsOf, withoutBlank } from '../frame/search.ts'
import { Empty } from '../frame/states.tsx'
import { DocumentTable } from './document-table.tsx'
import { statusChoices } from './status.tsx'

export const readDocumentSearch = (search: Record<string, unknown>) =>
  textsOf(search, ['status', 'clientId', 'contractId', 'legalEntity', 'blocked', 'runId'])

type Filter = ReturnType<typeof readDocumentSearch>

function Filters({ filter }: { filter: Filter }) {
  const navigate = useNavigate()
  const clients = useChoices('client')
  const entities = useChoices('legal_entity')
  const set = (changed: { [K in keyof Filter]: string | null }) =>
    navigate({ to: '/documents', search: withoutBlank({ ...filter, ...changed }) as Filter })
  return (
    <FilterBar set={Object.keys(filter).length}>
      <Select
        label="State"
        placeholder="Any"
        data={statusChoices}
        value={filter.status ?? null}
        clearable
        onChange={(status) => set({ status })}
        w={{ base: '100%', xs: 180 }}
      />
      <Select
        label="Blocked"
        placeholder="Any"
        data={[
          { value: 'true', label: 'Blocked by a case' },
          { value: 'false', label: 'Not blocked' },
        ]}
        value={filter.blocked ?? null}
        clearable
        onChange={(blocked) => set({ blocked })}
        w={{ base: '100%', xs: 180 }}
      />
      <Select
        label="Client"
        placeholder="Any"
        data={clients.data ?? []}
        value={filter.clientId ?? null}
        clearable
        searchable
        limit={100}
        onChange={(clientId) => set({ clientId })}
        w={{ base: '100%', xs: 240 }}
      />
      <Select
        label="Legal entity"
        placeholder="Any"
        data={entities.data ?? []}
        value={filter.legalEntity ?? null}
        clearable
        searchable
        onChange={(legalEntity) => set({ legalEntity })}
        w={{ base: '100%', xs: 220 }}
      />
    </FilterBar>
  )
}

export function DocumentsPage() {
  const filter = useSearch({ from: '/documents' })
  const pages = usePages<BillingDocument>(
    ['documents', 'list', filter],
    (cursor) =>
      taken(api.GET('/api/v1/documents', { params: { query: { ...(filter as object), ...cursor } } })),
    15_000,
  )
  const filtered = Object.keys(filter).length > 0
  return (
    <Page
      title="Documents"
      windowTitle="Documents"
      lead="Pre-bills, invoices and credits, newest first. Nothing reaches a client unseen."
    >
      <Paper style={{ overflow: 'hidden' }}>
        <Filters filter={filter} />
        <Listed
          pages={pages}
          what="documents"
          empty={
            <Empty title={filtered ? 'No document fits these filters' : 'No document yet'}>
              {filtered ? 'Clear a filter to see more.' : 'A billing run makes pre-bills of what is priced.'}
            </Empty>
          }
        >
          <DocumentTable label="Documents" rows={pages.rows} />
        </Listed>
      </Paper>
    </Page>
  )
}
