import { type MasterChange, masterSchemas } from '../../model/master-records.ts'
import { csvTable } from './csv.ts'
import { type FileFault, fileFailure } from './fault.ts'
import { kindOfName } from './kinds.ts'
import { readTable, type Table } from './table.ts'
import { fileBytes, fileRows, type Taken, type Wanted } from './taken.ts'
import { readYaml } from './yaml.ts'
import { xlsxTables } from './xlsx.ts'

export type Read = {
  readonly changes: readonly MasterChange[]
  /** Where in the file a statement's field was said, as "line 12" or "sheet rates, row 7, column amount". */
  readonly placeOf: (index: number, pointer: string) => string
}
/** The statements of a file, by its ending: YAML, CSV or XLSX. Throws a failure that names every fault of it. */
export function readMasterFile(file: string, bytes: Buffer, wanted: Wanted): Read {
  if (bytes.length > fileBytes)
    throw fileFailure(file, [
      { place: 'the file', problem: `has more than ${fileBytes} bytes`, remedy: 'Split it' },
    ])
  const taken: Taken = { changes: [], places: [], faults: [] }
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase()
  if (ending === 'yaml' || ending === 'yml' || ending === 'json') readYaml(textOf(file, bytes), wanted, taken)
  else if (ending === 'csv') readTables(file, [csvTable(textOf(file, bytes), baseName(file))], wanted, taken)
  else if (ending === 'xlsx') readTables(file, xlsxTables(bytes), wanted, taken)
  else {
    const remedy = 'Give it as .yaml, .csv or .xlsx'
    throw fileFailure(file, [{ place: 'the file', problem: 'is of no kind that is read', remedy }])
  }
  const { changes, places, faults } = taken
  if (faults.length > 0) throw fileFailure(file, faults)
  if (changes.length === 0)
    throw fileFailure(file, [{ place: 'the file', problem: 'says nothing', remedy: 'Add records' }])
  return { changes, placeOf: (index, pointer) => places[index]?.(pointer) ?? pointer }
}

function baseName(file: string): string {
  return file
    .replaceAll('\\', '/')
    .split('/')
    .at(-1)!
    .replace(/\.[a-z]+$/i, '')
}

function textOf(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    const remedy = 'Save it as UTF-8; in Excel as "CSV UTF-8"'
    throw fileFailure(file, [{ place: 'the file', problem: 'is not UTF-8', remedy }])
  }
}

function readTables(
  file: string,
  tables: readonly (Table | FileFault)[],
  wanted: Wanted,
  taken: Taken,
): void {
  const rows = tables.reduce((sum, one) => sum + ('rows' in one ? one.rows.length : 0), 0)
  if (rows > fileRows)
    throw fileFailure(file, [
      { place: 'the file', problem: `has ${rows} rows, and ${fileRows} are read`, remedy: 'Split it' },
    ])
  for (const table of tables) {
    if (!('rows' in table)) {
      taken.faults.push(table)
      continue
    }
    const kind = wanted.kind ?? kindOfName(table.name)
    if (kind === null)
      taken.faults.push({
        place: table.place,
        problem: `${table.name} is no kind of record`,
        remedy: `Name it after one of ${Object.keys(masterSchemas).join(', ')}, or say --kind`,
      })
    else readTable(table, kind, wanted, taken)
  }
}
