import type { ConnectionContext, Connector } from '../sdk/connector.ts'
import { textOf, at } from '../sdk/json.ts'
import type { ErpTarget } from '../sdk/target.ts'
import { listCosts, locateCosts, removeCosts, writeCosts } from './costs.ts'
import { quantityScale, unitPriceScale } from './document-content.ts'
import {
  createDraft,
  discardDraft,
  listDocuments,
  locateDocuments,
  postDocument,
  readDocument,
  updateDraft,
} from './documents.ts'
import { mapping } from './mapping.ts'
import { login, read } from './rpc.ts'
import { companyCode, listed, settings } from './settings.ts'
import { companies, streams } from './streams.ts'

async function authenticate(context: ConnectionContext) {
  const token = context.session.token ?? (await context.session.refresh(() => login(context)))
  return { authorization: `Session ${token}` }
}

async function test(context: ConnectionContext): Promise<{ ok: boolean; message: string }> {
  const found = await companies(context)
  const codes = found.map((company) => companyCode(company, context.settings) ?? '?')
  const absent = listed(context.settings.companies).filter((wanted) => !codes.includes(wanted))
  if (absent.length > 0) return { ok: false, message: `Tryton shows no company ${absent.join(', ')}.` }
  const preferences = await read(context, 'res.user.get_preferences', [true], null)
  if (codes.length > 1 && textOf(at(preferences, 'company_filter')) === 'one') {
    return { ok: false, message: 'The company filter of the integration user must be "All".' }
  }
  return { ok: true, message: `Signed in; companies ${codes.join(', ')}.` }
}

const target: ErpTarget = {
  profile: {
    quantityScale,
    unitPriceScale,
    taxPer: 'document',
    costKey: 'unique',
    documentKey: 'drafts',
    settlingMs: 60_000,
    searchLagMs: 0,
    costsPerCall: 100,
    costsAtomic: true,
    oneWriterPer: 'company',
    lineRounding: 'half_even',
  },
  levels: {
    writeCosts: 'live',
    removeCosts: 'live',
    createDraft: 'live',
    updateDraft: 'live',
    postDocument: 'live',
    discardDraft: 'live',
  },
  writeCosts,
  removeCosts,
  locateCosts,
  listCosts,
  createDraft,
  updateDraft,
  postDocument,
  discardDraft,
  locateDocuments,
  listDocuments,
  readDocument,
}

export const tryton: Connector = {
  name: 'tryton',
  vendor: 'Tryton',
  versions: '6.0',
  documentation: 'https://docs.tryton.org/projects/server/en/6.0/',
  settings,
  budget: { concurrency: 2, responseBytes: 32_000_000, timeoutMs: 60_000 },
  authenticate,
  test,
  streams,
  mapping,
  target,
}
