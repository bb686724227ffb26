import { setAsideAmong } from '../../cases/subjects.ts'
import { readLaneCursors } from '../../log/cursors.ts'
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { Masters } from '../../masterdata/masters.ts'
import { assert } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import type { BillAdjustments } from '../bill-adjustments/adjustment.ts'
import { readBillAdjustments } from '../bill-adjustments/reads.ts'
import type { Charge } from '../difference.ts'
import { type Charging, chargingRunner } from '../lane.ts'
import { type Decided, decideWork } from '../settle.ts'
import { readWorkCharges } from '../work-charges.ts'
import { readWorksOf } from '../work-reads.ts'
import { isReported, type Work, workColumns } from '../work.ts'
import { readChargesOf, readWorksForUpdate } from '../write.ts'
import { digestOfEffect, type Effect, effectOf, untouched } from './effect.ts'
import type { Subject } from './enumerate.ts'
import { refold, type Refolded } from './refold.ts'

/** What looking at one record again comes to. `stamp`: nothing moves but the mapping's version, or a case that closes. */
export type Looked = {
  readonly subject: Subject
  readonly stored: Work | null
  readonly action: 'create' | 'change' | 'stamp' | 'skip'
  readonly reason: string
  readonly effect: Effect
  readonly digest: string
  readonly revision: number
  /** What was decided, whether or not anything of it is new; null where the log does not tell. */
  readonly judged: Decided | null
  /** Set aside by an open case. */
  readonly aside: boolean
  /** What would be written; null where the work is left alone. */
  readonly decided: Decided | null
  readonly folded: Extract<Refolded, { readable: true }> | null
}
type LookOptions = {
  /** Locks works and charges until the transaction ends; the lanes of the subjects are then held by the caller. */
  readonly lock: boolean
  /** Position that what is written was decided at. */
  readonly writtenAt: bigint
}

/** Posting and billing know these better than the log: they are taken from what stands. */
const ofThePresent = [
  'costBucket',
  'payBucket',
  'billBucket',
  'billMinor',
  'billCurrency',
  'costConnection',
  'costDigest',
  'costPostedDigest',
] as const

/**
 * Understands and decides these records again, on their latest revision, and says what that changes. The same code as
 * live charging decides; nothing is written here.
 */
export async function lookAt(
  tx: Tx,
  charging: Charging,
  masters: Masters,
  subjects: readonly Subject[],
  options: LookOptions,
): Promise<Looked[]> {
  const { cell } = charging
  const ids = subjects.map((one) => one.workId)
  const stored = options.lock ? await readWorksForUpdate(tx, cell, ids) : await readWorksOf(tx, cell, ids)
  const charges = options.lock
    ? await readChargesOf(tx, cell, ids)
    : byWork(await readWorkCharges(tx, cell, ids))
  const cursors = (await readLaneCursors(tx, cell)).filter((one) => one.runner === chargingRunner)
  const passed = new Map(cursors.map((one) => [one.lane, one.position]))
  const folded = await refold(tx, charging, subjects, passed)
  const adjustments = await readBillAdjustments(tx, cell, ids)
  const aside = await setAsideAmong(tx, cell, subjects.map(caseSubject))
  return subjects.map((subject) =>
    lookAtOne(charging, masters, options, {
      subject,
      stored: stored.get(subject.workId) ?? null,
      charges: charges.get(subject.workId) ?? [],
      adjustments,
      folded: folded.get(subject.workId)!,
      aside: aside.has(caseSubject(subject)),
    }),
  )
}

/** How cases name a source's record. */
export function caseSubject(one: { connectionId: string; stream: string; sourceId: string }): string {
  return `${one.connectionId}/${one.stream}/${one.sourceId}`
}

type Found = {
  readonly subject: Subject
  readonly stored: Work | null
  readonly charges: readonly Charge[]
  readonly adjustments: BillAdjustments
  readonly folded: Refolded
  readonly aside: boolean
}

function lookAtOne(charging: Charging, masters: Masters, options: LookOptions, found: Found): Looked {
  const { stored, folded } = found
  if (stored && !isReported(stored.kind)) return left(found, 'decided_from_the_contract')
  if (!folded.readable) return left(found, folded.reason)
  if (stored && folded.work.revision < stored.revision) return left(found, 'log_is_behind')
  // A mapping that lost the ability to read takes nothing back: what was understood stays until a source says more.
  if (!folded.understood && stored?.approval !== 'voided') return left(found, 'not_understood')
  const present = stored && Object.fromEntries(ofThePresent.map((field) => [field, stored[field]]))
  const work = { ...folded.work, ...present } as Work
  const candidate = {
    work,
    understood: folded.understood,
    writtenAt: options.writtenAt,
    seenBefore: stored !== null,
  }
  const { newId, costRoute } = charging
  const settling = { masters, newId, at: charging.now(), costRoute, adjustments: found.adjustments }
  let decided: Decided
  try {
    decided = decideWork(candidate, settling, found.charges)
  } catch {
    return left(found, 'still_fails')
  }
  const moved = stored === null || decided.charges.length > 0 || differs(stored, decided.work)
  const stamped = moved || found.aside || stored.mapping !== decided.work.mapping
  const effect = effectOf(stored, found.charges, decided)
  const action = stored === null ? 'create' : moved ? 'change' : stamped ? 'stamp' : 'skip'
  return {
    subject: found.subject,
    stored,
    action,
    reason: action === 'skip' ? 'same' : action === 'stamp' ? 'only_the_stamp' : 'understood_again',
    effect,
    digest: digestOfEffect(decided),
    revision: decided.work.revision,
    judged: decided,
    aside: found.aside,
    decided: action === 'skip' ? null : decided,
    folded,
  }
}

function left(found: Found, reason: string): Looked {
  const { subject, stored, aside } = found
  const revision = stored?.revision ?? 0
  const effect = untouched(stored, reason)
  const nothing = { judged: null, decided: null, folded: null, digest: '' }
  return { subject, stored, action: 'skip', reason, effect, revision, aside, ...nothing }
}

/** Fields in which a work that was decided again differs; what says when and by what it was decided does not count. */
export function differences(before: Work, after: Work): (keyof Work)[] {
  return workColumns
    .map(([field]) => field)
    .filter((field) => !['asOf', 'engine', 'mapping'].includes(field) && !isSame(before[field], after[field]))
}

function isSame(a: Work[keyof Work], b: Work[keyof Work]): boolean {
  const isObject = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null
  return isObject ? canonicalJson(a) === canonicalJson(b) : a === b
}

function differs(before: Work, after: Work): boolean {
  assert(before.workId === after.workId, 'A work is compared with itself')
  return differences(before, after).length > 0
}

function byWork(charges: readonly Charge[]): Map<string, Charge[]> {
  const found = new Map<string, Charge[]>()
  for (const charge of charges) found.set(charge.workId, [...(found.get(charge.workId) ?? []), charge])
  return found
}
