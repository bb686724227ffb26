/** The stretches over which limits and grants count. */
import { addDays, type Day, dayOfWeek, daysInMonth } from '../../kernel/dates.ts'
import type { Stretch } from './rules.ts'

/** The first day of the calendar stretch that a day lies in; the empty text for a limit without an end. */
export function stretchOf(on: Day, per: Stretch): Day | '' {
  switch (per) {
    case 'total':
      return ''
    case 'day':
      return on
    case 'week':
      return addDays(on, 1 - dayOfWeek(on))
    case 'month':
      return `${on.slice(0, 7)}-01` as Day
    case 'quarter': {
      const month = Math.floor((Number(on.slice(5, 7)) - 1) / 3) * 3 + 1
      return `${on.slice(0, 4)}-${String(month).padStart(2, '0')}-01` as Day
    }
    case 'year':
      return `${on.slice(0, 4)}-01-01` as Day
  }
}

/** The first day of the stretch `count` stretches after one that begins on `from`; a 31st becomes the month's last. */
export function startAfter(from: Day, per: Exclude<Stretch, 'total'>, count: number): Day {
  if (per === 'day') return addDays(from, count)
  if (per === 'week') return addDays(from, 7 * count)
  const months = per === 'month' ? 1 : per === 'quarter' ? 3 : 12
  const at = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + months * count
  const [year, month] = [Math.floor(at / 12), (at % 12) + 1]
  const last = Math.min(Number(from.slice(8)), daysInMonth(year, month))
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(last).padStart(2, '0')}` as Day
}
