/** A FIXTURE, not the product: answers the console's calls from made-up data, and keeps what was asked. */
import { readFile } from 'node:fs/promises'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import type { Firm } from './fixture-work.ts'
import { detailOf, eur, uuid } from './fixture-work.ts'
import { approvalRoutes } from './fixture-approvals.ts'
import { contractIn, contractsFor } from './fixture-contracts.ts'
import { writeOffRoutes } from './fixture-write-offs.ts'
import { preBillOf } from './fixture-documents.ts'

export type Asked = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: unknown
  readonly idempotencyKey: string | null
}

export type FixtureServer = {
  readonly url: string
  readonly asked: readonly Asked[]
  /** Changed by a test: who is signed in, and which call is refused with which problem. */
  state: { firm: Firm; signedIn: boolean; passwordChangeDue: boolean; refuse: Record<string, Problem> }
  close(): Promise<void>
}

type Problem = { status: number; code: string; title: string; detail: string; remedy: string }

export const problems = {
  forbidden: {
    status: 403,
    code: 'FORBIDDEN',
    title: 'The permission is missing',
    detail: 'This needs the permission case.read.',
    remedy: 'Ask an administrator for a role with the permission that the answer names.',
  },
  changed: {
    status: 409,
    code: 'DOCUMENT_CHANGED',
    title: 'The document is not the one that was looked at',
    detail: 'The document changed after it was read. Read it again, and release the version you have read.',
    remedy: 'Read the document again, and release the version you have read.',
  },
  broken: {
    status: 500,
    code: 'INTERNAL',
    title: 'Something failed on our side',
    detail: 'The call failed on our side; nothing of it was kept.',
    remedy: 'Try again; when it stays, report the trace.',
  },
} as const satisfies Record<string, Problem>

/** The policy of the product's own server: a page that needs more than it allows must fail here. */
const policy =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

const pageItems = 50

function page<T>(items: readonly T[], { query }: Asked) {
  const from = Number(query.get('cursor') ?? '0')
  const limit = Number(query.get('limit') ?? String(pageItems))
  const until = from + limit
  return { items: items.slice(from, until), nextCursor: until < items.length ? String(until) : null }
}

type Answer = { status?: number; body: unknown }
type State = FixtureServer['state']

function workAnswer(state: State, asked: Asked): Answer {
  const { query } = asked
  const outcome = query.get('outcome') ?? 'bill'
  const text = query.get('text')?.toLowerCase()
  const found = state.firm.work.filter(
    (each) =>
      (query.get('bucket') === null ||
        each[`${outcome}Bucket` as 'billBucket' | 'costBucket' | 'payBucket'] === query.get('bucket')) &&
      (query.get('approval') === null || each.approval === query.get('approval')) &&
      (query.get('clientId') === null || each.client?.id === query.get('clientId')) &&
      (text === undefined ||
        `${each.worker?.name} ${each.project?.name} ${each.sourceId}`.toLowerCase().includes(text)),
  )
  return { body: page(found, asked) }
}

function documentsAnswer(state: State, asked: Asked): Answer {
  const { query } = asked
  const found = state.firm.documents.filter(
    (each) =>
      (query.get('status') === null || each.status === query.get('status')) &&
      (query.get('blocked') === null || String(each.blocked !== null) === query.get('blocked')),
  )
  return { body: page(found, asked) }
}

function sessionOf({ firm, passwordChangeDue }: State) {
  return { ...firm.session, passwordChangeDue }
}

const unknown: Answer = {
  status: 404,
  body: {
    type: 'urn:hourbridge:error:NOT_FOUND',
    title: 'There is no such thing',
    status: 404,
    detail: 'There is no such document.',
    code: 'NOT_FOUND',
    remedy: 'Check the id and the path; the list that it belongs to shows what exists.',
    traceId: '00000000000000000000000000000001',
  },
}

type Route = readonly [
  method: string,
  pattern: RegExp,
  answer: (state: State, asked: Asked, id: string) => Answer,
]

function one<T>(item: T | undefined, shape: (item: T) => unknown): Answer {
  return item === undefined ? unknown : { body: shape(item) }
}

const routes: readonly Route[] = [
  ['GET', /^overview$/, (state) => ({ body: state.firm.overview })],
  [
    'GET',
    /^status$/,
    ({ firm }) => ({
      body: {
        installationId: firm.session.installation.id,
        environment: firm.session.installation.environment,
        version: firm.session.installation.version,
        ...{
          sending: 'allowed',
          epoch: 1,
          since: null,
          why: null,
          stage: null,
          waitsFor: [],
          lastBackupAt: null,
        },
      },
    }),
  ],
  ['GET', /^work$/, workAnswer],
  [
    'GET',
    /^work\/([^/]+)$/,
    (state, _, id) =>
      one(
        state.firm.work.find((each) => each.workId === id),
        (work) => detailOf(state.firm, work),
      ),
  ],
  [
    'GET',
    /^work\/([^/]+)\/payload$/,
    () => ({
      body: {
        position: '90002',
        text: '{"id":48200,"hours":8.00,"comments":"Grid, cut-over: \\"night\\"","user":{"id":17},"custom_fields":[]}',
        dayOfWork: '2026-10-14',
      },
    }),
  ],
  ['POST', /^work\/[^/]+\/approve$/, () => ({ body: { position: '93115' } })],
  ['GET', /^cases$/, (state, asked) => ({ body: page(state.firm.cases, asked) })],
  [
    'GET',
    /^cases\/([^/]+)$/,
    (state, _, id) =>
      one(
        state.firm.cases.find((each) => each.caseId === id),
        (found) => found,
      ),
  ],
  ['POST', /^cases\/[^/]+\/correct$/, () => ({ body: { position: '93115' } })],
  [
    'POST',
    /^cases\/[^/]+\/resume$/,
    () => ({ body: { resumed: true, message: 'The entry is evaluated again.' } }),
  ],
  [
    'POST',
    /^cases\/([^/]+)\/assign$/,
    (state, _, id) =>
      one(
        state.firm.cases.find((each) => each.caseId === id),
        (found) => found,
      ),
  ],
  ['GET', /^documents$/, documentsAnswer],
  [
    'GET',
    /^documents\/([^/]+)$/,
    (state, _, id) =>
      one(
        state.firm.documents.find((each) => each.documentId === id),
        (found) => preBillOf(state.firm, found),
      ),
  ],
  ['POST', /^documents\/[^/]+\/release$/, () => ({ body: { released: true } })],
  ['POST', /^documents\/[^/]+\/discard$/, () => ({ body: { discarded: 'requested' } })],
  ['GET', /^contracts$/, (state, asked) => ({ body: page(contractsFor(state.firm, asked.query), asked) })],
  ['GET', /^contracts\/([^/]+)$/, (state, _, id) => one(contractIn(state.firm, id), (found) => found)],
  ['GET', /^runs$/, (state, asked) => ({ body: page(state.firm.runs, asked) })],
  ['POST', /^runs$/, () => ({ status: 201, body: { runId: uuid(6, 1), documents: 3 } })],
  ['POST', /^runs\/dry-run$/, dryRunAnswer],
  [
    'GET',
    /^runs\/([^/]+)$/,
    (state, _, id) =>
      one(
        state.firm.runs.find((each) => each.runId === id),
        (run) => ({ run, documents: state.firm.documents, head: '93114' }),
      ),
  ],
  ['POST', /^runs\/[^/]+\/release$/, () => ({ body: { released: 2 } })],
  ...approvalRoutes<Asked>(page),
  ...writeOffRoutes<Asked>(),
  ['GET', /^adjustments$/, (state, asked) => ({ body: page(state.firm.adjustments, asked) })],
  ['POST', /^adjustments\/decide$/, () => ({ body: { decided: 1, credits: [uuid(5, 5)] } })],
  ['GET', /^connections$/, (state) => ({ body: state.firm.connections })],
  ['GET', /^connectors$/, (state) => ({ body: state.firm.connectors })],
  ['GET', /^pulls$/, (state) => ({ body: state.firm.pulls })],
  [
    'POST',
    /^connections\/[^/]+\/test$/,
    () => ({ body: { ok: true, message: 'Address and key work; it is Redmine 6.0.' } }),
  ],
  ['POST', /^connections\/[^/]+\/pull$/, () => ({ status: 202, body: { asked: true } })],
  ['GET', /^log$/, (state, asked) => ({ body: page(state.firm.log, asked) })],
  ['GET', /^master-data\/(\w+)$/, mastersAnswer],
]

function dryRunAnswer(state: State): Answer {
  const documents = state.firm.documents.slice(0, 3).map((each) => ({
    legalEntity: each.legalEntity,
    client: each.client,
    contract: each.contract,
    purchaseOrder: each.purchaseOrder,
    connectionId: each.connectionId,
    beyondLimit: false,
    net: each.net,
    tax: each.tax,
    total: each.total,
    lines: preBillOf(state.firm, each).lines,
  }))
  const held = {
    clientId: 'C104',
    contractId: 'K4',
    purchaseOrder: null,
    legalEntity: 'DE01',
    code: 'CLIENT_ON_HOLD',
    net: eur('4210.00'),
    hours: '31.5',
  }
  return { body: { documents, held: documents.length === 0 ? [] : [held] } }
}

function mastersAnswer(state: State, asked: Asked, kind: string): Answer {
  const records = (state.firm.masters[kind] ?? []).map(({ id, body }) => ({
    recordId: id,
    stretches: [{ validFrom: '0001-01-01', validUntil: null, learnedAt: '1', body }],
  }))
  return { body: page(records, asked) }
}

function answerSession(state: State, asked: Asked): Answer {
  if (asked.method === 'POST' && asked.path === '/api/v1/session') {
    const { password } = asked.body as { password: string }
    if (password === 'wrong')
      return refusal({
        ...problems.forbidden,
        status: 401,
        code: 'UNAUTHENTICATED',
        title: 'No valid credentials',
        detail: 'Mail address or password is wrong.',
        remedy: 'Sign in, or send an API key that has not expired or been withdrawn.',
      })
    state.signedIn = true
  }
  if (asked.path === '/api/v1/session/password') state.passwordChangeDue = false
  if (asked.method === 'DELETE') state.signedIn = false
  return { body: sessionOf(state) }
}

function refusal(problem: Problem): Answer {
  const type = `urn:hourbridge:error:${problem.code}`
  return { status: problem.status, body: { type, ...problem, traceId: '4bf92f3577b34da6a3ce929d0e0e4736' } }
}

function answer(state: State, asked: Asked): Answer {
  if (asked.path === '/readyz') {
    const { environment, version } = state.firm.session.installation
    return { body: { status: 'ready', version, environment } }
  }
  const path = asked.path.slice('/api/v1/'.length)
  const refused = Object.entries(state.refuse).find(([wanted]) =>
    `${asked.method} ${path}`.startsWith(wanted),
  )
  if (refused !== undefined) return refusal(refused[1])
  const signingIn = asked.method === 'POST' && path === 'session'
  if (!state.signedIn && !signingIn) {
    return refusal({
      ...problems.forbidden,
      status: 401,
      code: 'UNAUTHENTICATED',
      title: 'No valid credentials',
      detail: 'Nobody is signed in.',
    })
  }
  if (path.startsWith('session')) return answerSession(state, asked)
  for (const [method, pattern, give] of routes) {
    const match = method === asked.method ? pattern.exec(path) : null
    if (match !== null) return give(state, asked, match[1] ?? '')
  }
  return unknown
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '/', 'http://fixture')
  let text = ''
  for await (const chunk of request) text += chunk
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body: text === '' ? null : JSON.parse(text),
    idempotencyKey: (request.headers['idempotency-key'] as string | undefined) ?? null,
  }
}

async function sendFile(directory: string, path: string, response: ServerResponse): Promise<void> {
  const wanted = normalize(path).replace(/^(\.\.[/\\])+/, '')
  const name = extname(wanted) === '' ? '/index.html' : wanted
  try {
    const bytes = await readFile(join(directory, name))
    response.writeHead(200, {
      'Content-Type': mediaTypes[extname(name)] ?? 'application/octet-stream',
      'Content-Security-Policy': policy,
    })
    response.end(bytes)
  } catch {
    response.writeHead(404).end()
  }
}

async function send(fixture: FixtureServer, call: Asked, response: ServerResponse): Promise<void> {
  const { status = 200, body } = answer(fixture.state, call)
  const media = status < 400 ? 'application/json' : 'application/problem+json'
  response.writeHead(status, {
    'Content-Type': `${media}; charset=utf-8`,
    'Content-Security-Policy': policy,
  })
  response.end(JSON.stringify(body))
}

/** Serves the built console and the made-up answers on a free port of this machine. */
export async function startFixture(consoleDirectory: string, firm: Firm): Promise<FixtureServer> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    void (async () => {
      const call = await readAsked(request)
      if (!call.path.startsWith('/api/') && call.path !== '/readyz') {
        await sendFile(consoleDirectory, call.path, response)
        return
      }
      asked.push(call)
      await send(fixture, call, response)
    })()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const fixture: FixtureServer = {
    url: `http://127.0.0.1:${port}`,
    asked,
    state: { firm, signedIn: true, passwordChangeDue: false, refuse: {} },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
  return fixture
}
