/** Invoices: create, rewrite, post, discard, and look. */
import { type Day, parseDay } from '../../kernel/dates.ts'
import { documentMark } from '../../model/mark.ts'
import type { ConnectionContext } from '../sdk/connector.ts'
import { ConnectorFault } from '../sdk/fault.ts'
import { at, idOf, type Json, textOf } from '../sdk/json.ts'
import type { DraftDocument, FoundDocument, TargetReference } from '../sdk/target.ts'
import { checkArithmetic, documentPages, readDocuments } from './document-content.ts'
import { draftValues } from './document-draft.ts'
import { faultOf, missingPeriod, type Refusal } from './refusals.ts'
import { attempt, read, recordNumber, rows, sessionUser, write } from './rpc.ts'
import { listed } from './settings.ts'
import { beginsWith, inDate, type Outgoing, outDate, outMoment } from './values.ts'

const model = 'account.invoice'

export async function createDraft(
  context: ConnectionContext,
  document: DraftDocument,
): Promise<FoundDocument> {
  checkArithmetic(document)
  const { company, head, lines } = await draftValues(context, document)
  const created = await write(
    context,
    `${model}.create`,
    [[{ ...head, lines: [['create', lines]] }]],
    company,
  )
  const id = Number(idOf(at(created, 0)))
  return afterWrite(async () => {
    // A fresh draft has no tax until it is written once more.
    await write(context, `${model}.write`, [[id], { reference: document.reference }], company)
    return mustFind(context, id)
  })
}

/** Once a write went through, whatever fails behind it leaves the outcome to the locator. */
async function afterWrite<T>(rest: () => Promise<T>): Promise<T> {
  try {
    return await rest()
  } catch (error) {
    if (!(error instanceof ConnectorFault) || error.effect === 'unknown') throw error
    throw new ConnectorFault('in_doubt', 'unknown', `Written, then: ${error.message}`, { cause: error })
  }
}

type Header = { readonly state: string; readonly company: number; readonly row: Json }

async function header(context: ConnectionContext, id: number): Promise<Header | null> {
  const fields = ['state', 'company', 'accounting_date', 'invoice_date', 'lines']
  const [row] = await rows(context, model, [['id', '=', id]], fields, null)
  if (row === undefined) return null
  return { state: textOf(at(row, 'state')) ?? '', company: Number(idOf(at(row, 'company'))), row }
}

async function mustHave(context: ConnectionContext, externalId: string): Promise<Header & { id: number }> {
  const id = recordNumber(externalId, 'Invoice')
  const found = await header(context, id)
  if (found !== null) return { ...found, id }
  throw new ConnectorFault('business_rejected', 'none', `Tryton has no invoice ${externalId}`, {
    code: 'ERP_DOCUMENT_VANISHED',
  })
}

async function mustFind(context: ConnectionContext, id: number): Promise<FoundDocument> {
  const found = await readDocument(context, String(id))
  if (found !== null) return found
  throw new ConnectorFault('business_rejected', 'none', `Tryton has no invoice ${id}`, {
    code: 'ERP_DOCUMENT_VANISHED',
  })
}

function refuseUnlessDraft(found: Header, id: number): void {
  if (found.state === 'draft' || found.state === 'validated') return
  throw new ConnectorFault(
    'business_rejected',
    'none',
    `Invoice ${id} is ${found.state} in Tryton and no draft`,
  )
}

/** Replaces head and lines in one transaction. A draft that somebody validated becomes a draft again first. */
export async function updateDraft(
  context: ConnectionContext,
  externalId: string,
  document: DraftDocument,
): Promise<FoundDocument> {
  checkArithmetic(document)
  const found = await mustHave(context, externalId)
  refuseUnlessDraft(found, found.id)
  const { company, head, lines } = await draftValues(context, document)
  if (company !== found.company) {
    throw new ConnectorFault('business_rejected', 'none', `Invoice ${found.id} belongs to another company`)
  }
  if (found.state === 'validated') await write(context, `${model}.draft`, [[found.id]], company)
  const old = at(found.row, 'lines')
  const oldIds = Array.isArray(old) ? old.map((line) => Number(idOf(line))) : []
  const change: Outgoing[] = [['create', lines]]
  if (oldIds.length > 0) change.unshift(['delete', oldIds])
  await write(context, `${model}.write`, [[found.id], { ...head, lines: change }], company)
  return afterWrite(() => mustFind(context, found.id))
}

const mostWarnings = 5

/** Posting twice gives the same number, so an unanswered post may be looked at and repeated by id. */
export async function postDocument(context: ConnectionContext, externalId: string): Promise<FoundDocument> {
  const found = await mustHave(context, externalId)
  if (found.state === 'posted' || found.state === 'paid') return mustFind(context, found.id)
  refuseUnlessDraft(found, found.id)
  for (let confirmed = 0; ; confirmed++) {
    const answer = await attempt(context, `${model}.post`, [[found.id]], found.company)
    if ('result' in answer) return afterWrite(() => mustFind(context, found.id))
    const { refusal } = answer
    if (refusal.kind !== 'UserWarning' || confirmed >= mostWarnings || !isHarmless(context, refusal.name)) {
      throw await postRefused(context, refusal, found)
    }
    await confirmWarning(context, refusal.name)
  }
}

function isHarmless(context: ConnectionContext, name: string): boolean {
  return listed(context.settings.acceptedWarnings ?? 'invoice_payment_term').some((begin) =>
    name.startsWith(begin),
  )
}

/** A confirmation counts once; an unused one is harmless, so the call may be repeated. */
async function confirmWarning(context: ConnectionContext, name: string): Promise<void> {
  const warning = { user: sessionUser(context), name, always: false }
  await read(context, 'res.user.warning.create', [[warning]], null)
}

/** One text stands for a closed period and for none at all: the periods themselves tell which. */
async function postRefused(
  context: ConnectionContext,
  refusal: Refusal,
  found: Header,
): Promise<ConnectorFault> {
  const quoted = missingPeriod.exec(refusal.message)
  if (quoted === null) return faultOf(refusal, false)
  const stated = inDate(at(found.row, 'accounting_date')) ?? inDate(at(found.row, 'invoice_date'))
  const on = stated ?? americanDay(quoted[1] ?? '')
  if (on === null) return faultOf(refusal, false)
  const domain = [
    ['company', '=', found.company],
    ['type', '=', 'standard'],
    ['start_date', '<=', outDate(on)],
    ['end_date', '>=', outDate(on)],
  ]
  const [period] = await rows(context, 'account.period', domain, ['name', 'state'], found.company)
  if (period === undefined) {
    return new ConnectorFault('config', 'none', `Tryton has no period for ${on}: a fiscal year is missing`)
  }
  const name = textOf(at(period, 'name')) ?? ''
  if (textOf(at(period, 'state')) === 'open') return faultOf(refusal, false)
  return new ConnectorFault('period_closed', 'none', `Period ${name} of Tryton, which holds ${on}, is closed`)
}

/** English texts of Tryton write 06/30/2025. */
function americanDay(text: string): Day | null {
  const match = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text)
  return match === null ? null : parseDay(`${match[3]}-${match[1]}-${match[2]}`)
}

/** Drafts hold no number, so removing one leaves no gap. One that is gone already is discarded. */
export async function discardDraft(context: ConnectionContext, externalId: string): Promise<void> {
  const id = recordNumber(externalId, 'Invoice')
  const found = await header(context, id)
  if (found === null) return
  if (found.state !== 'cancelled') {
    refuseUnlessDraft(found, id)
    await write(context, `${model}.cancel`, [[id]], found.company)
  }
  await afterWrite(() => write(context, `${model}.delete`, [[id]], found.company))
}

/** In any state; a reference is free text in Tryton and not unique. */
export async function locateDocuments(
  context: ConnectionContext,
  reference: string,
  company: TargetReference,
): Promise<readonly FoundDocument[]> {
  const id = recordNumber(company.externalId, 'Company')
  const domain = [
    ['reference', '=', reference],
    ['company', '=', id],
    ['type', '=', 'out'],
  ]
  return readDocuments(context, domain, id)
}

/** A change of a line alone is not noticed by its invoice in Tryton: a day narrows by the invoice's own moments. */
export async function* listDocuments(
  context: ConnectionContext,
  since: Day | null,
  company: TargetReference | null,
): AsyncGenerator<readonly FoundDocument[]> {
  const mark = documentMark(context)
  const domain: Outgoing[] = [
    ['reference', 'like', beginsWith(mark)],
    ['type', '=', 'out'],
  ]
  const id = company === null ? null : recordNumber(company.externalId, 'Company')
  if (id !== null) domain.push(['company', '=', id])
  if (since !== null) {
    const from = outMoment(since)
    domain.push(['OR', ['create_date', '>=', from], ['write_date', '>=', from]])
  }
  for await (const page of documentPages(context, domain, id)) {
    yield page.filter((document) => document.reference.startsWith(mark))
  }
}

export async function readDocument(
  context: ConnectionContext,
  externalId: string,
): Promise<FoundDocument | null> {
  const id = recordNumber(externalId, 'Invoice')
  const [found] = await readDocuments(context, [['id', '=', id]], null)
  return found ?? null
}
