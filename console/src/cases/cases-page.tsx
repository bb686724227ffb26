import { Group, Paper, SegmentedControl, Select, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { api, taken } from '../api/client.ts'
import { useChoices } from '../api/masters.ts'
import type { Case } from '../api/shapes.ts'
import { Ago } from '../figures/dates.tsx'
import { compare, totals } from '../figures/exact.ts'
import { Amount, Amounts, Hours } from '../figures/figures.tsx'
import { DataTable, columnsOf } from '../frame/data-table.tsx'
import { FilterBar } from '../frame/filter-bar.tsx'
import { Foreign } from '../frame/name.tsx'
import { Page } from '../frame/page.tsx'
import { textsOf, withoutBlank } from '../frame/search.ts'
import { Empty, Found } from '../frame/states.tsx'
import { caseCodes, ownerChoices, ownerText, titleOfCode } from './words.ts'

export const readCaseSearch = (search: Record<string, unknown>) =>
  textsOf(search, ['code', 'owner', 'clientId', 'subjectId', 'state'])

type Filter = ReturnType<typeof readCaseSearch>

const itemsPerPage = '200'
/** The API lists the newest first; to sort by money all are read, up to this many pages. */
const mostPages = 5

const columns = columnsOf<Case>([
  {
    id: 'title',
    header: 'Case',
    lead: true,
    cell: (row) => (
      <Link to="/cases/$caseId" params={{ caseId: row.caseId }} className="row-link plain">
        {row.title}
      </Link>
    ),
  },
  {
    id: 'client',
    header: 'Client',
    blank: (row) => row.clientId === null,
    cell: (row) =>
      row.clientId === null ? (
        <span className="quiet">–</span>
      ) : (
        <Foreign text={row.clientName ?? row.clientId} cut />
      ),
  },
  {
    id: 'stops',
    header: 'Stops',
    blank: (row) => row.outcome === 'none',
    cell: (row) => (row.outcome === 'none' ? <span className="quiet">–</span> : row.outcome),
  },
  { id: 'about', header: 'About', cell: (row) => <About row={row} /> },
  { id: 'owner', header: 'Owner', cell: (row) => <Owner row={row} /> },
  { id: 'hours', header: 'Hours', end: true, cell: (row) => <Hours hours={row.hours} /> },
  { id: 'money', header: 'Money held', end: true, cell: (row) => <Amount money={row.money} /> },
  { id: 'age', header: 'Open since', end: true, cell: (row) => <Ago at={row.openedAt} /> },
])

function About({ row }: { row: Case }) {
  const said = Object.entries(row.detail).slice(0, 2)
  return (
    <div style={{ maxWidth: '19rem' }} className="quiet">
      {said.length === 0 ? (
        row.subjectKind.replaceAll('_', ' ')
      ) : (
        <Foreign text={said.map(([name, value]) => `${name} ${value}`).join(', ')} cut />
      )}
    </div>
  )
}

function Owner({ row }: { row: Case }) {
  return (
    <div>
      {ownerText(row.owner)}
      {row.assignee === null ? null : (
        <Text size="xs" className="quiet" component="div">
          <Foreign text={row.assignee} cut />
        </Text>
      )}
    </div>
  )
}

async function readCases(filter: Filter): Promise<{ items: Case[]; complete: boolean }> {
  const items: Case[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const query = { state: 'open', ...filter, limit: itemsPerPage, ...(cursor === null ? {} : { cursor }) }
    const answer: { items: Case[]; nextCursor: string | null } = await taken(
      api.GET('/api/v1/cases', { params: { query: query as object } }),
    )
    items.push(...answer.items)
    cursor = answer.nextCursor
    if (cursor === null) return { items: items.sort(byMoney), complete: true }
  }
  return { items: items.sort(byMoney), complete: false }
}

/** The most money first; without money, the most hours. Amounts of different currencies are not converted. */
function byMoney(a: Case, b: Case): number {
  return (
    compare(b.money?.amount ?? '0', a.money?.amount ?? '0') ||
    compare(b.hours ?? '0', a.hours ?? '0') ||
    (a.openedAt < b.openedAt ? -1 : 1)
  )
}

export function CasesPage() {
  const filter = useSearch({ from: '/cases' })
  const cases = useQuery({
    queryKey: ['cases', 'list', filter],
    queryFn: () => readCases(filter),
    refetchInterval: 15_000,
  })
  const resolved = filter.state === 'resolved'
  return (
    <Page
      title="Cases"
      windowTitle="Cases"
      lead="What cannot go through, the most money first. Cured, it goes on by itself; it never bypasses a release."
    >
      <Paper style={{ overflow: 'hidden' }}>
        <Filters filter={filter} />
        <Found query={cases} rows={8}>
          {({ items, complete }) =>
            items.length === 0 ? (
              <Empty title={resolved ? 'No resolved case fits' : 'No open case'}>
                {Object.keys(filter).length === 0
                  ? 'Nothing that was approved is stuck.'
                  : 'Clear a filter to see more.'}
              </Empty>
            ) : (
              <>
                <DataTable label="Cases" columns={columns} rows={items} rowId={(row) => row.caseId} linked />
                <Group
                  justify="space-between"
                  px="md"
                  py="sm"
                  style={{ borderTop: '1px solid var(--line)' }}
                  align="flex-start"
                >
                  <Text size="xs" className="quiet">
                    {items.length} {items.length === 1 ? 'case' : 'cases'}
                    {complete ? '' : '; only the newest were read, choose a filter to see the others'}
                  </Text>
                  <Text size="sm" fw={600} component="div">
                    <Amounts list={totals(items.map((each) => each.money))} />
                  </Text>
                </Group>
              </>
            )
          }
        </Found>
      </Paper>
    </Page>
  )
}

function Filters({ filter }: { filter: Filter }) {
  const navigate = useNavigate()
  const clients = useChoices('client')
  const set = (changed: { [K in keyof Filter]: string | null }) =>
    navigate({ to: '/cases', search: withoutBlank({ ...filter, ...changed }) as Filter })
  return (
    <FilterBar
      set={Object.keys(filter).length}
      first={
        <SegmentedControl
          aria-label="State"
          data={[
            { value: 'open', label: 'Open' },
            { value: 'resolved', label: 'Resolved' },
          ]}
          value={filter.state ?? 'open'}
          onChange={(state) => set({ state: state === 'open' ? null : state })}
        />
      }
    >
      <Select
        label="Cause"
        placeholder="Any"
        data={caseCodes.map((code) => ({ value: code, label: titleOfCode(code) }))}
        value={filter.code ?? null}
        clearable
        searchable
        onChange={(code) => set({ code })}
        w={{ base: '100%', xs: 240 }}
      />
      <Select
        label="Owner"
        placeholder="Any"
        data={ownerChoices}
        value={filter.owner ?? null}
        clearable
        onChange={(owner) => set({ owner })}
        w={{ base: '100%', xs: 170 }}
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
    </FilterBar>
  )
}
