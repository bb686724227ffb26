import { parseDay } from '../../kernel/dates.ts'
import type { Column } from './columns.ts'
import { branches } from './kinds.ts'

/** What stands in a cell. `day`: a date of the spreadsheet; `bad`: what cannot be read, with the reason. */
export type Cell = {
  readonly text: string
  readonly kind: 'text' | 'number' | 'percent' | 'day' | 'bad'
}
export type CellFault = { readonly problem: string; readonly remedy: string }

/** The value that a cell says for its column, exactly as written; nothing is rounded or guessed. */
export function cellValue(cell: Cell, column: Column): { value: unknown } | CellFault {
  const { text } = cell
  if (cell.kind === 'bad') return { problem: text, remedy: 'Correct the cell' }
  if (column.many) {
    const values = text.split('|').map((one) => one.trim())
    return values.includes('')
      ? { problem: `"${text}" names nothing between two bars`, remedy: 'Write values as A|B' }
      : { value: values.map((one) => scalar(one, column)) }
  }
  const isDay = branches(column.shape).some((one) => one.format === 'date')
  const isDecimal = branches(column.shape).some((one) => one.pattern?.includes('(\\.\\d') === true)
  if (isDay) return dayOf(cell)
  if (cell.kind === 'day')
    return {
      problem: `the spreadsheet holds the date ${text} here`,
      remedy: 'Format the column as text and write the value anew',
    }
  if (cell.kind === 'percent')
    return {
      problem: 'the cell is formatted as a percentage',
      remedy: 'Format it as a number, and write what the field asks for: 19 for percents, 0.19 for fractions',
    }
  if (isDecimal && /^-?[\d.]*\d,\d+$/.test(text))
    return { problem: `${text} has a comma`, remedy: `Write ${text.replaceAll('.', '').replace(',', '.')}` }
  return { value: scalar(text, column) }
}

function dayOf({ text, kind }: Cell): { value: unknown } | CellFault {
  if (parseDay(text) !== null) return { value: text }
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text)
  const remedy =
    german === null
      ? kind === 'number'
        ? 'Format the cell as a date, or write 2026-12-31 as text'
        : 'Write it as 2026-12-31'
      : `Write ${german[3]}-${german[2]!.padStart(2, '0')}-${german[1]!.padStart(2, '0')}`
  return { problem: `${text} is no day`, remedy }
}

function scalar(text: string, column: Column): unknown {
  const shapes = branches(column.shape)
  if (shapes.some((one) => one.type === 'boolean') && /^(true|false)$/i.test(text))
    return text.toLowerCase() === 'true'
  if (
    shapes.some((one) => one.type === 'integer' || typeof one.const === 'number') &&
    /^-?\d{1,15}$/.test(text)
  )
    return Number(text)
  return text
}
