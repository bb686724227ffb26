/** Stands where the wire begins and does to requests what networks and servers do. */
import type { EgressClient, EgressRequest, EgressResponse } from '../../src/egress/client.ts'
import { EgressFailure } from '../../src/egress/failure.ts'

type Matches = (request: EgressRequest) => boolean
export type Harm =
  /** The server does the work, its answer is lost. */
  | { readonly kind: 'lose_reply' }
  /** The caller waits in vain; the request reaches the server when it is let go. */
  | { readonly kind: 'slow_land' }
  /** The server never sees it; this is answered instead. */
  | { readonly kind: 'answer'; readonly status: number; readonly headers?: Record<string, string> }
  /** The answer is handed on after this was done. */
  | { readonly kind: 'meanwhile'; readonly act: () => Promise<void> }
type Planned = { readonly matches: Matches; readonly harm: Harm; left: number; skip: number; done: number }

export type FaultyEgress = EgressClient & {
  readonly sent: readonly EgressRequest[]
  /** For the next matching requests, `times` of them, after `skip` others. */
  plan(matches: Matches, harm: Harm, times?: number, skip?: number): { done(): number }
  /** Lets every request through that waits, and answers when the server did. */
  release(): Promise<void>
  forget(): void
}

export function faultyEgress(inner: EgressClient): FaultyEgress {
  const plans: Planned[] = []
  const sent: EgressRequest[] = []
  const waiting: EgressRequest[] = []
  const take = (request: EgressRequest): Planned | null => {
    for (const plan of plans) {
      if (plan.left === 0 || !plan.matches(request)) continue
      if (plan.skip > 0) plan.skip--
      else {
        plan.left--
        plan.done++
        return plan
      }
    }
    return null
  }
  return {
    sent,
    plan(matches, harm, times = 1, skip = 0) {
      const plan: Planned = { matches, harm, left: times, skip, done: 0 }
      plans.push(plan)
      return { done: () => plan.done }
    },
    async release() {
      for (const request of waiting.splice(0)) await inner.send(request)
    },
    forget() {
      plans.length = 0
      sent.length = 0
      waiting.length = 0
    },
    async send(request): Promise<EgressResponse> {
      sent.push(request)
      const harm = take(request)?.harm
      if (harm === undefined) return inner.send(request)
      if (harm.kind === 'answer') {
        return { status: harm.status, headers: harm.headers ?? {}, body: new Uint8Array() }
      }
      if (harm.kind === 'slow_land') {
        waiting.push(request)
        throw new EgressFailure('timeout', 'unknown', 'planned: no answer in time')
      }
      const response = await inner.send(request)
      if (harm.kind === 'lose_reply')
        throw new EgressFailure('broken', 'unknown', 'planned: the answer was lost')
      await harm.act()
      return response
    },
    close: () => inner.close(),
  }
}

/** True for a JSON-RPC body, or a path, that contains the text. */
export function mentions(text: string): Matches {
  return (request) => request.url.pathname.includes(text) || String(request.body ?? '').includes(text)
}
