import { openCases } from '../cases/open.ts'
import { advanceLane, countLaneFailure, takeLane } from '../log/cursors.ts'
import { readLane } from '../log/read.ts'
import { type Charging, chargeLane, chargeLanes, chargingRunner } from './lane.ts'

/** A batch that died this often is run one by one. */
const deathsBeforeOneByOne = 2

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
    return oneByOne(charging, lane, isWorldFault)
  }
}

/** Several lanes as one batch; when it dies, each lane by itself, so that a culprit stops only its own. */
export async function chargeLanesSafely(
  charging: Charging,
  lanes: readonly number[],
  isWorldFault: (error: unknown) => boolean,
): Promise<number> {
  try {
    return await chargeLanes(charging, lanes)
  } catch (error) {
    if (isWorldFault(error)) throw error
    let done = 0
    let died: unknown = null
    for (const lane of lanes)
      try {
        done += await chargeLaneSafely(charging, lane, isWorldFault)
      } catch (culprit) {
        if (isWorldFault(culprit)) throw culprit
        died = culprit
      }
    if (died !== null && done === 0) throw died
    return done
  }
}

async function oneByOne(
  charging: Charging,
  lane: number,
  isWorldFault: (error: unknown) => boolean,
): Promise<number> {
  let done = 0
  while (done < charging.batchSize) {
    try {
      const one = await chargeLane(charging, lane, 1)
      if (one === 0) return done
      done += one
    } catch (error) {
      if (isWorldFault(error)) throw error
      await setAside(charging, lane, error)
      done += 1
    }
  }
  return done
}

/** The culprit's bytes stay in the log; the case names them, and the lane goes past. */
async function setAside(charging: Charging, lane: number, error: unknown): Promise<void> {
  const { store, cell, vault } = charging
  await store.transaction(async (tx) => {
    const cursor = await takeLane(tx, cell, chargingRunner, lane)
    const event = cursor && (await readLane(tx, cell, vault, lane, cursor.position, 1))[0]
    if (!event) return
    await openCases(
      tx,
      cell,
      [
        {
          caseId: charging.newId(),
          code: 'POISON_BATCH',
          subjectKind: 'source_record',
          subjectId: `${event.connectionId}/${event.stream}/${event.sourceId}`,
          outcome: 'none',
          waitsOn: `event:${event.position}`,
          seenPosition: event.position,
          hours: null,
          moneyMinor: null,
          currency: null,
          clientId: null,
          projectId: null,
          detail: {
            position: String(event.position),
            why: (error instanceof Error ? error.message : String(error)).slice(0, 300),
          },
          payloadPosition: event.position,
        },
      ],
      charging.now(),
    )
    await advanceLane(tx, cell, chargingRunner, lane, event.position)
  })
}
