/** What the terms of a contract say of the days to come, and where its milestones stand. */
import type { Day } from '../../kernel/dates.ts'
import type { Money } from '../../kernel/money.ts'
import type { Masters } from '../../masterdata/masters.ts'
import type { Milestone } from '../../model/scenario/fees.ts'
import { ScenarioError } from '../../scenario/complaint.ts'
import { scheduleOf } from '../../scenario/fees/instalments.ts'
import { isBillable, milestonesOf } from '../../scenario/fees/milestones.ts'
import { linesOf, termsOn } from '../../scenario/known.ts'
import { type World, worldOf } from '../../scenario/world.ts'
import { agreementsOf } from './agreed.ts'

export type OutlookMilestone = {
  readonly lineId: string
  readonly milestone: Milestone
  readonly amount: Money
  readonly status: 'planned' | 'submitted' | 'accepted' | 'rejected'
  readonly acceptedOn: string | null
  readonly billable: boolean
  /** Criteria that nobody has met. */
  readonly open: readonly string[]
}
type UpcomingInstalment = {
  readonly lineId: string
  readonly id: string
  readonly name: string
  readonly on: string
  readonly amount: Money
}
export type Outlook = {
  readonly milestones: readonly OutlookMilestone[]
  readonly upcoming: readonly UpcomingInstalment[]
  /** What of the terms contradicts itself, with its path and remedy; nothing can be said then. */
  readonly contradiction: string | null
}

/** By the same steps that make instalments and milestones, so that the last one takes the cents here as well. */
export function outlookOf(masters: Masters, clientId: string, contractId: string, on: Day): Outlook {
  const contracts = agreementsOf(masters, clientId).filter((one) => one.id === contractId)
  try {
    const world = worldOf({ scenario: 1, title: contractId, asOf: on, contracts })
    const places = linesOf(world, contractId)
    return {
      milestones: places.flatMap((place) =>
        milestonesOf(world, place).map((one) => ({
          lineId: place.line.id,
          milestone: one.milestone,
          amount: one.amount,
          status: one.status,
          acceptedOn: one.acceptedOn,
          billable: isBillable(one),
          open: one.open,
        })),
      ),
      upcoming: upcomingOf(world, contractId),
      contradiction: null,
    }
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return { milestones: [], upcoming: [], contradiction: error.message }
  }
}

/** Each by the version that will be live on its own day. */
function upcomingOf(world: World, contractId: string): UpcomingInstalment[] {
  return (world.contracts.get(contractId) ?? [])
    .flatMap((version) =>
      version.lines.flatMap((line) =>
        scheduleOf({ contract: version, line, path: `/contracts (${contractId})/lines (${line.id})` })
          .filter((one) => one.on > world.asOf && termsOn(world, contractId, one.on) === version)
          .map((one) => ({ lineId: line.id, ...one })),
      ),
    )
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}
