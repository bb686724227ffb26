/** In which ledger something stands, on which day it is booked there, and at which exchange rate. */
import { convert, type ExchangeRate, findRate } from '../../contracts/currencies/exchange.ts'
import { accountingDate } from '../../contracts/locks/accounting-date.ts'
import { type Day, day } from '../../kernel/dates.ts'
import { decimal } from '../../kernel/decimal.ts'
import type { Money } from '../../kernel/money.ts'
import { complain } from '../complaint.ts'
import { contractOn, type World } from '../world.ts'

export type Ledger = { readonly id: string; readonly currency: string }
export type Waiting = { readonly about: string; readonly code: string; readonly reason: string }
export type Purpose = 'cost' | 'document' | 'accrual' | 'payment'

export type Ledgers = {
  readonly world: World
  readonly ofContract: (contract: string | null, on: string) => Ledger
  readonly ofEntity: (id: string) => Ledger | null
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
  const rates = exchangeRatesOf(world)
  const firm = firmLedger(world)
  const ofEntity = (id: string): Ledger | null => {
    const entity = world.legalEntities.get(id)
    return entity === undefined ? null : { id, currency: entity.currency }
  }
  return {
    world,
    ofEntity,
    ofContract: (contract, on) => {
      const version =
        contract === null ? null : (contractOn(world, contract, on) ?? world.contracts.get(contract)?.at(-1))
      const named = version?.legalEntity
      if (named === undefined) return firm
      const missing = () =>
        complain('/legalEntities', `${named} of contract ${contract} is not there`, 'Add the legal entity')
      return ofEntity(named) ?? missing()
    },
    bookedOn: (ledger, on) => bookedOn(world, ledger, on),
    value: (amount, to, on, purpose, about) => {
      const rules = world.scenario.currencies
      const type = rules?.[`${purpose}Type`] ?? 'spot'
      const rate = findRate(rates, {
        type,
        from: amount.currency,
        to,
        on,
        maximumAgeDays: rules?.maximumAgeDays,
        pivot: rules?.pivot,
      })
      if (rate !== null) return convert(amount, rate)
      const reason = `no exchange rate of type ${type} from ${amount.currency} to ${to} stands on ${on}`
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

function exchangeRatesOf(world: World): ExchangeRate[] {
  const { exchangeRates = [], knownAt } = world.scenario
  return exchangeRates
    .filter((one) => knownAt === undefined || (one.learned ?? 0) <= knownAt)
    .map((one) => ({
      type: one.type ?? 'spot',
      from: one.from,
      to: one.to,
      on: one.on,
      rate: decimal(one.rate),
      learned: one.learned ?? 0,
    }))
}

function bookedOn(world: World, ledger: Ledger, on: Day): Day | null {
  const own = (world.scenario.periods ?? []).filter(
    (one) => (one.legalEntity ?? ledger.id) === ledger.id && (one.lock ?? 'ledger') === 'ledger',
  )
  const of = (status: 'open' | 'closed') =>
    own.filter((one) => one.status === status).map((one) => ({ from: day(one.from), to: day(one.to) }))
  const policy = world.legalEntities.get(ledger.id)?.closedPeriod ?? 'first_open_day'
  return accountingDate(on, of('closed'), policy, of('open'))
}
