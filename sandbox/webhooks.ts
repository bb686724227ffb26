/** Outgoing webhooks of the time system, signed as Standard Webhooks says; undelivered ones survive a restart. */
import { createHmac } from 'node:crypto'
import type { Entry } from './books/entries.ts'
import { requireEntry } from './books/entries.ts'
import type { Books } from './books/open.ts'
import { readSwitches } from './books/switches.ts'

export type Hub = { readonly url: string; readonly secret: string }
export type Courier = { readonly kick: () => void; readonly stop: () => void }

const batch = 100
const attemptsLimit = 30
const longestPauseMs = 60_000

/** Part of the transaction that changed the entries. */
export function queueWebhook(
  books: Books,
  changed: readonly string[],
  at: string,
  spellEntry: (entry: Entry) => unknown,
): void {
  const mode = readSwitches(books).webhooks
  if (mode === 'off') return
  for (let start = 0; start < changed.length; start += batch) {
    const ids = changed.slice(start, start + batch)
    const data =
      mode === 'thin' ? { ids } : { items: ids.map((id) => spellEntry(entryEvenDeleted(books, id))) }
    books.insert(
      'insert into outbox (body, attempts, due_ms) values (?, 0, 0)',
      JSON.stringify({ type: 'time_entries.changed', timestamp: at, data }),
    )
  }
}

function entryEvenDeleted(books: Books, id: string): Entry {
  const row = books.get('select deleted, version, updated_at from entry where id = ?', id)
  if (row?.deleted !== 1) return requireEntry(books, id)
  const tombstone = {
    id,
    deleted: true,
    version: Number(row.version),
    updatedAt: String(row.updated_at),
  }
  return tombstone as Entry
}

/** `v1,` and the base64 of HMAC-SHA256 over id, moment and body, joined by points. */
export function signature(secret: string, id: string, seconds: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
}

/** Delivers in order of age, one at a time; a failed one comes again later, with the same id. */
export function startCourier(books: Books, hub: Hub, installation: string, now: () => Date): Courier {
  let stopped = false
  let running = false
  let timer: NodeJS.Timeout | null = null
  const run = async (): Promise<void> => {
    if (running || stopped) return
    running = true
    try {
      for (;;) {
        const due = books.get('select * from outbox where due_ms <= ? order by id limit 1', now().getTime())
        if (due === null || stopped) break
        const id = Number(due.id)
        const delivered = await deliver(hub, `msg_${installation}_${id}`, String(due.body), now())
        if (stopped) break
        const attempts = Number(due.attempts) + 1
        if (delivered || attempts >= attemptsLimit) books.run('delete from outbox where id = ?', id)
        else {
          const pause = Math.min(longestPauseMs, 500 * 2 ** Math.min(attempts, 10))
          books.run(
            'update outbox set attempts = ?, due_ms = ? where id = ?',
            attempts,
            now().getTime() + pause,
            id,
          )
        }
      }
    } finally {
      running = false
    }
  }
  const poll = (): void => {
    void run()
    timer = setTimeout(poll, 1000)
    timer.unref()
  }
  poll()
  return {
    kick: () => setImmediate(() => void run()),
    stop: () => {
      stopped = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}

async function deliver(hub: Hub, id: string, body: string, at: Date): Promise<boolean> {
  const seconds = String(Math.floor(at.getTime() / 1000))
  try {
    const response = await fetch(hub.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': seconds,
        'webhook-signature': signature(hub.secret, id, seconds, body),
      },
      body,
      signal: AbortSignal.timeout(10_000),
    })
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}
