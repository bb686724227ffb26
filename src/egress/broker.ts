/**
 * Connections to NATS. The name is resolved and checked as for HTTP, and the connection goes to the checked address;
 * addresses that the server names of others are not followed.
 */
import { JetStreamApiError, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node'
import { isIP } from 'node:net'
import type { AllowList } from './addresses.ts'
import { checkedAddress, type EgressOptions, resolveAll } from './client.ts'
import { EgressFailure } from './failure.ts'

type BrokerTarget = {
  /** `nats:` or `tls:`; the latter refuses a server without TLS. */
  readonly url: URL
  readonly credentials: {
    readonly user?: string | undefined
    readonly password?: string | undefined
    readonly token?: string | undefined
  }
  readonly timeoutMs: number
}
export type Broker = {
  /** Resolves when the stream has stored the message. Throws BrokerFailure. */
  publish(subject: string, messageId: string, body: string): Promise<void>
  /** Creates the stream unless one of this name exists. Throws BrokerFailure. */
  ensureStream(stream: string, subjects: readonly string[]): Promise<void>
  isClosed(): boolean
  close(): Promise<void>
}
/** Throws EgressFailure for an address that is not to be called, BrokerFailure when nobody answers. */
export type BrokerGate = (target: BrokerTarget) => Promise<Broker>

/** `refused`: the server will not take this message. `no_stream`: nobody stores the subject. */
export class BrokerFailure extends Error {
  readonly kind: 'unavailable' | 'no_stream' | 'refused'

  constructor(kind: BrokerFailure['kind'], message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'BrokerFailure'
    this.kind = kind
  }
}

const defaultPort = 4222
/** The server's code for a message larger than the stream takes. */
const tooLarge = 10054
/** How long the server recognises a repeated message by its id. */
const duplicateWindowMs = 10 * 60_000

export function openBrokerGate(options: Pick<EgressOptions, 'resolve'> & { allow: AllowList }): BrokerGate {
  const resolve = options.resolve ?? resolveAll
  return async (target) => {
    const { url } = target
    refuseBrokerUrl(url)
    const port = url.port === '' ? defaultPort : Number(url.port)
    const address = await checkedAddress(options.allow, resolve, url.hostname, port)
    const server = `${isIP(address) === 6 ? `[${address}]` : address}:${port}`
    try {
      return brokerOver(await connect(optionsFor(target, server)), target.timeoutMs)
    } catch (error) {
      throw new BrokerFailure('unavailable', `${url.host}: ${textOf(error)}`, error)
    }
  }
}

export function refuseBrokerUrl(url: URL): void {
  const refuse = (message: string) => new EgressFailure('refused_address', 'none', message)
  if (url.protocol !== 'nats:' && url.protocol !== 'tls:')
    throw refuse(`The protocol ${url.protocol} is not called`)
  if (url.username !== '' || url.password !== '')
    throw refuse('An address must not carry a user name or password')
  if (url.hostname === '') throw refuse('An address needs a host')
}

function optionsFor(target: BrokerTarget, server: string): ConnectionOptions {
  const { user, password, token } = target.credentials
  return {
    servers: server,
    name: 'hourbridge',
    timeout: target.timeoutMs,
    // A lost connection is an outcome of the round; the next one connects again, through the check.
    reconnect: false,
    resolve: false,
    ignoreClusterUpdates: true,
    ...(target.url.protocol === 'tls:' ? { tls: { servername: target.url.hostname } as object } : {}),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { pass: password }),
    ...(token === undefined ? {} : { token }),
  }
}

function brokerOver(connection: NatsConnection, timeoutMs: number): Broker {
  const stream = jetstream(connection, { timeout: timeoutMs })
  return {
    async publish(subject, messageId, body) {
      try {
        await stream.publish(subject, body, { msgID: messageId, timeout: timeoutMs, retries: 1 })
      } catch (error) {
        throw failureOf(error, subject)
      }
    },
    async ensureStream(name, subjects) {
      try {
        const manager = await jetstreamManager(connection, { timeout: timeoutMs })
        await manager.streams.info(name).catch(async (error: unknown) => {
          if (!(error instanceof JetStreamApiError) || error.apiError().code !== 404) throw error
          const window = duplicateWindowMs * 1e6
          await manager.streams.add({ name, subjects: [...subjects], duplicate_window: window })
        })
      } catch (error) {
        throw failureOf(error, name)
      }
    },
    isClosed: () => connection.isClosed(),
    close: () => connection.close(),
  }
}

function failureOf(error: unknown, about: string): BrokerFailure {
  const text = textOf(error)
  if (error instanceof JetStreamApiError) {
    const kind = error.apiError().err_code === tooLarge ? 'refused' : 'unavailable'
    return new BrokerFailure(kind, `${about}: ${text}`, error)
  }
  // Nobody answered the subject: no stream takes it, or the server has no JetStream.
  if (error instanceof Error && error.name === 'JetStreamNotEnabled') {
    const how = 'no stream takes it. Create one, or let the subscription create it with createsStream.'
    return new BrokerFailure('no_stream', `${about}: ${how}`, error)
  }
  return new BrokerFailure('unavailable', `${about}: ${text}`, error)
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
