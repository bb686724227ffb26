import { Badge, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { WorkSummary } from '../api/shapes.ts'
import { BucketTag } from '../buckets/bucket-tag.tsx'
import type { Outcome } from '../buckets/buckets.ts'
import { Day } from '../figures/dates.tsx'
import { Amount } from '../figures/figures.tsx'
import { type Column, DataTable, columnsOf } from '../frame/data-table.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { ApprovalTag } from './approval.tsx'
import { kindText, Measure, WhoOrWhat } from './work-kind.tsx'

const whoColumn: Column<WorkSummary> = {
  id: 'who',
  header: 'Worker',
  lead: true,
  cell: (row) => (
    <Link to="/work/$workId" params={{ workId: row.workId }} className="row-link plain">
      <WhoOrWhat of={row} cut />
      {row.kind === 'time_entry' || row.worker === null ? null : (
        <Text size="xs" className="quiet" component="div">
          {kindText(row)}
        </Text>
      )}
    </Link>
  ),
}
const dayColumn: Column<WorkSummary> = { id: 'day', header: 'Day', cell: (row) => <Day day={row.workOn} /> }
const projectColumn: Column<WorkSummary> = {
  id: 'project',
  header: 'Project',
  cell: (row) => (
    <div style={{ minWidth: 0, maxWidth: '18rem' }}>
      <Name of={row.project} cut />
      {row.task === null ? null : (
        <Text size="xs" className="quiet" component="div">
          <Name of={row.task} cut />
        </Text>
      )}
    </div>
  ),
}
const hoursColumn: Column<WorkSummary> = {
  id: 'hours',
  header: 'Hours',
  end: true,
  cell: (row) => <Measure of={row} />,
}

function stateColumn(outcome: Outcome): Column<WorkSummary> {
  return {
    id: 'bucket',
    header: outcome === 'bill' ? 'Bill' : outcome === 'cost' ? 'Cost' : 'Pay',
    cell: (row) => (
      <Group gap="2px 8px" wrap="wrap">
        {row.approval === 'approved' ? null : <ApprovalTag approval={row.approval} />}
        {row.approval === 'submitted' ? null : (
          <BucketTag outcome={outcome} bucket={row[`${outcome}Bucket`]} />
        )}
        {row.held && row[`${outcome}Bucket`] !== 'held' ? <Badge color="orange">Case elsewhere</Badge> : null}
      </Group>
    ),
  }
}

function moneyColumn(outcome: Outcome): Column<WorkSummary> {
  return {
    id: 'money',
    header: outcome === 'bill' ? 'Amount' : 'Cost',
    end: true,
    cell: (row) => <Amount money={outcome === 'bill' ? row.bill : row.cost} />,
  }
}

const clientColumn: Column<WorkSummary> = {
  id: 'client',
  header: 'Client',
  blank: (row) => row.client === null,
  cell: (row) =>
    row.client === null ? <span className="quiet">internal</span> : <Name of={row.client} cut />,
}
const sourceColumn: Column<WorkSummary> = {
  id: 'source',
  header: 'Source id',
  cell: (row) => (
    <span className="quiet">
      <Foreign text={row.sourceId} cut />
    </span>
  ),
}

function tableFor(outcome: Outcome) {
  const figures = [hoursColumn, stateColumn(outcome), moneyColumn(outcome)]
  return {
    full: columnsOf([whoColumn, dayColumn, projectColumn, clientColumn, sourceColumn, ...figures]),
    brief: columnsOf([whoColumn, dayColumn, projectColumn, ...figures]),
  }
}

const tables = { bill: tableFor('bill'), cost: tableFor('cost'), pay: tableFor('pay') }

export function WorkTable({
  label,
  rows,
  outcome,
  brief,
}: {
  label: string
  rows: readonly WorkSummary[]
  outcome: Outcome
  brief?: boolean
}) {
  const columns = tables[outcome][brief === true ? 'brief' : 'full']
  return <DataTable label={label} columns={columns} rows={rows} rowId={(row) => row.workId} linked />
}
