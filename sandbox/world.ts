/** Puts books, clock and courier together into what the fronts are given. */
import { setTimeout as pause } from 'node:timers/promises'
import { latestChange } from './books/entries.ts'
import type { Books } from './books/open.ts'
import { readSetting, readSwitches } from './books/switches.ts'
import { editAfterApproval } from './control/edit-after-approval.ts'
import { wireEntry } from './plain/psa.ts'
import { type Courier, type Hub, queueWebhook, startCourier } from './webhooks.ts'
import type { World } from './wire.ts'

export type RunningWorld = World & { readonly stop: () => void }

const quietAfterFirstReadMs = 3000

export function makeWorld(books: Books, now: () => Date, hub: Hub | null): RunningWorld {
  const courier: Courier | null = hub === null ? null : startCourier(books, hub, installationOf(books), now)
  let timer: NodeJS.Timeout | null = null
  const world: World = {
    books,
    now,
    pause: async (ms) => {
      await pause(ms)
    },
    locked: new Set(),
    stamp: () => {
      const [latest, current] = [latestChange(books), now().toISOString()]
      if (current > latest) return current
      return latest
    },
    announce: (ids) => {
      if (courier === null) return
      queueWebhook(books, ids, world.stamp(), (entry) => wireEntry(world, entry))
      courier.kick()
    },
    feedRead: () => {
      if (timer !== null || readSetting(books, 'edited_after_approval') !== null) return
      if (readSwitches(books).autoTrouble === 'off') return
      timer = setTimeout(() => editAfterApproval(world), quietAfterFirstReadMs)
      timer.unref()
    },
  }
  return {
    ...world,
    stop: () => {
      courier?.stop()
      if (timer !== null) clearTimeout(timer)
    },
  }
}

/** Tells the webhooks of two foundings apart. */
function installationOf(books: Books): string {
  const founding = JSON.parse(readSetting(books, 'founding') ?? '{}') as Record<string, unknown>
  return `${founding.month}-${founding.seed}`
}
