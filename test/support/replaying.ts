/** A hub whose mapping can be exchanged, and replays driven to their end one round at a time. */
import assert from 'node:assert/strict'
import { type Charging, chargeLane } from '../../src/charging/lane.ts'
import { chargeLaneSafely } from '../../src/charging/poison.ts'
import { reevaluateChunk, scanMasterChanges } from '../../src/charging/reevaluate.ts'
import { type Item, listItems, readReplay, type Replay } from '../../src/charging/replay/books.ts'
import { cancelReplay, requestReplay, startReplay } from '../../src/charging/replay/request.ts'
import { replayRound } from '../../src/charging/replay/run.ts'
import type { Selection } from '../../src/charging/replay/selection.ts'
import { directMapping } from '../../src/connectors/direct/connector.ts'
import type { Mapping } from '../../src/connectors/sdk/connector.ts'
import { digestText } from '../../src/kernel/digest.ts'
import { isRejection } from '../../src/kernel/errors.ts'
import { Masters } from '../../src/masterdata/masters.ts'
import type { UnderstoodWork } from '../../src/model/understood.ts'
import { createHub } from './hub.ts'

type Change = (told: Extract<UnderstoodWork, { understood: true }>) => UnderstoodWork

/** The direct mapping under another version; what it understands may be changed. */
export function otherMapping(version: string, change: Change = (told) => told): Mapping {
  return {
    ...directMapping,
    version,
    work: (stream, bytes, settings) => {
      const told = directMapping.work(stream, bytes, settings)
      return told.understood ? change(told) : told
    },
  }
}

/** Another release that reads hours as something else: contents differ, so their digests do. */
export function withHours(version: string, hoursOf: (hours: string) => string): Mapping {
  return otherMapping(version, (told) => {
    const hours = hoursOf(told.entry.hours)
    return { ...told, entry: { ...told.entry, hours }, contentDigest: digestText(told.contentDigest, hours) }
  })
}

export async function createReplayHub() {
  const hub = await createHub()
  let mapping: Mapping = directMapping
  const charging: Charging = {
    ...hub.charging,
    masters: new Masters(hub.cell),
    understandingOf: () => ({ mapping, settings: {}, direct: true }),
  }
  const masters = new Masters(hub.cell)
  const { store, cell, vault } = hub
  const by = () => ({ principal: 'ada', at: hub.now() })
  const lanes = Array.from({ length: hub.receiver.lanes - 1 }, (_, i) => i + 1)

  async function settle(): Promise<void> {
    for (;;) {
      let done = 0
      for (const lane of lanes) done += await chargeLane(charging, lane)
      done += await scanMasterChanges(charging)
      done += await reevaluateChunk(charging)
      if (done === 0) return
    }
  }
  /** As the runner does: what stops its batch becomes a case. */
  async function settleSafely(): Promise<void> {
    for (let round = 0; round < 4; round += 1)
      for (const lane of lanes) await chargeLaneSafely(charging, lane, () => false).catch(() => 0)
  }
  async function replayOf(replayId: string): Promise<Replay> {
    const found = await store.transaction((tx) => readReplay(tx, cell, replayId))
    assert(found)
    return found
  }
  /** Rounds until nothing is due; the clock passes the pauses of the throttle. */
  async function rounds(most = 10_000): Promise<void> {
    for (let round = 0; round < most; round += 1) {
      if ((await replayRound(charging, masters, () => false)) > 0) continue
      hub.advance(2_000)
      if ((await replayRound(charging, masters, () => false)) === 0) return
    }
  }
  async function dryRun(selection: Selection): Promise<Replay> {
    const replayId = hub.newId()
    const asked = await store.transaction((tx) => requestReplay(tx, cell, vault, replayId, selection, by()))
    assert(!isRejection(asked), 'the selection is refused')
    await rounds()
    return replayOf(replayId)
  }
  async function start(replayId: string, worksPerSecond = 1000): Promise<void> {
    const done = await store.transaction((tx) => startReplay(tx, cell, vault, replayId, worksPerSecond, by()))
    assert(!isRejection(done), 'the start is refused')
  }
  return {
    ...hub,
    charging,
    masters,
    settle,
    settleSafely,
    replayOf,
    rounds,
    dryRun,
    start,
    /** A release with another mapping is started. */
    use(next: Mapping) {
      mapping = next
    },
    async replay(selection: Selection): Promise<Replay> {
      const { replayId } = await dryRun(selection)
      await start(replayId)
      await rounds()
      return replayOf(replayId)
    },
    cancel: (replayId: string) => store.transaction((tx) => cancelReplay(tx, cell, vault, replayId, by())),
    items: (replayId: string): Promise<Item[]> =>
      store.transaction((tx) => listItems(tx, cell, replayId, {}, { after: null, limit: 1000 })),
    async worksTable(): Promise<Record<string, unknown>[]> {
      return (await store.query("select * from works where kind = 'time_entry' order by work_id")).rows
    },
    async charges(sourceId: string): Promise<{ state: string; amount_minor: bigint; hours: string }[]> {
      const { rows } = await store.query<{ state: string; amount_minor: bigint; hours: string }>(
        `select c.state, c.amount_minor, c.hours from charges c join works w using (cell, work_id)
         where w.source_id = $1 order by c.seq`,
        [sourceId],
      )
      return rows
    },
  }
}
export type ReplayHub = Awaited<ReturnType<typeof createReplayHub>>
