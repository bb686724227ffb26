/** What would be known once proposed statements are recorded. */
import { canonicalJson } from '../../kernel/canonical-json.ts'
import type { MasterRow, Masters } from '../masters.ts'
import { after, layOver, type Segment } from '../segments.ts'
import type { MasterChange, MasterKind } from '../../model/master-records.ts'

/** What is known of a record now, in the words that statements are laid over. */
export function segmentsOf(masters: Masters, kind: MasterKind, recordId: string): Segment[] {
  return masters.stretches(kind, recordId).map(({ from, until, body }) => ({
    from,
    until,
    body: canonicalJson(body),
  }))
}

export type Afterwards = (kind: MasterKind, recordId: string) => readonly Segment[]

/** The stretches of each record afterwards; of those that nobody speaks of, as they are. */
export function afterwardsOf(masters: Masters, changes: readonly MasterChange[]): Afterwards {
  const spoken = new Map<string, Segment[]>()
  for (const { kind, recordId, validFrom: from, validUntil: until, body } of changes) {
    const key = `${kind}\n${recordId}`
    const known = spoken.get(key) ?? segmentsOf(masters, kind, recordId)
    const put = layOver(known, { from, until, body: body === null ? null : canonicalJson(body) })
    spoken.set(key, after(known, put))
  }
  return (kind, recordId) => {
    const key = `${kind}\n${recordId}`
    const known = spoken.get(key) ?? segmentsOf(masters, kind, recordId)
    spoken.set(key, known)
    return known
  }
}

/** Knowledge of its own, as it would be afterwards. What is learned meanwhile does not come into it. */
export function mastersAfterwards(masters: Masters, changes: readonly MasterChange[]): Masters {
  const afterwards = afterwardsOf(masters, changes)
  const touched = new Map(changes.map((one) => [`${one.kind}\n${one.recordId}`, one]))
  const rows = [...touched.values()].flatMap(({ kind, recordId }): MasterRow[] =>
    [...afterwards(kind, recordId)].sort(byDay).map(({ from, until, body }) => ({
      kind,
      record_id: recordId,
      valid_from: from,
      valid_until: until,
      learned_at: masters.position,
      body,
    })),
  )
  return masters.instead(rows, [...touched.values()])
}

function byDay(a: Segment, b: Segment): number {
  return a.from < b.from ? -1 : a.from > b.from ? 1 : 0
}
