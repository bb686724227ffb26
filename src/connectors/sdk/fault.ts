/** The one error type of connectors: what went wrong, whether it may have happened, and who can fix it. */
import type { ErrorCode } from '../../kernel/error-catalogue.ts'
import { Fault, type Retry } from '../../kernel/errors.ts'

export const faultClasses = {
  retryable: 'the system failed in a way that passes',
  rate_limited: 'a limit was met; wait as told',
  reauth: 'the credentials are no longer accepted; a person connects again',
  config: 'the connection is set up wrongly',
  data_fixable: 'the record is refused until its data is corrected',
  business_rejected: 'the system understood and said no',
  period_closed: 'the accounting period does not take postings',
  duplicate: 'a record with this key is already there',
  permission: 'the integration user may not do this',
  in_doubt: 'no answer: the write may have happened',
} as const
export type FaultClass = keyof typeof faultClasses

export class ConnectorFault extends Fault {
  readonly faultClass: FaultClass
  /** 'none': provably nothing happened. 'unknown': it may have. */
  readonly effect: 'none' | 'unknown'
  constructor(
    faultClass: FaultClass,
    effect: 'none' | 'unknown',
    message: string,
    extra: { cause?: unknown; retryAfterMs?: number; publicMessage?: string; code?: ErrorCode } = {},
  ) {
    const retry: Retry =
      extra.retryAfterMs !== undefined
        ? { afterMs: extra.retryAfterMs }
        : faultClass === 'retryable' || faultClass === 'rate_limited'
          ? 'backoff'
          : 'never'
    super(extra.code ?? codeOf(faultClass), {
      message,
      publicMessage: extra.publicMessage ?? message,
      cause: extra.cause,
      retry,
    })
    this.name = 'ConnectorFault'
    this.faultClass = faultClass
    this.effect = effect
  }
}

/** An answer that says of itself that it belongs to another call: what became of this one is not known. */
export function foreignAnswer(what: string, safe: boolean): ConnectorFault {
  const message = `${what}: the answer belongs to another call`
  return safe
    ? new ConnectorFault('retryable', 'none', message)
    : new ConnectorFault('in_doubt', 'unknown', message)
}

/** After a part of a call was written "nothing happened" would be untrue, whatever stopped the rest. */
export function partly(error: unknown, wrote: boolean): unknown {
  if (!wrote || !(error instanceof ConnectorFault) || error.effect === 'unknown') return error
  return new ConnectorFault('in_doubt', 'unknown', `A part was written before: ${error.message}`, {
    cause: error,
  })
}

function codeOf(faultClass: FaultClass) {
  if (faultClass === 'rate_limited') return 'CONNECTOR_LIMITED' as const
  if (faultClass === 'reauth') return 'CONNECTOR_REAUTH' as const
  if (faultClass === 'config' || faultClass === 'permission') return 'CONNECTOR_CONFIG' as const
  if (faultClass === 'retryable' || faultClass === 'in_doubt') return 'CONNECTOR_UNREACHABLE' as const
  if (faultClass === 'period_closed') return 'PERIOD_CLOSED' as const
  return 'ERP_REJECTED' as const
}
