import { openCases, resolveCases } from '../cases/open.ts'
import type { Tx } from '../store/transaction.ts'
import type { OutboundDeps } from './deps.ts'
import { setSubscriptionFailures, setSubscriptionState, type Subscription } from './subscriptions.ts'

const code = 'EVENT_SUBSCRIPTION_DISABLED' as const

function caseSubjectOf(subscriptionId: string): string {
  return `event-subscription/${subscriptionId}`
}

/** Nothing is lost: the cursor stays, and what comes meanwhile waits behind it until somebody enables it again. */
export async function disableSubscription(
  tx: Tx,
  deps: OutboundDeps,
  subscription: Subscription,
  reason: string,
): Promise<void> {
  const at = deps.clock.now()
  const { subscriptionId, name } = subscription
  await setSubscriptionState(tx, deps.cell, subscriptionId, { state: 'disabled', reason, at })
  const one = {
    caseId: deps.newId(),
    code,
    subjectKind: 'connection' as const,
    subjectId: caseSubjectOf(subscriptionId),
    outcome: 'none' as const,
    waitsOn: caseSubjectOf(subscriptionId),
    seenPosition: 0n,
    hours: null,
    moneyMinor: null,
    currency: null,
    clientId: null,
    projectId: null,
    detail: { subscription: name, answer: reason.slice(0, 500) },
    payloadPosition: null,
  }
  await openCases(tx, deps.cell, [one], at)
}

/** Enabled or removed by a person: nothing waits for them any more. */
export async function resolveDisabled(
  tx: Tx,
  cell: number,
  subscriptionId: string,
  how: { readonly resolution: string; readonly at: Date; readonly by: string },
): Promise<void> {
  const subjects = [caseSubjectOf(subscriptionId)]
  await resolveCases(tx, cell, 'connection', subjects, [code], how.resolution, how.at, how.by)
}

/** When the attempt after `failures` failed ones is due; null when there is none. */
export function nextAttempt(
  deps: Pick<OutboundDeps, 'limits' | 'clock'>,
  failures: number,
  afterMs: number | null,
): Date | null {
  const pause = deps.limits.retryMs[failures - 1]
  if (pause === undefined) return null
  return new Date(deps.clock.now().getTime() + Math.max(pause, afterMs ?? 0))
}

/** One more failure of the receiver as a whole. */
export async function countFailure(
  tx: Tx,
  deps: OutboundDeps,
  subscription: Subscription,
  message: string,
  afterMs: number | null,
): Promise<void> {
  const failures = subscription.failures + 1
  const next = nextAttempt(deps, failures, afterMs)
  if (next === null) {
    const reason = `After ${failures} attempts nothing was accepted. Last answer: ${message}`
    return disableSubscription(tx, deps, subscription, reason)
  }
  await setSubscriptionFailures(tx, deps.cell, subscription.subscriptionId, failures, next)
}
