import { CsvError, parse } from 'csv-parse/sync'
import type { Cell } from './cell.ts'
import type { FileFault } from './fault.ts'
import type { Table } from './table.ts'

/** A table from RFC 4180, with commas or, as spreadsheets in half of Europe write it, semicolons between the cells. */
export function csvTable(text: string, name: string): Table | FileFault {
  const place = 'the file'
  const first = text.slice(0, text.search(/\r|\n|$/))
  const count = (mark: string) => first.split(mark).length
  let rows: string[][]
  try {
    rows = parse(text, {
      bom: true,
      delimiter: count(';') > count(',') ? ';' : ',',
      relax_column_count_less: true,
      skip_empty_lines: false,
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const remedy =
      'Put quotes around a cell with a separator, a quote or a line break, and double quotes within it'
    return { place, problem: error.message.replace(/\.$/, ''), remedy }
  }
  const [header, ...rest] = rows
  if (header === undefined) return { place, problem: 'is empty', remedy: 'Begin with a row of names' }
  return {
    name,
    place,
    header: header.map((one) => one.trim()),
    rows: rest
      .map((cells, at) => ({ number: at + 2, cells: cells.map(cellOf) }))
      .filter((row) => row.cells.some((cell) => cell !== null)),
  }
}

function cellOf(text: string): Cell | null {
  const trimmed = text.trim()
  return trimmed === '' ? null : { text: trimmed, kind: 'text' }
}
