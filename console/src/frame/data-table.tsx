import { Button, Center, Text } from '@mantine/core'
import {
  type ColumnDef,
  type RowData,
  createColumnHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import type { ReactNode } from 'react'

const features = tableFeatures({})
type Features = typeof features

// biome-ignore lint/suspicious/noExplicitAny: a column's value may be of any type; its cell knows which
export type Columns<T extends RowData> = readonly ColumnDef<Features, T, any>[]

export type Column<T> = {
  readonly id: string
  readonly header: string
  readonly cell: (row: T) => ReactNode
  /** Figures stand at the end, so that their digits are below each other. */
  readonly end?: boolean
  /** On a narrow screen a row becomes a card; this is its heading. */
  readonly lead?: boolean
  /** Left out on a narrow screen when it says nothing about this row. */
  readonly blank?: (row: T) => boolean
  readonly width?: string
}

/** Columns are made once, outside a component or memoised: the table compares them by identity. */
export function columnsOf<T extends RowData>(list: readonly Column<T>[]) {
  const helper = createColumnHelper<Features, T>()
  const byId = new Map(list.map((column) => [column.id, column]))
  const columns = list.map((column) =>
    helper.display({
      id: column.id,
      header: column.header,
      cell: (context) => column.cell(context.row.original),
    }),
  )
  return { columns: columns as Columns<T>, byId }
}

export type TableColumns<T extends RowData> = ReturnType<typeof columnsOf<T>>

/** Rows of one list. On a narrow screen every row becomes a card with labelled values. */
export function DataTable<T extends RowData>({
  label,
  columns,
  rows,
  rowId,
  linked,
}: {
  label: string
  columns: TableColumns<T>
  rows: readonly T[]
  rowId: (row: T) => string
  /** The first link of a row answers a click anywhere on it. */
  linked?: boolean
}) {
  const table = useTable({
    features,
    columns: columns.columns as ColumnDef<Features, T>[],
    data: rows as T[],
    getRowId: rowId,
  })
  return (
    <div style={{ overflowX: 'auto' }}>
      <table className="rows cards" aria-label={label}>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => {
                const column = columns.byId.get(header.column.id)
                return (
                  <th
                    key={header.id}
                    scope="col"
                    className={column?.end === true ? 'end' : undefined}
                    style={column?.width === undefined ? undefined : { width: column.width }}
                  >
                    {column?.header}
                  </th>
                )
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id} className={linked === true ? 'linked' : undefined}>
              {row.getAllCells().map((cell) => {
                const column = columns.byId.get(cell.column.id)!
                const classes = [
                  column.end === true ? 'end' : '',
                  column.lead === true ? 'lead' : '',
                  column.blank?.(row.original) === true ? 'blank' : '',
                ]
                return (
                  <td key={cell.id} className={classes.join(' ').trim()} data-label={column.header}>
                    <table.FlexRender cell={cell} />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Below a list that is read page by page. */
/** Of a plain plural; a longer text stays as it is. */
function singular(what: string): string {
  return /^[a-z]+$/.test(what) ? what.replace(/ies$/, 'y').replace(/s$/, '') : what
}

export function More({
  shown,
  hasMore,
  loading,
  load,
  what,
}: {
  shown: number
  hasMore: boolean
  loading: boolean
  load: () => void
  what: string
}) {
  return (
    <Center p="sm" style={{ gap: '0.75rem', borderTop: '1px solid var(--line)' }}>
      <Text size="xs" className="quiet" role="status">
        {shown} {shown === 1 ? singular(what) : what}
        {hasMore ? ' so far' : ', that is all'}
      </Text>
      {hasMore ? (
        <Button size="xs" variant="default" loading={loading} onClick={load}>
          Show more
        </Button>
      ) : null}
    </Center>
  )
}
