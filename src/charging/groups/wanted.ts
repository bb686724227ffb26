/** What each piece of a client's work should be, by what the engine says of it. */
import { type Day, day } from '../../kernel/dates.ts'
import type { Masters } from '../../masterdata/masters.ts'
import type { Valued } from '../../scenario/pieces.ts'
import { type Charge, type Desired, differenceOf, isPlaced } from '../difference.ts'
import { evaluate } from '../evaluate.ts'
import { costOfSpending } from '../spending.ts'
import type { Work } from '../work.ts'
import { bucketOf, desiredOf } from './desired.ts'
import { isMade, madeWork, madeWorkId } from './made.ts'
import type { Question } from './question.ts'

export type Charges = ReadonlyMap<string, readonly Charge[]>

/** What one work should be: with its charges, or left as they are where a document holds them and something stops it. */
export type Wanted = {
  readonly work: Work
  readonly desired: readonly Desired[] | 'keep'
  /** Codes of the cases that stop it, as the engine tells them. */
  readonly held: readonly string[]
}

/** When, and by what, it is decided. */
export type Deciding = {
  readonly clientId: string
  readonly namespace: string
  readonly engine: string
  readonly on: Day
  readonly position: bigint
}

export function today(now: Date): Day {
  return day(now.toISOString().slice(0, 10))
}

/** Where work stands only while nothing of its own stops it and it is billable. On a document it may be anything. */
const free: readonly Work['billBucket'][] = ['priced', 'parked', 'included', 'written_off']

/** Approved work that nothing of its own stops. Only where something may does it cost a second look. */
export function isLeft(work: Work, masters: Masters, charges: Charges): boolean {
  if (work.approval !== 'approved') return false
  if (!work.held && free.includes(work.billBucket)) return true
  const placed = isPlaced(charges.get(work.workId) ?? [])
  return evaluate(work, masters, { placed, understood: true }, work.costConnection).leftToGroup
}

/** Null for what is no work of the hub. `made` holds what the client's contracts made before, by the engine's names. */
export function wantedOf(
  valued: Valued,
  question: Question,
  known: Deciding & { readonly made: ReadonlyMap<string, Work>; readonly charges: Charges },
): Wanted | null {
  const base = question.works.get(valued.work) ?? madeBy(valued, question, known)
  if (base === null) return null
  const { position, engine, charges } = known
  const placed = isPlaced(charges.get(base.workId) ?? [])
  const left = base.billBucket === 'none' || base.billBucket === 'written_off'
  const stays = placed && !left ? base.billBucket : null
  const stamp = { asOf: position, engine }
  // What stops the whole of it; a part that waits for a decision stops no other part.
  if (valued.held.length > 0)
    return {
      work: {
        ...base,
        ...stamp,
        ...(placed ? {} : atStake(valued, base)),
        billBucket: stays ?? 'held',
        held: true,
      },
      desired: placed ? 'keep' : [],
      held: valued.held,
    }
  const desired = desiredOf(base, valued, known)
  const parts = valued.pieces.filter((piece) => piece.bucket === 'held' && piece.reason !== null)
  const held = [...new Set(parts.map((piece) => piece.reason!))]
  return {
    work: {
      ...base,
      ...stamp,
      billBucket: stays ?? bucketOf(desired),
      billMinor: desired.reduce((sum, one) => sum + one.amountMinor, 0n),
      billCurrency: desired[0]?.currency ?? base.billCurrency,
      held: held.length > 0 || base.costBucket === 'held' || base.payBucket === 'held',
    },
    desired,
    held,
  }
}

/** What it would come to, or what was paid for it: how much money is held up. */
function atStake({ pieces }: Valued, base: Work): Partial<Work> {
  const minor = pieces.reduce((sum, one) => sum + one.amount.minor, 0n)
  if (minor !== 0n) return { billMinor: minor, billCurrency: pieces[0]!.amount.currency }
  const cost = base.billMinor === null ? costOfSpending(base) : null
  return cost === null ? {} : { billMinor: cost.minor, billCurrency: cost.currency }
}

function madeBy(
  valued: Valued,
  question: Question,
  known: Deciding & { readonly made: ReadonlyMap<string, Work> },
): Work | null {
  if (!isMade(valued)) return null
  const { clientId, namespace, position, engine, made } = known
  const versions = question.scenario.contracts!.filter((one) => one.id === valued.contract)
  const contract = versions.findLast((one) => (one.from ?? '') <= valued.on) ?? versions[0]!
  const before = made.get(valued.work) ?? null
  const workId = before?.workId ?? madeWorkId(namespace, clientId, valued.work)
  return madeWork(valued, contract, { workId, clientId, position, engine, before })
}

/** What its contract makes no longer. */
export function takenBack(work: Work, { position, engine }: Deciding): Wanted {
  const revision = work.revision + 1
  const gone = { approval: 'deleted', billBucket: 'none', billMinor: null, billCurrency: null } as const
  return { work: { ...work, ...gone, revision, asOf: position, engine, held: false }, desired: [], held: [] }
}

const told = [
  'revision',
  'approval',
  'billBucket',
  'billMinor',
  'billCurrency',
  'held',
  'workOn',
  'contentDigest',
] as const

/** Whether anything of it would be written. */
export function differs(wanted: Wanted, stored: Work | undefined, charges: readonly Charge[]): boolean {
  if (stored === undefined) return wanted.desired !== 'keep' && wanted.desired.length > 0
  if (told.some((field) => wanted.work[field] !== stored[field])) return true
  // A case that stays open is told with its money of now.
  if (wanted.held.length > 0) return true
  return wanted.desired !== 'keep' && differenceOf(charges, wanted.desired).length > 0
}
