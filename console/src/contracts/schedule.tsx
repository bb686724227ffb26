import { Badge, Button, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../api/session.tsx'
import type { ContractDetail, Money } from '../api/shapes.ts'
import { BucketTag } from '../buckets/bucket-tag.tsx'
import { Day, dayText } from '../figures/dates.tsx'
import { Amount } from '../figures/figures.tsx'
import { DataTable, columnsOf } from '../frame/data-table.tsx'
import { Section } from '../frame/facts.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { TextLink } from '../frame/link.tsx'

type Milestone = ContractDetail['milestones'][number]

const statusOf = {
  planned: { label: 'Planned', color: 'gray' },
  submitted: { label: 'Waits for acceptance', color: 'blue' },
  accepted: { label: 'Accepted', color: 'green' },
  rejected: { label: 'Rejected', color: 'orange' },
} as const

const shownMilestones = 8

/** Milestones with what happened to them and what is missing; the ones that are not billed yet come first. */
export function Milestones({ list }: { list: readonly Milestone[] }) {
  const [all, setAll] = useState(false)
  if (list.length === 0) return null
  const ordered = [...list].sort((a, b) => Number(a.billable) - Number(b.billable))
  return (
    <Section title="Milestones" note="Billed when the client has accepted, with every criterion met.">
      <ul className="milestones">
        {(all ? ordered : ordered.slice(0, shownMilestones)).map((one) => (
          <MilestoneOf key={`${one.lineId} ${one.id}`} one={one} />
        ))}
      </ul>
      {ordered.length > shownMilestones ? (
        <Button size="xs" variant="default" mt="xs" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${ordered.length}`}
        </Button>
      ) : null}
    </Section>
  )
}

function MilestoneOf({ one }: { one: Milestone }) {
  const { label, color } = statusOf[one.status]
  const waits = one.status === 'accepted' && !one.billable
  return (
    <li>
      <Group justify="space-between" gap="xs" align="baseline">
        <Group gap={8} align="baseline" style={{ minWidth: 0 }}>
          <Text size="sm" fw={600} component="span">
            <Name of={{ id: one.id, name: one.name }} />
          </Text>
          <Badge color={waits ? 'orange' : color}>{waits ? 'Accepted, criteria open' : label}</Badge>
        </Group>
        <Text size="sm" component="span">
          <Amount money={one.amount} />
        </Text>
      </Group>
      {one.missing.length === 0 ? null : (
        <Text size="sm" component="div">
          Still missing: <Foreign text={one.missing.join('; ')} />
        </Text>
      )}
      {one.events.map((event) => (
        <Text key={`${event.on} ${event.what}`} size="xs" className="quiet" component="div">
          <Foreign
            text={[
              `${dayText(event.on)} ${event.what}${event.by === null ? '' : ` by ${event.by}`}`,
              event.evidence,
              event.reason,
            ]
              .filter((part) => part !== null)
              .join(', ')}
          />
        </Text>
      ))}
    </li>
  )
}

type Row = {
  readonly key: string
  readonly workId: string | null
  readonly kind: string
  readonly lineId: string | null
  readonly name: string | null
  readonly on: string
  readonly amount: Money | null
  readonly bucket: string | null
  readonly due: boolean
  readonly documents: readonly string[]
}

const kinds: Readonly<Record<string, string>> = {
  instalment: 'Instalment',
  progress: 'Progress',
  milestone: 'Milestone',
  subscription: 'Subscription fee',
  minimum: 'Missing to the minimum',
  overage: 'Overage',
  discount: 'Discount',
  fee: 'Fee',
}

function Documents({ ids }: { ids: readonly string[] }) {
  const may = useMay('document.read')
  if (ids.length === 0 || !may) return <span className="quiet">–</span>
  return (
    <span className="above">
      {ids.map((documentId, at) => (
        <TextLink key={documentId} inherit to="/documents/$documentId" params={{ documentId }}>
          {at === 0 ? 'Its document' : ` and ${at + 1}`}
        </TextLink>
      ))}
    </span>
  )
}

const columns = columnsOf<Row>([
  {
    id: 'what',
    header: 'What',
    lead: true,
    cell: (row) => {
      const said = row.name ?? kinds[row.kind] ?? row.kind
      const named = <Foreign text={said} cut />
      return (
        <div style={{ minWidth: 0, maxWidth: '17rem' }}>
          {row.workId === null ? (
            named
          ) : (
            <Link to="/work/$workId" params={{ workId: row.workId }} className="row-link plain">
              {named}
            </Link>
          )}
          <Text size="xs" className="quiet" component="div">
            <Foreign text={[kinds[row.kind] ?? row.kind, row.lineId].filter(Boolean).join(', line ')} cut />
          </Text>
        </div>
      )
    },
  },
  { id: 'day', header: 'Day', cell: (row) => <Day day={row.on} /> },
  {
    id: 'state',
    header: 'State',
    cell: (row) =>
      row.bucket === null || !row.due ? (
        <Badge color="gray">Not due yet</Badge>
      ) : (
        <BucketTag outcome="bill" bucket={row.bucket} />
      ),
  },
  {
    id: 'documents',
    header: 'Document',
    blank: (row) => row.documents.length === 0,
    cell: (row) => <Documents ids={row.documents} />,
  },
  { id: 'amount', header: 'Amount', end: true, cell: (row) => <Amount money={row.amount} /> },
])

const shownAtFirst = 12

/** What falls due next, and what the contract has billed by itself, the latest first. */
export function Schedule({ detail }: { detail: ContractDetail }) {
  const [all, setAll] = useState(false)
  const today = new Date().toISOString().slice(0, 10)
  const rows: Row[] = [
    ...detail.upcoming.map((one) => ({
      ...{ lineId: one.lineId, name: one.name, on: one.on, amount: one.amount, kind: 'instalment' },
      ...{
        key: `due ${one.lineId} ${one.id} ${one.on}`,
        workId: null,
        bucket: null,
        due: false,
        documents: [],
      },
    })),
    ...detail.made.map((one) => ({
      ...{ key: one.workId, workId: one.workId, kind: one.kind, lineId: one.lineId, name: one.name },
      ...{ on: one.on, amount: one.amount, bucket: one.held ? 'held' : one.bucket },
      ...{ due: one.on <= today || one.bucket !== 'priced', documents: one.documents },
    })),
  ]
  if (rows.length === 0) return null
  const ordered = inOrder(rows)
  const shown = all ? ordered : ordered.slice(0, shownAtFirst)
  return (
    <Section
      title="What the contract bills by itself"
      note="The next ones first, then what has fallen due, the latest first."
      flush
    >
      <DataTable label="Schedule" columns={columns} rows={shown} rowId={(row) => row.key} linked />
      {ordered.length > shownAtFirst ? (
        <Group p="sm" justify="center" style={{ borderTop: '1px solid var(--line)' }}>
          <Button size="xs" variant="default" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${ordered.length}`}
          </Button>
        </Group>
      ) : null}
    </Section>
  )
}

function inOrder(rows: readonly Row[]): Row[] {
  const next = rows.filter((row) => !row.due).sort((a, b) => (a.on < b.on ? -1 : 1))
  const past = rows.filter((row) => row.due).sort((a, b) => (a.on > b.on ? -1 : 1))
  // Of a long schedule the next few are enough to stand above what has happened.
  return [...next.slice(0, 3), ...past, ...next.slice(3)]
}
