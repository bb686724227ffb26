/** The cases of a sweep: one per finding, brought up to date while it is found again. */
import { openCases } from '../cases/open.ts'
import { type Case, listCases } from '../cases/reads.ts'
import type { Tx } from '../store/transaction.ts'
import type { PostingDeps } from './deps.ts'
import { type Finding, sweepCodes } from './sweep-judge.ts'

const waitsOn = (connectionId: string) => `sweep:${connectionId}`
/** Whoever has more open has one cause to look for, not so many cases. */
const casesPerCode = 500

export async function tellFindings(
  tx: Tx,
  deps: PostingDeps,
  connectionId: string,
  findings: readonly Finding[],
): Promise<void> {
  const cases = findings.map((one) => ({
    caseId: deps.newId(),
    code: one.code,
    subjectKind: one.subjectKind,
    subjectId: one.subjectId,
    outcome: one.code.startsWith('ERP_COST') ? ('cost' as const) : ('bill' as const),
    waitsOn: waitsOn(connectionId),
    seenPosition: 0n,
    hours: one.hours,
    moneyMinor: one.money?.minor ?? null,
    currency: one.money?.currency ?? null,
    clientId: one.clientId,
    projectId: null,
    detail: one.detail,
    payloadPosition: null,
  }))
  await openCases(tx, deps.cell, cases, deps.clock.now())
}

export async function openFindings(tx: Tx, cell: number, connectionId: string): Promise<Case[]> {
  const page = { after: null, limit: casesPerCode }
  const found: Case[] = []
  for (const code of sweepCodes) found.push(...(await listCases(tx, cell, { state: 'open', code }, page)))
  return found.filter((one) => one.waitsOn === waitsOn(connectionId))
}
