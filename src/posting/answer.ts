/** Sorts what a call to a target threw into what the books have to record. */
import { ConnectorFault } from '../connectors/sdk/fault.ts'
import type { CaseCode } from '../kernel/error-catalogue.ts'

export type Failure =
  /**
   * Nothing happened and it may be tried again, after the stated wait where there is one. `limited`: the system is
   * well and asked for a slower pace.
   */
  | {
      readonly kind: 'again'
      readonly afterMs: number | null
      readonly answer: string
      readonly limited: boolean
    }
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
      return { kind: 'refused', code: refusalCode(thrown.code), answer }
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
      return { kind: 'again', afterMs: afterMs(thrown), answer, limited: isLimited(thrown) }
  }
}

// Refusals with a remedy of their own. Everything else is the ERP's own rule, told in its words.
const ownRemedy: readonly string[] = [
  'ERP_PARTY_INACTIVE',
  'ERP_REFERENCE_MISSING',
  'PERIOD_CLOSED',
] satisfies CaseCode[]

/** The case for what a target refused: the connector's code where that has a remedy of its own. */
export function refusalCode(code: string): CaseCode {
  return ownRemedy.includes(code) ? (code as CaseCode) : 'ERP_REJECTED'
}

function isLimited(thrown: unknown): boolean {
  return thrown instanceof ConnectorFault && thrown.faultClass === 'rate_limited'
}

/** What a person is told about a failure: without paths and internals where the fault has such words. */
export function plainWords(thrown: unknown): string {
  const words = thrown instanceof ConnectorFault ? thrown.publicMessage : String(thrown)
  return words.slice(0, 500)
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
export function lookFailure(thrown: unknown): LookFailure {
  if (!(thrown instanceof ConnectorFault)) throw thrown
  const words = plainWords(thrown)
  return { answer: thrown.message, words, afterMs: afterMs(thrown), limited: isLimited(thrown) }
}
type LookFailure = {
  readonly answer: string
  readonly words: string
  readonly afterMs: number | null
  readonly limited: boolean
}
