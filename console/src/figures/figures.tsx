import type { Money } from '../api/shapes.ts'
import { isNegative } from './exact.ts'

type NumericText = `${number}`

const formats = new Map<number, Intl.NumberFormat>()

/** Decimal text in the reader's format with exactly the digits it has. The browser formats the text, not a number. */
export function formatDecimal(text: string): string {
  const digits = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0
  let format = formats.get(digits)
  if (format === undefined) {
    format = new Intl.NumberFormat(undefined, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    formats.set(digits, format)
  }
  return format.format(text as NumericText).replace('-', '\u2212')
}

/** Without the zeros that a column of hours does not need: 8.00 is 8, 7.50 is 7.5. */
function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}

export function Amount({ money, sign }: { money: Money | null; sign?: boolean }) {
  if (money === null) return <span className="quiet">–</span>
  const plus = sign === true && !isNegative(money.amount) ? '+' : ''
  return (
    <span className="figure">
      {plus}
      {formatDecimal(money.amount)}
      <span className="unit">{money.currency}</span>
    </span>
  )
}

/** One amount per currency, below each other, so that no sum mixes them. */
export function Amounts({ list }: { list: readonly Money[] }) {
  if (list.length === 0) return <span className="quiet">–</span>
  return (
    <span className="figures">
      {list.map((money) => (
        <Amount key={money.currency} money={money} />
      ))}
    </span>
  )
}

export function amountText(money: Money): string {
  return `${formatDecimal(money.amount)} ${money.currency}`
}

export function Hours({ hours }: { hours: string | null }) {
  if (hours === null) return <span className="quiet">–</span>
  return (
    <span className="figure">
      {formatDecimal(trimmed(hours))}
      <span className="unit">h</span>
    </span>
  )
}

export function hoursText(hours: string): string {
  return `${formatDecimal(trimmed(hours))} h`
}

export function Rate({ rate, currency }: { rate: string | null; currency: string }) {
  if (rate === null) return <span className="quiet">–</span>
  const fraction = trimmed(rate).split('.')[1] ?? ''
  const shown = fraction.length < 2 ? `${rate.split('.')[0]}.${fraction.padEnd(2, '0')}` : trimmed(rate)
  return (
    <span className="figure">
      {formatDecimal(shown)}
      <span className="unit">{currency}/h</span>
    </span>
  )
}

export function Count({ value }: { value: number }) {
  return <span className="figure">{new Intl.NumberFormat().format(value)}</span>
}

export function percentText(rate: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(rate)
  if (match === null) return rate
  // 0.19 is 19 %: the decimal point moves by two places in the text itself.
  const fraction = (match[3] ?? '').padEnd(2, '0')
  const moved = trimmed(`${match[2]}${fraction.slice(0, 2)}.${fraction.slice(2) || '0'}`)
  return `${match[1]}${formatDecimal(moved.replace(/^0+(?=\d)/, ''))} %`
}
