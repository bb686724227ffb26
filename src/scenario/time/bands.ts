import { type Day, day } from '../../kernel/dates.ts'
import { addDecimal, decimal, divideDecimal } from '../../kernel/decimal.ts'
import type { Band, BandRules } from '../../model/scenario/bands.ts'
import type { BandRule, Premium } from '../../rating/bands/rules.ts'
import { type BandPart, splitByBands } from '../../rating/bands/split.ts'
import type { BandedEntry } from '../../rating/bands/stretches.ts'
import { clockSeconds } from '../../rating/clock.ts'
import { toSeconds } from '../../rating/durations.ts'
import { complain } from '../complaint.ts'
import type { World } from '../world.ts'
import type { Billed } from './billed.ts'
import { calendarOf, type WorkCalendar } from './calendars.ts'
import { type TimeEntry, together } from './entries.ts'
import { until } from './rules.ts'

/** The parts of entries whose line has bands, in seconds. An entry that is missing here is one part without a band. */
export function bandPartsOf(
  world: World,
  entries: readonly TimeEntry[],
  billed: ReadonlyMap<TimeEntry, Billed>,
): Map<TimeEntry, readonly BandPart[]> {
  const found = new Map<TimeEntry, readonly BandPart[]>()
  const banded = entries.filter((one) => one.agreed?.line.bands?.rules !== undefined)
  if (banded.length === 0) return found
  const ofWorker = Map.groupBy(entries, (one) => one.workerId)
  const groups = Map.groupBy(banded, (one) =>
    JSON.stringify([one.agreed!.contract.id, one.agreed!.line.id, one.workerId]),
  )
  for (const own of groups.values()) {
    const asked = new Set(own)
    const beside = ofWorker
      .get(own[0]!.workerId)!
      .filter((one) => asked.has(one) || countsBeside(one, own[0]!))
    const parts = together(beside, (some) => split(world, some, own[0]!, billed))
    for (const one of own) found.set(one, parts.get(one)!)
  }
  return found
}

/** Whose hours fill day and week: by default those of the same contract that somebody pays for. */
function countsBeside(other: TimeEntry, own: TimeEntry): boolean {
  const scope = own.agreed!.line.bands!.counts ?? 'contract'
  if (other.work.absence !== undefined) return false
  if (scope === 'everything') return true
  if (!other.billable || other.agreed === null) return false
  const [a, b] = [other.agreed, own.agreed!]
  if (scope === 'client') return a.contract.client !== undefined && a.contract.client === b.contract.client
  return a.contract.id === b.contract.id && (scope === 'contract' || a.line.id === b.line.id)
}

function split(
  world: World,
  list: readonly TimeEntry[],
  own: TimeEntry,
  billed: ReadonlyMap<TimeEntry, Billed>,
): ReadonlyMap<TimeEntry, readonly BandPart[]> {
  const calendar = calendarOf(world, own.workerId)
  const rules = own.agreed!.line.bands!
  // Work that nobody pays for is split as if it stood alone: it fills nobody's day, unless everything counts.
  const counting = rules.counts === 'everything' ? list : list.filter((one) => one.billable)
  const apart = list.filter((one) => !counting.includes(one))
  const settings = {
    isHoliday: calendar.isHoliday,
    weekStart: calendar.weekStart,
    weekCounts: rules.weekCounts ?? 'all',
  } as const
  const parts = new Map<string, readonly BandPart[]>()
  for (const some of [counting, ...apart.map((one) => [one])])
    for (const [id, cut] of splitByBands(
      some.map((one) => asBanded(one, own, calendar, billed.get(one)!)),
      settings,
    ))
      parts.set(id, cut)
  return new Map(list.map((one) => [one, parts.get(one.work.id)!]))
}

function asBanded(one: TimeEntry, own: TimeEntry, calendar: WorkCalendar, billed: Billed): BandedEntry {
  // Another line's work only fills day and week: its own bands take it in a calculation of its own.
  const rules = (one.agreed?.line.id === own.agreed!.line.id ? one : own).agreed!.line.bands
  const factor = one.agreed?.line.quantity?.increment?.factor
  return {
    id: one.work.id,
    workedOn: one.on,
    span: one.span,
    billed: billed.seconds,
    rules: bandRulesOf(rules, calendar, one),
    ...(factor === undefined ? {} : { factor: decimal(factor) }),
  }
}

function bandRulesOf(
  rules: BandRules | undefined,
  calendar: WorkCalendar,
  one: TimeEntry,
): readonly BandRule[] {
  if (rules === undefined) return []
  const category = one.work.laborCategory
  return pure(rules, calendar)
    .filter(({ band }) => band.laborCategories === undefined || band.laborCategories.includes(category ?? ''))
    .map(({ rule }) => rule)
}

type Known = readonly { readonly band: Band; readonly rule: BandRule }[]
const memory = new WeakMap<BandRules, WeakMap<WorkCalendar, Known>>()

/** Rules are compared by identity where parts are joined, so that each is made once. */
function pure(rules: BandRules, calendar: WorkCalendar): Known {
  const of = memory.get(rules) ?? new WeakMap<WorkCalendar, Known>()
  memory.set(rules, of)
  const made = of.get(calendar) ?? (rules.rules ?? []).flatMap((band) => versionsOf(band, calendar))
  of.set(calendar, made)
  return made
}

/** A band with overrides is several, each live until the next one. */
function versionsOf(band: Band, calendar: WorkCalendar): Known {
  const overrides = [...(band.overrides ?? [])].sort((a, b) => (a.from < b.from ? -1 : 1))
  const starts = [{ ...band, from: band.from }, ...overrides]
  return starts.map((version, at) => {
    const next = starts[at + 1]?.from
    const from = version.from === undefined ? undefined : day(version.from)
    const end = next === undefined ? until(band.to) : day(next)
    if (from !== undefined && end !== null && end <= from)
      complain(
        `/contracts/lines/bands/rules (${band.id})`,
        `a price from ${next ?? from} does not lie within its dates`,
        'Give overrides days of their own, within the dates of the band.',
      )
    return { band, rule: ruleOf(band, calendar, premiumOf(band.id, version), from, end) }
  })
}

function ruleOf(
  band: Band,
  calendar: WorkCalendar,
  premium: Premium,
  from: Day | undefined,
  end: Day | null,
): BandRule {
  const weekdays = band.weekend === true ? calendar.weekend : band.weekdays
  return {
    id: band.id,
    premium,
    until: end,
    ...(from === undefined ? {} : { from }),
    ...(weekdays === undefined ? {} : { weekdays }),
    ...(band.holidays === undefined ? {} : { holidays: band.holidays }),
    ...(band.between === undefined
      ? {}
      : { between: { from: clockSeconds(band.between.from), until: clockSeconds(band.between.to) } }),
    ...(band.dailyOver === undefined ? {} : { dailyOver: toSeconds(decimal(band.dailyOver), 'hour') }),
    ...(band.weeklyOver === undefined ? {} : { weeklyOver: toSeconds(decimal(band.weeklyOver), 'hour') }),
  }
}

type PremiumText = { multiplier?: string; markup?: string; surcharge?: string; rate?: string }

function premiumOf(id: string, { multiplier, markup, surcharge, rate }: PremiumText): Premium {
  const said = [multiplier, markup, surcharge, rate].filter((one) => one !== undefined)
  if (said.length !== 1)
    complain(
      `/contracts/lines/bands/rules (${id})`,
      `${said.length === 0 ? 'no price is' : 'several prices are'} said`,
      'Say one of multiplier, markup, surcharge and rate, in the band and in each override.',
    )
  if (multiplier !== undefined) return { kind: 'multiplier', value: decimal(multiplier) }
  if (surcharge !== undefined) return { kind: 'surcharge', value: decimal(surcharge) }
  if (rate !== undefined) return { kind: 'rate', value: decimal(rate) }
  const percent = decimal(markup!)
  const share = divideDecimal(percent, { coefficient: 100n, scale: 0 }, percent.scale + 2, 'half_away')
  return { kind: 'multiplier', value: addDecimal({ coefficient: 1n, scale: 0 }, share) }
}
