import { caseCodes } from './case-codes.ts'
import { faultCodes } from './fault-codes.ts'
import { requestCodes } from './request-codes.ts'

/** Who cures a case. */
type CaseOwner = 'master_data' | 'finance' | 'pmo' | 'integration'

/** What a reader is told: the title says what happened, the remedy what to do next. */
export type CatalogueEntry = {
  readonly kind: 'case' | 'request' | 'fault'
  readonly title: string
  readonly remedy: string
  readonly owner?: CaseOwner
  readonly status?: number
}

/** The one closed catalogue. A new code is one entry in the file of its kind. */
export const errorCatalogue = { ...caseCodes, ...requestCodes, ...faultCodes } as const

export type ErrorCode = keyof typeof errorCatalogue
export type CaseCode = keyof typeof caseCodes

/** The entry of a code with every optional member visible. */
export function describeError(code: ErrorCode): CatalogueEntry {
  return errorCatalogue[code]
}

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorCatalogue, text)
}
