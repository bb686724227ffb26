/** For witnesses: everything that stands in the books, read without any limit, lag or fault. */
import { allCosts } from './books/costs.ts'
import { allDocuments } from './books/documents.ts'
import { entriesBetween } from './books/entries.ts'
import { recordsOf, recordKinds, type RecordKind, wireRecord } from './books/records.ts'
import { readSetting } from './books/switches.ts'
import { rounded, spell, sumExact } from './exact.ts'
import { wireCost } from './plain/erp-costs.ts'
import { wireDocument } from './plain/erp-documents.ts'
import { wireEntry } from './plain/psa.ts'
import { type Incoming, json, type Reply, type World } from './wire.ts'

export function serveInspection(world: World, incoming: Incoming, path: string): Reply {
  const { books } = world
  if (incoming.method !== 'GET') return json(405, { code: 'METHOD', message: 'Read only.' })
  switch (path) {
    case 'documents':
      return json(200, { items: allDocuments(books).map(wireDocument) })
    case 'costs':
      return json(200, { items: allCosts(books).map(wireCost) })
    case 'entries':
      return json(200, {
        items: entriesBetween(books, '0001-01-01', '9999-12-31').map((e) => wireEntry(world, e)),
      })
    case 'references':
      return json(200, references(world))
    case 'summary':
      return json(200, summary(world))
    case 'troubles':
      return json(200, {
        ...(JSON.parse(readSetting(books, 'troubles')!) as object),
        editedAfterApprovalAt: readSetting(books, 'edited_after_approval'),
      })
    default:
      if (path.startsWith('records/') && recordKinds.includes(path.slice(8) as RecordKind)) {
        return json(200, { items: recordsOf(books, path.slice(8) as RecordKind).map(wireRecord) })
      }
      return json(404, {
        code: 'NOT_FOUND',
        message: `documents, costs, entries, references, summary, troubles, records/${recordKinds.join('|')}`,
      })
  }
}

/** How often each key and each reference stands: anything above one was booked twice. */
function references(world: World) {
  const count = (sql: string): Record<string, number> =>
    Object.fromEntries(world.books.all(sql).map((row) => [String(row.name), Number(row.times)]))
  return {
    costs: count('select key as name, count(*) as times from cost group by key'),
    documents: count('select reference as name, count(*) as times from document group by reference'),
  }
}

function summary(world: World) {
  const { books } = world
  const documents = allDocuments(books)
  const costs = allCosts(books)
  const kinds = new Map<string, { count: number; nets: string[]; taxes: string[] }>()
  for (const document of documents) {
    const name = `${document.company} ${document.currency} ${document.kind} ${wireDocument(document).state}`
    const kind = kinds.get(name) ?? { count: 0, nets: [], taxes: [] }
    kind.count += 1
    kind.nets.push(document.net)
    kind.taxes.push(document.tax)
    kinds.set(name, kind)
  }
  const total = (texts: readonly string[], scale: number): string => spell(rounded(sumExact(texts), scale))
  return {
    entries: Number(books.get('select count(*) as n from entry where deleted = 0')!.n),
    costs: {
      count: costs.length,
      hours: total(
        costs.map((cost) => cost.hours),
        4,
      ),
    },
    documents: Object.fromEntries(
      [...kinds].map(([name, { count, nets, taxes }]) => [
        name,
        { count, net: total(nets, 2), tax: total(taxes, 2) },
      ]),
    ),
    sequences: books.all('select company, year, last from sequence order by company, year'),
    webhooksWaiting: Number(books.get('select count(*) as n from outbox')!.n),
  }
}
