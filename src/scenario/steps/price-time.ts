import { addDays, type Day, day } from '../../kernel/dates.ts'
import { type Decimal, decimal } from '../../kernel/decimal.ts'
import { isRejection } from '../../kernel/errors.ts'
import { formatMoney, zeroMoney } from '../../kernel/money.ts'
import type { Rate } from '../../model/scenario/card.ts'
import type { ReportedWork } from '../../model/scenario/work.ts'
import { defaultPrecedence, type RatePrecedence } from '../../rating/precedence.ts'
import { type PriceQuestion, priceEntry, type TimeUnit } from '../../rating/price.ts'
import type { RateLevel, RateRow } from '../../rating/rate-rows.ts'
import { tellStory } from '../../rating/story.ts'
import type { Piece, Valued } from '../pieces.ts'
import { type Agreed, agreedFor, type World } from '../world.ts'
import { complain } from '../complaint.ts'

/** Time at its rates: rounded by its line's rules, priced by the cards, in one piece. */
export function priceTime(world: World): Valued[] {
  const rows = ratesOf(world)
  return world.work.filter((one) => (one.kind ?? 'time') === 'time').map((one) => valued(world, one, rows))
}

function valued(world: World, work: ReportedWork, rows: readonly RateRow[]): Valued {
  const { actual, unit } = quantityOf(work)
  const agreed = agreedFor(world, work)
  const known = typeof agreed === 'string' ? null : agreed
  const base = {
    work: work.id,
    revision: work.revision ?? 1,
    kind: 'time',
    on: day(work.on),
    contract: known?.contract.id ?? null,
    line: known?.line.id ?? null,
    unit,
    actual,
    billed: actual,
    standardValue: null,
    cost: null,
  } as const
  if (known === null) return { ...base, held: [agreed as string], pieces: [], story: [] }
  const increment = known.line.quantity?.increment
  const priced = priceEntry(questionOf(world, work, known, actual, unit), rows, {
    precedence: precedenceOf(known),
    ...(increment === undefined
      ? {}
      : {
          increment: {
            step: decimal(increment.step),
            mode: increment.mode,
            basis: increment.basis ?? 'entry',
            ...(increment.minimum === undefined ? {} : { minimum: decimal(increment.minimum) }),
            ...(increment.factor === undefined ? {} : { factor: decimal(increment.factor) }),
          },
        }),
  })
  const piece: Piece = {
    work: work.id,
    kind: 'time',
    on: base.on,
    sourceId: work.id,
    contract: known.contract.id,
    line: known.line.id,
    quantity: actual,
    unit,
    rate: null,
    amount: zeroMoney(known.contract.currency),
    band: null,
    bucket: 'held',
    limit: null,
    reason: null,
    story: [],
  }
  if (isRejection(priced))
    return {
      ...base,
      held: [priced.code],
      pieces: [{ ...piece, reason: priced.code }],
      story: [priced.message],
    }
  const { billed, amount } = priced
  const story = tellStory(priced.decision)
  return {
    ...base,
    billed,
    standardValue: amount,
    held: [],
    pieces: [{ ...piece, quantity: billed, rate: priced.rate.winner.amount, amount, bucket: 'priced' }],
    story: [...story, `It is worth ${formatMoney(amount)} ${amount.currency}.`],
  }
}

function precedenceOf(agreed: Agreed): RatePrecedence {
  const levels = agreed.line.price?.precedence
  if (levels === undefined) return defaultPrecedence
  return { ...defaultPrecedence, name: agreed.contract.id, levels: levels as RateLevel[] }
}

function questionOf(
  world: World,
  work: ReportedWork,
  { contract }: Agreed,
  quantity: Decimal,
  unit: TimeUnit,
): PriceQuestion {
  const worker = work.worker === undefined ? undefined : world.workers.get(work.worker)
  const project = work.project === undefined ? undefined : world.projects.get(work.project)
  return {
    kind: 'bill',
    workedOn: day(work.on),
    currency: contract.rateCurrency ?? contract.currency,
    quantity,
    unit,
    workerId: work.worker ?? '',
    laborCategory: work.laborCategory ?? worker?.laborCategory,
    taskId: work.task,
    projectId: work.project,
    clientId: contract.client ?? project?.client,
    contractId: contract.id,
    assignmentId: work.assignment,
    region: work.region ?? project?.region ?? contract.region,
    legalEntity: contract.legalEntity,
  }
}

/** Time is said in one of four ways; begin and end on one day, past midnight when the end is earlier. */
export function quantityOf(work: ReportedWork): { actual: Decimal; unit: TimeUnit } {
  if (work.hours !== undefined) return { actual: decimal(work.hours), unit: 'hour' }
  if (work.minutes !== undefined) return { actual: decimal(work.minutes), unit: 'minute' }
  if (work.seconds !== undefined) return { actual: decimal(work.seconds), unit: 'second' }
  if (work.begin !== undefined && work.end !== undefined) {
    const [begin, end] = [secondsOf(work.begin), secondsOf(work.end)]
    return {
      actual: { coefficient: BigInt(end > begin ? end - begin : end - begin + 86_400), scale: 0 },
      unit: 'second',
    }
  }
  return complain(`/work (${work.id})`, 'no time is said', 'Say hours, minutes or seconds, or begin and end.')
}

function secondsOf(clock: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}

/** The cards as rows of the resolver. `to` is the last day of a rate, `until` the first one without it. */
export function ratesOf(world: World): RateRow[] {
  const { rates, knownAt } = world.scenario
  const versions = new Map<string, number>()
  return [...(rates ?? [])]
    .filter((one) => knownAt === undefined || (one.learned ?? 0) <= knownAt)
    .sort((a, b) => (a.learned ?? 0) - (b.learned ?? 0))
    .map((rate) => rowOf(rate, versions))
}

function rowOf(rate: Rate, versions: Map<string, number>): RateRow {
  const version = (versions.get(rate.id) ?? 0) + 1
  versions.set(rate.id, version)
  const scope = {
    workerId: rate.worker,
    laborCategory: rate.laborCategory,
    taskId: rate.task,
    projectId: rate.project,
    clientId: rate.client,
    contractId: rate.contract,
    assignmentId: rate.assignment,
  }
  return {
    id: rate.id,
    version,
    kind: rate.kind ?? 'bill',
    level: rate.level,
    scope: Object.fromEntries(Object.entries(scope).filter(([, value]) => value !== undefined)),
    currency: rate.currency,
    ...(rate.region === undefined ? {} : { region: rate.region }),
    ...(rate.legalEntity === undefined ? {} : { legalEntity: rate.legalEntity }),
    amount: decimal(rate.amount),
    from: day(rate.from ?? '0001-01-01'),
    until: rate.to === undefined ? null : dayAfter(day(rate.to)),
    learnedAt: BigInt(rate.learned ?? 0),
  }
}

function dayAfter(on: Day): Day | null {
  return on === '9999-12-31' ? null : addDays(on, 1)
}
