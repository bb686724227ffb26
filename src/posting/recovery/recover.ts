/**
 * The way out of recovery, one stage after the other: what was sent before has landed, the sources are read again,
 * the ERPs' books are read back, every work and document is held against them. Each stage may be repeated; what
 * nobody can decide is contained by a case, and then the installation sends again.
 */
import { settleDifferences } from '../../billing/differences.ts'
import { resolveCases } from '../../cases/open.ts'
import { readHead } from '../../log/read.ts'
import { readSendingState, setSending } from '../../store/sending.ts'
import type { Tx } from '../../store/transaction.ts'
import { lookFailure } from '../answer.ts'
import { targetLink } from '../target-link.ts'
import {
  insertRecovery,
  insertTargetsOf,
  lastRecovery,
  moveRecovery,
  noteTargetFailed,
  noteWaits,
  type Recovery,
  type RecoveryTarget,
  recoveryTargets,
} from './books.ts'
import type { RecoveryDeps } from './deps.ts'
import { matchCosts } from './match-costs.ts'
import { matchDocuments } from './match-documents.ts'
import { readBack } from './read-back.ts'
import { inRecovery, StageOver } from './stage.ts'
import { settleUnknownDocuments } from './unknown-documents.ts'

const differencesPerCommit = 200

/** How long something that was sent before the start may still take to land and to be found. */
async function settlingMs(deps: RecoveryDeps): Promise<number> {
  let longest = 0
  for (const connectionId of deps.targets()) {
    const { settlingMs: landing, searchLagMs } = (await targetLink(deps, connectionId)).target.profile
    longest = Math.max(longest, landing + searchLagMs)
  }
  return longest
}

/** The recovery of the present epoch; made where a restore only said that there is one. */
async function current(deps: RecoveryDeps): Promise<Recovery | null> {
  const { cell, store, clock } = deps
  const found = await store.transaction(async (tx) => {
    const state = await readSendingState(tx)
    return { state, recovery: await lastRecovery(tx, cell) }
  })
  const { state, recovery } = found
  if (state.sending !== 'recovery') return null
  if (recovery?.epoch === state.epoch && recovery.state !== 'done') return recovery
  const startedAt = clock.now()
  const readAt = new Date(startedAt.getTime() + (await settlingMs(deps)))
  return store.transaction(async (tx) => {
    const { position } = await readHead(tx, cell)
    const why = state.why ?? 'The database is older than the books outside it.'
    await insertRecovery(tx, cell, {
      ...{ epoch: state.epoch, why, startedAt, readAt, keptPosition: position },
      ...{ lostPosition: null, lastEventAt: null },
    })
    return lastRecovery(tx, cell)
  })
}

async function settling(deps: RecoveryDeps, recovery: Recovery): Promise<boolean> {
  const now = deps.clock.now()
  if (now < recovery.readAt) return false
  await inRecovery(deps, recovery.epoch, 'settling', async (tx) => {
    await deps.readSourcesAgain(tx, now)
    await moveRecovery(tx, deps.cell, recovery.epoch, 'settling', 'sources', now)
  })
  return true
}

async function sources(deps: RecoveryDeps, recovery: Recovery): Promise<boolean> {
  const { cell, clock } = deps
  const { epoch, waivedBy } = recovery
  return inRecovery(deps, epoch, 'sources', async (tx) => {
    const behind = await deps.sourcesBehind(tx, recovery.startedAt)
    if (behind.length > 0 && waivedBy === null) {
      await noteWaits(tx, cell, epoch, behind)
      return false
    }
    await insertTargetsOf(tx, cell, epoch, deps.targets())
    return moveRecovery(tx, cell, epoch, 'sources', 'reading', clock.now())
  })
}

/** A target that cannot be read keeps the installation in recovery; the others go on. */
async function eachTarget(
  deps: RecoveryDeps,
  recovery: Recovery,
  state: RecoveryTarget['state'],
  work: (connectionId: string) => Promise<void>,
): Promise<boolean> {
  const { cell, store } = deps
  const { epoch } = recovery
  const targets = await store.transaction((tx) => recoveryTargets(tx, cell, epoch))
  const failed: string[] = []
  for (const { connectionId } of targets.filter((one) => one.state === state))
    try {
      await work(connectionId)
    } catch (thrown) {
      if (thrown instanceof StageOver) throw thrown
      const { answer } = lookFailure(thrown)
      deps.log('the books of a target could not be read back', { connectionId, answer })
      failed.push(`${connectionId}: ${answer}`)
      await store.transaction((tx) => noteTargetFailed(tx, cell, epoch, connectionId, answer))
    }
  await store.transaction((tx) => noteWaits(tx, cell, epoch, failed))
  return failed.length === 0
}

async function reading(deps: RecoveryDeps, recovery: Recovery): Promise<boolean> {
  const { epoch } = recovery
  if (!(await eachTarget(deps, recovery, 'waiting', (one) => readBack(deps, epoch, one)))) return false
  const now = deps.clock.now()
  return inRecovery(deps, epoch, 'reading', (tx) =>
    moveRecovery(tx, deps.cell, epoch, 'reading', 'matching', now),
  )
}

async function matching(deps: RecoveryDeps, recovery: Recovery): Promise<boolean> {
  const { epoch } = recovery
  await settleDifferencesFirst(deps, epoch)
  const matched = await eachTarget(deps, recovery, 'read', async (connectionId) => {
    await matchDocuments(deps, epoch, connectionId)
    await settleUnknownDocuments(deps)
    await matchCosts(deps, epoch, connectionId)
  })
  if (!matched) return false
  return inRecovery(deps, epoch, 'matching', (tx) => finish(tx, deps, epoch))
}

/** What the sources sent again changes drafts before those are held against the ERP's. */
async function settleDifferencesFirst(deps: RecoveryDeps, epoch: number): Promise<void> {
  const { cell, clock, billing } = deps
  const once = (tx: Tx) => settleDifferences(tx, cell, billing, differencesPerCommit, clock.now())
  while ((await inRecovery(deps, epoch, 'matching', once)) > 0);
}

async function finish(tx: Tx, deps: RecoveryDeps, epoch: number): Promise<boolean> {
  const { cell } = deps
  const at = deps.clock.now()
  const left = (await recoveryTargets(tx, cell, epoch)).filter((one) => one.state !== 'matched')
  if (left.length > 0) return false
  await moveRecovery(tx, cell, epoch, 'matching', 'done', at)
  await setSending(tx, { sending: 'allowed', at, why: 'The books of every ERP were read back and matched.' })
  await resolveCases(tx, cell, 'batch', ['installation'], ['INSTALLATION_IN_RECOVERY'], 'Matched.', at)
  return true
}

/**
 * One round: as far as it gets without waiting. Returns how many stages it went; 0 when there is nothing to recover
 * or something outside has to come first.
 */
export async function recoverRound(deps: RecoveryDeps): Promise<number> {
  for (let stages = 0; ; stages += 1) {
    const recovery = await current(deps)
    if (recovery === null) return stages
    try {
      if (!(await stageOf(deps, recovery))) return stages
    } catch (error) {
      // Another runner went on with it; the next round sees where it is.
      if (error instanceof StageOver) return stages
      throw error
    }
  }
}

function stageOf(deps: RecoveryDeps, recovery: Recovery): Promise<boolean> {
  switch (recovery.state) {
    case 'settling':
      return settling(deps, recovery)
    case 'sources':
      return sources(deps, recovery)
    case 'reading':
      return reading(deps, recovery)
    case 'matching':
      return matching(deps, recovery)
    case 'done':
      return Promise.resolve(false)
  }
}
