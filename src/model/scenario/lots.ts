/** What was bought ahead: hours or money in lots that roll over, expire and run into a deficit. */
import { type Static, Type } from 'typebox'
import { strict } from './text.ts'

export const retainer = Type.Object({}, strict)
export type Retainer = Static<typeof retainer>
