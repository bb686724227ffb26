import { type Day, day } from '../../kernel/dates.ts'
import { addDecimal, compareDecimal, decimal } from '../../kernel/decimal.ts'
import { formatMoney, type Money, sumMoney } from '../../kernel/money.ts'
import { equalInstalments, percentInstalments } from '../../contracts/instalments.ts'
import type { Fee } from '../../model/scenario/fees.ts'
import { complain } from '../complaint.ts'
import { amountOf, type Place, termsOn } from '../known.ts'
import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'
import { madeWork } from './made-work.ts'

type PlannedInstalment = {
  readonly id: string
  readonly name: string
  readonly on: Day
  readonly amount: Money
}

/** The schedule of a line's fee in the order of its days. Amounts that do not come to the fee are a fault. */
export function scheduleOf({ contract, line, path }: Place): PlannedInstalment[] {
  const { fee } = line
  if (fee?.instalments === undefined || fee.instalments.length === 0) return []
  const list = fee.instalments
    .map((one, at) => ({ ...one, at }))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.at - b.at))
  const amounts = amountsOf(fee, list, contract.currency, `${path}/fee`)
  return list.map((one, at) => ({
    id: one.id ?? String(at + 1),
    name: one.name ?? `instalment ${at + 1} of ${list.length}`,
    on: day(one.on),
    amount: amounts[at]!,
  }))
}

function amountsOf(
  fee: Fee,
  list: NonNullable<Fee['instalments']>,
  currency: string,
  path: string,
): readonly Money[] {
  if (list.every((one) => one.amount !== undefined)) {
    const amounts = list.map((one) => amountOf(one.amount!, currency, `${path}/instalments`))
    const sum = sumMoney(amounts, currency)
    if (fee.amount !== undefined && amountOf(fee.amount, currency, `${path}/amount`).minor !== sum.minor)
      complain(
        path,
        `the instalments come to ${formatMoney(sum)} and the fee is ${fee.amount}`,
        'Correct the amounts or the fee',
      )
    return amounts
  }
  if (fee.amount === undefined)
    return complain(`${path}/amount`, 'there is no amount to divide', 'Say the fee, or every amount')
  const whole = amountOf(fee.amount, currency, `${path}/amount`)
  if (list.every((one) => one.amount === undefined && one.percent === undefined))
    return equalInstalments(whole, list.length)
  if (!list.every((one) => one.percent !== undefined && one.amount === undefined))
    complain(`${path}/instalments`, 'amounts, percents and equal parts are mixed', 'Say one of them for all')
  const percents = list.map((one) => decimal(one.percent!))
  const sum = percents.reduce(addDecimal, decimal('0'))
  if (compareDecimal(sum, decimal('100')) !== 0)
    complain(`${path}/instalments`, 'the percents do not add up to 100', 'Correct the percents')
  return percentInstalments(whole, percents)
}

/** What fell due up to the day of the question, by the schedule that was live on its own day. */
export function instalmentWork(world: World, place: Place): Valued[] {
  const { contract, line } = place
  const made: Valued[] = []
  for (const version of world.contracts.get(contract.id) ?? []) {
    const own = version.lines.find((one) => one.id === line.id)
    if (own === undefined) continue
    for (const one of scheduleOf({ ...place, contract: version, line: own })) {
      if (one.on > world.asOf || termsOn(world, contract.id, one.on) !== version) continue
      const said = `${formatMoney(one.amount)} ${version.currency}`
      made.push(
        madeWork({
          id: `${contract.id}:${line.id}:instalment:${one.id}`,
          kind: 'instalment',
          on: one.on,
          contract: contract.id,
          line: line.id,
          amount: one.amount,
          story: `By the schedule of the contract ${one.name}, ${said}, fell due on ${one.on}.`,
        }),
      )
    }
  }
  return made
}
