import { Tooltip } from '@mantine/core'

const dayFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })
const monthFormat = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' })
const instantFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const preciseFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })
const relativeFormat = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

/** A business day has no time zone and is shown as the day that it is. */
export function dayText(day: string): string {
  return dayFormat.format(new Date(`${day}T00:00:00Z`))
}

export function Day({ day }: { day: string | null }) {
  if (day === null) return <span className="quiet">–</span>
  return (
    <time dateTime={day} style={{ whiteSpace: 'nowrap' }}>
      {dayText(day)}
    </time>
  )
}

export function monthText(month: string): string {
  return monthFormat.format(new Date(`${month}-01T00:00:00Z`))
}

function before(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** A half-open period as people read it: a whole month by its name, otherwise with its last day. */
export function periodText(period: { from: string; until: string }): string {
  const month = period.from.slice(0, 7)
  if (period.from.endsWith('-01') && period.until === `${nextMonth(month)}-01`) return monthText(month)
  return `${dayText(period.from)} – ${dayText(before(period.until))}`
}

export function nextMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

export function instantText(instant: string): string {
  return instantFormat.format(new Date(instant))
}

export function Instant({ at }: { at: string | null }) {
  if (at === null) return <span className="quiet">–</span>
  return (
    <Tooltip label={preciseFormat.format(new Date(at))}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {instantText(at)}
      </time>
    </Tooltip>
  )
}

const steps = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const

export function agoText(at: string, now = Date.now()): string {
  const passed = Date.parse(at) - now
  const step = steps.find(({ ms }) => Math.abs(passed) >= ms)
  return step === undefined
    ? relativeFormat.format(Math.round(passed / 1000), 'second')
    : relativeFormat.format(Math.round(passed / step.ms), step.unit)
}

export function Ago({ at }: { at: string | null }) {
  if (at === null) return <span className="quiet">never</span>
  return (
    <Tooltip label={preciseFormat.format(new Date(at))}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {agoText(at)}
      </time>
    </Tooltip>
  )
}

/** The last months, newest first, for choosing one. */
export function recentMonths(count: number, now = new Date()): { value: string; label: string }[] {
  return Array.from({ length: count }, (_, index) => {
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - index, 1))
    const value = first.toISOString().slice(0, 7)
    return { value, label: monthText(value) }
  })
}
