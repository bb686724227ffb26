import { Fault } from '../kernel/errors.ts'

type EgressFailureKind =
  /** The address is neither public nor allowed, or is not one that is ever called. */
  | 'refused_address'
  /** No connection came about. */
  | 'unreachable'
  /** No complete answer before the deadline. */
  | 'timeout'
  /** The connection broke, or what came back is not HTTP. */
  | 'broken'
  /** The answer is larger than the limit. */
  | 'too_large'

/** `effect` is 'none' only when no byte of the request was handed to a connection. */
export class EgressFailure extends Fault {
  readonly kind: EgressFailureKind
  readonly effect: 'none' | 'unknown'
  constructor(kind: EgressFailureKind, effect: 'none' | 'unknown', message: string, cause?: unknown) {
    super(kind === 'refused_address' ? 'CONNECTOR_CONFIG' : 'CONNECTOR_UNREACHABLE', {
      message,
      publicMessage: publicMessages[kind],
      cause,
      retry: kind === 'refused_address' || kind === 'too_large' ? 'never' : 'backoff',
    })
    this.name = 'EgressFailure'
    this.kind = kind
    this.effect = effect
  }
}

const publicMessages = {
  refused_address:
    'The address is not public and not on the list of allowed hosts: add it to the configuration if it is yours.',
  unreachable: 'The system could not be reached.',
  timeout: 'The system did not answer in time.',
  broken: 'The connection to the system broke.',
  too_large: 'The answer of the system is larger than the limit.',
} as const satisfies Record<EgressFailureKind, string>
