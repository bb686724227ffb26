import { Group, Paper, Select, Text, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api, taken } from '../api/client.ts'
import { useChoices } from '../api/masters.ts'
import { usePages } from '../api/pages.ts'
import type { ContractSummary } from '../api/shapes.ts'
import { Amounts } from '../figures/figures.tsx'
import { type Column, DataTable, columnsOf } from '../frame/data-table.tsx'
import { FilterBar } from '../frame/filter-bar.tsx'
import { Name } from '../frame/name.tsx'
import { Listed } from '../frame/listed.tsx'
import { Page } from '../frame/page.tsx'
import { textsOf, withoutBlank } from '../frame/search.ts'
import { Empty } from '../frame/states.tsx'
import { moneyColumns, moneyIn } from './money.ts'
import { kindChoices, kindText, StandingTag } from './status.tsx'

export const readContractSearch = (search: Record<string, unknown>) =>
  textsOf(search, ['clientId', 'billing', 'text'])

type Filter = ReturnType<typeof readContractSearch>

/** What is typed goes into the address a moment after the last key, so that not every letter asks the API. */
const typingMs = 350

function moneyColumn(id: (typeof moneyColumns)[number]['id']): Column<ContractSummary> {
  return {
    id,
    header: moneyColumns.find((one) => one.id === id)!.label,
    end: true,
    blank: (row) => moneyIn(row, id).length === 0,
    cell: (row) => <Amounts list={moneyIn(row, id)} />,
  }
}

const columns = columnsOf<ContractSummary>([
  {
    id: 'contract',
    header: 'Contract',
    lead: true,
    cell: (row) => (
      <div style={{ minWidth: 0, maxWidth: '19rem' }}>
        <Link to="/contracts/$contractId" params={{ contractId: row.contractId }} className="row-link plain">
          <Name of={{ id: row.contractId, name: row.name }} cut />
        </Link>
        <Text size="xs" className="quiet" component="div">
          {row.client === null ? 'internal' : <Name of={row.client} cut />}
        </Text>
      </div>
    ),
  },
  {
    id: 'kind',
    header: 'Billing',
    cell: (row) => (
      <Group gap="2px 8px" wrap="wrap">
        <span>{kindText(row)}</span>
        <StandingTag contract={row} />
      </Group>
    ),
  },
  moneyColumn('waiting'),
  moneyColumn('drafted'),
  moneyColumn('issued'),
  moneyColumn('parked'),
  moneyColumn('included'),
  {
    id: 'cases',
    header: 'Open cases',
    end: true,
    blank: (row) => row.cases.count === 0,
    cell: (row) =>
      row.cases.count === 0 ? (
        <span className="quiet">–</span>
      ) : (
        <span className="figures">
          <span className="warned">{row.cases.count === 1 ? '1 case' : `${row.cases.count} cases`}</span>
          {row.cases.money.length === 0 ? null : <Amounts list={row.cases.money} />}
        </span>
      ),
  },
])

export function ContractsPage() {
  const filter = useSearch({ from: '/contracts' })
  const pages = usePages<ContractSummary>(
    ['contracts', 'list', filter],
    (cursor) =>
      taken(api.GET('/api/v1/contracts', { params: { query: { ...(filter as object), ...cursor } } })),
    30_000,
  )
  const filtered = Object.keys(filter).length > 0
  return (
    <Page
      title="Contracts"
      windowTitle="Contracts"
      lead="What was agreed with each client, and what stands under it."
    >
      <Paper style={{ overflow: 'hidden' }}>
        <Filters filter={filter} />
        <Listed
          pages={pages}
          what="contracts"
          placeholders={8}
          empty={
            <Empty title={filtered ? 'No contract fits these filters' : 'No contract is known yet'}>
              {filtered
                ? 'Clear a filter to see more.'
                : 'Contracts come from a connected system, or through the API and the command line.'}
            </Empty>
          }
        >
          <DataTable
            label="Contracts"
            columns={columns}
            rows={pages.rows}
            rowId={(row) => row.contractId}
            linked
          />
        </Listed>
      </Paper>
    </Page>
  )
}

function Filters({ filter }: { filter: Filter }) {
  const navigate = useNavigate()
  const clients = useChoices('client')
  const set = (changed: { [K in keyof Filter]: string | null }) =>
    navigate({ to: '/contracts', search: withoutBlank({ ...filter, ...changed }) as Filter, replace: true })
  return (
    <FilterBar
      set={Object.keys(filter).length}
      first={<SearchText value={filter.text ?? ''} set={(text) => set({ text })} />}
    >
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
        label="Billing"
        placeholder="Any"
        data={kindChoices}
        value={filter.billing ?? null}
        clearable
        onChange={(billing) => set({ billing })}
        w={{ base: '100%', xs: 180 }}
      />
    </FilterBar>
  )
}

function SearchText({ value, set }: { value: string; set: (text: string | null) => void }) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the wait
  useEffect(() => {
    if (typed === value) return
    const waiting = setTimeout(() => set(typed.trim() === '' ? null : typed.trim()), typingMs)
    return () => clearTimeout(waiting)
  }, [typed])
  return (
    <TextInput
      label="Search"
      placeholder="Contract, client, project"
      leftSection={<IconSearch size={15} />}
      value={typed}
      maxLength={100}
      onChange={(event) => setTyped(event.currentTarget.value)}
      w={{ base: '100%', xs: 230 }}
    />
  )
}
