import { lockDocument } from '../../billing/document.ts'
import type { Case } from '../../cases/reads.ts'
import { askToLookAgain } from '../../charging/reevaluate.ts'
import { hastenPull } from '../../intake/schedule.ts'
import { describeError } from '../../kernel/error-catalogue.ts'
import { recordDecision } from '../../log/decisions.ts'
import { resumeDocument } from '../../posting/resume-document.ts'
import type { Tx } from '../../store/transaction.ts'
import type { ApiDeps } from '../deps.ts'
import { Refusal } from '../problem.ts'

async function resumeStopped(tx: Tx, deps: ApiDeps, found: Case, principal: string): Promise<string> {
  const document = await lockDocument(tx, deps.cell, found.subjectId)
  const by = { principal, at: deps.clock.now() }
  const message = document?.blocked === found.code ? await resumeDocument(tx, deps.cell, document, by) : null
  if (message === null)
    throw new Refusal('CONFLICT', `This cannot simply be resumed. ${describeError(found.code).remedy}`)
  return message
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
      message = await resumeStopped(tx, deps, found, principal)
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
