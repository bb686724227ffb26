import { type Day, day } from '../../kernel/dates.ts'
import { decimal } from '../../kernel/decimal.ts'
import { formatMoney, type Money, zeroMoney } from '../../kernel/money.ts'
import {
  limitedCredits,
  milestoneAmounts,
  milestoneOn,
  type MilestoneState,
} from '../../contracts/milestones.ts'
import type { Milestone } from '../../model/scenario/fees.ts'
import { complain } from '../complaint.ts'
import { amountOf, type Place, termsOn } from '../known.ts'
import type { Valued } from '../pieces.ts'
import { knownIn, type World } from '../world.ts'
import { madeWork } from './made-work.ts'

type PlannedMilestone = MilestoneState & {
  readonly milestone: Milestone
  readonly amount: Money
  /** Criteria that nobody has met. */
  readonly open: readonly string[]
}

/** The milestones of a line with where they stand on the day of the question. */
export function milestonesOf(world: World, place: Place): PlannedMilestone[] {
  const { line, path } = place
  const list = line.milestones ?? []
  const amounts = amountsOf(place)
  return list.map((milestone, at) => {
    const events = knownIn(world, milestone.events).map((one) => ({ on: day(one.on), what: one.what }))
    if (milestone.amount === undefined && milestone.percent === undefined)
      complain(
        `${path}/milestones/${at}`,
        'the milestone has no amount',
        'Say its amount, or its percent of the fee',
      )
    return {
      ...milestoneOn(events, world.asOf),
      milestone,
      amount: amounts[at]!,
      open: (milestone.criteria ?? [])
        .filter((one) => one.metOn === undefined || one.metOn > world.asOf)
        .map((one) => one.text ?? one.id),
    }
  })
}

function amountsOf({ contract, line, path }: Place): Money[] {
  const { currency } = contract
  const list = line.milestones ?? []
  const percents = list.flatMap((one) =>
    one.amount === undefined && one.percent ? [decimal(one.percent)] : [],
  )
  const fee = line.fee?.amount
  if (percents.length > 0 && fee === undefined)
    complain(`${path}/fee/amount`, 'a milestone is a percent of nothing', 'Say the amount of the fee')
  const whole = fee === undefined ? zeroMoney(currency) : amountOf(fee, currency, `${path}/fee/amount`)
  const shares = milestoneAmounts(whole, percents)
  if (shares === null)
    return complain(
      `${path}/milestones`,
      'the milestones are more than 100 % of the fee',
      'Correct the percents',
    )
  let next = 0
  return list.map((one) =>
    one.amount !== undefined
      ? amountOf(one.amount, currency, `${path}/milestones`)
      : (shares[next++] ?? zeroMoney(currency)),
  )
}

/** What may be billed: accepted, with every criterion met. */
export function isBillable(one: PlannedMilestone): boolean {
  return one.status === 'accepted' && one.open.length === 0
}

/** Accepted milestones by the terms of their acceptance, and the credits given on them since. */
export function milestoneWork(world: World, place: Place): Valued[] {
  const { contract, line } = place
  const made: Valued[] = []
  for (const version of world.contracts.get(contract.id) ?? []) {
    const own = version.lines.find((one) => one.id === line.id)
    if (own === undefined) continue
    const at = { ...place, contract: version, line: own }
    for (const one of milestonesOf(world, at)) {
      if (one.acceptedOn === null || termsOn(world, contract.id, one.acceptedOn) !== version) continue
      made.push(accepted(at, one, one.acceptedOn), ...credits(world, at, one, one.acceptedOn))
    }
  }
  return made
}

function accepted({ contract, line }: Place, one: PlannedMilestone, on: Day): Valued {
  const { milestone, open } = one
  const event = milestone.events?.findLast((each) => each.what === 'accepted' && each.on === on)
  const by = event?.by === undefined ? '' : ` by ${event.by}`
  const evidence = event?.evidence === undefined ? '' : ` (${event.evidence})`
  const waits = open.length === 0 ? '' : ` It waits for: ${open.join('; ')}.`
  return madeWork({
    id: `${contract.id}:${line.id}:milestone:${milestone.id}`,
    kind: 'milestone',
    on,
    contract: contract.id,
    line: line.id,
    amount: one.amount,
    held: open.length === 0 ? [] : ['MILESTONE_CRITERIA_OPEN'],
    more: { milestone: milestone.id, acceptedBy: event?.by ?? null, evidence: event?.evidence ?? null },
    story:
      `Milestone ${milestone.name ?? milestone.id}, ${formatMoney(one.amount)} ${one.amount.currency}, was ` +
      `accepted on ${on}${by}${evidence}.${waits}`,
  })
}

function credits(world: World, place: Place, one: PlannedMilestone, acceptedOn: Day): Valued[] {
  const { contract, line, path } = place
  const list = knownIn(world, one.milestone.credits)
    .filter((credit) => acceptedOn <= credit.on && credit.on <= world.asOf)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.id < b.id ? -1 : 1))
  const wanted = list.map((credit) => amountOf(credit.amount, contract.currency, `${path}/milestones`))
  return limitedCredits(one.amount, wanted).map((amount, at) => {
    const credit = list[at]!
    const name = one.milestone.name ?? one.milestone.id
    const limited =
      amount.minor === wanted[at]!.minor ? '' : ` ${credit.amount} was asked for; no more than that was left.`
    return madeWork({
      id: `${contract.id}:${line.id}:milestone:${one.milestone.id}:credit:${credit.id}`,
      kind: 'milestone',
      on: day(credit.on),
      contract: contract.id,
      line: line.id,
      amount: { ...amount, minor: -amount.minor },
      more: {
        milestone: one.milestone.id,
        ...(credit.reason === undefined ? {} : { reason: credit.reason }),
      },
      story: `${formatMoney(amount)} ${amount.currency} of milestone ${name} is given back.${limited}`,
    })
  })
}
