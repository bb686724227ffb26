/**
 * All entries that share a basis, placed, with states on the way from which a late entry is taken in: only what comes
 * after the changed place is placed again, and only until nothing differs any more.
 */
import type { Entry, Placed, Rules } from './rules.ts'
import { byWorkDate, copyState, countsFirst, openState, placeEntry, sameState, type State } from './place.ts'

/** The state before the entry at a place. */
type Mark = { readonly at: number; readonly state: State }

export type Group = {
  readonly rules: Rules
  /** In the order of work date, then source id. */
  readonly entries: readonly Entry[]
  /** What became of each, by its place. */
  readonly placed: readonly (readonly Placed[])[]
  readonly marks: readonly Mark[]
  /** After the last entry. */
  readonly end: State
}

export type GroupChange = { readonly add?: readonly Entry[]; readonly remove?: readonly string[] }
/** The group afterwards, and the places between which something was placed again. */
export type Changed = { readonly group: Group; readonly from: number; readonly until: number }

const entriesBetweenMarks = 512

export function groupOf(rules: Rules, entries: readonly Entry[]): Group {
  const ordered = [...entries].sort(byWorkDate)
  return placeFrom(rules, ordered, openState(rules, ordered))
}

function placeFrom(rules: Rules, entries: readonly Entry[], state: State): Group {
  const placed: (readonly Placed[])[] = []
  const marks: Mark[] = []
  for (const [at, entry] of entries.entries()) {
    if (at % entriesBetweenMarks === 0) marks.push({ at, state: copyState(state) })
    placed.push(placeEntry(rules, state, entry))
  }
  return { rules, entries, placed, marks, end: state }
}

/**
 * The group after entries came, went or were replaced (an id in both lists): equal to the one computed from the
 * start. A change of what counts before everything else, such as an issued line, is computed from the start.
 */
export function changeGroup(group: Group, { add = [], remove = [] }: GroupChange): Changed {
  const gone = new Set([...remove, ...add.map((one) => one.id)])
  const kept: Entry[] = []
  const keptPlaced: (readonly Placed[])[] = []
  let first = group.entries.length
  let anew = add.some(countsFirst)
  for (const [at, entry] of group.entries.entries()) {
    if (!gone.has(entry.id)) {
      kept.push(entry)
      keptPlaced.push(group.placed[at]!)
      continue
    }
    first = Math.min(first, at)
    anew ||= countsFirst(entry)
  }
  const coming = [...add].sort(byWorkDate)
  if (anew) {
    const whole = groupOf(group.rules, merged(kept, coming).entries)
    return { group: whole, from: 0, until: whole.entries.length }
  }
  return replay(group, kept, keptPlaced, coming, first)
}

type Merged = { entries: Entry[]; places: number[]; firstNew: number; lastNew: number }

/** Two ordered lists as one; `places` tells where an entry of the first list stood in it, -1 for new ones. */
function merged(kept: readonly Entry[], coming: readonly Entry[]): Merged {
  const entries: Entry[] = []
  const places: number[] = []
  let [at, firstNew, lastNew] = [0, Number.POSITIVE_INFINITY, -1]
  for (const one of coming) {
    while (at < kept.length && byWorkDate(kept[at]!, one) <= 0) {
      places.push(at)
      entries.push(kept[at++]!)
    }
    firstNew = Math.min(firstNew, entries.length)
    lastNew = entries.length
    places.push(-1)
    entries.push(one)
  }
  for (; at < kept.length; at++) {
    places.push(at)
    entries.push(kept[at]!)
  }
  return { entries, places, firstNew, lastNew }
}

function replay(
  group: Group,
  kept: readonly Entry[],
  keptPlaced: readonly (readonly Placed[])[],
  coming: readonly Entry[],
  firstGone: number,
): Changed {
  const { rules } = group
  const { entries, places, firstNew, lastNew } = merged(kept, coming)
  const first = Math.min(firstGone, firstNew, entries.length)
  const before = group.marks.findLast((mark) => mark.at <= first)
  const start = before?.at ?? 0
  const shift = entries.length - group.entries.length
  // From the end of what changed, an old state stands at its old place moved by what came and went.
  const settled = Math.max(lastNew + 1, lastGoneEnd(group, kept) + shift, start)
  const later = new Map(
    group.marks.filter((mark) => mark.at + shift >= settled).map((mark) => [mark.at + shift, mark]),
  )
  const state = before === undefined ? openState(rules, entries) : copyState(before.state)
  const placed: (readonly Placed[])[] = group.placed.slice(0, start)
  const marks = group.marks.filter((mark) => mark.at < start)
  for (let at = start; at < entries.length; at++) {
    const old = later.get(at)
    if (old !== undefined && sameState(old.state, state)) {
      for (let rest = at; rest < entries.length; rest++) placed.push(keptPlaced[places[rest]!]!)
      for (const [place, mark] of later) if (place >= at) marks.push({ at: place, state: mark.state })
      return { group: { rules, entries, placed, marks, end: group.end }, from: start, until: at }
    }
    if (old !== undefined || (at - start) % entriesBetweenMarks === 0)
      marks.push({ at, state: copyState(state) })
    placed.push(placeEntry(rules, state, entries[at]!))
  }
  return { group: { rules, entries, placed, marks, end: state }, from: start, until: entries.length }
}

/** The place in the old list behind the last entry that is gone; 0 when none is. */
function lastGoneEnd(group: Group, kept: readonly Entry[]): number {
  let fromEnd = 0
  const { entries } = group
  while (fromEnd < kept.length && entries[entries.length - 1 - fromEnd] === kept[kept.length - 1 - fromEnd])
    fromEnd++
  return kept.length === entries.length ? 0 : entries.length - fromEnd
}
