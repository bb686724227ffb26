/** What accountants do in the ERP behind the hub's back. */
import { costsOfKey, dropCost, insertCost, overwriteCost } from '../books/costs.ts'
import {
  createDocument,
  discardDocument,
  documentsOfReference,
  requireDocument,
  requireDraft,
  rewriteDocument,
} from '../books/documents.ts'
import { type Fields, periodCode, putRecord, requireRecord } from '../books/records.ts'
import { Refusal } from '../books/refusal.ts'
import type { World } from '../wire.ts'

/** {company, month: YYYY-MM, status: open | closed} */
export function setPeriod(world: World, body: Fields): unknown {
  const { company, month, status } = body
  if (status !== 'open' && status !== 'closed')
    throw new Refusal('BAD_FIELD', 'status: open, closed', 'status')
  const period = requireRecord(world.books, 'period', periodCode(String(company), String(month)), 'month')
  putRecord(world.books, 'period', period.code, { ...period.body, status }, world.now().toISOString())
  return { id: period.code, status }
}

/** {id | reference, line?: 1, quantity?, unit_price?, description?, reference_to?} */
export function editDraft(world: World, body: Fields): unknown {
  const draft = requireDraft(world.books, idOf(world, body))
  const lineNo = Number(body.line ?? draft.lines[0]?.lineNo)
  const given = (field: string, before: string): string =>
    typeof body[field] === 'string' ? (body[field] as string) : before
  const lines = draft.lines.map((line) =>
    line.lineNo !== lineNo
      ? line
      : {
          ...line,
          quantity: given('quantity', line.quantity),
          unitPrice: given('unit_price', line.unitPrice),
          description: given('description', line.description),
        },
  )
  const edited = { ...draft, reference: given('reference_to', draft.reference), lines }
  rewriteDocument(world.books, draft.id, edited, world.now().getTime())
  return { id: String(draft.id) }
}

export function deleteDraft(world: World, body: Fields): unknown {
  const id = idOf(world, body)
  discardDocument(world.books, id)
  return { id: String(id) }
}

/** {key}: a second record like it, as an import that ran twice makes it; its key is empty where `copied` is true. */
export function doubleCost(world: World, body: Fields): unknown {
  const [cost] = costsOfKey(world.books, String(body.key))
  if (cost === undefined) throw new Refusal('BAD_FIELD', 'No cost record has this key.', 'key')
  const key = body.copied === true ? '' : cost.key
  return { id: String(insertCost(world.books, { ...cost, key }, world.now().getTime())) }
}

/** {key}: removed by hand. */
export function deleteCost(world: World, body: Fields): unknown {
  const found = costsOfKey(world.books, String(body.key))
  for (const cost of found) dropCost(world.books, cost.id)
  return { deleted: found.length }
}

/** {key, hours} */
export function editCost(world: World, body: Fields): unknown {
  const [cost] = costsOfKey(world.books, String(body.key))
  if (cost === undefined) throw new Refusal('BAD_FIELD', 'No cost record has this key.', 'key')
  overwriteCost(world.books, cost.id, { ...cost, hours: String(body.hours) }, world.now().getTime())
  return { id: String(cost.id) }
}

/** {reference}: a second draft with the same reference. */
export function doubleDocument(world: World, body: Fields): unknown {
  const document = requireDocument(world.books, idOf(world, body))
  return { id: String(createDocument(world.books, document, true, world.now().getTime())) }
}

/** A draft or an issued document, cancelled by hand. */
export function cancelDraft(world: World, body: Fields): unknown {
  const document = requireDocument(world.books, idOf(world, body))
  world.books.run(
    "update document set state = 'cancelled', updated_ms = ? where id = ?",
    world.now().getTime(),
    document.id,
  )
  return { id: String(document.id) }
}

function idOf(world: World, body: Fields): number {
  if (body.id !== undefined) return Number(body.id)
  const found = documentsOfReference(world.books, String(body.reference))
  if (found.length !== 1)
    throw new Refusal('BAD_FIELD', `${found.length} documents have this reference.`, 'reference')
  return found[0]!.id
}
