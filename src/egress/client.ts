/**
 * The only code that opens outbound sockets. A name is resolved here, every address it has is checked, and the
 * connection goes to a checked address, so that a second look-up cannot lead elsewhere.
 */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import { type AllowList, isAllowed } from './addresses.ts'
import { EgressFailure } from './failure.ts'

export type EgressRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | null
  /** From the call to the last byte of the answer. */
  readonly timeoutMs: number
  /** Most bytes of the answer, on the wire and again after decompression. */
  readonly responseBytes: number
}
export type EgressResponse = {
  readonly status: number
  /** Names in lower case; a repeated header is joined by a comma. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}
export type EgressClient = {
  /** Throws EgressFailure. Redirects are answers like any other and never followed. */
  send(request: EgressRequest): Promise<EgressResponse>
  close(): Promise<void>
}
export type EgressOptions = {
  readonly allow: AllowList
  readonly connectTimeoutMs?: number
  /** All addresses of a name. */
  readonly resolve?: (hostname: string) => Promise<readonly string[]>
}

const keepAliveMs = 2_000
const headerBytes = 64 * 1024

export function openEgress(options: EgressOptions): EgressClient {
  const connectTimeoutMs = options.connectTimeoutMs ?? 10_000
  const open = buildConnector({ timeout: connectTimeoutMs, allowH2: false })
  const resolve = options.resolve ?? resolveAll
  const connect: buildConnector.connector = (target, callback) => {
    checkedAddress(options.allow, resolve, target.hostname, portOf(target)).then(
      (address) => {
        const servername =
          target.servername ?? (isIP(bareHost(target.hostname)) ? undefined : target.hostname)
        open({ ...target, hostname: address, ...(servername === undefined ? {} : { servername }) }, callback)
      },
      (error: Error) => callback(error, null),
    )
  }
  const agent = new Agent({
    connect,
    pipelining: 1,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    maxHeaderSize: headerBytes,
    // One deadline over the whole exchange stands in for these.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    send: (request) => send(agent, request),
    close: () => agent.destroy(),
  }
}

/** Refuses what no connector may ask for. Exported for the check of an address when a connection is set up. */
export function refuseUrl(url: URL): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new EgressFailure('refused_address', 'none', `The protocol ${url.protocol} is not called`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new EgressFailure('refused_address', 'none', 'An address must not carry a user name or password')
  }
  if (url.hostname === '') throw new EgressFailure('refused_address', 'none', 'An address needs a host')
}

export async function resolveAll(hostname: string): Promise<readonly string[]> {
  const found = await lookup(hostname, { all: true, verbatim: true })
  return found.map((entry) => entry.address)
}

function bareHost(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

function portOf(target: buildConnector.Options): number {
  if (target.port !== '') return Number(target.port)
  return target.protocol === 'https:' ? 443 : 80
}

/** One bad address among several refuses the name: which of them is taken is not ours to hope for. */
export async function checkedAddress(
  allow: AllowList,
  resolve: (hostname: string) => Promise<readonly string[]>,
  hostname: string,
  port: number,
): Promise<string> {
  const bare = bareHost(hostname)
  let addresses: readonly string[]
  try {
    addresses = isIP(bare) !== 0 ? [bare] : await resolve(hostname)
  } catch (error) {
    throw new EgressFailure('unreachable', 'none', `The name ${hostname} could not be resolved`, error)
  }
  const [first] = addresses
  if (first === undefined)
    throw new EgressFailure('unreachable', 'none', `The name ${hostname} has no address`)
  for (const address of addresses) {
    if (!isAllowed(allow, hostname, port, address)) {
      throw new EgressFailure('refused_address', 'none', `${hostname}:${port} leads to ${address}`)
    }
  }
  return first
}

async function send(agent: Agent, request: EgressRequest): Promise<EgressResponse> {
  refuseUrl(request.url)
  const raw = await exchange(agent, request)
  return { ...raw, body: await decompressed(raw, request) }
}

function exchange(agent: Agent, request: EgressRequest): Promise<EgressResponse> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let received = 0
    let started = false
    let status = 0
    let headers: Record<string, string> = {}
    let controller: Dispatcher.DispatchController | null = null
    let failure: EgressFailure | null = null
    const fail = (kind: EgressFailure['kind'], message: string, cause?: unknown) => {
      failure ??= new EgressFailure(
        kind,
        started ? 'unknown' : 'none',
        `${where(request)}: ${message}`,
        cause,
      )
      clearTimeout(timer)
      reject(failure)
      // A request that still waits for a connection has no controller yet; it aborts as soon as it gets one.
      controller?.abort(failure)
    }
    const timer = setTimeout(
      () => fail('timeout', `no complete answer within ${request.timeoutMs} ms`),
      request.timeoutMs,
    )
    agent.dispatch(
      {
        origin: request.url.origin,
        path: request.url.pathname + request.url.search,
        method: request.method,
        headers: { 'accept-encoding': 'gzip, deflate, br', ...request.headers },
        body: request.body,
      },
      {
        onRequestStart(given) {
          if (failure !== null) return given.abort(failure)
          controller = given
          started = true
        },
        onResponseStart(_given, statusCode, received) {
          status = statusCode
          headers = joined(received)
        },
        onResponseData(_given, chunk) {
          received += chunk.length
          if (received > request.responseBytes) fail('too_large', `more than ${request.responseBytes} bytes`)
          else chunks.push(chunk)
        },
        onResponseEnd() {
          clearTimeout(timer)
          resolve({ status, headers, body: Buffer.concat(chunks) })
        },
        onResponseError(_given, error) {
          if (error instanceof EgressFailure) {
            clearTimeout(timer)
            reject(error)
          } else fail(started ? 'broken' : 'unreachable', error.message, error)
        },
      },
    )
  })
}

/** Without the query: it may carry a key. */
function where(request: EgressRequest): string {
  return `${request.method} ${request.url.origin}${request.url.pathname}`
}

function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
  }
  return plain
}

const decoders = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
} as const

async function decompressed(response: EgressResponse, request: EgressRequest): Promise<Uint8Array> {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() ?? 'identity'
  if (encoding === 'identity' || response.body.length === 0) return response.body
  if (!Object.hasOwn(decoders, encoding)) {
    throw new EgressFailure(
      'broken',
      'unknown',
      `${where(request)}: content encoding ${encoding.slice(0, 40)}`,
    )
  }
  try {
    return await decoders[encoding as keyof typeof decoders](response.body, {
      maxOutputLength: request.responseBytes,
    })
  } catch (error) {
    const tooLarge = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE'
    throw new EgressFailure(
      tooLarge ? 'too_large' : 'broken',
      'unknown',
      `${where(request)}: ${tooLarge ? `unpacks to more than ${request.responseBytes} bytes` : 'broken compression'}`,
      error,
    )
  }
}
