import { addDays, type Day, day } from '../../kernel/dates.ts'
import { formatDecimal } from '../../kernel/decimal.ts'
import { decimalOfMoney, formatMoney, type Money, subtractMoney, sumMoney } from '../../kernel/money.ts'
import { accountingDate, isClosed } from '../../contracts/locks/accounting-date.ts'
import { daysOf, entityOf, periodsOf, policyOf } from '../locks.ts'
import type { Posting, Valued } from '../pieces.ts'
import type { World } from '../world.ts'

/** The value of all work as it was known at a position of the log. */
type ValueAt = (position: number) => readonly Valued[]

/**
 * Gives work its accounting days. What was known when a period was closed stands in it; what differs since goes to an
 * open day by the policy of the legal entity, or waits. The transaction day never moves.
 */
export function accountWork(world: World, valued: readonly Valued[], valueAt: ValueAt): Valued[] {
  const before = new Map<number, ReadonlyMap<string, Money>>()
  const knownAt = (position: number) => {
    const kept = before.get(position)
    if (kept !== undefined) return kept
    const found = new Map(
      valueAt(position).flatMap((one) => (worth(one) === null ? [] : [[one.work, worth(one)!]])),
    )
    before.set(position, found)
    return found
  }
  return valued.map((one) => accounted(world, one, knownAt))
}

const counted = new Set(['priced', 'draft', 'issued', 'credited', 'included', 'held', 'parked'])

/** What the work is worth to the ledger; null for work that stands outside of the balance. */
function worth(one: Valued): Money | null {
  const pieces = one.pieces.filter((piece) => counted.has(piece.bucket))
  return pieces.length === 0
    ? null
    : sumMoney(
        pieces.map((piece) => piece.amount),
        pieces[0]!.amount.currency,
      )
}

function accounted(
  world: World,
  one: Valued,
  knownAt: (position: number) => ReadonlyMap<string, Money>,
): Valued {
  const entity = entityOf(world, one.contract, one.on)
  const periods = periodsOf(world, 'ledger', entity)
  if (periods.length === 0) return one
  const closed = daysOf(periods, 'closed')
  const period = periods.find((each) => each.status === 'closed' && each.from <= one.on && one.on <= each.to)
  const stood = period?.closedAt === undefined ? undefined : knownAt(period.closedAt).get(one.work)
  const amount = worth(one) ?? (stood && { ...stood, minor: 0n })
  if (amount === undefined) return one
  if (period === undefined) return posted(one, [{ on: one.on, amount, status: 'booked' }], null)
  const postings: Posting[] = []
  if (stood !== undefined && stood.minor !== 0n)
    postings.push({ on: one.on, amount: stood, status: 'booked' })
  const change = stood === undefined ? amount : subtractMoney(amount, stood)
  const to = laterDay(world, one, entity, closed, daysOf(periods, 'open'))
  if (change.minor !== 0n)
    postings.push({ on: to ?? one.on, amount: change, status: to === null ? 'waiting' : 'booked' })
  return posted(one, postings, to)
}

/** Where a difference of a closed period is booked; null while it waits. */
function laterDay(
  world: World,
  one: Valued,
  entity: string | null,
  closed: ReturnType<typeof daysOf>,
  open: ReturnType<typeof daysOf>,
): Day | null {
  const policy = policyOf(world, entity)
  if (policy !== 'hold') return accountingDate(one.on, closed, policy, open)
  const released = world.work.find((work) => work.id === one.work)?.releasedOn
  if (released === undefined || released > world.asOf) return null
  const on = day(released)
  return isClosed(on, closed) ? accountingDate(addDays(on, 1), closed, 'first_open_day') : on
}

function posted(one: Valued, postings: readonly Posting[], moved: Day | null): Valued {
  const booked = postings.filter((each) => each.status === 'booked')
  const last = booked.at(-1)
  const story = postings
    .filter((each) => each.status === 'waiting' || each.on !== one.on)
    .map((each) =>
      each.status === 'waiting'
        ? `${formatMoney(each.amount)} ${each.amount.currency} wait: the period of ${one.on} is closed.`
        : `${formatMoney(each.amount)} ${each.amount.currency} of ${one.on} are booked on ${each.on}, because their period is closed.`,
    )
  return {
    ...one,
    postings,
    more: {
      ...one.more,
      accountingDate: last?.on ?? moved,
      posted: last === undefined ? null : `${formatDecimal(decimalOfMoney(last.amount))}@${last.on}`,
      postings: postings.map((each) => ({
        on: each.on,
        amount: formatMoney(each.amount),
        currency: each.amount.currency,
        status: each.status,
      })),
    },
    story: [...one.story, ...story],
  }
}

/** What a contract's work is booked at in each month, and what waits, by month of the transaction. */
export function tellMonths(valued: readonly Valued[], contract: string): Record<string, unknown>[] {
  const months = new Map<string, { booked: Money; waiting: Money }>()
  for (const one of valued) {
    if (one.contract !== contract) continue
    for (const posting of one.postings ?? []) {
      const month = posting.on.slice(0, 7)
      const zero = { minor: 0n, currency: posting.amount.currency }
      const sum = months.get(month) ?? { booked: zero, waiting: zero }
      const into = posting.status
      months.set(month, { ...sum, [into]: sumMoney([sum[into], posting.amount], zero.currency) })
    }
  }
  return [...months]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, sum]) => ({
      id,
      booked: formatMoney(sum.booked),
      waiting: formatMoney(sum.waiting),
      currency: sum.booked.currency,
    }))
}
