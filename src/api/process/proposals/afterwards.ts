/** What would be known once proposed statements are recorded. */
import { canonicalJson } from '../../../kernel/canonical-json.ts'
import type { Masters } from '../../../masterdata/masters.ts'
import { Masters as OwnMasters, type MasterRow } from '../../../masterdata/masters.ts'
import { after, layOver, type Segment } from '../../../masterdata/segments.ts'
import type { MasterChange, MasterKind } from '../../../model/master-records.ts'

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

/** Knowledge of its own with these kinds of record as they would be afterwards, and no other. */
export function mastersAfterwards(
  masters: Masters,
  changes: readonly MasterChange[],
  kinds: readonly MasterKind[],
): Masters {
  const afterwards = afterwardsOf(masters, changes)
  const rows: MasterRow[] = []
  for (const kind of kinds) {
    const ids = new Set(masters.ids(kind))
    for (const change of changes) if (change.kind === kind) ids.add(change.recordId)
    for (const record_id of ids)
      for (const { from, until, body } of [...afterwards(kind, record_id)].sort(byDay))
        rows.push({
          kind,
          record_id,
          valid_from: from,
          valid_until: until,
          learned_at: masters.position,
          body,
        })
  }
  const made = new OwnMasters(masters.cell)
  made.replaceAll(masters.position, rows)
  return made
}

function byDay(a: Segment, b: Segment): number {
  return a.from < b.from ? -1 : a.from > b.from ? 1 : 0
}
