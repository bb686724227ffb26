import {
  type Attempts,
  attemptBatch,
  deathsBeforeOneByOne,
  type EventWork,
  oneByOne,
} from '../intake/poison.ts'
import { countLaneFailure } from '../log/cursors.ts'
import { type Charging, chargeLane, chargeLanes, chargingRunner } from './lane.ts'

/** Charging as lanes of events that can be done one by one. */
export function chargingWork(charging: Charging): EventWork {
  const { store, cell, vault, newId, now, batchSize } = charging
  const one = (lane: number) => chargeLane(charging, lane, 1)
  return { store, cell, vault, newId, now, batchSize, runner: chargingRunner, one }
}

/**
 * Charges a batch; one that dies twice is run one by one, so that the culprit becomes a case and its lane goes
 * on. A fault of the world (no database) is not the batch's fault: it is thrown on and tried again.
 */
export async function chargeLaneSafely(
  charging: Charging,
  lane: number,
  isWorldFault: (error: unknown) => boolean,
): Promise<number> {
  try {
    return await chargeLane(charging, lane)
  } catch (error) {
    if (isWorldFault(error)) throw error
    const { store, cell } = charging
    const deaths = await store.transaction((tx) => countLaneFailure(tx, cell, chargingRunner, lane))
    if (deaths < deathsBeforeOneByOne) throw error
    return oneByOne(chargingWork(charging), lane, isWorldFault)
  }
}

/**
 * Several lanes as one batch; when it throws, each lane by itself, so that a culprit stops only its own. With
 * `attempts`, what ends the whole process is found out as well.
 */
export async function chargeLanesSafely(
  charging: Charging,
  lanes: readonly number[],
  isWorldFault: (error: unknown) => boolean,
  attempts: Attempts | null = null,
): Promise<number> {
  if (attempts === null) return chargeThrowing(charging, lanes, isWorldFault, null)
  return attemptBatch(chargingWork(charging), lanes, attempts, (suspects) =>
    chargeThrowing(charging, lanes, isWorldFault, suspects),
  )
}

async function chargeThrowing(
  charging: Charging,
  lanes: readonly number[],
  isWorldFault: (error: unknown) => boolean,
  suspects: number[] | null,
): Promise<number> {
  try {
    return await chargeLanes(charging, lanes, suspects)
  } catch (error) {
    if (isWorldFault(error)) throw error
    let done = 0
    let died: unknown = null
    for (const lane of lanes) {
      if (suspects?.includes(lane)) continue
      try {
        done += await chargeLaneSafely(charging, lane, isWorldFault)
      } catch (culprit) {
        if (isWorldFault(culprit)) throw culprit
        died = culprit
      }
    }
    if (died !== null && done === 0) throw died
    return done
  }
}
