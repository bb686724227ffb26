import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allCosts } from '../../sandbox/books/costs.ts'
import { documentsOfReference } from '../../sandbox/books/documents.ts'
import { Books } from '../../sandbox/books/open.ts'
import { recordsOf } from '../../sandbox/books/records.ts'
import { changeSwitches } from '../../sandbox/books/switches.ts'
import { acts } from '../../sandbox/control/acts.ts'
import { foundFirm } from '../../sandbox/firm/found.ts'
import { apiKey, startServer } from '../../sandbox/server.ts'
import { trytonAccounts } from '../../sandbox/tryton/sessions.ts'
import { makeWorld } from '../../sandbox/world.ts'
import { plainConnector } from '../../src/connectors/plain/connector.ts'
import { tryton } from '../../src/connectors/tryton/connector.ts'
import type { TargetProfile } from '../../src/connectors/sdk/target.ts'
import { day } from '../../src/kernel/dates.ts'
import { trytonWorld } from '../conformance/tryton-world.ts'
import type { TargetWorld } from '../conformance/world.ts'
import type { ErpWorld, Witness } from './erp-world.ts'
import { trytonHabits } from './tryton-habits.ts'

const month = '2026-10'
const timeoutMs = 400

async function front() {
  const directory = mkdtempSync(join(tmpdir(), 'hourbridge-ambiguous-'))
  const books = new Books(directory)
  foundFirm(books, { month, seed: 1, people: 20 })
  changeSwitches(books, { autoTrouble: 'off', documentIdempotency: 'none' })
  const world = makeWorld(books, () => new Date(), null)
  const { server, url } = await startServer(world, 0)
  const stop = async () => {
    world.stop()
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    books.close()
    rmSync(directory, { recursive: true })
  }
  const act = (name: string, body: Record<string, unknown>) =>
    books.transaction(() => acts[name]!(world, body))
  return { books, url, stop, act }
}

function witnessOf(books: Books): Witness {
  const states = { draft: 'draft', validated: 'draft', posted: 'issued', cancelled: 'cancelled' } as const
  return {
    costs: async (installationId) =>
      allCosts(books)
        .filter((cost) => cost.description.includes(installationId))
        .map((cost) => ({ key: cost.key, hours: Number(cost.hours) })),
    documents: async (reference) =>
      documentsOfReference(books, reference).map((one) => ({
        id: String(one.id),
        state: states[one.state],
        net: Number(one.net),
      })),
  }
}

export function plainSandbox(): Promise<ErpWorld> {
  return plainWorld("the sandbox's plain front", 'standard', {})
}

/** Neither refuses a second record with the same key, and says so. */
export function plainWithoutKeys(): Promise<ErpWorld> {
  const habits = { costKey: 'none', documentKey: 'none' } as const
  return plainWorld("the sandbox's plain front without keys", 'without-keys', habits)
}

async function plainWorld(name: string, variant: string, habits: Partial<TargetProfile>): Promise<ErpWorld> {
  const { books, url, stop, act } = await front()
  if (habits.costKey === 'none') changeSwitches(books, { idempotency: 'none' })
  const named = (code: string) => ({ recordId: code, externalId: code })
  const target = {
    company: named('HRE'),
    currency: 'EUR',
    client: named('C-001'),
    worker: named('W-001'),
    project: named('P-001'),
    tax: { code: 'DE-19', percent: 19n },
    openOn: day(new Date().toISOString().slice(0, 10)),
  } as TargetWorld
  return {
    name,
    variant,
    level: 'simulated',
    connector: plainConnector(habits),
    at: { baseUrl: url, settings: {}, secrets: { apiKey }, target, stop },
    witness: witnessOf(books),
    act,
    isWrite: (label) => !label.startsWith('GET ') && !label.endsWith('/locate'),
    toldBefore: () => ({
      status: 409,
      body: { code: 'DUPLICATE', message: 'This request was handled before.' },
    }),
    half: (label) => {
      const list =
        label === 'POST /erp/costs' ? 'records' : label === 'POST /erp/costs/delete' ? 'keys' : null
      return list === null ? null : (sent) => halved(sent, list)
    },
    timeoutMs,
  }
}

function halved(sent: Buffer, list: string): Buffer {
  const body = JSON.parse(sent.toString('utf8')) as Record<string, unknown[]>
  const whole = body[list]!
  return Buffer.from(JSON.stringify({ ...body, [list]: whole.slice(0, whole.length >> 1) }))
}

export async function trytonSandbox(): Promise<ErpWorld> {
  const { books, url, stop, act } = await front()
  const of = (kind: 'person' | 'project') =>
    recordsOf(books, kind).filter((each) => each.body.legal_entity === 'HRU')
  const project = of('project').find((each) => each.body.client !== null && each.body.status === 'open')!
  const [client, inactive] = [recordsOf(books, 'client')[0]!, recordsOf(books, 'client').at(-1)!]
  const account = (login: 'admin' | 'integration') => ({ login, password: trytonAccounts[login].password })
  const at = await trytonWorld({
    url: `${url}/tryton/tryton/`,
    integration: account('integration'),
    admin: account('admin'),
    company: 'HRU',
    currency: 'GBP',
    client: client.code,
    inactiveClient: inactive.code,
    worker: of('person')[0]!.code,
    project: project.code,
    tax: { code: 'GB-20', percent: 20n },
    stop,
  })
  return {
    name: "the sandbox's Tryton front",
    variant: 'standard',
    level: 'simulated',
    connector: tryton,
    at: { ...at, settings: { ...at.settings, rowsPerRead: '500' } },
    witness: witnessOf(books),
    act,
    ...trytonHabits,
    timeoutMs,
  }
}
