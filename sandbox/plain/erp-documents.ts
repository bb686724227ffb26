/** Invoices and credits of the plain front. */
import { isDay } from '../calendar.ts'
import {
  allDocuments,
  type BookDocument,
  createDocument,
  discardDocument,
  type DocumentInput,
  documentsOfReference,
  findDocument,
  type LineInput,
  requireDocument,
  rewriteDocument,
} from '../books/documents.ts'
import { postDocument } from '../books/posting.ts'
import { type Fields, findRecord } from '../books/records.ts'
import { Refusal } from '../books/refusal.ts'
import { readSwitches } from '../books/switches.ts'
import { amountOf, compareExact, exact, parseExact, usedScale } from '../exact.ts'
import {
  header,
  type Incoming,
  json,
  objectOf,
  refusalReply,
  type Reply,
  wholeOf,
  type World,
} from '../wire.ts'
import { performWrite, type Write } from '../writes.ts'
import { lockedReply } from './erp-costs.ts'

const lineScale = 4
const listLimit = 500

export async function createDraft(world: World, incoming: Incoming): Promise<Reply> {
  const parsed = parsedDocument(incoming)
  if ('status' in parsed) return parsed
  const key = header(incoming, 'idempotency-key')
  return write(world, 'document.create', parsed.company, () => createOnce(world, parsed, key))
}

function createOnce(world: World, input: DocumentInput, key: string | null): Reply {
  const { books } = world
  const { drafts, ...switches } = readSwitches(books)
  const idempotency =
    switches.documentIdempotency === 'same' ? switches.idempotency : switches.documentIdempotency
  const nowMs = world.now().getTime()
  if (idempotency === 'native' && key !== null) {
    const before = books.get('select document from replay where key = ?', key)
    if (before !== null) return wireReply(200, requireDocument(books, Number(before.document)))
  }
  if (idempotency === 'upsert') {
    const before = documentsOfReference(books, input.reference)[0]
    if (before !== undefined) {
      if (before.state === 'draft') rewriteDocument(books, before.id, input, nowMs)
      return wireReply(200, requireDocument(books, before.id))
    }
  }
  refuseInactive(world, input.client)
  const id = createDocument(books, input, true, nowMs)
  if (idempotency === 'native' && key !== null) {
    books.run('insert into replay (key, document) values (?, ?)', key, id)
  }
  if (drafts === 'off') post(world, id)
  return wireReply(201, requireDocument(books, id))
}

function refuseInactive(world: World, client: string): void {
  if (findRecord(world.books, 'client', client)?.body.active === false) {
    throw new Refusal('PARTY_INACTIVE', `Client ${client} is inactive.`, 'client')
  }
}

export async function updateDraft(world: World, incoming: Incoming, id: number): Promise<Reply> {
  const parsed = parsedDocument(incoming)
  if ('status' in parsed) return parsed
  return write(world, 'document.update', parsed.company, () => {
    rewriteDocument(world.books, id, parsed, world.now().getTime())
    return wireReply(200, requireDocument(world.books, id))
  })
}

export async function issueDocument(world: World, id: number): Promise<Reply> {
  const company = findDocument(world.books, id)?.company ?? null
  return write(world, 'document.post', company, () => {
    post(world, id)
    return wireReply(200, requireDocument(world.books, id))
  })
}

export async function discardDraft(world: World, id: number): Promise<Reply> {
  const company = findDocument(world.books, id)?.company ?? null
  return write(world, 'document.discard', company, () => {
    discardDocument(world.books, id)
    return json(200, { id: String(id), discarded: true })
  })
}

/** By reference, as the search knows it: a document younger than the search lag is not found. */
export function locateDocuments(world: World, query: URLSearchParams): Reply {
  const reference = query.get('reference')
  if (reference === null) return json(400, { code: 'BAD_QUERY', message: 'reference is needed.' })
  const company = query.get('company')
  const seenUntil = world.now().getTime() - readSwitches(world.books).searchLagMs
  const found = documentsOfReference(world.books, reference).filter(
    (document) => document.createdMs <= seenUntil && (company === null || document.company === company),
  )
  return json(200, { items: found.map(wireDocument) })
}

/** Documents whose reference begins with `mark`, by id behind `after`, made or changed since a day. */
export function listDocuments(world: World, query: URLSearchParams): Reply {
  const mark = query.get('mark') ?? ''
  const [since, company] = [query.get('since'), query.get('company')]
  if (since !== null && !isDay(since)) return json(400, { code: 'BAD_DAY', message: 'since is a day.' })
  const sinceMs = since === null ? 0 : Date.parse(`${since}T00:00:00Z`)
  const seenUntil = world.now().getTime() - readSwitches(world.books).searchLagMs
  const after = wholeOf(query.get('after'), 0)
  const found = allDocuments(world.books).filter(
    (document) =>
      document.id > after &&
      document.reference.startsWith(mark) &&
      document.createdMs <= seenUntil &&
      document.updatedMs >= sinceMs &&
      (company === null || document.company === company),
  )
  const limit = Math.max(1, Math.min(wholeOf(query.get('limit'), 100), listLimit))
  return json(200, { items: found.slice(0, limit).map(wireDocument), more: found.length > limit })
}

export function readOneDocument(world: World, id: number): Reply {
  const found = findDocument(world.books, id)
  return found === null
    ? json(404, { code: 'NOT_FOUND', message: `No document ${id}.` })
    : wireReply(200, found)
}

export function wireDocument(document: BookDocument): Fields {
  const states = { draft: 'draft', validated: 'draft', posted: 'issued', cancelled: 'cancelled' } as const
  return {
    id: String(document.id),
    reference: document.reference,
    kind: document.kind,
    state: states[document.state],
    number: document.number,
    ledger_on: document.ledgerOn,
    accounting_on: document.accountingOn,
    company: document.company,
    client: document.client,
    currency: document.currency,
    description: document.description,
    corrects: document.corrects === null ? null : { id: String(document.corrects) },
    net: document.net,
    tax: document.taxed ? document.tax : null,
    total: document.taxed ? document.total : null,
    lines: document.lines.map((line) => ({
      no: line.lineNo,
      description: line.description,
      quantity: line.quantity,
      unit_price: line.unitPrice,
      amount: line.amount,
      tax_code: line.taxCode,
      project: line.project,
    })),
  }
}

function post(world: World, id: number): void {
  const now = world.now()
  postDocument(world.books, id, {
    today: now.toISOString().slice(0, 10),
    nowMs: now.getTime(),
    numbersFollowDate: false,
  })
}

function write(world: World, kind: Write['kind'], company: string | null, work: () => Reply): Promise<Reply> {
  const onDuplicate = (): Reply =>
    json(409, { code: 'DUPLICATE', message: 'This request was handled before.' })
  return performWrite(world, { kind, company, work, onLocked: lockedReply, onDuplicate })
}

function wireReply(status: number, document: BookDocument): Reply {
  return json(status, wireDocument(document))
}

function parsedDocument(incoming: Incoming): DocumentInput | Reply {
  const body = objectOf(incoming.body)
  if (body === null) return json(400, { code: 'BAD_BODY', message: 'A document is an object.' })
  try {
    return documentOf(body)
  } catch (error) {
    if (error instanceof Refusal) return refusalReply(error)
    throw error
  }
}

function documentOf(body: Fields): DocumentInput {
  const kind = body.kind
  if (kind !== 'invoice' && kind !== 'credit') throw new Refusal('BAD_FIELD', 'kind: invoice, credit', 'kind')
  const accountingOn = body.accounting_on ?? null
  if (accountingOn !== null && !isDay(accountingOn)) {
    throw new Refusal('BAD_FIELD', 'accounting_on is a day or null.', 'accounting_on')
  }
  const lines = body.lines
  if (!Array.isArray(lines)) throw new Refusal('BAD_FIELD', 'lines is a list.', 'lines')
  const corrects = (body.corrects ?? null) as Fields | null
  return {
    reference: textOf(body, 'reference'),
    kind,
    company: textOf(body, 'company'),
    client: textOf(body, 'client'),
    currency: textOf(body, 'currency'),
    description: typeof body.description === 'string' ? body.description : '',
    accountingOn: accountingOn as string | null,
    corrects: corrects === null ? null : Number(corrects.id),
    lines: lines.map((line, index) => lineOf(line as Fields, index)),
  }
}

/** The ERP computes the amount itself, and refuses a caller who thinks otherwise. */
function lineOf(line: Fields, index: number): LineInput {
  const quantity = decimalOf(line, 'quantity')
  const unitPrice = decimalOf(line, 'unit_price')
  const expected = line.amount
  const amount = amountOf(quantity, unitPrice)
  if (typeof expected === 'string' && compareExact(exact(decimalOf(line, 'amount')), exact(amount)) !== 0) {
    throw new Refusal('LINE_AMOUNT', `Line ${index + 1}: ${quantity} x ${unitPrice} is ${amount}.`, 'amount')
  }
  const optional = (field: string): string | null =>
    typeof line[field] === 'string' ? (line[field] as string) : null
  return {
    lineNo: typeof line.no === 'number' ? line.no : index + 1,
    description: optional('description') ?? '',
    quantity,
    unitPrice,
    taxCode: optional('tax_code'),
    project: optional('project'),
  }
}

function textOf(body: Fields, field: string): string {
  const value = body[field]
  if (typeof value !== 'string' || value === '') throw new Refusal('BAD_FIELD', `${field} is a text.`, field)
  return value
}

function decimalOf(line: Fields, field: string): string {
  const value = line[field]
  const parsed = typeof value === 'string' ? parseExact(value) : null
  if (parsed === null) throw new Refusal('BAD_FIELD', `${field} is a decimal in a text.`, field)
  if (usedScale(parsed) > lineScale)
    throw new Refusal('TOO_MANY_DIGITS', `${field} has four decimals.`, field)
  return value as string
}
