/** Money that is owed for something else than hours: instalments, progress, milestones, periods, minimums. */
import { type Static, Type } from 'typebox'
import { strict } from './text.ts'

export const fee = Type.Object({}, strict)
export const milestone = Type.Object({}, strict)
export const subscription = Type.Object({}, strict)
export const minimum = Type.Object({}, strict)
export type Fee = Static<typeof fee>
export type Milestone = Static<typeof milestone>
export type Subscription = Static<typeof subscription>
export type Minimum = Static<typeof minimum>
