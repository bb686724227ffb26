/** Overtime, weekend, holidays and clock windows: which part of worked time is billed at another price. */
import { type Static, Type } from 'typebox'
import { strict } from './text.ts'

export const bandRules = Type.Object({}, strict)
export type BandRules = Static<typeof bandRules>
