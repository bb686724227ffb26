import type { Result } from '../model/scenario/result.ts'
import type { Scenario } from '../model/scenario/scenario.ts'
import { ENGINE_VERSION } from '../rating/price.ts'
import { tellContracts, tellDocuments, tellLimits, tellWork } from './tell.ts'
import { tellAsked, tellExisting, tellProposals } from './tell-changes.ts'
import { adjustWork } from './steps/adjust-work.ts'
import { accountWork } from './steps/account-work.ts'
import { type Allocated, allocate } from './steps/allocate.ts'
import { compareWithIssued } from './steps/compare.ts'
import { convertWork } from './steps/convert-work.ts'
import { discountWork } from './steps/discount-work.ts'
import { holdWork } from './steps/hold-work.ts'
import { keepBooks } from './steps/keep-books.ts'
import { makeCredits } from './steps/make-credits.ts'
import { makeDocuments } from './steps/make-documents.ts'
import { makeFees } from './steps/make-fees.ts'
import { makeMinimums } from './steps/make-minimums.ts'
import { payWorkers } from './steps/pay-workers.ts'
import { priceExpenses } from './steps/price-expenses.ts'
import { priceTime } from './steps/price-time.ts'
import { repostWork } from './steps/repost-work.ts'
import { settlePayments } from './steps/settle-payments.ts'
import { treatWork } from './steps/treat-work.ts'
import type { Valued } from './pieces.ts'
import { type World, worldOf } from './world.ts'
import { withhold } from './steps/withhold.ts'

/**
 * What a scenario comes to, as one pure computation in the order of the rules: work is priced, treated by its
 * contract, discounted, written up or down, allocated to what limits it, compared with what was issued, grouped to
 * documents, taxed and booked. Throws ScenarioError where the scenario contradicts itself.
 */
export function priceScenario(scenario: Scenario): Result {
  const world = worldOf(scenario)
  const { complete, limits, lots, periods } = valueWork(world)
  const accounted = accountWork(world, complete, (position) => valueWork(earlier(world, position)).complete)
  const compared = compareWithIssued(world, accounted)
  const { valued, open } = compared
  const { documents: invoices, advances } = makeDocuments(world, open, valued)
  const credits = makeCredits(world, compared)
  const documents = [...invoices, ...credits.documents]
  const { journals, books } = keepBooks(world, valued, documents)
  return {
    title: scenario.title,
    engine: String(ENGINE_VERSION),
    asOf: world.asOf,
    knownAt: scenario.knownAt ?? null,
    work: tellWork(valued),
    contracts: tellContracts(world, { limits, lots, periods, compared, advances, documents }),
    limits: tellLimits(limits),
    proposals: tellProposals(compared.proposals),
    existing: tellExisting(compared, credits),
    credits: tellAsked(credits),
    reposts: repostWork(world, valued),
    setAside: [...world.setAside],
    documents: tellDocuments(documents),
    payments: settlePayments(world),
    payroll: payWorkers(world),
    journals,
    books,
  }
}

/** Work at its value, from its rates to what limits it. */
export function valueWork(world: World): { complete: readonly Valued[] } & Omit<Allocated, 'valued'> {
  const treated = treatedWork(world)
  const adjusted = adjustedWork(world, [...treated, ...makeFees(world, treated)])
  const { valued, ...standing } = allocate(world, adjusted)
  return { complete: withhold(world, [...valued, ...makeMinimums(world, valued)]), ...standing }
}

/** What people reported, before anything limits it. */
export function valueReported(world: World): Valued[] {
  return adjustedWork(world, treatedWork(world))
}

function treatedWork(world: World): Valued[] {
  return treatWork(world, convertWork(world, [...priceTime(world), ...priceExpenses(world)]))
}

function adjustedWork(world: World, treated: readonly Valued[]): Valued[] {
  return adjustWork(world, discountWork(world, holdWork(world, treated)))
}

/** The same question on the same day, by what was known at an earlier position. */
function earlier(world: World, position: number): World {
  const { scenario, asOf } = world
  const knownAt = Math.min(position, scenario.knownAt ?? position)
  return worldOf({ ...scenario, asOf, knownAt })
}
