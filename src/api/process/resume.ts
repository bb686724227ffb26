import type { BillingDocument } from '../../billing/document.ts'
import { readDocumentsOf } from '../../billing/document.ts'
import { documentUnblocked } from '../../billing/outcome.ts'
import type { Case } from '../../cases/reads.ts'
import { askToLookAgain } from '../../charging/reevaluate.ts'
import { hastenPull } from '../../intake/schedule.ts'
import type { CaseCode } from '../../kernel/error-catalogue.ts'
import { describeError } from '../../kernel/error-catalogue.ts'
import { recordDecision } from '../../log/decisions.ts'
import type { Tx } from '../../store/transaction.ts'
import type { ApiDeps } from '../deps.ts'
import { Refusal } from '../problem.ts'

/**
 * Causes of a stopped document after which trying again is safe. The others say that nobody knows what stands in
 * the ERP, or that a person edited there: trying again could make a second document.
 */
const triedAgain: ReadonlySet<CaseCode> = new Set<CaseCode>([
  'ERP_REJECTED',
  'ERP_REFERENCE_MISSING',
  'ERP_PARTY_INACTIVE',
  'PERIOD_CLOSED',
  'CLIENT_ON_HOLD',
  'DOCUMENT_BEYOND_LIMIT',
  'ERP_TOTAL_DIFFERS',
  'ERP_WOULD_REFUSE',
])

async function resumeDocument(tx: Tx, deps: ApiDeps, found: Case, principal: string): Promise<string> {
  const document: BillingDocument | undefined = (await readDocumentsOf(tx, deps.cell, [found.subjectId]))[0]
  if (document === undefined || document.blocked !== found.code || !triedAgain.has(found.code)) {
    throw new Refusal('CONFLICT', `This cannot simply be resumed. ${describeError(found.code).remedy}`)
  }
  const at = deps.clock.now()
  await documentUnblocked(tx, deps.cell, document.documentId, { at, resolution: 'resumed', by: principal })
  return 'The document goes on; if the cause is still there, the case comes back.'
}

/** Evaluates again what a case is about. Level, not edge: what is not cured stays a case. */
export async function resumeCase(
  deps: ApiDeps,
  found: Case,
  principal: string,
): Promise<{ resumed: boolean; message: string }> {
  if (found.state === 'resolved') return { resumed: false, message: 'The case is resolved already.' }
  const { cell } = deps
  return deps.store.transaction(async (tx) => {
    const at = deps.clock.now()
    let message = 'The entry is evaluated again; if the cause is still there, the case stays.'
    if (found.subjectKind === 'work') {
      await askToLookAgain(tx, cell, found.payloadPosition ?? 0n, [found.subjectId])
    } else if (found.subjectKind === 'document') {
      message = await resumeDocument(tx, deps, found, principal)
    } else if (found.subjectKind === 'connection' && found.code !== 'CONNECTION_DOWN') {
      await hastenPull(tx, cell, found.subjectId, null, at, true)
      message = 'The connection is read again now.'
    } else {
      throw new Refusal('CONFLICT', `This cannot simply be resumed. ${describeError(found.code).remedy}`)
    }
    await recordDecision(tx, cell, deps.vault, {
      what: 'case.resumed',
      about: found.caseId,
      principal,
      body: { code: found.code, subjectKind: found.subjectKind, subjectId: found.subjectId },
      at,
    })
    return { resumed: true, message }
  })
}
