/** Days are ISO texts; the arithmetic runs in UTC, where every day has 24 hours. */
const dayMs = 86_400_000

export function plusDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * dayMs).toISOString().slice(0, 10)
}

/** Monday is 1, Sunday is 7. */
export function weekday(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7
}

export function nextMonth(month: string): string {
  return plusDays(`${month}-28`, 4).slice(0, 7)
}

export function previousMonth(month: string): string {
  return plusDays(`${month}-01`, -1).slice(0, 7)
}

export function lastDayOf(month: string): string {
  return plusDays(`${nextMonth(month)}-01`, -1)
}

export function weekdaysOf(month: string): string[] {
  const days: string[] = []
  for (let day = `${month}-01`; day.startsWith(month); day = plusDays(day, 1)) {
    if (weekday(day) <= 5) days.push(day)
  }
  return days
}

/** The Monday after a day: when the people of the firm approve the week. */
export function mondayAfter(day: string): string {
  return plusDays(day, 8 - weekday(day))
}

export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const parsed = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(parsed) && new Date(parsed).toISOString().startsWith(text)
}
