import type { Change } from '../../log/changes.ts'
import type { EventKindName } from '../../model/events/kinds.ts'
import type { Summary } from './difference.ts'

/** What outside systems are told of a proposal: how many records of which kinds, neither title nor author. */
export function proposalChange(
  kind: Extract<EventKindName, `master-proposal.${string}`>,
  proposalId: string,
  summary: Summary,
): Change {
  const { records, kinds } = summary
  return { kind, subjectId: proposalId, data: { records, kinds: Object.keys(kinds).sort() } }
}
