import { strToU8, zipSync } from 'fflate'

/** A cell as it stands in the XML of a sheet: its type, the number of its style, what is in `v`. */
export type RawCell = { readonly t?: string; readonly s?: number; readonly v: string; readonly f?: string }
/** Text is shared, numbers are written as JavaScript spells them. Null: no cell. */
type Given = string | number | RawCell | null
export const styles = { plain: 0, day: 1, percent: 2, zeros: 3, ownDay: 4 } as const
/** A day by its number in the 1900 system. */
export const serial = (v: string): RawCell => ({ v, s: styles.day })

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** A workbook as spreadsheet programs write it: shared texts, styles, one part per sheet. */
export function workbook(
  sheets: Readonly<Record<string, readonly (readonly Given[])[]>>,
  more: { readonly from1904?: boolean; readonly parts?: Readonly<Record<string, string>> } = {},
): Buffer {
  const texts: string[] = []
  const cell = (given: Given, at: number, row: number): string => {
    if (given === null) return ''
    const place = `r="${String.fromCharCode(65 + at)}${row}"`
    if (typeof given === 'string') return `<c ${place} t="s"><v>${texts.push(given) - 1}</v></c>`
    const raw: RawCell = typeof given === 'number' ? { v: String(given) } : given
    const formula = raw.f === undefined ? '' : `<f>${escaped(raw.f)}</f>`
    const value = raw.v === '' ? '' : `<v>${escaped(raw.v)}</v>`
    return `<c ${place} s="${raw.s ?? 0}"${raw.t === undefined ? '' : ` t="${raw.t}"`}>${formula}${value}</c>`
  }
  const names = Object.keys(sheets)
  const parts: Record<string, string> = {
    '[Content_Types].xml': `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>${names.map((_, at) => `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${head}<workbook ${main} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr${more.from1904 ? ' date1904="1"' : ''}/><sheets>${names.map((name, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_, at) => `<Relationship Id="rId${at + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rIdT" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': `${head}<styleSheet ${main}><numFmts count="2"><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="[$-407]dd\\.mm\\.yyyy;@"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="14"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="10"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
  }
  for (const [at, rows] of Object.values(sheets).entries()) {
    const data = rows.map(
      (cells, row) =>
        `<row r="${row + 1}">${cells.map((one, column) => cell(one, column, row + 1)).join('')}</row>`,
    )
    parts[`xl/worksheets/sheet${at + 1}.xml`] =
      `${head}<worksheet ${main}><sheetData>${data.join('')}</sheetData></worksheet>`
  }
  parts['xl/sharedStrings.xml'] =
    `${head}<sst ${main}>${texts.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`
  const all = { ...parts, ...more.parts }
  // A fixed moment of any time zone, so that the same sheets make the same bytes.
  const mtime = new Date(2026, 0, 1)
  return Buffer.from(
    zipSync(Object.fromEntries(Object.entries(all).map(([path, text]) => [path, strToU8(text)])), { mtime }),
  )
}
