import type { Change } from '../log/changes.ts'

/** What outside systems are told of the cost of a work: where it stands, never how much it is. */
export function costChange(
  kind: 'cost.accepted' | 'cost.held' | 'cost.reversed',
  member: { readonly workId: string; readonly revision: number },
  connection: string,
  code: string | null,
): Change {
  return { kind, subjectId: member.workId, data: { revision: member.revision, connection, code } }
}
