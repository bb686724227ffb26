import { readHead } from '../../log/read.ts'
import { type Masters, refreshMasters } from '../../masterdata/masters.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Charging } from '../lane.ts'
import { insertItems, type Item, itemsAmong, type Replay, takeReplay, writeEstimate } from './books.ts'
import { nextSubjects } from './enumerate.ts'
import { type Looked, lookAt } from './look.ts'
import { fits } from './selection.ts'
import { summed } from './summary.ts'

/**
 * The next chunk of a dry run: looks at works in one snapshot, without a lock on any of them, and keeps what it would
 * do with each. Its place and its sums are kept with it, so that whoever goes on after a crash goes on there.
 */
export async function estimateChunk(
  charging: Charging,
  masters: Masters,
  replayId: string,
  limit: number,
): Promise<number> {
  const { store, cell } = charging
  return store.transaction(
    async (tx) => {
      const replay = await takeReplay(tx, cell, replayId, 'estimating')
      if (!replay || replay.scan.phase === 'end') return 0
      await refreshMasters(tx, masters, false)
      const { lanes } = await readHead(tx, cell)
      const next = await nextSubjects(tx, charging, lanes, replay.selection, replay.scan, limit)
      const known = await itemsAmong(
        tx,
        cell,
        replayId,
        next.subjects.map((one) => one.workId),
      )
      const fresh = next.subjects.filter((one) => !known.has(one.workId))
      const written = { lock: false, writtenAt: replay.logHead }
      const looked = await inPages(fresh, limit, (page) => lookAt(tx, charging, masters, page, written))
      const meant = looked.filter((one) => isMeant(replay, one))
      await insertItems(tx, cell, replayId, meant.map(itemOf))
      await writeEstimate(tx, cell, estimated(replay, meant, next.scan, masters.position))
      return 1 + meant.length
    },
    { isolation: 'repeatable read' },
  )
}

function estimated(
  replay: Replay,
  meant: readonly Looked[],
  scan: Replay['scan'],
  mastersAt: bigint,
): Replay {
  const effects = meant.map((one) => one.effect)
  return {
    ...replay,
    state: scan.phase === 'end' ? 'ready' : 'estimating',
    scan,
    mastersAt,
    looked: replay.looked + meant.length,
    planned: replay.planned + meant.filter((one) => one.decided !== null).length,
    summary: summed(replay.summary, effects),
  }
}

function isMeant(replay: Replay, looked: Looked): boolean {
  const work = looked.stored ?? looked.decided?.work ?? null
  if (work !== null) return fits(replay.selection, work, looked.stored !== null)
  // Nothing is known of it but where it came from, which was looked at when it was found.
  const { entry, workFrom, workUntil, mapping, clientId, projectId } = replay.selection
  const own = entry === undefined || [looked.subject.workId, looked.subject.sourceId].includes(entry)
  return own && [workFrom, workUntil, mapping, clientId, projectId].every((one) => one === undefined)
}

function itemOf(looked: Looked): Item {
  const { workId, lane, connectionId, stream, sourceId } = looked.subject
  const { action, reason, revision, effect, digest } = looked
  const state = looked.decided === null ? 'skipped' : 'planned'
  return { workId, lane, connectionId, stream, sourceId, action, state, reason, revision, effect, digest }
}

/** A range of the log may speak of more works than one statement should carry. */
export async function inPages<T, R>(
  all: readonly T[],
  size: number,
  work: (page: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const results: R[] = []
  for (let i = 0; i < all.length; i += size) results.push(...(await work(all.slice(i, i + size))))
  return results
}

/** For whoever looks at planned works again. */
export async function lookAgainAt(
  tx: Tx,
  charging: Charging,
  masters: Masters,
  items: readonly Item[],
  options: { readonly lock: boolean; readonly writtenAt: bigint },
): Promise<Looked[]> {
  const subjects = items.map(({ lane, connectionId, stream, sourceId, workId }) => {
    return { lane, connectionId, stream, sourceId, workId, hint: null }
  })
  return lookAt(tx, charging, masters, subjects, options)
}
