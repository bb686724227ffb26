import type { ErrorCode } from './error-catalogue.ts'
import { describeError } from './error-catalogue.ts'

/** When a failed call may be tried again: not at all, with growing pauses, or after a stated wait. */
export type Retry = 'never' | 'backoff' | { readonly afterMs: number }

/** The world failed. `message` is for the log, `publicMessage` may be shown to whoever asked. */
export class Fault extends Error {
  readonly code: ErrorCode
  readonly publicMessage: string
  readonly retry: Retry

  constructor(
    code: ErrorCode,
    about: { message: string; publicMessage?: string; cause?: unknown; retry?: Retry },
  ) {
    super(about.message, about.cause === undefined ? undefined : { cause: about.cause })
    this.name = 'Fault'
    this.code = code
    this.publicMessage = about.publicMessage ?? describeError(code).title
    this.retry = about.retry ?? 'never'
  }
}

/** A broken assumption of this program. Nobody catches it to carry on: the request or the batch dies. */
export class Bug extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'Bug'
  }
}

/** The business says no. Returned, never thrown. */
export type Rejection = {
  readonly rejected: true
  readonly code: ErrorCode
  readonly message: string
  readonly field?: string
  readonly detail?: Readonly<Record<string, string>>
}

export function reject(
  code: ErrorCode,
  message: string,
  extra?: { field?: string; detail?: Readonly<Record<string, string>> },
): Rejection {
  return { rejected: true, code, message, ...extra }
}

export function isRejection(value: unknown): value is Rejection {
  return typeof value === 'object' && value !== null && (value as { rejected?: unknown }).rejected === true
}

/** For hot paths: test first, and build the message only when it is needed. */
export function bug(message: string): never {
  throw new Bug(message)
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Bug(message)
}
