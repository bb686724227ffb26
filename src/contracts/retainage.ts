import type { Decimal } from '../kernel/decimal.ts'
import { compareDecimal, decimal, multiplyDecimal } from '../kernel/decimal.ts'
import type { Money } from '../kernel/money.ts'
import { decimalOfMoney, moneyOfDecimal, subtractMoney } from '../kernel/money.ts'

type Withheld = { readonly billed: Money; readonly withheld: Money }

/** Percent of an amount, rounded half away from zero. */
export function percentOfMoney(amount: Money, percent: Decimal): Money {
  const { coefficient, scale } = multiplyDecimal(decimalOfMoney(amount), percent)
  return moneyOfDecimal({ coefficient, scale: scale + 2 }, amount.currency, 'half_away')
}

const hundred = decimal('100')

/**
 * What of an amount the client pays now and what it keeps. Released percents count of what was kept at first; both
 * parts always add up to the amount.
 */
export function withhold(amount: Money, percent: Decimal, releasedPercent: Decimal): Withheld {
  const kept = percentOfMoney(amount, percent)
  const over = compareDecimal(releasedPercent, hundred) >= 0
  const released = over ? kept : percentOfMoney(kept, releasedPercent)
  const withheld = subtractMoney(kept, released)
  return { billed: subtractMoney(amount, withheld), withheld }
}
