/** Unbilled work as of past days, by age, and beside what a ledger holds of it. */
import { clearedWip } from '../../accounting/accrued-revenue.ts'
import { ageOf } from '../../accounting/ageing.ts'
import type { Day } from '../../kernel/dates.ts'
import { formatMoney, sumMoney } from '../../kernel/money.ts'
import { complain } from '../complaint.ts'
import { unbilledAt } from './book-work.ts'
import { amountOf } from '../known.ts'
import { knownIn } from '../world.ts'
import type { Books } from './recognise.ts'

/** What later documents bill does not lower what was unbilled on an earlier day. */
export function tellUnbilled(books: Books, days: readonly Day[]): Record<string, unknown>[] {
  const { world } = books.ledgers
  const pendingToo = world.scenario.books?.accruePending !== false
  const ends = [...new Set(world.scenario.books?.measures?.ageing ?? [30, 60, 90])].sort((a, b) => a - b)
  const currencies = [...new Set([...world.contracts.values()].map((one) => one.at(-1)!.currency))]
  return days.map((day) => ({
    id: day,
    currencies: currencies.map((currency) => {
      const list = books.works.flatMap((one) => {
        const amount = unbilledAt(one, day, pendingToo)
        return amount?.currency === currency ? [{ one, amount }] : []
      })
      const sum = (part: typeof list) =>
        formatMoney(
          sumMoney(
            part.map((each) => each.amount),
            currency,
          ),
        )
      const aged = list.map(({ one, amount }) => ({ on: one.valued.on, amount }))
      return {
        id: currency,
        accrual: sum(list),
        approved: sum(list.filter((each) => each.one.approved)),
        pending: sum(list.filter((each) => each.one.pending)),
        ages: ageOf(aged, day, ends, currency).map((stretch) => ({
          id: stretch.to === null ? `over ${ends.at(-1) ?? 0}` : `${stretch.from}-${stretch.to}`,
          amount: formatMoney(stretch.amount),
        })),
      }
    }),
  }))
}

/** What a ledger's accruals and reversals leave, beside the unbilled work that there is. */
export function tellClearing(books: Books): Record<string, unknown>[] {
  const { world } = books.ledgers
  const ledger = knownIn(world, world.scenario.books?.ledger).filter((one) => one.on <= world.asOf)
  const contractOf = new Map(books.works.map((one) => [one.valued.work, one.valued.contract]))
  const named = ledger.map((one) => {
    const contract = one.contract ?? (one.work === undefined ? null : (contractOf.get(one.work) ?? null))
    const path = `/books/ledger (${one.id})`
    if (contract === null || !world.contracts.has(contract))
      return complain(
        path,
        'its contract is not said or not there',
        'Name a contract or work of this scenario',
      )
    return { ...one, contract, path }
  })
  return [...Map.groupBy(named, (one) => one.contract)].map(([contract, own]) => {
    const { currency } = own[0]!
    const of = (what: 'accrual' | 'reversal') =>
      own
        .filter((one) => one.what === what)
        .map((one) => {
          if (one.currency !== currency)
            complain(
              one.path,
              `${currency} and ${one.currency} do not add up`,
              'Use the currency of the contract',
            )
          return amountOf(one.amount, currency, one.path)
        })
    const unbilled = books.works
      .filter((one) => one.valued.contract === contract)
      .flatMap((one) => unbilledAt(one, world.asOf, false) ?? [])
    const cleared = clearedWip(of('accrual'), of('reversal'), sumMoney(unbilled, currency))
    return {
      id: contract,
      currency,
      ...Object.fromEntries(Object.entries(cleared).map(([name, amount]) => [name, formatMoney(amount)])),
    }
  })
}
