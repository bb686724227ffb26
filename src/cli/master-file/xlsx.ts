/** Tables from a workbook (ECMA-376, Office Open XML): each sheet is one, its first row the header. */
import { parseDay } from '../../kernel/dates.ts'
import type { Cell } from './cell.ts'
import type { FileFault } from './fault.ts'
import { fileRows } from './taken.ts'
import type { Row, Table } from './table.ts'
import { attributeOf, readXml, type Tag, unpack, WorkbookFault } from './xlsx-parts.ts'
import { type Format, formatOf, numberCell } from './xlsx-values.ts'

type Parts = ReadonlyMap<string, Uint8Array>
type Book = {
  readonly texts: readonly string[]
  readonly formats: readonly Format[]
  readonly from1904: boolean
}
const mostColumns = 1_000

/** Every sheet but those whose names begin with "#", which are notes. What cannot be read is a fault. */
export function xlsxTables(bytes: Buffer): (Table | FileFault)[] {
  try {
    const parts = unpack(bytes)
    const { sheets, from1904 } = sheetsOf(parts)
    const book = { texts: textsOf(parts), formats: formatsOf(parts), from1904 }
    return sheets
      .filter((one) => !one.name.startsWith('#'))
      .map(({ name, path }) => tableOf(name, partOf(parts, path), book))
      .filter((one) => one !== null)
  } catch (error) {
    if (!(error instanceof WorkbookFault)) throw error
    return [{ place: 'the file', problem: error.message, remedy: error.remedy }]
  }
}

function partOf(parts: Parts, path: string): Uint8Array {
  const part = parts.get(path)
  if (part === undefined)
    throw new WorkbookFault(`it has no ${path}`, 'Save it anew as "Excel workbook (.xlsx)"')
  return part
}

function sheetsOf(parts: Parts) {
  const targets = new Map<string, string>()
  readXml(partOf(parts, 'xl/_rels/workbook.xml.rels'), {
    open: (tag) => {
      const { Id, Target } = tag.attributes
      if (tag.name === 'Relationship' && Id !== undefined && Target !== undefined)
        targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target.replace(/^\.\//, '')}`)
    },
  })
  const sheets: { name: string; path: string }[] = []
  let from1904 = false
  readXml(partOf(parts, 'xl/workbook.xml'), {
    open: (tag) => {
      if (tag.name === 'workbookPr') from1904 = /^(1|true)$/.test(tag.attributes.date1904 ?? '')
      if (tag.name !== 'sheet') return
      const path = targets.get(attributeOf(tag, 'id') ?? '')
      if (path !== undefined) sheets.push({ name: tag.attributes.name ?? '', path })
    },
  })
  return { sheets, from1904 }
}

/** Texts that cells share; of rich text all runs, without what stands over it in small (`rPh`). */
function textsOf(parts: Parts): string[] {
  const part = parts.get('xl/sharedStrings.xml')
  const texts: string[] = []
  if (part === undefined) return texts
  readXml(part, {
    open: ({ name }) => {
      if (name === 'si') texts.push('')
    },
    text: (text, inside) => {
      if (inside.at(-1) === 't' && !inside.includes('rPh')) texts[texts.length - 1] += text
    },
  })
  return texts
}

function formatsOf(parts: Parts): Format[] {
  const part = parts.get('xl/styles.xml')
  const codes = new Map<number, string>()
  const formats: Format[] = []
  if (part === undefined) return formats
  readXml(part, {
    open: ({ name, attributes }, inside) => {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
      if (name !== 'xf' || inside.at(-1) !== 'cellXfs') return
      const id = Number(attributes.numFmtId ?? '0')
      formats.push(formatOf(id, codes.get(id)))
    },
  })
  return formats
}

type Open = { at: number; type: string; format: Format; text: string; hasValue: boolean; hasFormula: boolean }

function tableOf(name: string, part: Uint8Array, book: Book): Table | FileFault | null {
  const place = `sheet ${name}`
  const rows: Row[] = []
  let number = 0
  let cells: (Cell | null)[] = []
  let open: Open | null = null
  readXml(part, {
    open: (tag) => {
      if (tag.name === 'row') {
        number = Number(tag.attributes.r ?? number + 1)
        cells = []
      } else if (tag.name === 'c') open = opened(tag, cells.length, book)
      else if (open !== null && tag.name === 'f') open.hasFormula = true
      else if (open !== null && tag.name === 'v') open.hasValue = true
    },
    text: (text, inside) => {
      const element = inside.at(-1)
      if (open !== null && (element === 'v' || (element === 't' && !inside.includes('rPh'))))
        open.text += text
    },
    close: (element) => {
      if (element === 'c' && open !== null) {
        while (cells.length < open.at) cells.push(null)
        cells[open.at] = cellOf(open, book)
        open = null
      }
      if (element !== 'row' || cells.every((cell) => cell === null)) return
      rows.push({ number, cells })
      if (rows.length > fileRows + 1)
        throw new WorkbookFault(`${place} has more than ${fileRows} rows`, 'Split it')
    },
  })
  const [header, ...rest] = rows
  if (header === undefined) return null
  if (header.number !== 1)
    return { place, problem: 'its first row is empty', remedy: 'Write the names of the columns there' }
  return { name, place, header: header.cells.map((cell) => cell?.text.trim() ?? ''), rows: rest }
}

function opened({ attributes }: Tag, next: number, { formats }: Book): Open {
  const { r, t, s } = attributes
  const at = r === undefined ? next : columnOf(r)
  return {
    at,
    type: t ?? 'n',
    format: formats[Number(s ?? '0')] ?? 'plain',
    ...{ text: '', hasValue: false, hasFormula: false },
  }
}

/** "B7" is the second column. */
function columnOf(reference: string): number {
  let column = 0
  for (const letter of /^[A-Z]{1,3}/.exec(reference)?.[0] ?? '')
    column = column * 26 + letter.charCodeAt(0) - 64
  if (column < 1 || column > mostColumns)
    throw new WorkbookFault(
      `the cell ${reference} lies beyond the first ${mostColumns} columns`,
      'Take out what stands there',
    )
  return column - 1
}

function cellOf(open: Open, { texts, from1904 }: Book): Cell | null {
  const { type, text, format } = open
  if (open.hasFormula && !open.hasValue)
    return { text: 'a formula was never calculated; open the workbook and save it', kind: 'bad' }
  switch (type) {
    case 's': {
      const shared = texts[Number(text)]
      return shared === undefined ? { text: 'its text is missing', kind: 'bad' } : textCell(shared)
    }
    case 'e':
      return { text: `the formula comes to ${text}`, kind: 'bad' }
    case 'b':
      return { text: text === '1' ? 'true' : 'false', kind: 'text' }
    case 'd': {
      const on = text.replace(/T00:00:00(\.0+)?Z?$/, '')
      return parseDay(on) === null
        ? { text: `${text} is a moment and no day`, kind: 'bad' }
        : { text: on, kind: 'day' }
    }
    case 'n':
      return text.trim() === '' ? null : numberCell(text.trim(), format, from1904)
    default:
      return textCell(text)
  }
}

function textCell(text: string): Cell | null {
  const trimmed = text.trim()
  return trimmed === '' ? null : { text: trimmed, kind: 'text' }
}
