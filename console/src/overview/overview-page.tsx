import { Grid, Paper, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import type { Overview } from '../api/shapes.ts'
import { useDark } from '../buckets/dark.ts'
import { outcomes } from '../buckets/buckets.ts'
import { recentMonths } from '../figures/dates.tsx'
import { Amounts, Hours } from '../figures/figures.tsx'
import { Section } from '../frame/facts.tsx'
import { Page } from '../frame/page.tsx'
import { textsOf } from '../frame/search.ts'
import { Empty, Found } from '../frame/states.tsx'
import { type BucketLine, flowOf, linesOf, submittedLine } from './balance.ts'
import { BucketTable, searchOf } from './bucket-table.tsx'
import { CasesByMoney } from './cases-by-money.tsx'
import { FlowChart } from './flow-chart.tsx'
import { WaitingForRelease } from './waiting-for-release.tsx'
import { TextLink } from '../frame/link.tsx'

export const readOverviewSearch = (search: Record<string, unknown>) => textsOf(search, ['month'])

const refreshMs = 10_000

export function OverviewPage() {
  const { month } = useSearch({ from: '/' })
  const navigate = useNavigate()
  const query = month === undefined ? {} : { month }
  const overview = useQuery({
    queryKey: ['overview', month ?? null],
    queryFn: () => taken(api.GET('/api/v1/overview', { params: { query } })),
    refetchInterval: refreshMs,
  })
  const months = useMemo(() => recentMonths(18), [])
  return (
    <Page
      title="Overview"
      windowTitle="Overview"
      lead="Every approved hour stands in exactly one bucket of each outcome."
      actions={
        <Select
          aria-label="Month of the work"
          data={months}
          value={month ?? null}
          placeholder="All months"
          clearable
          searchable
          w={190}
          onChange={(value) => navigate({ to: '/', search: value === null ? {} : { month: value } })}
        />
      }
    >
      <Found query={overview} rows={8}>
        {(data) => <Balance overview={data} month={month} />}
      </Found>
    </Page>
  )
}

function Tile({
  label,
  line,
  to,
  search,
}: {
  label: string
  line: BucketLine | undefined
  to: string
  search: object
}) {
  return (
    <Paper p="sm" px="md" style={{ position: 'relative', minWidth: 0 }}>
      <TextLink to={to} search={search} size="xs" className="quiet row-link tile-link">
        {label}
      </TextLink>
      <Text component="div" fw={600} fz="1.15rem" lh={1.35} mt={2} className="tile-money">
        {line === undefined || line.money.length === 0 ? (
          <span className="quiet">Nothing</span>
        ) : (
          <Amounts list={line.money} />
        )}
      </Text>
      <Text component="div" size="xs" className="quiet" mt={2}>
        {line === undefined ? 'no entries' : <Hours hours={line.hours} />}
        {line === undefined ? '' : ` in ${line.count} ${line.count === 1 ? 'entry' : 'entries'}`}
      </Text>
    </Paper>
  )
}

function Tiles({
  bill,
  before,
  month,
}: {
  bill: readonly BucketLine[]
  before: BucketLine | null
  month: string | undefined
}) {
  const line = (id: string) => bill.find((each) => each.bucket.id === id)
  const at = (id: string) => searchOf('bill', id, month)
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
      <Tile label="Waits for approval" line={before ?? undefined} to="/work" search={at('submitted')} />
      <Tile label="Held by cases" line={line('held')} to="/work" search={at('held')} />
      <Tile label="Priced, waits for a run" line={line('priced')} to="/work" search={at('priced')} />
      <Tile
        label="On drafts, waits for release"
        line={line('draft')}
        to="/documents"
        search={{ status: 'drafted' }}
      />
    </SimpleGrid>
  )
}

function Balance({ overview, month }: { overview: Overview; month: string | undefined }) {
  const dark = useDark()
  const navigate = useNavigate()
  const readsDocuments = useMay('document.read')
  const bill = useMemo(() => linesOf(overview, 'bill'), [overview])
  const before = useMemo(() => submittedLine(overview), [overview])
  const way = useMemo(() => {
    const approved = bill.filter((line) => before === null || line.bucket.id !== 'none')
    return before === null ? approved : [before, ...approved]
  }, [bill, before])
  const flow = useMemo(() => flowOf(way, dark), [way, dark])
  if (overview.buckets.length === 0 && before === null) {
    return (
      <Paper>
        <Empty title={month === undefined ? 'No work has arrived yet' : 'No work in this month'}>
          {month === undefined
            ? 'Connect a source, or send time entries through the API. What arrives is shown here within seconds.'
            : 'Choose another month, or clear the choice to see all.'}
        </Empty>
      </Paper>
    )
  }
  return (
    <Stack gap="md">
      <Tiles bill={bill} before={before} month={month} />
      <Section
        title="Bill: from submitted to issued"
        note="Share of each currency and of the hours by bucket. Choose one to see its work."
        flush
      >
        <div style={{ padding: '0.25rem 1rem 0.75rem' }}>
          <FlowChart
            rows={flow}
            choose={(id) => navigate({ to: '/work', search: searchOf('bill', id, month) })}
          />
        </div>
        <BucketTable outcome="bill" lines={way} month={month} label="Bill by bucket" />
      </Section>
      <Grid gap="md">
        <OutcomePanel overview={overview} outcome="cost" month={month} />
        <OutcomePanel overview={overview} outcome="pay" month={month} />
      </Grid>
      <Grid gap="md">
        {readsDocuments ? (
          <Half>
            <WaitingForRelease />
          </Half>
        ) : null}
        <Half>
          <CasesByMoney cases={overview.cases} />
        </Half>
      </Grid>
      <Text size="xs" className="quiet">
        As of position {overview.position} of the log.
      </Text>
    </Stack>
  )
}

function Half({ children }: { children: ReactNode }) {
  return <Grid.Col span={{ base: 12, lg: 6 }}>{children}</Grid.Col>
}

function OutcomePanel({
  overview,
  outcome,
  month,
}: {
  overview: Overview
  outcome: 'cost' | 'pay'
  month: string | undefined
}) {
  const { label, meaning } = outcomes[outcome]
  const lines = useMemo(
    () => linesOf(overview, outcome).filter((line) => line.bucket.id !== 'none'),
    [overview, outcome],
  )
  return (
    <Half>
      <Section title={`${label}: ${meaning}`} flush>
        {lines.length === 0 ? (
          <Empty title="Nothing approved yet" />
        ) : (
          <BucketTable outcome={outcome} lines={lines} month={month} label={`${label} by bucket`} />
        )}
      </Section>
    </Half>
  )
}
