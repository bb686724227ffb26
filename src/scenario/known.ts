/** Terms, lines and amounts of a scenario, as they hold on a day. */
import { type Decimal, decimal } from '../kernel/decimal.ts'
import { type Money, moneyOfDecimal, parseMoney } from '../kernel/money.ts'
import type { Agreement, ContractLine } from '../model/scenario/agreement.ts'
import { complain } from './complaint.ts'
import { contractOn, type World } from './world.ts'

/**
 * The terms of a day. A fee may fall due after the last day of its contract: then it is the version that was live
 * last; and before the first day the first one.
 */
export function termsOn(world: World, contract: string, on: string): Agreement {
  const live = contractOn(world, contract, on)
  if (live !== null) return live
  const versions = world.contracts.get(contract)!
  return versions.findLast((one) => (one.from ?? '') <= on) ?? versions[0]!
}

export function lineOn(world: World, contract: string, line: string, on: string): ContractLine | null {
  return termsOn(world, contract, on).lines.find((one) => one.id === line) ?? null
}

/** A line of the contract with a place for complaints. */
export type Place = { readonly contract: Agreement; readonly line: ContractLine; readonly path: string }

/** Every line of a contract once, as its latest version has it. */
export function linesOf(world: World, contract: string): Place[] {
  const found = new Map<string, Place>()
  for (const version of world.contracts.get(contract) ?? [])
    for (const line of version.lines)
      found.set(line.id, { contract: version, line, path: `/contracts (${contract})/lines (${line.id})` })
  return [...found.values()]
}

/** An amount of the file; more digits than its currency has are a fault of the file. */
export function amountOf(text: string, currency: string, path: string): Money {
  return (
    parseMoney(text, currency) ??
    complain(path, `${text} has more digits than ${currency}`, 'Write it in whole minor units')
  )
}

export function roundedAmount(value: Decimal, currency: string): Money {
  return moneyOfDecimal(value, currency, 'half_away')
}

export function decimalOr(text: string | undefined, standard: string): Decimal {
  return decimal(text ?? standard)
}
