import { addDays, parseDay } from '../../kernel/dates.ts'
import type { Wanted } from './taken.ts'

export type Days = { readonly validFrom: string; readonly validUntil: string | null }
type SaidDays = Readonly<Partial<Record<'validFrom' | 'validTo' | 'validUntil', string>>>

/** The days of a record, with what is wrong about them by the word that says it. `validTo` is the last day. */
export function daysOf(
  said: SaidDays,
  wanted: Wanted,
): Days | { word: string; problem: string; remedy: string } {
  const from = said.validFrom ?? wanted.validFrom
  if (from === null)
    return {
      word: 'validFrom',
      problem: 'is not said',
      remedy: 'Say the first day, or "always"; --valid-from DAY says it for all that do not',
    }
  const validFrom = from === 'always' ? '0001-01-01' : from
  const { validTo, validUntil } = said
  for (const [word, day] of Object.entries({ validFrom, validTo, validUntil }))
    if (day !== undefined && parseDay(day) === null)
      return { word, problem: `${day} is no day`, remedy: 'Write it as 2026-12-31' }
  if (validTo !== undefined && validUntil !== undefined)
    return {
      word: 'validTo',
      problem: 'is said beside validUntil',
      remedy: 'Say validTo, the last day, or validUntil, the day after',
    }
  if (validTo === '9999-12-31')
    return { word: 'validTo', problem: 'is the end of time', remedy: 'Leave it out where there is no end' }
  const until = validTo === undefined ? (validUntil ?? null) : addDays(parseDay(validTo)!, 1)
  if (until !== null && until <= validFrom) {
    const word = validTo === undefined ? 'validUntil' : 'validTo'
    return { word, problem: 'lies before validFrom', remedy: 'Correct one of them' }
  }
  return { validFrom, validUntil: until }
}
