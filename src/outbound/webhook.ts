import { Webhook } from 'standardwebhooks'
import { EgressFailure } from '../egress/failure.ts'
import type { Channel, Outcome } from './channel.ts'
import { type CloudEvent, cloudEventMediaType } from './cloud-event.ts'
import type { OutboundDeps } from './deps.ts'
import { signingSecrets, type WebhookSecrets } from './secrets.ts'

/** Answers about the one event; every other failure is the receiver's as a whole. */
const aboutTheEvent = new Set([400, 409, 413, 415, 422, 500])
const goneStatus = 410
const longestAfterMs = 24 * 3_600_000
const shownCharacters = 300

/** Signed as Standard Webhooks 1.0.0 says. The id is the event's: a receiver that keeps ids sees repeats. */
export function webhookChannel(deps: OutboundDeps, url: string, secrets: WebhookSecrets): Channel {
  return {
    send: async (event, replayId) => {
      try {
        return outcomeOf(await post(deps, url, secrets, event, replayId), deps.clock.now())
      } catch (error) {
        if (!(error instanceof EgressFailure)) throw error
        return { result: 'unavailable', status: null, message: error.publicMessage, afterMs: null }
      }
    },
    close: async () => {},
  }
}

function post(
  deps: OutboundDeps,
  url: string,
  secrets: WebhookSecrets,
  event: CloudEvent,
  replayId: string | null,
) {
  const now = deps.clock.now()
  const body = JSON.stringify(event)
  const signatures = signingSecrets(secrets, now).map((one) => new Webhook(one).sign(event.id, now, body))
  return deps.egress.send({
    method: 'POST',
    url: new URL(url),
    headers: {
      'content-type': `${cloudEventMediaType}; charset=utf-8`,
      'user-agent': 'Hourbridge',
      'webhook-id': event.id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signatures.join(' '),
      ...(replayId === null ? {} : { 'hourbridge-replay': replayId }),
    },
    body,
    timeoutMs: deps.limits.timeoutMs,
    responseBytes: deps.limits.responseBytes,
  })
}

type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

function outcomeOf(answer: Answer, now: Date): Outcome {
  const { status } = answer
  if (status >= 200 && status < 300) return { result: 'accepted', status }
  const message = `HTTP ${status}${said(answer.body)}`
  if (status === goneStatus) return { result: 'gone', status, message }
  if (aboutTheEvent.has(status)) return { result: 'refused', status, message }
  return { result: 'unavailable', status, message, afterMs: retryAfter(answer.headers['retry-after'], now) }
}

/** What the receiver wrote, short and without control characters: people will read it. */
function said(body: Uint8Array): string {
  const text = Buffer.from(body.subarray(0, 4 * shownCharacters)).toString('utf8')
  const shown = text
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, shownCharacters)
  return shown === '' ? '' : `: ${shown}`
}

/** RFC 9110: seconds or a date. */
function retryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime()
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, longestAfterMs) : null
}
