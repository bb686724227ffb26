import { day } from '../kernel/dates.ts'
import type { ClosedPeriod, ClosedPolicy } from '../contracts/locks/accounting-date.ts'
import type { FiscalPeriod } from '../model/scenario/books.ts'
import { complain } from './complaint.ts'
import { contractOn, type World } from './world.ts'

/** Periods of one lock that concern a legal entity: its own, and those that name none. */
export function periodsOf(
  world: World,
  lock: NonNullable<FiscalPeriod['lock']>,
  entity: string | null,
): FiscalPeriod[] {
  return (world.scenario.periods ?? []).filter((one, at) => {
    if (one.from > one.to)
      complain(
        `/periods/${at}`,
        'the period ends before it begins',
        'Let from be the first day and to the last',
      )
    return (one.lock ?? 'ledger') === lock && (one.legalEntity === undefined || one.legalEntity === entity)
  })
}

export function daysOf(periods: readonly FiscalPeriod[], status: FiscalPeriod['status']): ClosedPeriod[] {
  return periods
    .filter((one) => one.status === status)
    .map((one) => ({ from: day(one.from), to: day(one.to) }))
}

/** The legal entity that bills a contract's work of a day. */
export function entityOf(world: World, contract: string | null, on: string): string | null {
  return contract === null ? null : (contractOn(world, contract, on)?.legalEntity ?? null)
}

export function policyOf(world: World, entity: string | null): ClosedPolicy {
  const found = entity === null ? undefined : world.legalEntities.get(entity)
  return found?.closedPeriod ?? 'first_open_day'
}
