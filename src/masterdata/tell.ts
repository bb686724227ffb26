/** What outside systems are told of master data: that it changed and on which days; no names, no rates of pay. */
import type { Change } from '../log/changes.ts'
import type { EventKindName } from '../model/events/kinds.ts'
import type { MasterChange } from '../model/master-records.ts'
import type { Put } from './segments.ts'

/** Null for kinds of record that nobody outside is told of. */
export function masterChange(change: MasterChange, put: Put): Change | null {
  const told = kindOf(change, put)
  if (told === null) return null
  const { recordId, validFrom, validUntil } = change
  return {
    kind: told,
    subjectId: recordId,
    data: { validFrom, validUntil, ended: change.body === null, ...detailOf(change) },
  }
}

function kindOf(change: MasterChange, put: Put): EventKindName | null {
  const before = put.superseded.map((one) => (one.body === null ? null : JSON.parse(one.body)))
  const had = (test: (body: Record<string, unknown>) => boolean) =>
    before.some((body) => body !== null && test(body))
  switch (change.kind) {
    case 'contract':
      return 'contract.amended'
    case 'rate':
      return 'rate.changed'
    case 'project':
      return 'project.changed'
    case 'worker': {
      const last = change.body?.employedUntil ?? null
      const known = had((body) => body.employedUntil === last)
      return last !== null && !known ? 'worker.terminated' : 'worker.changed'
    }
    case 'client': {
      const isHeld = change.body?.onHold ?? false
      const wasHeld = had((body) => body.onHold === true)
      if (isHeld === wasHeld) return 'client.changed'
      return isHeld ? 'client.on-hold' : 'client.released'
    }
    case 'period': {
      if (change.body?.status === 'closed') return 'period.closed'
      return had((body) => body.status === 'closed') ? 'period.reopened' : 'period.opened'
    }
    default:
      return null
  }
}

function detailOf(change: MasterChange): Record<string, unknown> {
  const { kind, body } = change
  if (kind === 'contract') return { client: body?.client ?? null }
  if (kind === 'period')
    return {
      legalEntity: body?.legalEntity ?? null,
      periodFrom: body?.from ?? null,
      periodUntil: body?.until ?? null,
    }
  if (kind === 'rate')
    return {
      kind: body?.kind ?? null,
      level: body?.level ?? null,
      project: body?.projectId ?? null,
      client: body?.clientId ?? null,
      contract: body?.contractId ?? null,
    }
  return {}
}
