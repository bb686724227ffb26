/** Sorts what a call to a target threw into what the books have to record. */
import { ConnectorFault } from '../connectors/sdk/fault.ts'
import type { CaseCode, ErrorCode } from '../kernel/error-catalogue.ts'

export type Failure =
  /** Nothing happened and it may be tried again, after the stated wait where there is one. */
  | { readonly kind: 'again'; readonly afterMs: number | null; readonly answer: string }
  /** Nothing happened and the same content would be refused again. */
  | { readonly kind: 'refused'; readonly code: CaseCode; readonly answer: string }
  /** The key is taken: the record is there already, by an earlier attempt. */
  | { readonly kind: 'duplicate'; readonly answer: string }
  /** It may have happened. */
  | { readonly kind: 'unknown'; readonly answer: string }

/**
 * Whatever is not a ConnectorFault is a mistake in a connector, and a mistake after the bytes left looks no
 * different from one before: it counts as unknown.
 */
export function failureOf(thrown: unknown): Failure {
  const answer = thrown instanceof Error ? thrown.message : String(thrown)
  if (!(thrown instanceof ConnectorFault) || thrown.effect === 'unknown') return { kind: 'unknown', answer }
  switch (thrown.faultClass) {
    case 'data_fixable':
    case 'business_rejected':
      // An inactive party has a remedy of its own. Other codes are the connector's view of its own lookups.
      return { kind: 'refused', code: inactiveOr(thrown.code), answer }
    case 'period_closed':
      return { kind: 'refused', code: 'PERIOD_CLOSED', answer }
    case 'duplicate':
      return { kind: 'duplicate', answer }
    // Credentials, settings and rights concern the whole connection: its work waits, no record is to blame.
    case 'reauth':
    case 'config':
    case 'permission':
    case 'retryable':
    case 'rate_limited':
    case 'in_doubt':
      return { kind: 'again', afterMs: afterMs(thrown), answer }
  }
}

function inactiveOr(code: ErrorCode): CaseCode {
  return code === 'ERP_PARTY_INACTIVE' ? code : 'ERP_REJECTED'
}

function afterMs(fault: ConnectorFault): number | null {
  return typeof fault.retry === 'object' ? fault.retry.afterMs : null
}

/** When an unanswered write can be looked for: it may still land, and then takes time to be found. */
export function settleAt(profile: { settlingMs: number; searchLagMs: number }, from: Date): Date {
  return new Date(from.getTime() + profile.settlingMs + profile.searchLagMs)
}

/**
 * What a failed look says: nothing about the write, and how long to leave the system alone. Only a connector's
 * fault is carried on from; everything else is thrown on.
 */
export function lookFailure(thrown: unknown): { readonly answer: string; readonly afterMs: number | null } {
  if (!(thrown instanceof ConnectorFault)) throw thrown
  return { answer: thrown.message, afterMs: afterMs(thrown) }
}
