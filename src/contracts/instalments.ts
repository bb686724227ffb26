import type { Day } from '../kernel/dates.ts'
import type { Decimal } from '../kernel/decimal.ts'
import { addDecimal, compareDecimal, decimal, multiplyDecimal } from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'
import { decimalOfMoney, moneyOfDecimal, subtractMoney } from '../kernel/money.ts'

/** A part of a fixed fee that is work of its own: it is charged when its day has come. */
export type Instalment = { readonly sequence: number; readonly dueOn: Day; readonly amount: Money }

/**
 * Equal parts, cut toward zero; the last one takes what is left: 10000.00 in 3 is 3333.33, 3333.33, 3333.34.
 */
export function equalInstalments(fee: Money, count: number): Money[] {
  assert(Number.isInteger(count) && count > 0, 'A fee has one instalment or more')
  const part = fee.minor / BigInt(count)
  return Array.from({ length: count }, (_, index) => ({
    minor: index === count - 1 ? fee.minor - part * BigInt(count - 1) : part,
    currency: fee.currency,
  }))
}

const hundred = decimal('100')

/** Parts by percentages that add up to 100, cut toward zero; the last one takes what is left. */
export function percentInstalments(fee: Money, percentages: readonly Decimal[]): Money[] {
  const sum = percentages.reduce(addDecimal, decimal('0'))
  assert(compareDecimal(sum, hundred) === 0, 'The percentages of a fee add up to 100')
  let left = fee
  return percentages.map((percentage, index) => {
    if (index === percentages.length - 1) return left
    assert(percentage.coefficient >= 0n, 'A percentage of a fee is zero or more')
    const product = multiplyDecimal(decimalOfMoney(fee), percentage)
    const share = { coefficient: product.coefficient, scale: product.scale + 2 }
    const part = moneyOfDecimal(share, fee.currency, 'down')
    left = subtractMoney(left, part)
    return part
  })
}

/** Instalments of the given amounts, one for each day, numbered in the order of their days. */
export function scheduleOf(amounts: readonly Money[], dueOn: readonly Day[]): Instalment[] {
  assert(amounts.length === dueOn.length, 'Every instalment has its day')
  return dueOn.map((due, index) => {
    assert(index === 0 || dueOn[index - 1]! <= due, 'Instalments are listed in the order of their days')
    return { sequence: index + 1, dueOn: due, amount: amounts[index]! }
  })
}

/** What is due up to a cut-off, the day itself included. Charging keeps track of what was charged before. */
export function dueInstalments(schedule: readonly Instalment[], cutOffOn: Day): Instalment[] {
  return schedule.filter((instalment) => instalment.dueOn <= cutOffOn)
}
