import type { NewCase } from '../../cases/open.ts'
import type { CaseCode } from '../../kernel/error-catalogue.ts'
import type { Desired } from '../difference.ts'
import type { Work } from '../work.ts'

/** What would cure each code; the group is settled again when it changes. */
function waitsOn(code: CaseCode, work: Work): string {
  if (code === 'MISSING_RATE' || code === 'AMBIGUOUS_RATE') return `rate:${work.clientId}`
  return `contract:${work.contractId}`
}

/** A case for each code that stops the work, or a part of it, with the money that waits. */
export function heldCases(
  work: Work,
  codes: readonly CaseCode[],
  desired: readonly Desired[] | 'keep',
  newId: () => string,
): NewCase[] {
  const parts = desired === 'keep' ? [] : desired.filter((one) => one.treatment === 'held')
  const moneyMinor =
    parts.length === 0 ? work.billMinor : parts.reduce((sum, one) => sum + one.amountMinor, 0n)
  return codes.map((code) => ({
    caseId: newId(),
    code,
    subjectKind: 'work',
    subjectId: work.workId,
    outcome: 'bill',
    waitsOn: waitsOn(code, work),
    seenPosition: work.asOf,
    hours: parts.length === 0 ? work.hours : (parts[0]?.hours ?? work.hours),
    moneyMinor,
    currency: parts[0]?.currency ?? work.billCurrency,
    clientId: work.clientId,
    projectId: work.projectId,
    detail: {
      ...(work.contractId === null ? {} : { contract: work.contractId }),
      ...(work.laborCategory === null ? {} : { laborCategory: work.laborCategory }),
      ...(work.workerId === null ? {} : { worker: work.workerId }),
      workOn: work.workOn,
    },
    payloadPosition: work.position,
  }))
}
