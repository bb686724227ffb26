import { unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'

/** Unpacked, all parts together; a few kilobytes can be packed so that they unpack to gigabytes. */
export const unpackedBytes = 268_435_456
const mostParts = 1_000

/** What ends the reading of a workbook, in words for whoever wrote it. */
export class WorkbookFault extends Error {
  readonly remedy: string

  constructor(problem: string, remedy: string) {
    super(problem)
    this.remedy = remedy
  }
}

/** The XML parts of a workbook by their paths. Nothing is unpacked beyond what the directory announces. */
export function unpack(bytes: Buffer): ReadonlyMap<string, Uint8Array> {
  const remedy = 'Save it anew as "Excel workbook (.xlsx)"'
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0')
    throw new WorkbookFault(
      'it is protected by a password or an old .xls',
      `Take the password away. ${remedy}`,
    )
  let announced = 0
  let parts = 0
  try {
    // Each part is written into a buffer of the size that the filter has seen; what is longer is cut, not grown.
    const found = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!/\.(xml|rels)$/i.test(name)) return false
        parts += 1
        announced += originalSize
        if (announced > unpackedBytes || parts > mostParts)
          throw new WorkbookFault(
            `it unpacks to more than ${unpackedBytes} bytes or ${mostParts} parts`,
            'Split it, or save what is needed as CSV',
          )
        return true
      },
    })
    return new Map(Object.entries(found))
  } catch (error) {
    if (error instanceof WorkbookFault) throw error
    throw new WorkbookFault('it is no workbook', remedy)
  }
}

export type Tag = { readonly name: string; readonly attributes: Readonly<Record<string, string>> }
export type Handlers = {
  readonly open?: (tag: Tag, inside: readonly string[]) => void
  readonly text?: (text: string, inside: readonly string[]) => void
  readonly close?: (name: string) => void
}

/** Reads a part's XML; names without their prefixes. Document types, and with them entities of their own, are refused. */
export function readXml(bytes: Uint8Array, handlers: Handlers): void {
  const parser = new SaxesParser()
  const inside: string[] = []
  parser.on('doctype', () => {
    throw new WorkbookFault('a part declares a document type', 'Save it anew with a spreadsheet program')
  })
  parser.on('error', (error) => {
    throw new WorkbookFault(`a part is not XML: ${error.message}`, 'Save it anew with a spreadsheet program')
  })
  parser.on('opentag', ({ name, attributes }) => {
    const local = localName(name)
    handlers.open?.({ name: local, attributes: attributes as Record<string, string> }, inside)
    inside.push(local)
  })
  parser.on('text', (text) => handlers.text?.(text, inside))
  parser.on('cdata', (text) => handlers.text?.(text, inside))
  parser.on('closetag', ({ name }) => {
    inside.pop()
    handlers.close?.(localName(name))
  })
  parser.write(new TextDecoder().decode(bytes)).close()
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

export function attributeOf(tag: Tag, name: string): string | undefined {
  return tag.attributes[name] ?? Object.entries(tag.attributes).find(([one]) => localName(one) === name)?.[1]
}
