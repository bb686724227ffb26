import { addDays, type Day, day, daysBetween } from '../../kernel/dates.ts'
import { formatMoney, sumMoney } from '../../kernel/money.ts'
import type { Period } from '../../kernel/periods.ts'
import { trueUp } from '../../contracts/minimums.ts'
import { shareOf } from '../../contracts/proration.ts'
import { lengthOf, servicePeriods } from '../../contracts/service-periods.ts'
import type { Agreement } from '../../model/scenario/agreement.ts'
import type { Minimum } from '../../model/scenario/fees.ts'
import { madeWork } from '../fees/made-work.ts'
import { amountOf, linesOf, termsOn } from '../known.ts'
import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'

/** Whose minimum it is: of a line, of a contract, or of each project of a contract. */
type Bearer = {
  readonly contract: Agreement
  readonly line: string | null
  readonly project: string | null
  readonly minimum: Minimum
  readonly path: string
}

const monthsOf = { month: 1, quarter: 3, year: 12 } as const

/** True-ups to the minimum of a period, after everything else of the period is known. */
export function makeMinimums(world: World, allocated: readonly Valued[]): Valued[] {
  return bearersOf(world).flatMap((bearer) =>
    periodsOf(world, bearer, allocated).flatMap((period) => missing(world, bearer, period, allocated)),
  )
}

function bearersOf(world: World): Bearer[] {
  return [...world.contracts.keys()].flatMap((id) => {
    const contract = world.contracts.get(id)!.at(-1)!
    const lines = linesOf(world, id).flatMap(({ line, path }) =>
      line.minimum === undefined
        ? []
        : [{ contract, line: line.id, project: null, minimum: line.minimum, path: `${path}/minimum` }],
    )
    const { minimum } = contract
    if (minimum === undefined) return lines
    const whole = { contract, line: null, minimum, path: `/contracts (${id})/minimum` }
    const projects = minimum.per === 'project' ? (contract.projects ?? []) : [null]
    return [...lines, ...projects.map((project) => ({ ...whole, project }))]
  })
}

/** A term begins with the minimum, else with the contract, else with the first work; whole periods have ended. */
function periodsOf(
  world: World,
  { contract, minimum }: Bearer,
  allocated: readonly Valued[],
): { period: Period; whole: Period; months: number }[] {
  const first = allocated.find((one) => one.contract === contract.id)?.on
  const start = minimum.from ?? contract.from ?? first
  if (start === undefined) return []
  const last = minimum.to ?? contract.to
  const until = last === undefined ? null : addDays(day(last), 1)
  // Work alone says nothing about part periods: the first one is whole then.
  const dated = minimum.from !== undefined || contract.from !== undefined
  if (minimum.every === 'contract') {
    const end = until ?? addDays(world.asOf, 1)
    const period = { from: day(start), until: end }
    return addDays(end, -1) <= world.asOf ? [{ period, whole: period, months: 0 }] : []
  }
  const months = monthsOf[minimum.every ?? 'month']
  return servicePeriods({ months, anchor: 'calendar' }, day(start), until, world.asOf)
    .filter((one) => addDays(one.until, -1) <= world.asOf)
    .map((one, at) => {
      const period = at === 0 && !dated ? { from: one.whole.from, until: one.until } : one
      return { period: { from: period.from, until: period.until }, whole: one.whole, months }
    })
}

function missing(
  world: World,
  bearer: Bearer,
  { period, whole, months }: { period: Period; whole: Period; months: number },
  allocated: readonly Valued[],
): Valued[] {
  const { contract, minimum, line, project, path } = bearer
  const on = addDays(period.until, -1)
  const live = termsOn(world, contract.id, on)
  const terms = (line === null ? live.minimum : live.lines.find((one) => one.id === line)?.minimum) ?? minimum
  const amount = amountOf(terms.amount, contract.currency, `${path}/amount`)
  const share = shareOf(lengthOf(period), lengthOf(whole), months, terms.proration ?? 'actual')
  const eligible = sumMoney(eligibleOf(world, bearer, period, allocated), contract.currency)
  const due = trueUp(amount, share, eligible)
  if (due.amount.minor === 0n) return []
  const money = (one: { minor: bigint; currency: string }) => `${formatMoney(one)} ${one.currency}`
  const part = share.of === 1 ? '' : `, ${share.days}/${share.of} of ${money(amount)},`
  return [
    madeWork({
      id: [contract.id, line ?? project ?? 'contract', 'minimum', period.from].join(':'),
      kind: 'minimum',
      on,
      contract: contract.id,
      line: line ?? live.lines[0]!.id,
      amount: due.amount,
      more: { minimum: formatMoney(due.minimum), eligible: formatMoney(eligible) },
      story:
        `The minimum from ${period.from} to ${on} is ${money(due.minimum)}${part} and ${money(eligible)} was ` +
        `billable: ${money(due.amount)} is missing.`,
    }),
  ]
}

/** What is billed or will be: held and parked work counts when it comes back, and then the true-up shrinks. */
function eligibleOf(world: World, bearer: Bearer, period: Period, allocated: readonly Valued[]) {
  const { contract, line, project, minimum } = bearer
  const projects = project === null ? null : new Map(world.work.map((one) => [one.id, one.project]))
  const inside = (on: Day) => period.from <= on && daysBetween(on, period.until) > 0
  return allocated
    .filter(
      (one) =>
        one.contract === contract.id &&
        (line === null || one.line === line) &&
        (projects === null || projects.get(one.work) === project) &&
        (minimum.kinds === undefined || minimum.kinds.some((kind) => kind === one.kind)) &&
        inside(one.on),
    )
    .flatMap((one) => one.pieces)
    .filter((piece) => piece.bucket === 'priced' || piece.bucket === 'draft' || piece.bucket === 'issued')
    .map((piece) => piece.amount)
}
