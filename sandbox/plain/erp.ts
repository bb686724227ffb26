/** The plain front's ERP side: where its lists, cost records and documents are reached. */
import type { RecordKind } from '../books/records.ts'
import { type Incoming, json, type Reply, type World } from '../wire.ts'
import { changeOneCost, listCosts, locateCosts, postCosts, removeCosts } from './erp-costs.ts'
import {
  createDraft,
  discardDraft,
  issueDocument,
  listDocuments,
  locateDocuments,
  readOneDocument,
  updateDraft,
} from './erp-documents.ts'
import { listRecords, oneRecord } from './psa.ts'

const lists: Readonly<Record<string, RecordKind>> = {
  'legal-entities': 'legal_entity',
  parties: 'client',
  employees: 'person',
  projects: 'project',
  tasks: 'task',
  periods: 'period',
  'tax-codes': 'tax_code',
}

export async function serveErp(world: World, incoming: Incoming, path: string): Promise<Reply> {
  const [area = '', ...rest] = path.split('/').map(decodeURIComponent)
  const { method } = incoming
  if (area === 'costs') return serveCosts(world, incoming, rest)
  if (area === 'documents') return serveDocuments(world, incoming, rest)
  const kind = lists[area]
  if (kind !== undefined && method === 'GET') {
    return rest.length === 0
      ? listRecords(world, kind, incoming.query)
      : oneRecord(world, kind, rest.join('/'))
  }
  return json(404, { code: 'NOT_FOUND', message: 'There is no such address.' })
}

async function serveCosts(world: World, incoming: Incoming, rest: readonly string[]): Promise<Reply> {
  const call = `${incoming.method} ${rest.length === 0 ? '' : /^\d+$/.test(rest[0]!) ? ':id' : rest[0]}`
  if (call === 'GET ') return listCosts(world, incoming.query)
  if (call === 'POST ') return postCosts(world, incoming)
  if (call === 'POST locate') return locateCosts(world, incoming)
  if (call === 'POST delete') return removeCosts(world, incoming)
  if (call === 'PUT :id') return changeOneCost(world, incoming, Number(rest[0]))
  return json(404, { code: 'NOT_FOUND', message: 'There is no such address.' })
}

async function serveDocuments(world: World, incoming: Incoming, rest: readonly string[]): Promise<Reply> {
  const { method } = incoming
  if (rest.length === 0 && method === 'POST') return createDraft(world, incoming)
  if (rest.length === 0 && method === 'GET') {
    const list = incoming.query.has('mark') ? listDocuments : locateDocuments
    return list(world, incoming.query)
  }
  const id = Number(rest[0])
  if (!Number.isInteger(id)) return json(404, { code: 'NOT_FOUND', message: 'There is no such document.' })
  if (rest.length === 1 && method === 'GET') return readOneDocument(world, id)
  if (rest.length === 1 && method === 'PUT') return updateDraft(world, incoming, id)
  if (rest.length === 1 && method === 'DELETE') return discardDraft(world, id)
  if (rest.length === 2 && rest[1] === 'post' && method === 'POST') return issueDocument(world, id)
  return json(404, { code: 'NOT_FOUND', message: 'There is no such address.' })
}
