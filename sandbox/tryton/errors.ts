/** Tryton's refusals: texts without codes, and HTTP 200 around most of them. */
export class TrytonError extends Error {
  /** UserError, UserWarning, ConcurrencyException, or the text of an exception. */
  readonly kind: string
  readonly detail: unknown
  constructor(kind: string, detail: unknown) {
    super(typeof detail === 'string' ? detail : kind)
    this.kind = kind
    this.detail = detail
  }
}

/** Answered with a status of its own, in every form of call. */
export class TrytonStatus extends Error {
  readonly status: number
  constructor(status: number) {
    super(String(status))
    this.status = status
  }
}

export const userError = (message: string, domain: string | null = null): TrytonError =>
  new TrytonError('UserError', [message, '', domain])
export const required = (field: string, model: string): TrytonError =>
  userError(`A value is required for field "${field}" in "${model}".`)
export const unknownValue = (value: unknown, field: string, model: string): TrytonError =>
  userError(`The value "${value}" for field "${field}" in "${model}" does not exist.`)
/** The real one dumps the whole domain behind the text, tens of kilobytes of it. */
export const outsideDomain = (field: string, model: string): TrytonError =>
  userError(
    `The value for field "${field}" in "${model}" is not valid according to its domain.`,
    JSON.stringify(Array.from({ length: 400 }, (_, index) => ['party', '=', index, { field, model }])),
  )
export const tooManyDigits = (value: string, field: string, limit: number): TrytonError =>
  userError(
    `The number of digits in the value "${value}" for field "${field}" in "Invoice Line" exceeds the limit of "${limit}".`,
  )
/** Any other exception: its text, and the place of a traceback. */
export const exception = (text: string): TrytonError => new TrytonError(text, '')
