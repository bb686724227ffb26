/**
 * A batch that dies is found out in two ways. One that throws is counted and run one by one in this process. One that
 * ends its process (aborts, exhausts memory, hangs until somebody kills it) leaves no word but the attempt that was
 * noted before it: then its events are done one by one in a process of their own, and the one that lives sees at
 * which event the other dies. Kills from outside prove nothing: nobody is blamed for them.
 */
import { openCases } from '../cases/open.ts'
import {
  advanceLane,
  forgetLaneFailures,
  noteLaneAttempts,
  takeBackLaneAttempts,
  takeLane,
} from '../log/cursors.ts'
import { readLane } from '../log/read.ts'
import type { Vault } from '../log/vault.ts'
import type { Store } from '../store/pool.ts'

/** A batch that died this often is run one by one. */
export const deathsBeforeOneByOne = 2

/** Lanes of events that a runner turns into something, as far as isolating a culprit needs to know. */
export type EventWork = {
  readonly store: Store
  readonly cell: number
  readonly vault: Vault
  readonly newId: () => string
  readonly now: () => Date
  readonly batchSize: number
  readonly runner: string
  /** Takes the lane's next event alone. Returns 0 when there is none, or another runner holds the lane. */
  readonly one: (lane: number) => Promise<number>
}

/** Does the next events of the lanes one by one in a process of its own, and says where that one died. */
export type Witness = (runner: string, lanes: readonly number[]) => Promise<Witnessed>
type Witnessed = {
  readonly done: number
  /** The lanes that were done to the end of a batch. */
  readonly lanes: readonly number[]
  readonly culprit: { readonly lane: number; readonly position: bigint; readonly why: string } | null
}

/** What one loop remembers of its first batch. */
export type Attempts = { noted: 'not yet' | 'noted' | 'ended'; readonly witness: Witness }

export function newAttempts(witness: Witness): Attempts {
  return { noted: 'not yet', witness }
}

/**
 * Every second time: a process that is killed again and again for no fault of its events would never have the time
 * that a process of their own takes to start.
 */
export function isSuspect(failures: number): boolean {
  return failures >= deathsBeforeOneByOne && failures % 2 === 0
}

/**
 * Notes the first batch of this process before it starts and takes the note back when it ended; from then on it costs
 * nothing. `batch` leaves lanes under suspicion and names them; they are done by the witness.
 */
export async function attemptBatch(
  work: EventWork,
  lanes: readonly number[],
  attempts: Attempts,
  batch: (suspects: number[]) => Promise<number>,
): Promise<number> {
  const { store, cell, runner } = work
  if (attempts.noted === 'not yet') {
    await store.transaction((tx) => noteLaneAttempts(tx, cell, runner, lanes))
    attempts.noted = 'noted'
  }
  const suspects: number[] = []
  let done = await batch(suspects)
  if (attempts.noted === 'noted' && suspects.length === 0) {
    await store.transaction((tx) => takeBackLaneAttempts(tx, cell, runner, lanes))
    attempts.noted = 'ended'
  }
  if (suspects.length > 0) done += await witnessed(work, suspects, attempts.witness)
  return done
}

async function witnessed(work: EventWork, suspects: readonly number[], witness: Witness): Promise<number> {
  const { store, cell, runner } = work
  const { done, lanes, culprit } = await witness(runner, suspects)
  // Whatever killed the earlier ones, it was not an event that waits here.
  await store.transaction((tx) => forgetLaneFailures(tx, cell, runner, lanes))
  if (culprit === null) return done
  return done + (await setAside(work, culprit.lane, culprit.why, culprit.position))
}

/** Up to a batch of the lane's events, each alone; one that throws is set aside. */
export async function oneByOne(
  work: EventWork,
  lane: number,
  isWorldFault: (error: unknown) => boolean,
  before: () => Promise<void> = async () => {},
): Promise<number> {
  let done = 0
  while (done < work.batchSize) {
    try {
      await before()
      const one = await work.one(lane)
      if (one === 0) return done
      done += one
    } catch (error) {
      if (isWorldFault(error)) throw error
      done += await setAside(work, lane, error instanceof Error ? error.message : String(error))
    }
  }
  return done
}

/** The position of the event that is next in the lane; null when there is none. */
export async function nextOf(work: EventWork, lane: number): Promise<bigint | null> {
  const { store, cell, vault, runner } = work
  return store.transaction(async (tx) => {
    const cursor = await takeLane(tx, cell, runner, lane)
    return (cursor && (await readLane(tx, cell, vault, lane, cursor.position, 1))[0]?.position) ?? null
  })
}

/**
 * The culprit's bytes stay in the log; the case names them, and the lane goes past. With `only`, nothing is done when
 * another event is next by now: another runner was there.
 */
async function setAside(
  work: EventWork,
  lane: number,
  why: string,
  only: bigint | null = null,
): Promise<number> {
  const { store, cell, vault, runner } = work
  return store.transaction(async (tx) => {
    const cursor = await takeLane(tx, cell, runner, lane)
    const event = cursor && (await readLane(tx, cell, vault, lane, cursor.position, 1))[0]
    if (!event || (only !== null && event.position !== only)) return 0
    await openCases(
      tx,
      cell,
      [
        {
          caseId: work.newId(),
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
          detail: { position: String(event.position), why: why.slice(0, 300) },
          payloadPosition: event.position,
        },
      ],
      work.now(),
    )
    await advanceLane(tx, cell, runner, lane, event.position)
    return 1
  })
}
