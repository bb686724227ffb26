/** Records as files that can be proposed again: what comes out says exactly what is known. */
import { csvText } from './csv-text.ts'
import { Document } from 'yaml'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import { addDays, day } from '../../kernel/dates.ts'
import type { MasterChange, MasterKind } from '../../model/master-records.ts'
import { CommandFailure } from '../context.ts'
import { type Column, columnsOf, valueAt } from './columns.ts'
import { csvTable } from './csv.ts'
import { readTable } from './table.ts'
import type { Taken } from './taken.ts'

/** A record over one of its stretches. */
export type Stated = MasterChange & { readonly body: NonNullable<MasterChange['body']> }

function saidDays({ validFrom, validUntil }: Stated): { validFrom: string; validTo?: string } {
  return {
    validFrom: validFrom === '0001-01-01' ? 'always' : validFrom,
    ...(validUntil === null ? {} : { validTo: addDays(day(validUntil), -1) }),
  }
}

export function yamlOf(records: readonly Stated[]): string {
  const list = records.map((one) => ({ record: one.kind, id: one.recordId, ...saidDays(one), ...one.body }))
  return new Document(list, { aliasDuplicateObjects: false }).toString({ lineWidth: 0 })
}

/** Refuses records that a table cannot say, naming the first of them. */
export function csvOf(kind: MasterKind, records: readonly Stated[]): string {
  const columns = columnsOf(kind)
  const rows = records.map((one) => ({ one, rows: rowsOf(columns, one) }))
  const used = columns.filter((column) => rows.some(({ rows }) => rows.some((row) => row.has(column.name))))
  const header = ['id', 'validFrom', 'validTo', ...used.map((column) => column.name)]
  const textOf = (some: typeof rows) =>
    csvText([
      header,
      ...some.flatMap(({ one, rows }) => {
        const { validFrom, validTo = '' } = saidDays(one)
        return rows.map((row) => [
          ...[one.recordId, validFrom, validTo],
          ...used.map((column) => row.get(column.name) ?? ''),
        ])
      }),
    ])
  for (const each of rows) refuseUnsaid(kind, each.one, textOf([each]))
  return textOf(rows)
}

/** One row, or as many as its longest list of objects has items. */
function rowsOf(columns: readonly Column[], { body }: Stated): Map<string, string>[] {
  const rows: Map<string, string>[] = [new Map()]
  const put = (at: number, column: Column, value: unknown) => {
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return
    while (rows.length <= at) rows.push(new Map())
    rows[at]!.set(column.name, Array.isArray(value) ? value.join('|') : String(value))
  }
  for (const column of columns) {
    if (column.list === null) put(0, column, valueAt(body, column.path))
    else {
      const list = column.list.split('.')
      const items = valueAt(body, list)
      for (const [at, item] of (Array.isArray(items) ? items : []).entries())
        put(at, column, valueAt(item, column.path.slice(list.length)))
    }
  }
  return rows
}

function refuseUnsaid(kind: MasterKind, one: Stated, text: string): void {
  const taken: Taken = { changes: [], places: [], faults: [] }
  const table = csvTable(text, kind)
  if ('rows' in table) readTable(table, kind, { kind, validFrom: null }, taken)
  const [read] = taken.changes
  const same =
    taken.changes.length === 1 &&
    canonicalJson(read) === canonicalJson({ ...one, body: one.body }) &&
    taken.faults.length === 0
  if (!same)
    throw new CommandFailure(
      `A table cannot say all of the ${kind} ${one.recordId}. Export it with --format yaml.`,
    )
}
