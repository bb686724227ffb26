/** What numbers of a spreadsheet say, as the text that a person reads there. */
import { addDays, day } from '../../kernel/dates.ts'
import type { Cell } from './cell.ts'

export type Format = 'plain' | 'day' | 'percent' | 'zeros'

// ECMA-376 part 1, 18.8.30: formats that every program knows by their number, dates in some languages among them.
const isBuiltInDay = (id: number) =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

export function formatOf(id: number, code: string | undefined): Format {
  if (code === undefined) return isBuiltInDay(id) ? 'day' : id === 9 || id === 10 ? 'percent' : 'plain'
  const bare = code.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|[_*]./g, '')
  const [first = ''] = bare.split(';')
  if (/[dy]/i.test(first) || (/[hms]/i.test(first) && !/[0#?]/.test(first.replaceAll('s.0', 's'))))
    return 'day'
  if (first.includes('%')) return 'percent'
  return /^0{2,}$/.test(first) ? 'zeros' : 'plain'
}

/** The most digits that a double keeps apart; spreadsheets write up to this many. */
const mostDigits = 17

/** A number cell. Its double is named by the shortest decimal that means it, so 1.1000000000000001 is "1.1". */
export function numberCell(raw: string, format: Format, from1904: boolean): Cell {
  const match = /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(raw)
  if (match === null || `${match[2]}${match[3]}` === '') return bad(`${raw} is no number`)
  const digits = `${match[2]}${match[3]}`.replace(/^0+/, '').replace(/0+$/, '')
  if (digits.length > mostDigits)
    return bad(`${raw} has more digits than a spreadsheet keeps; make the cell text`)
  const shortest = plainText(String(Number(raw)))
  if (format === 'day') return dayCell(shortest, from1904)
  if (format === 'zeros')
    return bad(
      `${shortest} is shown with zeros in front that are not in it; make the cell text and write them`,
    )
  return { text: shortest, kind: format === 'percent' ? 'percent' : 'number' }
}

function bad(text: string): Cell {
  return { text, kind: 'bad' }
}

/** "1e-7" as 0.0000001: the point is moved, nothing is reckoned. */
function plainText(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (match === null) return text
  const [, sign, whole, fraction = '', exponent] = match
  const digits = `${whole}${fraction}`
  const point = whole!.length + Number(exponent)
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`
  return point >= digits.length
    ? `${sign}${digits}${'0'.repeat(point - digits.length)}`
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
}

const lastSerial = 2_958_465 // 9999-12-31

/** Day 1 is 1900-01-01, and day 60 is 29 February of that year, which never was; or day 0 is 1904-01-01. */
function dayCell(text: string, from1904: boolean): Cell {
  if (!/^\d{1,7}$/.test(text)) return bad(`${text} is a moment and no day; take the time of day away`)
  const serial = Number(text)
  if (from1904)
    return serial > lastSerial - 1_462
      ? bad(`${text} is no day`)
      : { text: addDays(day('1904-01-01'), serial), kind: 'day' }
  if (serial === 0 || serial === 60 || serial > lastSerial) return bad(`${text} is no day`)
  return { text: addDays(day(serial < 60 ? '1899-12-31' : '1899-12-30'), serial), kind: 'day' }
}
