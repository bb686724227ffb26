/** In which ledger something stands, on which day it is booked there, and what it is worth there. */
import { convert } from '../../contracts/currencies/exchange.ts'
import { accountingDate, endOfMonth } from '../../contracts/locks/accounting-date.ts'
import type { Day } from '../../kernel/dates.ts'
import type { ErrorCode } from '../../kernel/error-catalogue.ts'
import type { Money } from '../../kernel/money.ts'
import { complain } from '../complaint.ts'
import { type Purpose, rateFor } from '../exchange.ts'
import { daysOf, periodsOf, policyOf } from '../locks.ts'
import { contractOn, type World } from '../world.ts'

export type Ledger = { readonly id: string; readonly currency: string }
/** What is not booked, and why. It is business, so that it stops nothing else. */
type Waiting = { readonly about: string; readonly code: ErrorCode; readonly reason: string }

export type Ledgers = {
  readonly world: World
  readonly ofContract: (contract: string | null, on: string) => Ledger
  readonly ofEntity: (id: string) => Ledger
  /** Null while a closed period keeps it waiting. */
  readonly bookedOn: (ledger: Ledger, on: Day) => Day | null
  /** Null where no exchange rate stands; that is noted, and what needs it is not booked. */
  readonly value: (amount: Money, to: string, on: Day, purpose: Purpose, about: string) => Money | null
  readonly wait: (one: Waiting) => void
  readonly waiting: readonly Waiting[]
}

export function ledgersOf(world: World): Ledgers {
  const waiting: Waiting[] = []
  const wait = (one: Waiting): void => {
    const known = waiting.some((other) => other.about === one.about && other.reason === one.reason)
    if (!known) waiting.push(one)
  }
  const firm = firmLedger(world)
  const ofEntity = (id: string): Ledger => {
    const currency =
      world.legalEntities.get(id)?.currency ??
      complain('/legalEntities', `${id} is named and is not there`, 'Add the legal entity with its currency')
    return { id, currency }
  }
  return {
    world,
    ofEntity,
    ofContract: (contract, on) => {
      const version =
        contract === null ? null : (contractOn(world, contract, on) ?? world.contracts.get(contract)?.at(-1))
      return version?.legalEntity === undefined ? firm : ofEntity(version.legalEntity)
    },
    bookedOn: (ledger, on) => {
      const periods = periodsOf(world, 'ledger', ledger.id)
      const policy = policyOf(world, ledger.id)
      return accountingDate(on, daysOf(periods, 'closed'), policy, daysOf(periods, 'open'))
    },
    value: (amount, to, on, purpose, about) => {
      const monthEnd = purpose === 'accrual' && world.scenario.currencies?.accrualDate === 'month_end'
      const day = monthEnd ? endOfMonth(on) : on
      const rate = rateFor(world, purpose, amount.currency, to, day)
      if (rate !== null) return convert(amount, rate)
      const reason = `no exchange rate from ${amount.currency} to ${to} stands on ${day}`
      wait({ about, code: 'MISSING_EXCHANGE_RATE', reason })
      return null
    },
    wait,
    waiting,
  }
}

/** The ledger of contracts that name no legal entity: the only one there is, or one that stands for the firm. */
function firmLedger(world: World): Ledger {
  const [only, ...others] = [...world.legalEntities.values()]
  if (only !== undefined && others.length === 0) return { id: only.id, currency: only.currency }
  const first = [...world.contracts.values()][0]?.at(-1)?.currency
  return { id: 'firm', currency: world.scenario.currencies?.group ?? first ?? 'EUR' }
}
