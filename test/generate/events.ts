import { eventKind, eventKindNames, eventType } from '../../src/model/events/kinds.ts'
import { defaultOutboundLimits } from '../../src/outbound/limits.ts'
import { page, table } from './reference.ts'

type Shape = { properties?: Record<string, unknown> }

function pauses(): string {
  return defaultOutboundLimits.retryMs
    .map((ms) =>
      ms < 60_000 ? `${ms / 1000} s` : ms < 3_600_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`,
    )
    .join(', ')
}

/** Every type of event and how it is told. */
export function eventsPage(): string {
  const rows = eventKindNames.map((kind) => {
    const { title, subject, data } = eventKind(kind)
    const fields = Object.keys((data as Shape).properties ?? {}).map((name) => `\`${name}\``)
    return [`\`${eventType(kind)}\``, `\`${subject}/…\``, title, fields.join(', ')]
  })
  const { setAside, timeoutMs, secretOverlapMs } = defaultOutboundLimits
  return page(
    'Events',
    'Every change that the installation decides leaves it as a CloudEvent 1.0, by signed webhook, to NATS JetStream, or ' +
      'fetched from `GET /api/v1/events`. Data holds ids, states and what is billed; no names, descriptions or rates of ' +
      'pay. The JSON Schemas stand in `GET /api/v1/event-types` and in [asyncapi.json](asyncapi.json).',
    `## What is promised\n\n` +
      '- At least once. An event keeps its id at every repeat, so that a receiver that keeps ids takes it once.\n' +
      '- In order per subject. `sequence` sorts as text; of two events of a subject the greater one is the later one.\n' +
      '- Nothing is told of what was not committed, and what was told is what held at that commit.\n' +
      '- A restored older copy, or a copy started elsewhere, tells nothing until it may send; then its ids are new ones.',
    `## When a receiver fails\n\n` +
      `An answer of 2xx within ${timeoutMs / 1000} seconds accepts. 400, 409, 413, 415, 422 and 500 refuse the one event: it and ` +
      `what follows in its subject wait aside, up to ${setAside} events, and other subjects go on. Everything else, and a ` +
      `round in which every subject is refused, is the receiver's as a whole: the subscription waits. Attempts follow after ` +
      `${pauses()}, later where \`Retry-After\` asks for it. After the last one, and at once on 410, the subscription is ` +
      `disabled and a case opened. Enabled again it goes on where it stopped; nothing is dropped meanwhile.`,
    `## Signatures\n\n` +
      `Standard Webhooks 1.0.0 with HMAC-SHA256: \`webhook-id\`, \`webhook-timestamp\`, \`webhook-signature\`. After ` +
      `\`rotate-secret\` deliveries carry a signature of either secret for ${secretOverlapMs / 3_600_000} hours.`,
    `## NATS\n\n` +
      'An event counts as accepted when the stream acknowledged it. It stands under `<prefix>.<type without com.hourbridge.>.<id>`; ' +
      '`Nats-Msg-Id` is the id of the event, so that the stream drops repeats within its window.',
    `## Types\n\n${table(['Type', 'Subject', 'When', 'Data'], rows)}`,
  )
}
