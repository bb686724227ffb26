import type { Result } from '../model/scenario/result.ts'
import type { Scenario } from '../model/scenario/scenario.ts'
import { ENGINE_VERSION } from '../rating/price.ts'
import { tellContracts, tellDocuments, tellLimits, tellProposals, tellWork } from './tell.ts'
import { adjustWork } from './steps/adjust-work.ts'
import { allocate } from './steps/allocate.ts'
import { compareWithIssued } from './steps/compare.ts'
import { discountWork } from './steps/discount-work.ts'
import { holdWork } from './steps/hold-work.ts'
import { keepBooks } from './steps/keep-books.ts'
import { makeDocuments } from './steps/make-documents.ts'
import { makeFees } from './steps/make-fees.ts'
import { makeMinimums } from './steps/make-minimums.ts'
import { payWorkers } from './steps/pay-workers.ts'
import { priceExpenses } from './steps/price-expenses.ts'
import { priceTime } from './steps/price-time.ts'
import { treatWork } from './steps/treat-work.ts'
import { worldOf } from './world.ts'

/**
 * What a scenario comes to, as one pure computation in the order of the rules: work is priced, treated by its
 * contract, discounted, written up or down, allocated to what limits it, compared with what was issued, grouped to
 * documents, taxed and booked. Throws ScenarioError where the scenario contradicts itself.
 */
export function priceScenario(scenario: Scenario): Result {
  const world = worldOf(scenario)
  const reported = [...priceTime(world), ...priceExpenses(world)]
  const held = holdWork(world, treatWork(world, reported))
  const discounted = discountWork(world, held)
  const adjusted = adjustWork(world, discounted)
  const due = [...adjusted, ...makeFees(world, adjusted)]
  const { valued: allocated, limits, lots, periods } = allocate(world, due)
  const complete = [...allocated, ...makeMinimums(world, allocated)]
  const { valued, open, proposals } = compareWithIssued(world, complete)
  const documents = makeDocuments(world, open, proposals)
  const { journals, books } = keepBooks(world, valued, documents)
  return {
    title: scenario.title,
    engine: String(ENGINE_VERSION),
    asOf: world.asOf,
    knownAt: scenario.knownAt ?? null,
    work: tellWork(valued),
    contracts: tellContracts(world, { limits, lots, periods, valued }),
    limits: tellLimits(limits),
    proposals: tellProposals(proposals),
    documents: tellDocuments(documents),
    payroll: payWorkers(world),
    journals,
    books,
  }
}
