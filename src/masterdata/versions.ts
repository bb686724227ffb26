/** The versions of a record over both axes of time, and what differs between two of them. */
import { canonicalJson } from '../kernel/canonical-json.ts'
import type { Tx } from '../store/transaction.ts'
import { readRecordTimeline } from './reads.ts'

/** `path` is a JSON Pointer (RFC 6901), but for a member of a list, which is named by its id where it has one. */
type FieldDifference = {
  readonly path: string
  /** Null where it was not said. A text as it is, anything else as JSON. */
  readonly before: string | null
  readonly after: string | null
}
type RecordVersion = {
  readonly validFrom: string
  readonly validUntil: string | null
  readonly learnedAt: bigint
  readonly body: unknown
  /** Against the version that is valid before it; empty for the first one. */
  readonly changes: readonly FieldDifference[]
}
/** What was known of some days once, and is known otherwise since. */
type Correction = {
  readonly validFrom: string
  readonly validUntil: string | null
  readonly learnedAt: bigint
  readonly correctedAt: bigint
  readonly changes: readonly FieldDifference[]
}

type Row = Awaited<ReturnType<typeof readRecordTimeline>>[number]

/** What is known now in the order of its days, and what was corrected, the latest correction first. */
export async function readVersions(
  tx: Tx,
  cell: number,
  kind: string,
  recordId: string,
): Promise<{ versions: RecordVersion[]; corrections: Correction[] }> {
  const rows = await readRecordTimeline(tx, cell, kind, recordId)
  const known = rows
    .filter((row) => row.superseded_at === null && row.body !== null)
    .sort((a, b) => (a.valid_from < b.valid_from ? -1 : 1))
  const bodies = known.map((row) => JSON.parse(row.body!) as unknown)
  const versions = known.map((row, at) => ({
    ...daysOf(row),
    body: bodies[at],
    changes: at === 0 ? [] : differencesOf(bodies[at - 1], bodies[at]),
  }))
  const corrections = rows
    .flatMap((row) => correctionOf(row, rows))
    .sort((a, b) => (a.correctedAt < b.correctedAt ? 1 : -1))
  return { versions, corrections }
}

function daysOf(row: Row) {
  return { validFrom: row.valid_from, validUntil: row.valid_until, learnedAt: row.learned_at }
}

/** A version that only ends earlier now, or goes on as another row, was not corrected. */
function correctionOf(row: Row, rows: readonly Row[]): Correction[] {
  if (row.superseded_at === null || row.body === null) return []
  const instead = rows.find(
    (one) =>
      one.learned_at === row.superseded_at &&
      one.valid_from <= row.valid_from &&
      (one.valid_until === null || row.valid_from < one.valid_until),
  )
  const after = instead?.body ?? null
  if (after === row.body) return []
  const changes = differencesOf(JSON.parse(row.body), after === null ? null : JSON.parse(after))
  return changes.length === 0 ? [] : [{ ...daysOf(row), correctedAt: row.superseded_at, changes }]
}

/** What two contents say otherwise, in the order of the first one's fields, then of what only the second has. */
export function differencesOf(before: unknown, after: unknown, path = ''): FieldDifference[] {
  const [a, b] = [membersOf(before), membersOf(after)]
  if (a !== null && b !== null) {
    const names = new Set([...a.keys(), ...b.keys()])
    return [...names].flatMap((name) => differencesOf(a.get(name), b.get(name), `${path}/${escaped(name)}`))
  }
  const [was, is] = [textOf(before), textOf(after)]
  return was === is ? [] : [{ path, before: was, after: is }]
}

/** The fields of an object, or of a list by the ids, else the places, of its members; null for anything else. */
function membersOf(value: unknown): Map<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  // Lists of plain values are one value: "projects" with one more is no change at place 3.
  if (value.some((one) => typeof one !== 'object' || one === null)) return null
  return new Map(value.map((one, at) => [nameOf(one as Record<string, unknown>, at), one]))
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

function nameOf(member: Record<string, unknown>, at: number): string {
  const { id, number } = member
  return typeof id === 'string' ? id : typeof number === 'number' ? String(number) : String(at + 1)
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'string' ? value : canonicalJson(value)
}
