/**
 * The rules of a month as somebody with a pencil would apply them: exact fractions on paper, rounded where RULES says
 * that money is rounded. Shares nothing with the product.
 */
import type { MonthCase, SmallRate, SmallReport, TaxWay } from './cases.ts'
import { levels } from './cases.ts'

/** What became of each approved report, in minor units, and the minutes that it counts for; what is billed at the month's end. */
export type Month = {
  readonly reports: ReadonlyMap<string, { readonly minutes: number; readonly became: Record<string, bigint> }>
  readonly net: bigint
  readonly tax: bigint
  readonly due: bigint
}
type Fraction = { readonly over: bigint; readonly under: bigint }
/** Money on the line of the hours or on the line of what is fixed. */
type Sheet = { readonly hours: bigint[]; readonly fixed: bigint[] }

const lastDay = 30

export function month(question: MonthCase): Month {
  const { reports: all, ceiling, fee, milestone, minimum, retainage } = question
  const inOrder = all.filter((one) => one.approved).sort((a, b) => a.day - b.day || (a.id < b.id ? -1 : 1))
  const told = new Map<string, { minutes: number; became: Record<string, bigint> }>()
  const bills: Sheet = { hours: [], fixed: [] }
  let room = ceiling === null ? null : BigInt(ceiling)
  for (const one of inOrder) {
    const minutes = minutesOf(question, one, inOrder)
    const became: Record<string, bigint> = {}
    told.set(one.id, { minutes, became })
    if (one.task === 'FREE') continue
    const rate = rateOf(question, one)
    if (typeof rate === 'string') {
      became[rate] = 0n
      continue
    }
    const price = priceOf(question, minutes, rate)
    const worth = writtenDown(one, price)
    if (worth !== price) became.written_off = price - worth
    const under = room === null || worth < room ? worth : room
    if (room !== null) room -= under
    if (worth > under) became.parked = worth - under
    became.priced = under
    bills.hours.push(under)
  }
  if (fee !== null) bills.fixed.push(...instalmentsUpTo(fee, lastDay))
  if (milestone !== null && milestone.accepted !== null && milestone.accepted <= lastDay)
    bills.fixed.push(BigInt(milestone.amount))
  if (minimum !== null) {
    const missing = BigInt(minimum) - sum(bills.hours) - sum(bills.fixed)
    // Where nobody worked the minimum has no month to begin with.
    if (missing > 0n && hasBegun(question)) bills.hours.push(missing)
  }
  const keep = (bill: bigint) => (retainage === null ? bill : bill - part(bill, retainage, 1000))
  const { net, tax } = documentOf(question, { hours: bills.hours.map(keep), fixed: bills.fixed.map(keep) })
  if (retainage !== null)
    for (const { became } of told.values()) {
      if (became.priced === undefined) continue
      const kept = part(became.priced, retainage, 1000)
      became.priced -= kept
      became.parked = (became.parked ?? 0n) + kept
    }
  return { reports: told, net, tax, due: dueOf(question, net + tax) }
}

function hasBegun({ reports, fee, milestone }: MonthCase): boolean {
  if (reports.length > 0 || (fee !== null && fee.days[0]! <= lastDay)) return true
  return milestone !== null && milestone.accepted !== null && milestone.accepted <= lastDay
}

/** Time is rounded before it is priced: each report, or a day of one person on one task with its last report. */
function minutesOf({ step }: MonthCase, one: SmallReport, inOrder: readonly SmallReport[]): number {
  if (step === null || one.task === 'FREE') return one.minutes
  const round = (minutes: number): number => {
    const steps = minutes / step.minutes
    const whole = Math.floor(steps)
    const rest = minutes - whole * step.minutes
    const begun =
      step.mode === 'up'
        ? rest > 0
        : step.mode === 'nearest'
          ? rest * 2 >= step.minutes
          : step.mode === 'nearest_half_down' && rest * 2 > step.minutes
    return Math.max(whole + (begun ? 1 : 0), step.minimum) * step.minutes
  }
  if (!step.together) return round(one.minutes)
  const day = inOrder.filter(
    (each) => each.day === one.day && each.worker === one.worker && each.task === one.task,
  )
  const billed = day.map((each) => each.minutes)
  let difference =
    round(billed.reduce((all, each) => all + each, 0)) - billed.reduce((all, each) => all + each, 0)
  for (let at = billed.length - 1; at >= 0 && difference !== 0; at--) {
    const taken = Math.max(billed[at]! + difference, 0)
    difference -= taken - billed[at]!
    billed[at] = taken
  }
  return billed[day.indexOf(one)]!
}

/** The hundredths of an hour's price; or why nobody can say. */
function rateOf({ rates, roles }: MonthCase, one: SmallReport): number | string {
  const live = rates.filter(
    (rate) =>
      !rate.foreign &&
      (rate.from ?? 0) <= one.day &&
      one.day <= (rate.to ?? 99) &&
      (rate.worker ?? one.worker) === one.worker &&
      (rate.role ?? roles[one.worker]) === roles[one.worker] &&
      (rate.task ?? one.task) === one.task,
  )
  const narrowness = (rate: SmallRate) => (rate.within === 'project' ? 0 : rate.within === 'client' ? 1 : 2)
  for (const level of levels)
    for (const within of [0, 1, 2]) {
      const found = live.filter((rate) => rate.level === level && narrowness(rate) === within)
      if (found.length > 1) return 'AMBIGUOUS_RATE'
      if (found.length === 1) return found[0]!.hundredths
    }
  return 'MISSING_RATE'
}

/** Hours times rate, rounded once; then each discount, rounded once. */
function priceOf(question: MonthCase, minutes: number, hundredths: number): bigint {
  const { digits, multiplier, discounts } = question
  const plain = round({
    over: BigInt(minutes) * BigInt(hundredths) * BigInt(10 ** digits),
    under: 6000n,
  })
  const price =
    multiplier === null
      ? plain
      : round({
          over: BigInt(minutes) * BigInt(hundredths) * BigInt(multiplier) * BigInt(10 ** digits),
          under: 600_000n,
        })
  let rest = price
  for (const { tenths, onRest } of discounts) rest -= part(onRest ? rest : price, tenths, 1000)
  return rest
}

function writtenDown({ writeDown }: SmallReport, price: bigint): bigint {
  if (writeDown === null) return price
  if (writeDown === 'off') return 0n
  if ('percent' in writeDown) return price - part(price, writeDown.percent, 100)
  return BigInt(writeDown.to) < price ? BigInt(writeDown.to) : price
}

/** Equal parts; the last one takes the cents. */
function instalmentsUpTo({ amount, days }: NonNullable<MonthCase['fee']>, until: number): bigint[] {
  const equal = BigInt(Math.floor(amount / days.length))
  return days
    .map((day, at) => ({
      day,
      amount: at < days.length - 1 ? equal : BigInt(amount) - equal * BigInt(days.length - 1),
    }))
    .filter(({ day }) => day <= until)
    .map((one) => one.amount)
}

function documentOf(question: MonthCase, bills: Sheet): { net: bigint; tax: bigint } {
  const { off, taxes, tax: way } = question
  const lines = [
    { code: 'A', bills: bills.hours, tenths: taxes[0] },
    { code: 'B', bills: bills.fixed, tenths: taxes[1] },
  ]
    .filter((line) => line.bills.some((bill) => bill !== 0n))
    .map(({ code, tenths, bills: list }) => ({ code, tenths, amount: sum(list) }))
  const gross = sum(lines.map((line) => line.amount))
  const deductions = off === null || gross <= 0n ? [] : spread(part(gross, off, 1000), lines, gross)
  const all = [...lines, ...deductions]
  const tax = taxOf(all, way)
  const total = sum(all.map((line) => line.amount))
  return way.included ? { net: total - tax, tax } : { net: total, tax }
}

type Line = { readonly code: string; readonly amount: bigint; readonly tenths: number }

/** A sum off the document goes off each tax by its share of the net; a cent in the middle stays with the first. */
function spread(amount: bigint, lines: readonly Line[], gross: bigint): Line[] {
  if (lines.length < 2) return [{ ...lines[0]!, amount: -amount }]
  const [first, second] = lines as [Line, Line]
  const twice = 2n * amount * first.amount
  const ofFirst = (twice + gross - 1n) / (2n * gross)
  return [
    { ...first, amount: -ofFirst },
    { ...second, amount: -(amount - ofFirst) },
  ]
}

function taxOf(lines: readonly Line[], { per, rounding, included }: TaxWay): bigint {
  const exact = (amount: bigint, tenths: number): Fraction => ({
    over: amount * BigInt(tenths),
    under: included ? BigInt(1000 + tenths) : 1000n,
  })
  if (per === 'line') return sum(lines.map((line) => round(exact(line.amount, line.tenths), rounding)))
  const groups = [...Map.groupBy(lines, (line) => line.code).values()]
  const each = groups.map((list) => exact(sum(list.map((line) => line.amount)), list[0]!.tenths))
  if (per === 'document') return sum(each.map((one) => round(one, rounding)))
  return round(
    each.reduce((a, b) => ({ over: a.over * b.under + b.over * a.under, under: a.under * b.under }), {
      over: 0n,
      under: 1n,
    }),
    rounding,
  )
}

function dueOf({ dueStep, dueMode }: MonthCase, total: bigint): bigint {
  if (dueStep === null) return total
  return round({ over: total, under: BigInt(dueStep) }, dueMode) * BigInt(dueStep)
}

function sum(list: readonly bigint[]): bigint {
  return list.reduce((all, one) => all + one, 0n)
}

function part(amount: bigint, share: number, of: number): bigint {
  return round({ over: amount * BigInt(share), under: BigInt(of) })
}

/** To a whole number; `up` is away from zero. */
function round({ over, under }: Fraction, mode: TaxWay['rounding'] = 'half_away'): bigint {
  const sign = over < 0n ? -1n : 1n
  const size = over * sign
  const whole = size / under
  const rest = size % under
  const up =
    mode === 'up'
      ? rest > 0n
      : mode !== 'down' &&
        (rest * 2n > under || (rest * 2n === under && (mode === 'half_away' || whole % 2n === 1n)))
  return sign * (up ? whole + 1n : whole)
}
