/** What a worker is paid by: a rule set of its own, which knows nothing of clients. */
import { type Static, Type } from 'typebox'
import { strict } from './text.ts'

export const workerPay = Type.Object({}, strict)
export const payroll = Type.Object({}, strict)
export type WorkerPay = Static<typeof workerPay>
export type Payroll = Static<typeof payroll>
