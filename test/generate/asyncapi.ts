/** The AsyncAPI 3.0 description of everything that leaves by webhook or NATS, made from the table of kinds. */
import { eventKind, eventKindNames, eventType, type EventKindName } from '../../src/model/events/kinds.ts'
import { cloudEventMediaType, schemaUrn } from '../../src/outbound/cloud-event.ts'
import { natsSubject } from '../../src/outbound/nats.ts'

type Json = Readonly<Record<string, unknown>>

/** A name that JSON pointers and generators of code take as it is. */
function nameOf(kind: EventKindName): string {
  return `${kind}.v${eventKind(kind).version}`
}

function channelName(kind: EventKindName): string {
  return `nats.${nameOf(kind)}`
}

const text = { type: 'string' }
const webhookHeaders = {
  type: 'object',
  required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  properties: {
    'webhook-id': { ...text, description: 'The id of the event: whoever keeps ids sees repeats' },
    'webhook-timestamp': { ...text, description: 'Seconds since 1970 at which this attempt was signed' },
    'webhook-signature': {
      ...text,
      description: 'Standard Webhooks: one or, during an exchange of secrets, two',
    },
    'hourbridge-replay': { ...text, description: 'The id of the replay, where one asked for this delivery' },
  },
}

function envelope(kind: EventKindName): Json {
  const { data, subject } = eventKind(kind)
  const properties = {
    specversion: { const: '1.0' },
    id: { ...text, description: 'Unique together with source; the same at every repeat' },
    source: { ...text, description: 'urn:hourbridge:<environment>:<installation>' },
    type: { const: eventType(kind) },
    subject: { ...text, pattern: `^${subject}/` },
    time: { ...text, format: 'date-time' },
    datacontenttype: { const: 'application/json' },
    dataschema: { const: schemaUrn(kind) },
    sequence: {
      ...text,
      description: 'Sorts as text: of two events of one subject the greater one is later',
    },
    partitionkey: { ...text, description: 'The subject' },
    data: JSON.parse(JSON.stringify(data)),
  }
  return { type: 'object', required: Object.keys(properties), properties }
}

function messages(): Json {
  const made = eventKindNames.map((kind) => {
    const { title } = eventKind(kind)
    const payload = envelope(kind)
    return [nameOf(kind), { name: eventType(kind), title, contentType: cloudEventMediaType, payload }]
  })
  return Object.fromEntries(made)
}

function natsChannels(): Json {
  const made = eventKindNames.map((kind) => [
    channelName(kind),
    {
      address: `${natsSubject('{prefix}', { type: eventType(kind), subject: '' })}{id}`,
      title: eventKind(kind).title,
      servers: [{ $ref: '#/servers/nats' }],
      parameters: {
        prefix: { description: 'Of the subscription', default: 'hourbridge.production' },
        id: {
          description: 'Of the subject; a character other than A-Z, a-z, 0-9, _ and - as = and its bytes',
        },
      },
      messages: { [nameOf(kind)]: { $ref: `#/components/messages/${nameOf(kind)}` } },
    },
  ])
  return Object.fromEntries(made)
}

export function asyncApi(version: string): Json {
  const listed = eventKindNames.map((kind) => [
    nameOf(kind),
    { $ref: `#/components/messages/${nameOf(kind)}` },
  ])
  const sends = eventKindNames.map((kind) => [
    `send.${channelName(kind)}`,
    { action: 'send', channel: { $ref: `#/channels/${channelName(kind)}` } },
  ])
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Hourbridge events',
      version,
      description:
        'CloudEvents 1.0 in structured JSON. At least once, and in order per subject: keep ids to see repeats. ' +
        'Receivers ignore properties that they do not know.',
      license: { name: 'Apache-2.0' },
    },
    servers: {
      webhook: { host: '{host}', protocol: 'https', description: 'Your receiver', variables: { host: {} } },
      nats: {
        host: '{host}',
        protocol: 'nats',
        description: 'Your server with JetStream',
        variables: { host: {} },
      },
    },
    channels: {
      webhook: {
        address: null,
        title: 'The address of a webhook subscription',
        servers: [{ $ref: '#/servers/webhook' }],
        messages: Object.fromEntries(listed),
      },
      ...natsChannels(),
    },
    operations: {
      'send.webhook': {
        action: 'send',
        channel: { $ref: '#/channels/webhook' },
        traits: [{ $ref: '#/components/operationTraits/signed' }],
      },
      ...Object.fromEntries(sends),
    },
    components: {
      messages: messages(),
      schemas: { webhookHeaders },
      operationTraits: {
        signed: {
          description:
            'Each delivery carries the headers of Standard Webhooks, described under components/schemas/webhookHeaders. ' +
            'Any answer of 2xx accepts it.',
        },
      },
    },
  }
}
