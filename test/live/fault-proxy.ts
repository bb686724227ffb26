import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * What happens to a request that a rule meets.
 * - `lose_reply_after_done`: the server does the work; the caller's connection breaks instead of an answer.
 * - `status_500_after_done`: the server does the work; the caller is told 500.
 * - `delay`: the server does the work at once; its answer waits.
 * - `refuse`: the connection breaks and the server never sees the request.
 * - `slow_land`: the connection breaks at once; the request reaches the server only later.
 * - `late`: nothing is answered, and the request reaches the server only when it is let go: the caller's deadline passes.
 * - `hold`: nothing is answered, and the server never sees the request.
 * - `answer`: the server never sees the request; `reply` is answered instead of it.
 * - `answer_after_done`: the server does the work; `reply` is answered instead of its own answer.
 * - `twice`: the server gets the request twice, as from a proxy that repeats; its second answer is handed on.
 * - `truncate`: the server does the work; the connection breaks in the middle of its answer.
 * - `part_then_cut`: the server gets what `rewrite` leaves of the request; the connection breaks instead of an answer.
 * `delay`, `late` and `slow_land` wait for `delayMs`, or until `release()` when none is given.
 */
export type FaultKind =
  | 'lose_reply_after_done'
  | 'status_500_after_done'
  | 'delay'
  | 'refuse'
  | 'slow_land'
  | 'late'
  | 'hold'
  | 'answer'
  | 'answer_after_done'
  | 'twice'
  | 'truncate'
  | 'part_then_cut'

export type Reply = {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export type Rule = {
  /** A JSON-RPC method, as in "model.account.invoice.create", or "POST /path" for anything else. */
  readonly match: string | RegExp
  /** The first is 1, counted from the moment the rule is set; "every" for all of them. */
  readonly nth: number | 'every'
  readonly kind: FaultKind
  readonly delayMs?: number
  /** A further condition on what was sent: the parsed JSON body, or null when it is none. */
  readonly where?: (body: unknown) => boolean
  /** What is answered, from what was sent and, where the server did the work, from its own answer. */
  readonly reply?: (sent: Buffer, own: Reply | null) => Reply
  readonly rewrite?: (sent: Buffer) => Buffer
}

export type Fault = {
  /** Requests the rule's `match` and `where` fitted so far, harmed or not. */
  seen(): number
  /** How many of them it harmed. */
  triggered(): number
  /** Harmed requests that the server has answered. */
  landed(): number
  /** Lets everything go that waits now, and later requests pass without a wait. */
  release(): void
  remove(): void
}

export type ProxiedCall = {
  readonly label: string
  readonly fault: FaultKind | null
  /** What the server answered; null while it has not, or never saw the request. */
  status: number | null
}

type Active = {
  rule: Rule
  seen: number
  triggered: number
  landed: number
  gate: PromiseWithResolvers<void>
}

export type FaultProxy = Awaited<ReturnType<typeof faultProxy>>

/** Stands before `target` (scheme, host, port) on a free port of 127.0.0.1 and passes everything on but what rules say. */
export async function faultProxy(target: string) {
  const rules = new Set<Active>()
  const calls: ProxiedCall[] = []
  const replies = new Map<string, Reply>()
  const server = createServer((incoming, outgoing) => {
    handle({ target, rules, calls, replies }, incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    /** The proxy's own scheme, host and port; paths stay as they are at the target. */
    origin: `http://127.0.0.1:${port}`,
    calls: calls as readonly ProxiedCall[],
    count: (match: string | RegExp) => calls.filter((call) => fits(match, call.label)).length,
    /** The server's latest answer to such a request. */
    lastReply: (match: string | RegExp): Reply | null =>
      [...replies].findLast(([label]) => fits(match, label))?.[1] ?? null,
    forget: () => {
      calls.length = 0
    },
    set: (rule: Rule): Fault => {
      const active = { rule, seen: 0, triggered: 0, landed: 0, gate: Promise.withResolvers<void>() }
      rules.add(active)
      return {
        seen: () => active.seen,
        triggered: () => active.triggered,
        landed: () => active.landed,
        release: () => active.gate.resolve(),
        remove: () => void rules.delete(active),
      }
    },
    close: async () => {
      for (const active of rules) active.gate.resolve()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

function fits(match: string | RegExp, label: string): boolean {
  return typeof match === 'string' ? match === label : match.test(label)
}

/** The rule that harms this request. Every rule that fits counts it; the first set one wins. */
function choose(rules: ReadonlySet<Active>, label: string, body: unknown): Active | null {
  let chosen: Active | null = null
  for (const active of rules) {
    if (!fits(active.rule.match, label) || active.rule.where?.(body) === false) continue
    active.seen += 1
    if (active.rule.nth === 'every' || active.rule.nth === active.seen) chosen ??= active
  }
  if (chosen !== null) chosen.triggered += 1
  return chosen
}

type Passage = {
  readonly target: string
  readonly rules: ReadonlySet<Active>
  readonly calls: ProxiedCall[]
  readonly replies: Map<string, Reply>
}

async function handle(
  { target, rules, calls, replies }: Passage,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const sent = await readWhole(incoming)
  const body = parse(sent)
  const label = labelOf(incoming, body)
  const active = choose(rules, label, body)
  const kind = active?.rule.kind ?? null
  const call: ProxiedCall = { label, fault: kind, status: null }
  calls.push(call)
  const forward = async (bytes = sent) => {
    const reply = await pass(target, incoming, bytes)
    call.status = reply.status
    if (active !== null) active.landed += 1
    replies.delete(label)
    replies.set(label, reply)
    return reply
  }
  const made = (own: Reply | null) => active!.rule.reply!(sent, own)
  const wait = () => (active?.rule.delayMs === undefined ? active?.gate.promise : pause(active.rule.delayMs))
  const cut = () => incoming.socket.destroy()

  if (kind === 'refuse') return void cut()
  if (kind === 'slow_land') {
    cut()
    await wait()
    await forward()
    return
  }
  if (kind === 'hold') return
  if (kind === 'late') {
    await wait()
    await forward()
    return
  }
  if (kind === 'answer') return handOn(outgoing, made(null))
  if (kind === 'part_then_cut') {
    await forward(active!.rule.rewrite!(sent))
    return void cut()
  }
  if (kind === 'twice') await forward()
  const reply = await forward()
  if (kind === 'answer_after_done') return handOn(outgoing, made(reply))
  if (kind === 'truncate') {
    const { 'transfer-encoding': _, ...headers } = reply.headers
    outgoing.writeHead(reply.status, { ...headers, 'content-length': reply.body.length })
    outgoing.write(reply.body.subarray(0, reply.body.length >> 1), cut)
    return
  }
  if (kind === 'lose_reply_after_done') return void cut()
  if (kind === 'status_500_after_done') return void outgoing.writeHead(500).end('Internal Server Error')
  if (kind === 'delay') await wait()
  handOn(outgoing, reply)
}

function handOn(outgoing: ServerResponse, reply: Reply): void {
  const { connection: _, 'transfer-encoding': __, ...headers } = reply.headers
  outgoing.writeHead(reply.status, { ...headers, 'content-length': reply.body.length }).end(reply.body)
}

async function readWhole(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return null
  }
}

function labelOf(incoming: IncomingMessage, body: unknown): string {
  const method = typeof body === 'object' && body !== null && 'method' in body ? body.method : null
  return typeof method === 'string' ? method : `${incoming.method} ${incoming.url?.split('?')[0]}`
}

/** Sends it to the target as it came. Own connection per request: a broken one never hits another caller. */
function pass(target: string, incoming: IncomingMessage, sent: Buffer): Promise<Reply> {
  const { connection: _, 'transfer-encoding': __, host: ___, ...kept } = incoming.headers
  const headers = { ...kept, 'content-length': sent.length }
  const options = { method: incoming.method ?? 'GET', headers, agent: false as const }
  return new Promise((done, fail) => {
    const upstream = request(new URL(incoming.url ?? '/', target), options, (reply) => {
      readWhole(reply).then(
        (body) => done({ status: reply.statusCode ?? 502, headers: reply.headers, body }),
        fail,
      )
    })
    upstream.once('error', fail)
    upstream.end(sent)
  })
}
