/** One HTTP server on the loopback address; every front is a branch of its path. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Refusal } from './books/refusal.ts'
import { readSwitches } from './books/switches.ts'
import { serveControl } from './control/serve.ts'
import { serveInspection } from './inspect.ts'
import { serveErp } from './plain/erp.ts'
import { servePsa } from './plain/psa.ts'
import { serveRedmine } from './redmine/serve.ts'
import { serveTryton } from './tryton/serve.ts'
import { header, type Incoming, json, refusalReply, type Reply, type World } from './wire.ts'

/** These systems hold invented data and listen on loopback only, so their keys are no secrets. */
export const apiKey = 'sandbox-api-key'
export const controlKey = 'sandbox-control-key'
const bodyLimit = 32 * 1024 * 1024

type Front = {
  readonly limited: boolean
  readonly serve: (world: World, incoming: Incoming, rest: string) => Reply | Promise<Reply>
}

const fronts: Readonly<Record<string, Front>> = {
  psa: { limited: true, serve: withKey(apiKey, 'x-api-key', servePsa) },
  erp: { limited: true, serve: withKey(apiKey, 'x-api-key', serveErp) },
  redmine: { limited: true, serve: serveRedmine },
  tryton: { limited: true, serve: (world, incoming, rest) => serveTryton(world, incoming, rest) },
  control: { limited: false, serve: withKey(controlKey, 'x-control-key', serveControl) },
  inspect: { limited: false, serve: withKey(controlKey, 'x-control-key', serveInspection) },
}

function withKey(key: string, name: string, serve: Front['serve']): Front['serve'] {
  return (world, incoming, rest) =>
    header(incoming, name) === key
      ? serve(world, incoming, rest)
      : json(401, { code: 'UNAUTHORIZED', message: `The header ${name} is missing or wrong.` })
}

export async function startServer(world: World, port: number): Promise<{ server: Server; url: string }> {
  const answer = answerer(world)
  const server = createServer((request, response) => void handle(answer, request, response))
  server.keepAliveTimeout = 30_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** What the systems answer to a request, without the socket: for whoever has none. */
export function answerer(world: World): (incoming: Incoming) => Promise<Reply> {
  const limiter = makeLimiter()
  return async (incoming) => {
    try {
      return await route(world, limiter, incoming)
    } catch (error) {
      if (error instanceof Refusal) return refusalReply(error)
      process.stderr.write(
        `${incoming.method} ${incoming.path}: ${error instanceof Error ? error.stack : error}\n`,
      )
      return json(500, { code: 'INTERNAL', message: 'The simulated system failed.' })
    }
  }
}

async function handle(
  answer: (incoming: Incoming) => Promise<Reply>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const requestId = request.headers['x-request-id']
  const echo = typeof requestId === 'string' ? { 'x-request-id': requestId } : {}
  const incoming = await readWhole(request).catch(() => null)
  const reply =
    incoming === null ? json(413, { code: 'TOO_LARGE', message: 'At most 32 MB.' }) : await answer(incoming)
  if (reply.cut === true) {
    request.socket.destroy()
    return
  }
  if (response.destroyed) return
  response.writeHead(reply.status, { ...echo, ...reply.headers })
  response.end(reply.body)
}

async function route(
  world: World,
  limiter: (perSecond: number, nowMs: number) => boolean,
  incoming: Incoming,
): Promise<Reply> {
  const [, name = '', rest = ''] = /^\/([^/]*)\/?(.*)$/.exec(incoming.path) ?? []
  const front = fronts[name]
  if (front === undefined) return json(404, { code: 'NOT_FOUND', message: 'psa, erp, redmine, tryton.' })
  if (front.limited) {
    const { requestsPerSecond, latencyMs } = readSwitches(world.books)
    if (!limiter(requestsPerSecond, world.now().getTime())) {
      return json(429, { code: 'LIMITED', message: 'Too many requests.' }, { 'retry-after': '1' })
    }
    if (latencyMs > 0) await world.pause(latencyMs)
  }
  return front.serve(world, incoming, rest)
}

/** Counts by the second of the clock; zero is no limit. */
function makeLimiter(): (perSecond: number, nowMs: number) => boolean {
  let second = 0
  let used = 0
  return (perSecond, nowMs) => {
    if (perSecond === 0) return true
    const current = Math.floor(nowMs / 1000)
    if (current !== second) {
      second = current
      used = 0
    }
    used += 1
    return used <= perSecond
  }
}

async function readWhole(request: IncomingMessage): Promise<Incoming | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > bodyLimit) return null
    chunks.push(chunk as Buffer)
  }
  const url = new URL(request.url ?? '/', 'http://sandbox')
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}
