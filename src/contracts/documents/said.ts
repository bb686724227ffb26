/** What a line of a document may say of its work, and whose word on documents counts. */
import type { Day } from '../../kernel/dates.ts'
import { weekOf } from '../../kernel/periods.ts'
import {
  type DocumentRules,
  type LineKey,
  lineKeys,
  type NarrativeName,
  narrativeNameOf,
} from '../../model/scenario/document-rules.ts'
import { narrate, shortened } from './grouping.ts'

/** What sets one piece of work apart from another, by the ids of the firm. */
export type WorkTexts = Readonly<Record<LineKey, string | null>>

type HasRules = { readonly documents?: DocumentRules | undefined } | null | undefined

/** What the contract says comes before what its client says, and that before the legal entity, member by member. */
export function rulesOf(legalEntity: HasRules, client: HasRules, contract: HasRules): DocumentRules {
  return { ...legalEntity?.documents, ...client?.documents, ...contract?.documents }
}

/** The texts of work, of which the day says week and month. */
export function workTexts(on: Day, said: Omit<WorkTexts, 'day' | 'week' | 'month'>): WorkTexts {
  return { ...said, day: on, week: weekOf(on).from, month: on.slice(0, 7) }
}

type Summed = { readonly quantity: string; readonly unit: string } | null

/**
 * Every name that the text of a line may use; several values of a line stand beside each other. `named` says what
 * something is called, where that is not its id.
 */
export function namesOfLine<Member extends { readonly texts: WorkTexts }>(
  members: readonly Member[],
  summed: Summed,
  named: (member: Member, key: LineKey, id: string) => string | null,
): Record<NarrativeName, string | null> {
  const each = (key: LineKey) => {
    const found = members.map((one) => {
      const id = one.texts[key]
      return id === null ? null : named(one, key, id)
    })
    const distinct = new Set(found.filter((one) => one !== null))
    return distinct.size === 0 ? null : [...distinct].join(', ')
  }
  const days = members.map((one) => one.texts.day).sort()
  return {
    ...(Object.fromEntries(lineKeys.map((key) => [narrativeNameOf(key), each(key)])) as Record<
      ReturnType<typeof narrativeNameOf>,
      string | null
    >),
    from: days[0] ?? null,
    to: days.at(-1) ?? null,
    quantity: summed?.quantity ?? null,
    unit: summed?.unit ?? null,
    entries: String(new Set(members.map((one) => one.texts.entry)).size),
    notes: null,
  }
}

/** The text by the client's template, else the names of what sets lines apart; null where neither says anything. */
export function textOfNames(
  names: Readonly<Record<NarrativeName, string | null>>,
  narrative: string | undefined,
  keys: readonly LineKey[],
): string | null {
  const written = narrative === undefined ? '' : shortened(narrate(narrative, names))
  if (written !== '') return written
  const parts = keys.map((key) => names[narrativeNameOf(key)]).filter((one) => !!one)
  return parts.length === 0 ? null : shortened(parts.join(', '))
}
