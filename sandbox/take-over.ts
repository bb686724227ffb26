/** One process per books: a sandbox that was left behind by a killed start ends when the next one comes. */
import { randomUUID } from 'node:crypto'
import type { Books } from './books/open.ts'
import { Refusal } from './books/refusal.ts'
import { readSetting, writeSetting } from './books/switches.ts'

const patienceMs = 5000

/** Asks whoever served these books last to stop, and waits until the address is silent. */
export async function stopPredecessor(books: Books, controlKey: string, nowMs: () => number): Promise<void> {
  const [url, token] = [readSetting(books, 'serving_at'), readSetting(books, 'serving_token')]
  if (url === null || token === null) return
  const ask = (): Promise<Response> =>
    fetch(`${url}/control/stop`, {
      method: 'POST',
      headers: { 'x-control-key': controlKey },
      body: JSON.stringify({ token }),
      signal: AbortSignal.timeout(1000),
    })
  const deadline = nowMs() + patienceMs
  while (nowMs() < deadline) {
    // Silence, or somebody else who got the port since: either way the predecessor is gone.
    const answer = await ask().catch(() => null)
    if (answer === null || answer.status !== 200) return
  }
}

export function noteServing(books: Books, url: string): void {
  books.transaction(() => {
    writeSetting(books, 'serving_at', url)
    writeSetting(books, 'serving_token', randomUUID())
  })
}

/** The token proves that the caller reads the same books. */
export function stopFor(books: Books, token: unknown): unknown {
  if (token !== readSetting(books, 'serving_token'))
    throw new Refusal('NOT_THESE_BOOKS', 'Other books.', 'token')
  setImmediate(() => process.kill(process.pid, 'SIGTERM'))
  return { stopping: true }
}
