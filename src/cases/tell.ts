/** What outside systems are told of a case: what it is about by id, never its detail. */
import { formatMoney } from '../kernel/money.ts'
import type { Change } from '../log/changes.ts'

export type ToldCase = {
  readonly caseId: string
  readonly code: string
  readonly owner: string
  readonly outcome: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly clientId: string | null
  readonly moneyMinor: bigint | null
  readonly currency: string | null
}

export function caseChange(kind: 'case.opened' | 'case.resolved', one: ToldCase): Change {
  const { moneyMinor: minor, currency, outcome } = one
  // What a person costs is not told, and with the hours of a work its cost would tell.
  const money = minor === null || currency === null || outcome === 'cost' ? null : { minor, currency }
  return {
    kind,
    subjectId: one.caseId,
    data: {
      code: one.code,
      owner: one.owner,
      outcome: outcome === 'none' ? null : outcome,
      about: one.subjectKind,
      aboutId: one.subjectId,
      client: one.clientId,
      amount: money && { amount: formatMoney(money), currency: money.currency },
    },
  }
}
