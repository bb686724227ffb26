import { openCodesOf } from '../../cases/subjects.ts'
import { takeLane } from '../../log/cursors.ts'
import { latestLogged } from '../../log/latest.ts'
import { Masters, refreshMasters } from '../../masterdata/masters.ts'
import { reportedKinds } from '../../model/understood.ts'
import type { Tx } from '../../store/transaction.ts'
import { type Charging, chargingRunner, workIdOf } from '../lane.ts'
import { countWorksByKind, readHistoryKeys } from '../work-reads.ts'
import { writeApprovals, writeRevisions } from '../write.ts'
import type { Subject } from './enumerate.ts'
import { differences, type Looked, lookAt } from './look.ts'
import { writeLooked } from './run.ts'

type ShadowDifference = { readonly subject: Subject; readonly what: string }
export type Shadow = {
  readonly counted: number
  readonly differing: readonly ShadowDifference[]
  /** Works that stand without a word of them in the log. */
  readonly unlogged: number
  /** Records that the log does not tell today, by reason. */
  readonly unread: ReadonlyMap<string, number>
}

/**
 * Makes the works again from everything the log says, beside those that stand, and compares: fields, charges, superseded
 * revisions, approvals and what holds them. Reads one snapshot and writes nothing.
 */
export async function shadowWorks(
  tx: Tx,
  charging: Charging,
  scope: { readonly since: bigint; readonly most: number | null },
): Promise<Shadow> {
  const { cell } = charging
  const masters = await refreshMasters(tx, new Masters(cell), false)
  const differing: ShadowDifference[] = []
  const unread = new Map<string, number>()
  let counted = 0
  let standing = 0
  let whole = scope.since === 0n
  for await (const page of latestLogged(tx, cell, scope.since)) {
    const subjects = page.filter((one) => one.lane > 0).map((one) => subjectOf(charging, one))
    if (scope.most !== null && counted >= scope.most) {
      whole = false
      break
    }
    const looked = await lookAt(tx, charging, masters, subjects, { lock: false, writtenAt: masters.position })
    const ids = looked.map((one) => one.subject.workId)
    const [codes, history] = [await openCodesOf(tx, cell, ids), await readHistoryKeys(tx, cell, ids)]
    for (const one of looked) {
      const { workId } = one.subject
      const told = compare(one, codes.get(workId) ?? new Set(), history.get(workId) ?? new Set())
      if (typeof told === 'string') unread.set(told, (unread.get(told) ?? 0) + 1)
      else for (const what of told) differing.push({ subject: one.subject, what })
      if (one.stored) standing += 1
    }
    counted += subjects.length
  }
  const byKind = await countWorksByKind(tx, cell)
  const entries = reportedKinds.reduce((sum, kind) => sum + (byKind.get(kind) ?? 0), 0)
  return { counted, differing, unlogged: whole ? entries - standing : 0, unread }
}

function subjectOf(charging: Charging, one: Omit<Subject, 'workId' | 'hint'>): Subject {
  const { lane, connectionId, stream, sourceId } = one
  const workId = workIdOf(charging.namespace, connectionId, stream, sourceId)
  return { lane, connectionId, stream, sourceId, workId, hint: null }
}

// Posting opens these on its own account, and billing knows of holds that it cannot see here.
const alsoOfPosting = /^cost (ERP_|PERIOD_CLOSED|POSTING_)/

/** What differs; or why the log does not tell what the work is. */
function compare(looked: Looked, open: ReadonlySet<string>, history: ReadonlySet<string>): string[] | string {
  const { stored, judged, folded } = looked
  if (looked.aside) return 'set aside by a case'
  if (!judged || !folded) return stored === null && looked.reason === 'not_understood' ? [] : looked.reason
  if (!stored) return ['the work is missing']
  const found = differences(stored, judged.work).map(
    (field) => `${field}: ${stored[field]} -> ${judged.work[field]}`,
  )
  for (const row of judged.charges) found.push(`${row.amountMinor} ${row.currency} are not charged`)
  found.push(...holdsThatDiffer(looked, open))
  for (const key of historyOf(looked)) if (!history.has(key)) found.push(`${key} is missing`)
  return found
}

function holdsThatDiffer({ judged }: Looked, open: ReadonlySet<string>): string[] {
  // Work that a person has to approve again is held under one of two codes, by when it was looked at.
  if (judged!.work.approval === 'voided') return []
  const wanted = new Set(judged!.cases.map((one) => `${one.outcome} ${one.code}`))
  const missing = [...wanted].filter((one) => !open.has(one)).map((one) => `no case ${one}`)
  const stale = [...open].filter(
    (one) =>
      !wanted.has(one) &&
      !alsoOfPosting.test(one) &&
      !/ POSTING_/.test(one) &&
      // What a client's contracts hold as a whole is not seen in one of its works.
      !(judged!.leftToGroup && one.startsWith('bill ')),
  )
  return [...missing, ...stale.map((one) => `case ${one} is cured`)]
}

function historyOf({ folded }: Looked): string[] {
  const revisions = folded!.superseded.map(
    ({ work, supersededAt }) => `revision ${work.revision} superseded at ${supersededAt}`,
  )
  const approvals = folded!.approvals.map(
    (one) => `approval of revision ${one.revision} by ${one.approver ?? 'nobody'} at ${one.position}`,
  )
  return [...revisions, ...approvals]
}

/**
 * Writes what differs for these records of one lane, as charging would have. The lane is held meanwhile; false when
 * charging holds it now.
 */
export async function rewriteWorks(
  tx: Tx,
  charging: Charging,
  subjects: readonly Subject[],
  decision: { readonly replayId: string; readonly startedBy: string; readonly decidedAt: bigint },
): Promise<boolean> {
  const { cell } = charging
  if (!(await takeLane(tx, cell, chargingRunner, subjects[0]!.lane))) return false
  const masters = await refreshMasters(tx, charging.masters, true)
  const options = { lock: true, writtenAt: decision.decidedAt }
  const looked = await lookAt(tx, charging, masters, subjects, options)
  const writing = looked
    .filter((one) => one.judged && !one.aside)
    .map((one) => ({ ...one, decided: one.judged }))
  await writeLooked(tx, charging, { ...decision, logHead: decision.decidedAt }, writing)
  await writeRevisions(
    tx,
    cell,
    writing.flatMap((one) => one.folded!.superseded),
  )
  await writeApprovals(
    tx,
    cell,
    writing.flatMap((one) => one.folded!.approvals),
  )
  return true
}
