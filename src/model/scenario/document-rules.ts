/** How priced work becomes the lines of documents, and how the target calculates. */
import { type Static, Type } from 'typebox'
import { id, strict } from './text.ts'

export const documentRules = Type.Object({ taxCode: Type.Optional(id) }, strict)
export type DocumentRules = Static<typeof documentRules>
