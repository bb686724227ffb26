import type { ErrorCode } from '../kernel/error-catalogue.ts'
import { describeError } from '../kernel/error-catalogue.ts'
import type { Rejection } from '../kernel/errors.ts'

/** One thing that is wrong with a call, and where. */
export type ProblemPart = {
  /** JSON pointer into the body; for headers, path and query their name behind a scheme, as in `header:Idempotency-Key`. */
  readonly pointer: string
  readonly code: ErrorCode
  readonly message: string
  readonly remedy: string
}

/** RFC 9457 `application/problem+json`, with the catalogue's code and remedy as extension members. */
type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ErrorCode
  readonly remedy: string
  readonly traceId: string
  readonly errors?: readonly ProblemPart[]
}

export const problemMediaType = 'application/problem+json; charset=utf-8'

export function part(code: ErrorCode, pointer: string, message: string): ProblemPart {
  return { pointer, code, message, remedy: describeError(code).remedy }
}

/** Thrown by the doors only: the call is answered with the problem of this code and goes no further. */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly parts: readonly ProblemPart[]
  readonly retryAfterSeconds: number | null

  constructor(
    code: ErrorCode,
    message: string,
    more: { parts?: readonly ProblemPart[]; retryAfterSeconds?: number } = {},
  ) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.parts = more.parts ?? []
    this.retryAfterSeconds = more.retryAfterSeconds ?? null
  }
}

/** A module's no, as the door's answer. */
export function refuseRejection(rejection: Rejection): Refusal {
  const parts =
    rejection.field === undefined ? [] : [part(rejection.code, rejection.field, rejection.message)]
  return new Refusal(rejection.code, rejection.message, { parts })
}

// A code without a status of its own is a case that stops what was asked for.
const statusOfCase = 409

export function problemOf(
  code: ErrorCode,
  detail: string,
  traceId: string,
  parts: readonly ProblemPart[] = [],
): Problem {
  const entry = describeError(code)
  return {
    type: `urn:hourbridge:error:${code}`,
    title: entry.title,
    status: entry.status ?? (entry.kind === 'fault' ? 500 : statusOfCase),
    detail,
    code,
    remedy: entry.remedy,
    traceId,
    ...(parts.length > 0 ? { errors: parts } : {}),
  }
}
