import { decideBill } from '../contracts/bill.ts'
import { ENGINE_VERSION, priceEntry } from '../rating/price.ts'

/**
 * What makes amounts of work and knowledge: the pure functions of rating and contracts under one version. Another
 * release's engine fits the same shape, so that both can be asked the same question.
 */
export type Engine = {
  readonly version: string
  readonly priceEntry: typeof priceEntry
  readonly decideBill: typeof decideBill
}

export const thisEngine: Engine = { version: String(ENGINE_VERSION), priceEntry, decideBill }
