/** Pure: what a look at an installation's place and at the head kept outside means for its sending. */
import { canonicalJson } from '../kernel/canonical-json.ts'
import { type Head, olderThan, type Seen } from './head-file.ts'
import { comparePlaces, type Place } from './place.ts'
import type { SendingState } from './sending.ts'

export type Look = {
  readonly state: SendingState
  /** Where it stood when it was last allowed to send; null when nobody looked yet. */
  readonly stored: Place | null
  readonly actual: Place
  /** The head kept outside, and the database held against it. */
  readonly outside: Head | null
  readonly seen: Seen
}
type Verdict = {
  /** Said of a database that stands somewhere else. */
  readonly copy: string | null
  /** Said of a database that is older than what was seen of it. */
  readonly older: string | null
  /** To be remembered as its place. */
  readonly bind: Place | null
}

const asItWas: Verdict = { copy: null, older: null, bind: null }

/** A copy stays one until a person decides. What is elsewhere is a copy first, however old it is. */
export function judgeStanding(look: Look): Verdict {
  const { state, stored, actual, outside, seen } = look
  if (state.sending === 'copy') return asItWas
  const compared = stored === null ? null : comparePlaces(stored, actual)
  if (compared?.is === 'elsewhere') return { ...asItWas, copy: compared.why }
  const known = compared?.is === 'same' ? compared.place : actual
  // The database keeps members in an order of its own; what only looks different is not written again.
  const bind = canonicalJson(stored) === canonicalJson(known) ? null : known
  // An epoch above the outside one was begun knowing that something was lost.
  const overtaken = outside !== null && seen.epoch > outside.epoch
  const behind = outside === null || overtaken ? null : olderThan(outside, seen)
  const rebuilt = compared?.is === 'rebuilt' && state.sending === 'allowed' ? compared.why : null
  return { copy: null, older: behind ?? rebuilt, bind }
}
