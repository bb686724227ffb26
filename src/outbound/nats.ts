import { type Broker, BrokerFailure } from '../egress/broker.ts'
import { EgressFailure } from '../egress/failure.ts'
import type { Channel, Outcome } from './channel.ts'
import type { CloudEvent } from './cloud-event.ts'
import type { OutboundDeps } from './deps.ts'
import type { NatsSecrets } from './secrets.ts'
import type { NatsSettings } from './subscriptions.ts'

const typePrefix = 'com.hourbridge.'

/** `hourbridge.production.time-entry.approved.v1.<id>`: filtered by kind or by what it is about. */
export function natsSubject(prefix: string, event: Pick<CloudEvent, 'type' | 'subject'>): string {
  return `${prefix}.${event.type.slice(typePrefix.length)}.${token(event.subject)}`
}

/** One token of a NATS subject. What a token cannot hold is written as its bytes, so that no two ids meet. */
function token(subject: string): string {
  const id = subject.slice(subject.indexOf('/') + 1)
  return id.replaceAll(/[^A-Za-z0-9_-]/gu, (character) => `=${Buffer.from(character).toString('hex')}`)
}

/** Subjects that the stream of a subscription takes. */
function streamSubjects(settings: NatsSettings): string[] {
  return [`${settings.subjectPrefix}.>`]
}

/** An event counts as accepted when the stream acknowledged that it is stored. */
export function natsChannel(
  deps: OutboundDeps,
  url: string,
  settings: NatsSettings,
  secrets: NatsSecrets,
): Channel {
  let opening: Promise<Broker> | null = null
  const open = async (): Promise<Broker> => {
    const { timeoutMs } = deps.limits
    const broker = await deps.brokers({ url: new URL(url), credentials: secrets, timeoutMs })
    try {
      if (settings.createsStream) await broker.ensureStream(settings.stream, streamSubjects(settings))
      return broker
    } catch (error) {
      await broker.close()
      throw error
    }
  }
  const forget = async () => {
    const closing = opening
    opening = null
    await closing?.then(
      (broker) => broker.close(),
      () => {},
    )
  }
  return {
    send: async (event) => {
      try {
        opening ??= open()
        const broker = await opening
        await broker.publish(natsSubject(settings.subjectPrefix, event), event.id, JSON.stringify(event))
        return { result: 'accepted', status: null }
      } catch (error) {
        const outcome = outcomeOf(error)
        if (outcome.result === 'unavailable') await forget()
        return outcome
      }
    },
    close: forget,
  }
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof BrokerFailure && error.kind === 'refused')
    return { result: 'refused', status: null, message: error.message }
  if (error instanceof BrokerFailure)
    return { result: 'unavailable', status: null, message: error.message, afterMs: null }
  if (error instanceof EgressFailure)
    return { result: 'unavailable', status: null, message: error.publicMessage, afterMs: null }
  throw error
}
