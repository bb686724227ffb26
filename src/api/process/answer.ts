/** A person's answer to what the product cannot know by itself; each is kept in the log with author and reason. */
import type { Case } from '../../cases/reads.ts'
import { Fault, isRejection, type Rejection } from '../../kernel/errors.ts'
import { describeError } from '../../kernel/error-catalogue.ts'
import { recordDecision } from '../../log/decisions.ts'
import { answerCostDoubt, answerDocumentDoubt } from '../../posting/answer-doubt.ts'
import { answerVanished } from '../../posting/answer-vanished.ts'
import type { PostingDeps } from '../../posting/deps.ts'
import { defaultPostingLimits } from '../../posting/limits.ts'
import { lookAgain } from '../../posting/sweep.ts'
import { sweepCodes } from '../../posting/sweep-judge.ts'
import { targetLink } from '../../posting/target-link.ts'
import type { Tx } from '../../store/transaction.ts'
import type { ApiDeps } from '../deps.ts'
import { Refusal, refuseRejection } from '../problem.ts'

export const answers = ['there', 'not_there', 'send_again', 'drop', 'resolved'] as const
type Answer = {
  readonly answer: (typeof answers)[number]
  readonly reason: string
  /** With `there` about a document: the ERP's id of it. */
  readonly externalId?: string
}

/** What may be answered to a case, and what happens then. Empty where there is nothing to answer. */
export function answersOf(
  found: Pick<Case, 'code' | 'subjectKind' | 'state'>,
): Partial<Record<Answer['answer'], string>> {
  if (found.state !== 'open') return {}
  if (found.code === 'POSTING_IN_DOUBT') {
    return {
      there: 'It counts as written and is never sent again.',
      not_there: 'It is sent again.',
    }
  }
  if (found.code === 'ERP_DOCUMENT_VANISHED') {
    return {
      send_again:
        'The ERP is looked through first; then it is drafted once more, and has to be released again.',
      drop: 'The ERP is looked through first; then its entries wait for the next run.',
    }
  }
  if (sweepCodes.includes(found.code)) {
    return { resolved: 'The books are looked at again; the case closes when they are right.' }
  }
  return {}
}

function postingDeps(deps: ApiDeps): PostingDeps {
  return {
    store: deps.store,
    cell: deps.cell,
    clock: deps.clock,
    newId: deps.newId,
    limits: defaultPostingLimits,
    log: (message, detail) => deps.log?.info(detail ?? {}, message),
    connectors: async (connectionId) => {
      const live = await deps.connect(connectionId)
      if (live?.connector.target) return { target: live.connector.target, context: live.context }
      throw new Fault('CONNECTOR_CONFIG', { message: `Connection ${connectionId} takes no postings.` })
    },
  }
}

/** Throws Refusal where the answer does not fit the case, or the ERP says otherwise. */
export async function answerCase(
  deps: ApiDeps,
  found: Case,
  given: Answer,
  principal: string,
): Promise<string> {
  const told = answersOf(found)[given.answer]
  if (told === undefined) {
    const known = Object.keys(answersOf(found)).join(', ') || 'none'
    throw new Refusal(
      'CONFLICT',
      `This case takes other answers (${known}). ${describeError(found.code).remedy}`,
    )
  }
  const { answer, reason, externalId = null } = given
  const record = async (tx: Tx): Promise<void> => {
    await recordDecision(tx, deps.cell, deps.vault, {
      what: 'case.answered',
      about: found.caseId,
      principal,
      body: { code: found.code, subject: found.subjectId, answer, reason, externalId },
      at: deps.clock.now(),
    })
  }
  const posting = postingDeps(deps)
  const { subjectId } = found
  if (answer === 'resolved') return lookedAgain(deps, posting, found, principal, record)
  let done: Rejection | { answered: true }
  if (answer === 'send_again' || answer === 'drop')
    done = await answerVanished(posting, subjectId, answer, principal, record)
  else if (found.subjectKind === 'batch')
    done = await answerCostDoubt(posting, subjectId, answer === 'there', principal, record)
  else {
    if (answer === 'there' && externalId === null)
      throw new Refusal('CONFLICT', 'Say under which id the ERP holds it: externalId.')
    done = await answerDocumentDoubt(
      posting,
      subjectId,
      answer === 'there' ? externalId : null,
      principal,
      record,
    )
  }
  if (isRejection(done)) throw refuseRejection(done)
  return told
}

async function lookedAgain(
  deps: ApiDeps,
  posting: PostingDeps,
  found: Case,
  principal: string,
  record: (tx: Tx) => Promise<void>,
): Promise<string> {
  const link = await targetLink(posting, found.detail.connectionId ?? '')
  const right = await lookAgain(posting, link, found, principal)
  if (!right) throw new Refusal('CONFLICT', 'The books are not right yet: the same finding is still there.')
  await deps.store.transaction(record)
  return "The ERP's books are right again; the case is closed."
}
