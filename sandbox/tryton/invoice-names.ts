/** How Tryton's messages name an invoice. */
import type { BookDocument } from '../books/documents.ts'
import { type TrytonError, userError } from './errors.ts'

export function immutable(document: BookDocument): TrytonError {
  return userError(`You cannot modify invoice "${nameOf(document)}" because it is posted, paid or cancelled.`)
}

/** "INV-2026-00001 [EXT-1]", a draft as "[EXT-1]". */
export function nameOf(document: BookDocument): string {
  const reference = document.reference === '' ? '' : `[${document.reference}]`
  return (
    [document.number, reference].filter((part) => part !== null && part !== '').join(' ') ||
    `(${document.id})`
  )
}
