/** Stands where the socket would be: requests of the product reach the firm's fronts, or do not, by the seed. */
import type { Random } from '../../sandbox/random.ts'
import type { EgressClient, EgressRequest, EgressResponse } from '../../src/egress/client.ts'
import { EgressFailure } from '../../src/egress/failure.ts'
import type { Firm } from './firm.ts'
import { boundary, type Mortality, step } from './mortal.ts'
import type { Time } from './time.ts'

/** Chances in a thousand that a request meets this. */
export type Weather = {
  refused: number
  limited: number
  broken: number
  replyLost: number
  /** An entry comes with other content under the version that it has. */
  lies: number
  /** The control totals are not those of the books. */
  miscounts: number
}
export const calm: Weather = { refused: 0, limited: 0, broken: 0, replyLost: 0, lies: 0, miscounts: 0 }

export type Wire = {
  weather: Weather
  /** How long after its caller gave up a request may still land. Milliseconds. */
  readonly settlingMs: number
  /** Requests that were answered, for the trace. */
  calls: number
  /** Ids of entries of which a lie was told. */
  readonly lied: Set<string>
  clientOf(self: Mortality): EgressClient
}

export function openWire(firm: Firm, time: Time, random: Random, settlingMs: number): Wire {
  const meets = (chance: number) => chance > 0 && random.whole(1000) < chance
  async function send(request: EgressRequest): Promise<EgressResponse> {
    wire.calls += 1
    await time.pass(1 + random.whole(60))
    const { weather } = wire
    if (meets(weather.refused)) throw new EgressFailure('unreachable', 'none', 'connection refused')
    if (meets(weather.limited)) return answer(429, { 'retry-after': String(1 + random.whole(5)) })
    if (meets(weather.broken)) return answer(503, {})
    const landsAfterMs = random.whole(settlingMs)
    const done = await time.lateBy(landsAfterMs, () => firm.answer(incomingOf(request)))
    if (done.late) throw new EgressFailure('timeout', 'unknown', 'no complete answer in time')
    const reply = done.value
    if (reply.cut === true || meets(weather.replyLost))
      throw new EgressFailure('broken', 'unknown', 'the connection broke')
    const body = lied(request, reply.body)
    return { status: reply.status, headers: reply.headers ?? {}, body: Buffer.from(body) }
  }
  /** Sources lie: other hours under a known version, other totals than they hold. */
  function lied(request: EgressRequest, body: string): string {
    const { pathname } = request.url
    if (pathname.endsWith('/time-entries/control') && meets(wire.weather.miscounts))
      return JSON.stringify({ ...(JSON.parse(body) as object), count: 1 + random.whole(5) })
    if (!pathname.endsWith('/time-entries') || !meets(wire.weather.lies)) return body
    const page = JSON.parse(body) as { items: { id: string; deleted?: boolean; hours?: string }[] }
    const entries = page.items.filter((one) => one.deleted !== true)
    if (entries.length === 0) return body
    const entry = random.pick(entries)
    entry.hours = '23.5'
    wire.lied.add(entry.id)
    return JSON.stringify(page)
  }
  const wire: Wire = {
    weather: { ...calm },
    settlingMs,
    calls: 0,
    lied: new Set(),
    clientOf: (self) => ({
      async send(request) {
        await boundary(self)
        const response = await send(request)
        step(self)
        return response
      },
      close: async () => {},
    }),
  }
  return wire
}

function answer(status: number, headers: Readonly<Record<string, string>>): EgressResponse {
  return { status, headers, body: Buffer.from('{}') }
}

function incomingOf(request: EgressRequest) {
  const { method, url, headers, body } = request
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: body === null ? '' : Buffer.from(body).toString('utf8'),
  }
}
