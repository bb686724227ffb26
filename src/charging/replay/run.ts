import { resolveCases } from '../../cases/open.ts'
import { noteChanges } from '../../log/changes.ts'
import { takeLane } from '../../log/cursors.ts'
import { backlogOf } from '../../log/sources.ts'
import { type Masters, refreshMasters } from '../../masterdata/masters.ts'
import type { Tx } from '../../store/transaction.ts'
import { type Charging, chargingRunner } from '../lane.ts'
import { writeDecided } from '../settle.ts'
import { entryChange } from '../tell.ts'
import { writeApprovals, writeRevisions } from '../write.ts'
import {
  countReplayFailure,
  dueReplays,
  endReplay,
  type Item,
  pagePlanned,
  readPlannedLanes,
  readPlannedOfLane,
  type Replay,
  setItemStates,
  takeReplay,
  writeChunk,
  writeConfirmed,
} from './books.ts'
import { estimateChunk, lookAgainAt } from './estimate.ts'
import { caseSubject, differences, type Looked } from './look.ts'
import { summed } from './summary.ts'

/** Works of one commit at most: enough to be quick, few enough to hold a lane only for a moment. */
const worksPerCommit = 100
const failuresBeforeEnd = 3
const failurePauseMs = 2_000

/**
 * One step of the oldest replay that is due. Any number of runners may call it: a replay belongs to one of them for the
 * time of a transaction. Returns how much it did; 0 when nothing is due, or when live charging has more to do than one
 * batch and goes first. `masters` is a cache of the caller's own.
 */
export async function replayRound(
  charging: Charging,
  masters: Masters,
  isWorldFault: (error: unknown) => boolean,
): Promise<number> {
  const { store, cell, now } = charging
  const due = await store.transaction((tx) => dueReplays(tx, cell, now()))
  for (const { replayId, state } of due) {
    try {
      const done = await step(charging, masters, replayId, state)
      if (done > 0) return done
    } catch (error) {
      if (isWorldFault(error)) throw error
      await noteFailure(charging, replayId, error)
      throw error
    }
  }
  return 0
}

async function step(charging: Charging, masters: Masters, replayId: string, state: Replay['state']) {
  const { store, cell, batchSize } = charging
  if (state === 'estimating') return estimateChunk(charging, masters, replayId, worksPerCommit * 2)
  if (state === 'confirming') return confirmChunk(charging, masters, replayId)
  const waiting = await store.transaction((tx) => backlogOf(tx, cell, chargingRunner, batchSize))
  return waiting >= batchSize ? 0 : runChunk(charging, replayId)
}

/** A replay that dies again and again is ended with the reason, so that it does not keep others waiting. */
async function noteFailure(charging: Charging, replayId: string, error: unknown): Promise<void> {
  const { store, cell, now } = charging
  await store.transaction(async (tx) => {
    const failures = await countReplayFailure(tx, cell, replayId, new Date(now().getTime() + failurePauseMs))
    if (failures < failuresBeforeEnd) return
    const why = (error instanceof Error ? error.message : String(error)).slice(0, 300)
    await endReplay(tx, cell, replayId, { state: 'refused', at: now(), reason: `It failed: ${why}` })
  })
}

/** Before the first write: everything that is planned still comes to what the dry run said, or nothing is done. */
async function confirmChunk(charging: Charging, masters: Masters, replayId: string): Promise<number> {
  const { store, cell, now } = charging
  return store.transaction(
    async (tx) => {
      const replay = await takeReplay(tx, cell, replayId, 'confirming')
      if (!replay) return 0
      const items = await pagePlanned(tx, cell, replayId, replay.afterWork, worksPerCommit * 2)
      if (items.length === 0) {
        await writeConfirmed(tx, cell, replayId, 'running', null)
        return 1
      }
      await refreshMasters(tx, masters, false)
      const options = { lock: false, writtenAt: replay.decidedAt ?? replay.logHead }
      const looked = await lookAgainAt(tx, charging, masters, items, options)
      const moved = looked.find((one, i) => one.digest !== items[i]!.digest)
      if (moved)
        await endReplay(tx, cell, replayId, { state: 'refused', at: now(), reason: answerMoved(moved) })
      else await writeConfirmed(tx, cell, replayId, 'confirming', items.at(-1)!.workId)
      return items.length
    },
    { isolation: 'repeatable read' },
  )
}

function answerMoved(looked: Looked): string {
  const { connectionId, sourceId, workId } = looked.subject
  const entry = `entry ${sourceId} of ${connectionId} (${workId})`
  return `The answer moved since the dry run, first at ${entry}. Make a new dry run and start that one.`
}

/**
 * Writes the next chunk of one lane, with effects, progress and items in one transaction. The lane is held meanwhile, so
 * that live charging is neither overtaken nor undone; a lane that live charging holds is left to it.
 */
export async function runChunk(charging: Charging, replayId: string): Promise<number> {
  const { store, cell, now } = charging
  return store.transaction(async (tx) => {
    const replay = await takeReplay(tx, cell, replayId, 'running')
    if (!replay) return 0
    const lanes = await readPlannedLanes(tx, cell, replayId)
    if (lanes.length === 0) {
      await endReplay(tx, cell, replayId, { state: 'done', at: now(), reason: null })
      return 1
    }
    const size = Math.min(worksPerCommit, replay.worksPerSecond ?? worksPerCommit)
    for (const lane of lanes) {
      if (!(await takeLane(tx, cell, chargingRunner, lane))) continue
      return writeItems(tx, charging, replay, await readPlannedOfLane(tx, cell, replayId, lane, size))
    }
    return 0
  })
}

async function writeItems(
  tx: Tx,
  charging: Charging,
  replay: Replay,
  items: readonly Item[],
): Promise<number> {
  const { cell, now } = charging
  const masters = await refreshMasters(tx, charging.masters, true)
  const decidedAt = replay.decidedAt ?? replay.logHead
  const looked = await lookAgainAt(tx, charging, masters, items, { lock: true, writtenAt: decidedAt })
  const same: Looked[] = []
  const overtaken: Looked[] = []
  for (const [i, one] of looked.entries()) {
    if (one.digest === items[i]!.digest) same.push(one)
    // A newer revision was understood by live charging with the same mapping and knowledge: nothing is left to do.
    else if (one.revision > items[i]!.revision) overtaken.push(one)
    else {
      await endReplay(tx, cell, replay.replayId, { state: 'refused', at: now(), reason: answerMoved(one) })
      return 1
    }
  }
  await writeLooked(tx, charging, replay, same)
  const states = [
    ...same.map((one) => ({ workId: one.subject.workId, state: 'done' as const })),
    ...overtaken.map((one) => ({ workId: one.subject.workId, state: 'overtaken' as const })),
  ]
  await setItemStates(tx, cell, replay.replayId, states)
  const pauseMs = (1000 * items.length) / (replay.worksPerSecond ?? worksPerCommit)
  await writeChunk(tx, cell, replay.replayId, {
    done: replay.done + items.length,
    summary: summed(
      replay.doneSummary,
      same.map((one) => one.effect),
    ),
    nextAt: new Date(now().getTime() + pauseMs),
  })
  return items.length
}

/** The ordinary way: charges as differences, cases opened and cured, what was superseded kept. */
export async function writeLooked(
  tx: Tx,
  charging: Charging,
  replay: Pick<Replay, 'replayId' | 'startedBy' | 'decidedAt' | 'logHead'>,
  looked: readonly Looked[],
): Promise<void> {
  const { cell, now } = charging
  const writing = looked.filter((one) => one.decided !== null)
  await writeDecided(
    tx,
    cell,
    writing.map((one) => one.decided!),
    now(),
  )
  const supersededAt = replay.decidedAt ?? replay.logHead
  const changed = writing.filter((one) => one.stored && differences(one.stored, one.decided!.work).length > 0)
  await writeRevisions(
    tx,
    cell,
    changed.map((one) => ({ work: one.stored!, supersededAt })),
  )
  const read = writing.filter(
    (one) => one.stored === null || one.stored.contentDigest !== one.decided!.work.contentDigest,
  )
  await noteChanges(
    tx,
    cell,
    now(),
    read.map((one) => entryChange(one.decided!.work, false)),
  )
  // Revisions that were set aside when they came are history of a work that is only known now.
  const born = writing.filter((one) => one.stored === null)
  await writeRevisions(
    tx,
    cell,
    born.flatMap((one) => one.folded!.superseded),
  )
  await writeApprovals(
    tx,
    cell,
    writing.flatMap((one) => one.folded!.approvals),
  )
  const understood = writing.filter((one) => one.folded!.understood).map((one) => caseSubject(one.subject))
  const codes = ['NOT_UNDERSTOOD', 'POISON_BATCH'] as const
  const by = replay.startedBy ?? 'hub'
  await resolveCases(
    tx,
    cell,
    'source_record',
    understood,
    codes,
    `replayed by ${replay.replayId}`,
    now(),
    by,
  )
}
