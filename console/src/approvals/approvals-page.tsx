import { Badge, Paper, Select, Text } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { api, taken } from '../api/client.ts'
import { usePages } from '../api/pages.ts'
import { useSession } from '../api/session.tsx'
import type { Approval } from '../api/shapes.ts'
import { Ago } from '../figures/dates.tsx'
import { Amount } from '../figures/figures.tsx'
import { DataTable, columnsOf } from '../frame/data-table.tsx'
import { FilterBar } from '../frame/filter-bar.tsx'
import { TextLink } from '../frame/link.tsx'
import { Foreign } from '../frame/name.tsx'
import { Listed } from '../frame/listed.tsx'
import { Page } from '../frame/page.tsx'
import { textsOf } from '../frame/search.ts'
import { Empty } from '../frame/states.tsx'
import { authorText, kindWords, whyNot } from './words.ts'

const kinds = Object.keys(kindWords) as Approval['kind'][]

export function readApprovalSearch(search: Record<string, unknown>): { kind?: Approval['kind'] } {
  const { kind } = textsOf(search, ['kind'])
  const known = kinds.find((one) => one === kind)
  return known === undefined ? {} : { kind: known }
}

export function ApprovalsPage() {
  const filter = useSearch({ from: '/approvals' })
  const { permissions } = useSession().principal
  const pages = usePages<Approval>(
    ['approvals', filter],
    (cursor) => taken(api.GET('/api/v1/approvals', { params: { query: { ...filter, ...cursor } } })),
    15_000,
  )
  const columns = useColumns(permissions)
  const mayMasters = permissions.includes('master.read')
  return (
    <Page
      title="Approvals"
      windowTitle="Approvals"
      lead="What waits for a decision, the newest first. Nothing is billed or priced by it until somebody other than its author approves."
    >
      <Paper style={{ overflow: 'hidden' }}>
        <Filters kind={filter.kind ?? null} />
        {mayMasters ? null : (
          <Text size="xs" className="quiet" px="md" pb="xs">
            Proposals of master data are shown to those who may see master data.
          </Text>
        )}
        <Listed
          pages={pages}
          what="decisions"
          placeholders={8}
          empty={
            <Empty
              title={
                filter.kind === undefined ? 'Nothing waits for a decision' : 'Nothing of this kind waits'
              }
            >
              {filter.kind === undefined
                ? 'Differences to issued invoices, write-ups, write-downs and write-offs, and proposed rates, contracts and other master data would stand here.'
                : 'Clear the filter to see everything that waits.'}
            </Empty>
          }
        >
          <DataTable
            label="Approvals"
            columns={columns}
            rows={pages.rows}
            rowId={(row) => `${row.kind} ${row.id}`}
            linked
          />
        </Listed>
      </Paper>
    </Page>
  )
}

function Filters({ kind }: { kind: Approval['kind'] | null }) {
  const navigate = useNavigate()
  const choose = (chosen: string | null) =>
    navigate({ to: '/approvals', search: readApprovalSearch({ kind: chosen }), replace: true })
  return (
    <FilterBar set={kind === null ? 0 : 1}>
      <Select
        label="Kind"
        placeholder="Any"
        data={kinds.map((value) => ({ value, label: kindWords[value] }))}
        value={kind}
        clearable
        onChange={(chosen) => void choose(chosen)}
        w={{ base: '100%', xs: 220 }}
      />
    </FilterBar>
  )
}

const kindColors: Readonly<Record<Approval['kind'], string>> = {
  adjustment: 'orange',
  bill_adjustment: 'grape',
  master_proposal: 'blue',
}

function useColumns(permissions: readonly string[]) {
  return useMemo(
    () =>
      columnsOf<Approval>([
        { id: 'what', header: 'What', lead: true, cell: (row) => <What row={row} /> },
        {
          id: 'kind',
          header: 'Kind',
          cell: (row) => (
            <Badge miw="max-content" color={kindColors[row.kind]}>
              {kindWords[row.kind]}
            </Badge>
          ),
        },
        {
          id: 'by',
          header: 'Proposed by',
          cell: (row) => (
            <div style={{ maxWidth: '14rem' }}>
              {row.author === null ? (
                <span className="quiet">Work or terms that changed</span>
              ) : (
                <Foreign text={authorText(row.author)} cut />
              )}
            </div>
          ),
        },
        { id: 'effect', header: 'Effect', end: true, cell: (row) => <EffectOf row={row} /> },
        { id: 'since', header: 'Waits since', cell: (row) => <Ago at={row.since} /> },
        {
          id: 'decision',
          header: 'Your decision',
          cell: (row) => <Decision row={row} may={permissions.includes(row.permission)} />,
        },
      ]),
    [permissions],
  )
}

function What({ row }: { row: Approval }) {
  return (
    <div style={{ minWidth: 0, maxWidth: '28rem' }}>
      {row.kind === 'adjustment' ? (
        <>
          <Link to="/adjustments" className="row-link plain">
            <Foreign text={row.what} />
          </Link>
          <Text size="xs" className="quiet above" component="div">
            <TextLink to="/work/$workId" params={{ workId: row.id.split('/')[0]! }} inherit>
              The entry
            </TextLink>
          </Text>
        </>
      ) : (
        <>
          <Subject row={row} />
          {row.reason === null ? null : (
            <Text size="xs" className="quiet" component="div" lineClamp={2}>
              <Foreign text={row.reason} />
            </Text>
          )}
        </>
      )}
    </div>
  )
}

function Subject({ row }: { row: Approval }) {
  const text = <Foreign text={row.what} />
  return row.kind === 'bill_adjustment' ? (
    <Link to="/write-offs/$adjustmentId" params={{ adjustmentId: row.id }} className="row-link plain">
      {text}
    </Link>
  ) : (
    <Link to="/approvals/$proposalId" params={{ proposalId: row.id }} className="row-link plain">
      {text}
    </Link>
  )
}

function EffectOf({ row: { effect } }: { row: Approval }) {
  if (effect === null) return <span className="quiet figure">not computed</span>
  if (effect.length === 0) return <span className="quiet">none</span>
  return (
    <span className="figures">
      {effect.map((money) => (
        <Amount key={money.currency} money={money} sign />
      ))}
    </span>
  )
}

function Decision({ row, may }: { row: Approval; may: boolean }) {
  if (row.allowed) return <>{row.kind === 'adjustment' ? 'In Adjustments' : 'Approve or decline'}</>
  // Who has the permission and still may not is its author.
  return <span className="quiet">{whyNot({ own: may, may })}</span>
}
