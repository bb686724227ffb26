import { countLaneFailure } from '../log/cursors.ts'
import { factLane } from '../log/event.ts'
import { type Learning, learningRunner, learnMasters } from './learn.ts'
import { type Attempts, attemptBatch, deathsBeforeOneByOne, type EventWork, oneByOne } from './poison.ts'

/** Learning as a lane of events that can be done one by one. */
export function learningWork(learning: Learning): EventWork {
  const { store, cell, vault, newId, now, batchSize } = learning
  const one = () => learnMasters(learning, 1)
  return { store, cell, vault, newId, now, batchSize, runner: learningRunner, one }
}

/** Learns a batch; one that dies twice, with its process or without, is run one by one and the culprit set aside. */
export function learnSafely(
  learning: Learning,
  isWorldFault: (error: unknown) => boolean,
  attempts: Attempts | null,
): Promise<number> {
  const work = learningWork(learning)
  const batch = async (suspects: number[] | null) => {
    try {
      return await learnMasters(learning, learning.batchSize, suspects)
    } catch (error) {
      if (isWorldFault(error)) throw error
      const { store, cell } = learning
      const deaths = await store.transaction((tx) => countLaneFailure(tx, cell, learningRunner, factLane))
      if (deaths < deathsBeforeOneByOne) throw error
      return oneByOne(work, factLane, isWorldFault)
    }
  }
  return attempts === null ? batch(null) : attemptBatch(work, [factLane], attempts, batch)
}
