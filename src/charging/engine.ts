import { decideBill } from '../contracts/bill.ts'
import type { Scenario } from '../model/scenario/scenario.ts'
import { ENGINE_VERSION, priceEntry } from '../rating/price.ts'
import { valueWork } from '../scenario/run.ts'
import { worldOf } from '../scenario/world.ts'

/** What all of a client's work is worth beside each other, part by part. */
export type ScenarioEngine = (scenario: Scenario) => ReturnType<typeof valueWork>
/**
 * What makes amounts of work and knowledge: the pure functions of rating and contracts under one version. Another
 * release's engine fits the same shape, so that both can be asked the same question.
 */
export type Engine = {
  readonly version: string
  readonly priceEntry: typeof priceEntry
  readonly decideBill: typeof decideBill
  /** Null for a release that knows no contracts with terms. */
  readonly valueScenario: ScenarioEngine | null
}

export const thisScenarioEngine: ScenarioEngine = (scenario) => valueWork(worldOf(scenario))
export const thisEngine: Engine = {
  version: String(ENGINE_VERSION),
  priceEntry,
  decideBill,
  valueScenario: thisScenarioEngine,
}
