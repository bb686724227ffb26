/** The target's own ids of our records. A missing one is told, never guessed. */
import type { TargetReference } from '../connectors/sdk/target.ts'
import { externalIdOf } from '../masterdata/reads.ts'
import type { Tx } from '../store/transaction.ts'

const referenceKinds = ['legal_entity', 'worker', 'client', 'project', 'task'] as const
type ReferenceKind = (typeof referenceKinds)[number]
export type Wanted = { readonly kind: ReferenceKind; readonly recordId: string }
export type References = { find(kind: ReferenceKind, recordId: string): TargetReference | null }

/** One query per kind, however many records are asked for. */
export async function resolveReferences(
  tx: Tx,
  cell: number,
  connectionId: string,
  wanted: readonly Wanted[],
): Promise<References> {
  const found = new Map<ReferenceKind, Map<string, string>>()
  for (const [kind, group] of Map.groupBy(wanted, (item) => item.kind)) {
    const recordIds = [...new Set(group.map((item) => item.recordId))]
    found.set(kind, await externalIdOf(tx, cell, connectionId, kind, recordIds))
  }
  return {
    find(kind, recordId) {
      const externalId = found.get(kind)?.get(recordId)
      return externalId === undefined ? null : { recordId, externalId }
    },
  }
}

/** The key of a case that waits for an id: a change of this cross-reference may cure it. */
export function referenceKey(connectionId: string, wanted: Wanted): string {
  return `reference:${connectionId}/${wanted.kind}/${wanted.recordId}`
}

/** Null for anything that `referenceKey` of this connection did not make. */
export function parseReferenceKey(connectionId: string, key: string): Wanted | null {
  const prefix = `reference:${connectionId}/`
  if (!key.startsWith(prefix)) return null
  const [kind = '', ...recordId] = key.slice(prefix.length).split('/')
  const known = referenceKinds.find((one) => one === kind)
  return known === undefined ? null : { kind: known, recordId: recordId.join('/') }
}
