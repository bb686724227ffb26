import type { ApprovalClaim } from '../model/understood.ts'
import type { ApprovalState } from './work.ts'

export type ApprovalBefore = {
  readonly approval: ApprovalState
  readonly approvalToken: string | null
  readonly contentDigest: string
}
type ApprovalNow = {
  readonly approval: ApprovalState
  readonly approvalToken: string | null
  /** True when this revision carries an approval of its own, which becomes a record. */
  readonly given: boolean
}

/** What tells one act of approval from another; null where the source only has a flag. */
export function approvalToken(claim: ApprovalClaim): string | null {
  return claim.approvedAt === null
    ? null
    : [claim.approvedAt, claim.approver ?? '', claim.level ?? ''].join('|')
}

/**
 * Content changed under a standing flag is not approved: the approval was of something else, and going back to
 * the old content does not revive it. Only a new act does: another moment, approver or level, or a flag that
 * was off at the revision before.
 */
export function judgeApproval(
  before: ApprovalBefore | null,
  claim: ApprovalClaim,
  contentDigest: string,
): ApprovalNow {
  const token = approvalToken(claim)
  if (claim.state === 'rejected') return { approval: 'rejected', approvalToken: null, given: false }
  if (claim.state === 'submitted') {
    const was = before !== null && ['approved', 'voided', 'withdrawn'].includes(before.approval)
    return { approval: was ? 'withdrawn' : 'submitted', approvalToken: null, given: false }
  }
  const standing = before !== null && (before.approval === 'approved' || before.approval === 'voided')
  if (!standing) return { approval: 'approved', approvalToken: token, given: true }
  if (token !== null && token !== before.approvalToken)
    return { approval: 'approved', approvalToken: token, given: true }
  if (contentDigest === before.contentDigest)
    return { approval: before.approval, approvalToken: before.approvalToken, given: false }
  return { approval: 'voided', approvalToken: before.approvalToken, given: false }
}
