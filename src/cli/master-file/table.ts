import type { TSchema } from 'typebox'
import { explain } from '../../api/explain.ts'
import type { MasterChange, MasterKind } from '../../model/master-records.ts'
import { type Cell, cellValue } from './cell.ts'
import { type Column, columnsOf, onlyInYaml, putAt } from './columns.ts'
import { daysOf } from './days.ts'
import type { FileFault } from './fault.ts'
import { filled, shapeOf } from './kinds.ts'
import type { Taken, Wanted } from './taken.ts'

export type Row = {
  /** As people count them: the header is row 1. */
  readonly number: number
  readonly cells: readonly (Cell | null)[]
}
export type Table = {
  readonly name: string
  /** How faults name it: "sheet rates", or "the file". */
  readonly place: string
  readonly header: readonly string[]
  readonly rows: readonly Row[]
}

const words = ['id', 'validFrom', 'validTo', 'validUntil', 'ended'] as const
type Word = (typeof words)[number]
type Gathered = {
  readonly id: string
  readonly ended: boolean
  readonly rows: Row[]
  readonly days: { readonly validFrom: string; readonly validUntil: string | null }
}
type Head = { readonly word: Word | null; readonly column: Column | null }

/** Rows with one id and the same days are one record; each of them may add an item to its lists. */
export function readTable(table: Table, kind: MasterKind, wanted: Wanted, taken: Taken): void {
  const heads = headsOf(table, kind, taken.faults)
  if (heads === null) return
  const records = new Map<string, Gathered>()
  for (const row of table.rows) {
    const one = recordOf(table, heads, row, wanted, taken.faults)
    if (one === null) continue
    const key = JSON.stringify([one.id, one.days, one.ended])
    const known = records.get(key)
    if (known === undefined) records.set(key, one)
    else known.rows.push(row)
  }
  for (const one of records.values()) takeRecord(table, kind, heads, one, taken)
}

function headsOf(table: Table, kind: MasterKind, faults: FileFault[]): Head[] | null {
  const columns = new Map(columnsOf(kind).map((one) => [one.name, one]))
  const before = faults.length
  const heads = table.header.map((name, at): Head => {
    const word = words.find((one) => one === name) ?? null
    const column = word === null ? (columns.get(name) ?? null) : null
    const place = `${table.place}, row 1, column ${letters(at)}`
    if (table.header.indexOf(name) !== at && name !== '')
      faults.push({ place, problem: `${name} stands here twice`, remedy: 'Take one out' })
    else if (word === null && column === null && (name !== '' || hasCells(table, at)))
      faults.push(unknownColumn(place, name, kind, columns))
    return { word, column }
  })
  if (!table.header.includes('id'))
    faults.push({ place: `${table.place}, row 1`, problem: 'there is no column id', remedy: 'Add it' })
  return faults.length > before ? null : heads
}

function hasCells(table: Table, at: number): boolean {
  return table.rows.some((row) => (row.cells[at] ?? null) !== null)
}

function unknownColumn(
  place: string,
  name: string,
  kind: MasterKind,
  columns: ReadonlyMap<string, Column>,
): FileFault {
  const deep = onlyInYaml[kind]?.find((one) => name === one || name.startsWith(`${one}.`))
  if (deep !== undefined)
    return { place, problem: `${deep} fits into no table`, remedy: 'Write these records in YAML' }
  return {
    place,
    problem: name === '' ? 'a column with cells has no name' : `${name} is no field of a ${kind}`,
    remedy: `Known are ${[...words, ...columns.keys()].join(', ')}`,
  }
}

function recordOf(
  table: Table,
  heads: readonly Head[],
  row: Row,
  wanted: Wanted,
  faults: FileFault[],
): Gathered | null {
  const said: Partial<Record<Word, string>> = {}
  for (const [at, { word }] of heads.entries()) {
    const cell = row.cells[at] ?? null
    if (word === null || cell === null) continue
    if (cell.kind === 'bad') {
      faults.push({ place: placeOf(table, row, at), problem: cell.text, remedy: 'Correct the cell' })
      return null
    }
    said[word] = cell.text
  }
  const fail = (word: Word | string, problem: string, remedy: string) => {
    const at = table.header.indexOf(word)
    faults.push({
      place: at < 0 ? `${table.place}, row ${row.number}` : placeOf(table, row, at),
      problem,
      remedy,
    })
    return null
  }
  const { id, ended } = said
  if (id === undefined) return fail('id', 'id is missing', "Say the firm's own code of the record")
  if (ended !== undefined && !/^(true|false)$/i.test(ended))
    return fail('ended', `${ended} is neither true nor false`, 'Leave it out where the record holds')
  const days = daysOf(said, wanted)
  if ('word' in days) return fail(days.word, `${days.word} ${days.problem}`, days.remedy)
  return { id, ended: ended?.toLowerCase() === 'true', rows: [row], days }
}

function takeRecord(
  table: Table,
  kind: MasterKind,
  heads: readonly Head[],
  one: Gathered,
  taken: Taken,
): void {
  const { faults } = taken
  const before = faults.length
  const body: Record<string, unknown> = {}
  /** Rows of each list's items, for naming the cell of a fault. */
  const rowsOf = new Map<string, Row[]>()
  for (const row of one.rows) takeRow(table, heads, row, body, rowsOf, faults)
  if (faults.length > before) return
  const place = (pointer: string) => placeOfPointer(table, heads, one.rows[0]!, rowsOf, pointer)
  if (one.ended && Object.keys(body).length > 0) {
    const remedy = 'Empty its other cells, or "ended"'
    faults.push({ place: place(''), problem: 'a record that ends has no fields', remedy })
    return
  }
  const shape = shapeOf(kind)
  const whole = one.ended ? null : filled(shape, body)
  for (const fault of whole === null ? [] : explain(shape as TSchema, whole))
    faults.push({
      place: place(fault.pointer),
      problem: `${fault.pointer.slice(1).replaceAll('/', '.')} ${fault.message}`,
      remedy: `Correct the ${kind} ${one.id}`,
    })
  if (faults.length > before) return
  taken.changes.push({ kind, recordId: one.id, ...one.days, body: whole } as MasterChange)
  taken.places.push((pointer) => place(pointer.replace(/^\/body/, '')))
}

function takeRow(
  table: Table,
  heads: readonly Head[],
  row: Row,
  body: Record<string, unknown>,
  rowsOf: Map<string, Row[]>,
  faults: FileFault[],
): void {
  const items = new Map<string, Record<string, unknown>>()
  for (const [at, { column }] of heads.entries()) {
    const cell = row.cells[at] ?? null
    if (column === null || cell === null) continue
    const read = cellValue(cell, column)
    if ('problem' in read) {
      faults.push({ place: placeOf(table, row, at), ...read })
      continue
    }
    if (column.list !== null) {
      const item = items.get(column.list) ?? {}
      items.set(column.list, item)
      putAt(item, column.path.slice(column.list.split('.').length), read.value)
      continue
    }
    const known = column.path.reduce<unknown>(
      (found, name) => (found as Record<string, unknown> | undefined)?.[name],
      body,
    )
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(read.value))
      faults.push({
        place: placeOf(table, row, at),
        problem: `${cell.text} is not what an earlier row of the same record says`,
        remedy: 'Rows with one id and the same days are one record: correct one, or its days',
      })
    else putAt(body, column.path, read.value)
  }
  for (const [list, item] of items) {
    const path = list.split('.')
    const known = path.reduce<unknown>(
      (found, name) => (found as Record<string, unknown> | undefined)?.[name],
      body,
    )
    putAt(body, path, [...((known as unknown[] | undefined) ?? []), item])
    rowsOf.set(list, [...(rowsOf.get(list) ?? []), row])
  }
}

/** "A" to "Z", "AA" and so on, as spreadsheets name columns. */
function letters(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : letters(Math.floor(at / 26) - 1) + letters(at % 26)
}

function placeOf(table: Table, row: Row, at: number): string {
  return `${table.place}, row ${row.number}, column ${letters(at)} (${table.header[at]})`
}

function placeOfPointer(
  table: Table,
  heads: readonly Head[],
  first: Row,
  rowsOf: ReadonlyMap<string, readonly Row[]>,
  pointer: string,
): string {
  const steps = pointer.split('/').slice(1)
  const name = steps.filter((step) => !/^\d+$/.test(step)).join('.')
  const at = heads.findIndex(({ column }) => column?.name === name)
  const column = heads[at]?.column
  const item = Number(steps.find((step) => /^\d+$/.test(step)) ?? 0)
  const row = (column?.list ? rowsOf.get(column.list)?.[item] : undefined) ?? first
  return at < 0 ? `${table.place}, row ${row.number}` : placeOf(table, row, at)
}
