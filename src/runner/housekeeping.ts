import { purgeSessions } from '../access/sessions.ts'
import { purgeDeliveries } from '../intake/deliveries.ts'
import { purgeKeys } from '../intake/idempotency.ts'
import { purgeTold } from '../outbound/purge.ts'
import type { Store } from '../store/pool.ts'
import type { Loop } from './loops.ts'

const rowsPerRound = 1000
const everyMs = 60_000
/** A sender repeats a delivery for some days; records are recognised without this list as well. */
const deliveriesKeptMs = 30 * 86_400_000

/** Forgets what has run out: results of idempotency keys, webhook deliveries, sessions, events. */
export function housekeepingLoop(store: Store, cell: number, now: () => Date, eventsKeptMs: number): Loop {
  const round = async () => {
    const at = now()
    const before = new Date(at.getTime() - deliveriesKeptMs)
    const keys = await purgeKeys(store, cell, at, rowsPerRound)
    const deliveries = await purgeDeliveries(store, cell, before, rowsPerRound)
    const sessions = await purgeSessions(store, at, rowsPerRound)
    const eventsBefore = new Date(at.getTime() - eventsKeptMs)
    const told = await purgeTold(store, cell, eventsBefore, rowsPerRound)
    // A full round asks for another at once; the last few rows can wait.
    return Math.max(keys, deliveries, sessions, told) >= rowsPerRound ? rowsPerRound : 0
  }
  return { name: 'housekeeping', idleMs: everyMs, round }
}
