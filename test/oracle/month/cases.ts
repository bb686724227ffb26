/** Random Junes of one client: reports, cards, terms and taxes, small enough to be reckoned with a pencil. */
import { numbersFrom } from '../numbers.ts'

export const levels = ['person', 'role', 'task', 'project', 'client', 'default'] as const
export const tasks = ['BUILD', 'TEST', 'FREE'] as const
export type Task = (typeof tasks)[number]

export type SmallRate = {
  readonly id: string
  readonly level: (typeof levels)[number]
  /** The project or the client that it holds for, or everybody. */
  readonly within: 'project' | 'client' | null
  readonly worker: number | null
  readonly role: string | null
  readonly task: Task | null
  /** Hundredths of the currency, an hour. */
  readonly hundredths: number
  readonly foreign: boolean
  /** First and last day of June; null without an end. */
  readonly from: number | null
  readonly to: number | null
}
export type SmallReport = {
  readonly id: string
  readonly day: number
  readonly worker: number
  readonly task: Task
  readonly minutes: number
  readonly approved: boolean
  /** To so many minor units, by so many percent, or all of it. */
  readonly writeDown: { readonly to: number } | { readonly percent: number } | 'off' | null
}
export type SmallStep = {
  readonly minutes: number
  readonly mode: 'up' | 'nearest' | 'nearest_half_down' | 'down'
  readonly together: boolean
  /** Whole steps. */
  readonly minimum: number
}
export type TaxWay = {
  readonly per: 'document' | 'line' | 'total'
  readonly rounding: 'half_away' | 'half_even' | 'up' | 'down'
  readonly included: boolean
}
export type MonthCase = {
  readonly currency: string
  /** Digits of its minor unit, ISO 4217. */
  readonly digits: number
  readonly roles: readonly string[]
  readonly rates: readonly SmallRate[]
  readonly reports: readonly SmallReport[]
  readonly step: SmallStep | null
  /** Hundredths of the price. */
  readonly multiplier: number | null
  /** Tenths of a percent off; on what those before left, or on the price. */
  readonly discounts: readonly { readonly tenths: number; readonly onRest: boolean }[]
  /** The following sums are minor units. */
  readonly ceiling: number | null
  readonly fee: { readonly amount: number; readonly days: readonly number[] } | null
  readonly milestone: { readonly amount: number; readonly accepted: number | null } | null
  readonly minimum: number | null
  /** Tenths of a percent that the client keeps of each line's bills. */
  readonly retainage: number | null
  /** Tenths of a percent, of the hours and of what is fixed. */
  readonly taxes: readonly [number, number]
  readonly tax: TaxWay
  /** Tenths of a percent off the whole document. */
  readonly off: number | null
  /** Minor units that the sum due is a multiple of. */
  readonly dueStep: number | null
  readonly dueMode: 'half_away' | 'up' | 'down'
}
const currencies = [
  ['EUR', 2],
  ['EUR', 2],
  ['JPY', 0],
  ['KWD', 3],
] as const

export function monthFrom(seed: number): MonthCase {
  const next = numbersFrom(seed)
  const chance = (percent: number): boolean => next(100) < percent
  const some = <T>(percent: number, make: () => T): T | null => (chance(percent) ? make() : null)
  const among = <T>(list: readonly T[]): T => list[next(list.length)]!
  const [currency, digits] = among(currencies)
  const unit = 10 ** digits
  const sum = (most: number): number => next(most * unit)
  const roles = [0, 1, 2].map(() => among(['senior', 'junior']))
  const rates = Array.from({ length: 1 + next(6) }, (_, at) => rateFrom(at, next))
  return {
    currency,
    digits,
    roles,
    rates,
    reports: Array.from({ length: 1 + next(6) }, (_, at) => ({
      id: `E${at}`,
      day: 1 + next(6),
      worker: next(3),
      task: among([...tasks, 'BUILD', 'TEST']),
      minutes: 1 + next(chance(50) ? 40 : 600),
      approved: chance(93),
      writeDown: some(15, () => among([{ to: sum(400) }, { percent: next(101) }, 'off' as const])),
    })),
    step: some(50, () => ({
      minutes: among([6, 15, 20, 30]),
      mode: among(['up', 'nearest', 'nearest_half_down', 'down']),
      together: chance(40),
      minimum: next(3),
    })),
    multiplier: some(20, () => 1 + next(300)),
    discounts: Array.from({ length: chance(35) ? 1 + next(2) : 0 }, () => ({
      tenths: next(500),
      onRest: chance(50),
    })),
    ceiling: some(40, () => sum(1500)),
    fee: some(35, () => {
      const days = Array.from({ length: 1 + next(4) }, () => 1 + next(40)).sort((a, b) => a - b)
      return { amount: sum(1000), days }
    }),
    milestone: some(25, () => ({ amount: sum(500), accepted: some(75, () => 1 + next(40)) })),
    minimum: some(25, () => sum(1500)),
    retainage: some(20, () => next(300)),
    taxes: [next(300), chance(40) ? 0 : next(300)],
    tax: {
      per: among(['document', 'line', 'total']),
      rounding: among(['half_away', 'half_away', 'half_even', 'up', 'down']),
      included: chance(20),
    },
    off: some(25, () => 1 + next(300)),
    dueStep: some(20, () => among([5, 10, 50, 100])),
    dueMode: among(['half_away', 'up', 'down']),
  }
}

function rateFrom(at: number, next: (below: number) => number): SmallRate {
  const chance = (percent: number): boolean => next(100) < percent
  const level = levels[next(levels.length)]!
  const anchored = level === 'client' || level === 'project'
  const from = chance(25) ? 1 + next(6) : null
  return {
    id: `R${at}`,
    level,
    within: anchored ? level : level === 'default' ? null : ([null, 'project', 'client'] as const)[next(3)]!,
    worker: level === 'person' ? next(3) : null,
    role: level === 'role' ? ['senior', 'junior'][next(2)]! : null,
    task: level === 'task' ? tasks[next(2)]! : null,
    hundredths: chance(8) ? 0 : next(30_000),
    foreign: chance(8),
    from,
    to: chance(25) ? (from ?? 1) + next(4) : null,
  }
}
