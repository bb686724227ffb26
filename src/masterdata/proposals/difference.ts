/** What proposed statements would change of what is known: each record with its stretches, field by field. */
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { MasterChange, MasterKind } from '../../model/master-records.ts'
import { after, layOver, type Segment } from '../segments.ts'
import { type FieldDifference, fieldDifferences } from './fields.ts'

export type What = 'added' | 'changed' | 'ended'
export type StretchDifference = {
  /** Half-open; `0001-01-01` and null: always. */
  readonly validFrom: string
  readonly validUntil: string | null
  readonly what: What
  /** Every field of what is added or ended, and of what is changed those that differ. */
  readonly fields: readonly FieldDifference[]
}
export type RecordDifference = {
  readonly kind: MasterKind
  readonly recordId: string
  /** Added where nothing of it was known on any day, ended where nothing of it is left. */
  readonly what: What
  readonly stretches: readonly StretchDifference[]
}
export type Difference = {
  readonly records: readonly RecordDifference[]
  /** The statements that say something new, in their order. */
  readonly changes: readonly MasterChange[]
  /** Records of which everything said is known already. */
  readonly unchanged: number
}

/** What is known of a record, as stretches of canonical JSON. */
export type KnownSegments = (kind: MasterKind, recordId: string) => readonly Segment[]

/** Lays the statements over what is known, in their order, as recording them would. */
export function differenceOf(known: KnownSegments, changes: readonly MasterChange[]): Difference {
  const groups = new Map<
    string,
    { kind: MasterKind; recordId: string; before: readonly Segment[]; now: Segment[] }
  >()
  const news: MasterChange[] = []
  for (const change of changes) {
    const { kind, recordId, validFrom: from, validUntil: until } = change
    const key = `${kind}\n${recordId}`
    const before = known(kind, recordId)
    const group = groups.get(key) ?? { kind, recordId, before, now: [...before] }
    groups.set(key, group)
    const body = change.body === null ? null : canonicalJson(change.body)
    const put = layOver(group.now, { from, until, body })
    if (put.added.length === 0 && put.superseded.length === 0) continue
    group.now = after(group.now, put)
    news.push(change)
  }
  const records: RecordDifference[] = []
  for (const { kind, recordId, before, now } of groups.values()) {
    const stretches = stretchesOf(before, now)
    if (stretches.length === 0) continue
    const what = before.length === 0 ? 'added' : now.length === 0 ? 'ended' : 'changed'
    records.push({ kind, recordId, what, stretches })
  }
  const touched = new Set(records.map((one) => `${one.kind}\n${one.recordId}`))
  return {
    records,
    // What one statement says and a later one of the same proposal takes back comes to nothing.
    changes: news.filter((one) => touched.has(`${one.kind}\n${one.recordId}`)),
    unchanged: groups.size - records.length,
  }
}

type Cut = { from: string; until: string | null; old: string | null; now: string | null }

function stretchesOf(before: readonly Segment[], now: readonly Segment[]): StretchDifference[] {
  const edges = [...new Set([...before, ...now].flatMap(({ from, until }) => [from, until]))]
  const days = edges.filter((day) => day !== null).sort()
  const cuts: Cut[] = []
  for (const [at, from] of days.entries()) {
    const cut = { from, until: days[at + 1] ?? null, old: bodyOn(before, from), now: bodyOn(now, from) }
    if (cut.old === cut.now) continue
    const last = cuts.at(-1)
    if (last?.until === from && last.old === cut.old && last.now === cut.now) last.until = cut.until
    else cuts.push(cut)
  }
  return cuts.map(({ from, until, old, now }) => ({
    validFrom: from,
    validUntil: until,
    what: old === null ? 'added' : now === null ? 'ended' : 'changed',
    fields: fieldDifferences(old === null ? {} : JSON.parse(old), now === null ? {} : JSON.parse(now)),
  }))
}

function bodyOn(segments: readonly Segment[], on: string): string | null {
  return segments.find(({ from, until }) => from <= on && (until === null || on < until))?.body ?? null
}

export type Summary = {
  readonly records: number
  readonly added: number
  readonly changed: number
  readonly ended: number
  readonly kinds: Readonly<Partial<Record<MasterKind, number>>>
  /** The first few, as people name them in a list. */
  readonly first: readonly string[]
}
const firstShown = 5

export function summaryOf({ records }: Difference): Summary {
  const count = (what: What) => records.filter((one) => one.what === what).length
  const kinds: Partial<Record<MasterKind, number>> = {}
  for (const { kind } of records) kinds[kind] = (kinds[kind] ?? 0) + 1
  return {
    records: records.length,
    added: count('added'),
    changed: count('changed'),
    ended: count('ended'),
    kinds,
    first: records.slice(0, firstShown).map((one) => `${one.kind} ${one.recordId}`),
  }
}
