import { dayText } from '../figures/dates.tsx'
import { formatDecimal } from '../figures/figures.tsx'
import type { Say } from './words/say.ts'

const digitsOf = new Map<string, number>()

function minorDigits(currency: string): number {
  const known = digitsOf.get(currency)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  digitsOf.set(currency, digits)
  return digits
}

/** "20000" of euros is shown as 20,000.00; digits that somebody wrote are never cut. */
function padded(amount: string, currency: string): string {
  const [whole, fraction = ''] = amount.split('.')
  const digits = fraction.padEnd(minorDigits(currency), '0')
  return digits === '' ? whole! : `${whole}.${digits}`
}

/** Writes figures and days of sentences as the reader's browser does. */
export function sayIn(currency: string): Say {
  return {
    money: (amount, other) => {
      const shown = other ?? currency
      return `${formatDecimal(padded(amount, shown))} ${shown}`
    },
    number: (value) => formatDecimal(value.includes('.') ? value.replace(/\.?0+$/, '') : value),
    day: dayText,
  }
}
