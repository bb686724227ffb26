/** The plain wire of the sandbox: time system and ERP behind one address, with the firm's own codes as ids. */
import type { ConnectionContext, Connector } from '../sdk/connector.ts'
import { at, numberOf } from '../sdk/json.ts'
import type { ErpTarget, TargetProfile } from '../sdk/target.ts'
import { listCosts, locateCosts, removeCosts, writeCosts } from './costs.ts'
import {
  createDraft,
  discardDraft,
  lineScale,
  listDocuments,
  locateDocuments,
  postDocument,
  readDocument,
  updateDraft,
} from './documents.ts'
import { master } from './master-mapping.ts'
import { getJson } from './requests.ts'
import { streams } from './streams.ts'
import { webhook } from './webhook.ts'
import { work } from './work-mapping.ts'

const profile: TargetProfile = {
  quantityScale: lineScale,
  unitPriceScale: lineScale,
  taxPer: 'document',
  costKey: 'unique',
  documentKey: 'drafts',
  settlingMs: 15_000,
  searchLagMs: 0,
  costsPerCall: 500,
  costsAtomic: false,
  oneWriterPer: 'company',
}

async function test(context: ConnectionContext): Promise<{ ok: boolean; message: string }> {
  const people = await getJson(context, '/psa/people?limit=1')
  const companies = await getJson(context, '/erp/legal-entities?limit=1')
  const [persons, entities] = [people, companies].map((page) => numberOf(at(page ?? undefined, 'total')))
  if (persons === null || entities === null) return { ok: false, message: 'This is no plain wire.' }
  return { ok: true, message: `${persons} people, ${entities} legal entities.` }
}

/** The habits of the system behind the wire can be switched, so a profile of its own can be given. */
export function plainConnector(habits: Partial<TargetProfile> = {}): Connector {
  const own = { ...profile, ...habits }
  const target: ErpTarget = {
    profile: own,
    levels: {
      writeCosts: 'simulated',
      removeCosts: 'simulated',
      createDraft: 'simulated',
      updateDraft: 'simulated',
      postDocument: 'simulated',
      discardDraft: 'simulated',
    },
    writeCosts: (context, records) => writeCosts(context, records, own.costKey === 'unique'),
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
  return {
    name: 'plain',
    vendor: 'Hourbridge sandbox',
    versions: '1',
    documentation: 'sandbox/README.md',
    settings: [
      { name: 'apiKey', description: 'Sent as x-api-key.', required: true, secret: true },
      {
        name: 'rowsPerRead',
        description: "Rows of one answer where the ERP's books are listed; 500 when absent.",
        required: false,
        secret: false,
      },
      {
        name: 'webhookSecret',
        description: 'Signs webhooks: whsec_ and base64.',
        required: false,
        secret: true,
      },
    ],
    budget: { concurrency: 4, responseBytes: 32_000_000, timeoutMs: 15_000 },
    authenticate: async (context) => ({ 'x-api-key': context.secrets.apiKey ?? '' }),
    test,
    streams,
    mapping: { version: 'plain-1', work, master },
    webhook,
    target,
  }
}

export const plain: Connector = plainConnector()
