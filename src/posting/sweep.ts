/**
 * Proves that no key and no reference stands twice in the ERP's books, that nothing there carries our mark that we do
 * not know, and that what was accepted is still there as it was. It reads and tells; it never writes to the ERP.
 */
import { documentsAtTarget } from '../billing/at-target.ts'
import { resolveCases } from '../cases/open.ts'
import type { Case } from '../cases/reads.ts'
import { ConnectorFault } from '../connectors/sdk/fault.ts'
import type { CostFound, FoundDocument } from '../connectors/sdk/target.ts'
import { addDays, type Day, day } from '../kernel/dates.ts'
import { readSending } from '../store/sending.ts'
import type { Tx } from '../store/transaction.ts'
import { lookFailure } from './answer.ts'
import type { PostingDeps, TargetLink } from './deps.ts'
import {
  advanceSweep,
  beginSweep,
  costsOfDays,
  costsOfKeys,
  daysEverBooked,
  finishSweep,
  isTroubled,
  leaseSweep,
  readSweeps,
  restSweep,
  type Sweep,
} from './sweep-books.ts'
import { openFindings, tellFindings } from './sweep-cases.ts'
import { type Finding, judgeCosts, judgeDocuments } from './sweep-judge.ts'
import { targetLink } from './target-link.ts'

const firstDay = day('0001-01-01')
const afterLastDay = day('9999-12-31')
/** Months of cost records that one step compares. */
const monthsPerStep = 1
const leaseMs = 600_000
const restMs = 60_000

const today = (deps: PostingDeps): Day => day(deps.clock.now().toISOString().slice(0, 10))

/** False when a whole sweep is under way already. */
export async function askForSweep(
  tx: Tx,
  cell: number,
  connectionId: string,
  by: string,
  at: Date,
): Promise<boolean> {
  return (await beginSweep(tx, cell, connectionId, { scope: 'whole', by, at, from: firstDay })) !== null
}

/** Starts the sweep of the rolling window where the last one began longer ago than the interval. */
async function beginDue(deps: PostingDeps, connectionId: string): Promise<void> {
  const { sweepEveryMs, sweepDays } = deps.limits
  const at = deps.clock.now()
  await deps.store.transaction(async (tx) => {
    const [last] = await readSweeps(tx, deps.cell, connectionId)
    if (last !== undefined && at.getTime() - last.startedAt.getTime() < sweepEveryMs) return
    const from = addDays(today(deps), -sweepDays)
    await beginSweep(tx, deps.cell, connectionId, { scope: 'window', by: 'hub', at, from })
  })
}

/** One step of the sweep that is due: a month of cost records, or the documents. Returns 1 when a step was done. */
export async function sweepStep(deps: PostingDeps, connectionId: string): Promise<number> {
  await beginDue(deps, connectionId)
  const now = deps.clock.now()
  const sweep = await deps.store.transaction(async (tx) =>
    // Recovery reads the same books itself, and a copy asks nobody anything.
    (await readSending(tx)) !== 'allowed' || (await isTroubled(tx, deps.cell, connectionId))
      ? null
      : leaseSweep(tx, deps.cell, connectionId, now, new Date(now.getTime() + leaseMs)),
  )
  if (sweep === null) return 0
  try {
    const link = await targetLink(deps, connectionId)
    if (sweep.nextFrom === null) await sweepDocuments(deps, link, sweep)
    else await sweepCosts(deps, link, sweep, sweep.nextFrom)
    return 1
  } catch (thrown) {
    const { answer, afterMs } = lookFailure(thrown)
    const until = new Date(deps.clock.now().getTime() + Math.max(afterMs ?? 0, restMs))
    await deps.store.transaction((tx) => restSweep(tx, deps.cell, connectionId, until, answer.slice(0, 500)))
    deps.log('a sweep could not read the books', { connectionId, answer })
    return 0
  }
}

/** Where the step that begins at `from` ends: whole months where there is something, one step for all the rest. */
async function endOfStep(deps: PostingDeps, from: Day): Promise<Day> {
  const { first, last } = await deps.store.transaction((tx) => daysEverBooked(tx, deps.cell))
  if (first === null || last === null || from > last) return afterLastDay
  if (from < first) return first
  const month = day(`${from.slice(0, 7)}-01`)
  return day(`${addDays(month, 31 * monthsPerStep + 3).slice(0, 7)}-01`)
}

async function sweepCosts(deps: PostingDeps, link: TargetLink, sweep: Sweep, from: Day): Promise<void> {
  const until = await endOfStep(deps, from)
  const { found, findings } = await lookAtCosts(deps, link, from, until)
  const nextFrom = until === afterLastDay ? null : until
  await deps.store.transaction(async (tx) => {
    await tellFindings(tx, deps, link.context.connectionId, findings)
    const step = { nextFrom, costs: found.length, documents: 0, found: findings.length }
    await advanceSweep(tx, deps.cell, sweep, step)
  })
}

/** The books of the ERP first, ours after: what was posted in between is known then. */
async function lookAtCosts(deps: PostingDeps, link: TargetLink, from: Day, until: Day) {
  const { target, context } = link
  const found: CostFound[] = []
  for await (const page of target.listCosts(context, { from, until }, null)) found.push(...page)
  const known = await deps.store.transaction(async (tx) => {
    const ofDays = await costsOfDays(tx, deps.cell, context, from, until)
    const keys = new Set(found.map((one) => one.key))
    for (const one of ofDays) keys.delete(one.key)
    return [...ofDays, ...(await costsOfKeys(tx, deps.cell, context, keys))]
  })
  const byKey = new Map(known.map((one) => [one.key, one]))
  const findings = judgeCosts(context.connectionId, byKey, found)
  return { found, findings: await confirmMissing(link, byKey, findings) }
}

/** A record may have lost its mark, moved its day or come while the list was read: only the locator says it is gone. */
async function confirmMissing(
  link: TargetLink,
  known: Parameters<typeof judgeCosts>[1],
  findings: readonly Finding[],
): Promise<Finding[]> {
  const missing = findings.filter((one) => one.code === 'ERP_COST_MISSING')
  if (missing.length === 0) return [...findings]
  const keys = missing.map((one) => one.detail.key!)
  const located = await link.target.locateCosts(link.context, keys)
  const asked = new Map([...known].filter(([key]) => keys.includes(key)))
  const others = findings.filter((one) => one.code !== 'ERP_COST_MISSING')
  return [...others, ...judgeCosts(link.context.connectionId, asked, located)]
}

async function sweepDocuments(deps: PostingDeps, link: TargetLink, sweep: Sweep): Promise<void> {
  const { connectionId } = link.context
  const since = sweep.scope === 'whole' ? null : sweep.fromOn
  const { found, findings } = await lookAtDocuments(deps, link, since)
  const at = deps.clock.now()
  await deps.store.transaction(async (tx) => {
    await tellFindings(tx, deps, connectionId, findings)
    const step = { nextFrom: null, costs: 0, documents: found.length, found: findings.length }
    await advanceSweep(tx, deps.cell, sweep, step)
  })
  await lookAgainAtOpen(deps, link, sweep.startedAt)
  await deps.store.transaction(async (tx) => {
    const [now] = await readSweeps(tx, deps.cell, connectionId)
    if (now === undefined) return
    await finishSweep(tx, deps.cell, sweep, {
      scope: sweep.scope,
      from: sweep.fromOn,
      startedAt: sweep.startedAt.toISOString(),
      finishedAt: at.toISOString(),
      costs: Number(now.costs),
      documents: Number(now.documents),
      found: now.found,
    })
  })
}

async function lookAtDocuments(deps: PostingDeps, link: TargetLink, since: Day | null) {
  const { target, context } = link
  const found: FoundDocument[] = []
  for await (const page of target.listDocuments(context, since, null)) found.push(...page)
  const references = found.map((one) => one.reference)
  const known = await deps.store.transaction((tx) =>
    documentsAtTarget(tx, deps.cell, context.connectionId, { since, references }),
  )
  const findings: Finding[] = []
  for (const finding of judgeDocuments(context.connectionId, known, found)) {
    if (finding.code !== 'ERP_DOCUMENT_MISSING' || (await isGone(link, finding))) findings.push(finding)
  }
  return { found, findings }
}

async function isGone(link: TargetLink, finding: Finding): Promise<boolean> {
  const found = await link.target.readDocument(link.context, finding.detail.externalId ?? '')
  return found === null || found.state === 'cancelled'
}

/** Cases that this sweep did not meet again are looked at one by one: the books may be right by now. */
async function lookAgainAtOpen(deps: PostingDeps, link: TargetLink, before: Date): Promise<void> {
  let documents: Promise<readonly Finding[]> | null = null
  const documentsOnce = () => {
    documents ??= lookAtDocuments(deps, link, null).then(({ findings }) => findings)
    return documents
  }
  for (const one of await deps.store.transaction((tx) =>
    openFindings(tx, deps.cell, link.context.connectionId),
  )) {
    if (one.openedAt < before) await lookAgain(deps, link, one, 'hub', documentsOnce)
  }
}

/** True when the books are right again: then the case is closed. */
export async function lookAgain(
  deps: PostingDeps,
  link: TargetLink,
  one: Case,
  by: string,
  documents: () => Promise<readonly Finding[]> = async () =>
    (await lookAtDocuments(deps, link, null)).findings,
): Promise<boolean> {
  const still = await stillFound(deps, link, one, documents)
  if (still) return false
  const resolution = "The ERP's books are right again."
  const { subjectKind, subjectId, code } = one
  await deps.store.transaction((tx) =>
    resolveCases(
      tx,
      deps.cell,
      subjectKind as Finding['subjectKind'],
      [subjectId],
      [code],
      resolution,
      deps.clock.now(),
      by,
    ),
  )
  return true
}

async function stillFound(
  deps: PostingDeps,
  link: TargetLink,
  one: Case,
  documents: () => Promise<readonly Finding[]>,
): Promise<boolean> {
  const same = (findings: readonly Finding[]) =>
    findings.some((each) => each.code === one.code && each.subjectId === one.subjectId)
  const { key, from, last, reference } = one.detail
  if (key !== undefined && from !== undefined && last !== undefined) {
    return same((await lookAtCosts(deps, link, day(from), addDays(day(last), 1))).findings)
  }
  if (reference === undefined) throw new ConnectorFault('config', 'none', 'The case names no record')
  return same(await documents())
}
