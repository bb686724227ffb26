/** What accountants do in the ERP behind the hub's back. */
import {
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
