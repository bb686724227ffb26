import type { Masters } from '../../masterdata/masters.ts'
import type { MasterRecord } from '../../masterdata/reads.ts'
import { clientsWithTerms } from './agreed.ts'

/** Whose groups a change of master data touches beyond the work that it prices or stops. */
export function groupsOfRecords(
  masters: Masters,
  changed: readonly { readonly kind: string; readonly recordId: string }[],
  superseded: readonly MasterRecord[],
): string[] {
  const all = clientsWithTerms(masters)
  const found = new Set<string>()
  for (const { kind, recordId } of changed) {
    if (kind === 'calendar' || kind === 'exchange_rate') for (const id of all.keys()) found.add(id)
    if (kind === 'limit')
      for (const { body } of masters.stretches('limit', recordId))
        for (const id of body.clients ?? []) found.add(id)
    if (kind === 'contract')
      for (const { body } of masters.stretches('contract', recordId))
        if (body.billing === 'composed' && body.client !== null) found.add(body.client)
  }
  for (const was of superseded) {
    if (was.kind === 'limit') for (const id of was.body.clients ?? []) found.add(id)
    if (was.kind === 'contract' && was.body.billing === 'composed' && was.body.client !== null)
      found.add(was.body.client)
  }
  return [...found]
}
