/** Every write passes here: company locks, latency and the planted faults stand in one place. */
import type { WriteKind } from './books/switches.ts'
import { readSwitches, takeFault } from './books/switches.ts'
import { json, type Reply, type World } from './wire.ts'

export type Write = {
  readonly kind: WriteKind
  /** Null where no company is locked by it. */
  readonly company: string | null
  /** True where the system itself collides, whatever the switch says. */
  readonly alwaysLocks?: boolean
  /** Runs inside one transaction and throws Refusal to roll back. */
  readonly work: () => Reply
  readonly onLocked: () => Reply
  /** How this front says that the record is there already. */
  readonly onDuplicate: () => Reply
}

export async function performWrite(world: World, write: Write): Promise<Reply> {
  const { books } = world
  const switches = readSwitches(books)
  const planted = books.transaction(() => takeFault(books, write.kind))
  if (planted?.fault === 'unavailable_before') {
    return json(503, { code: 'UNAVAILABLE', message: 'Try again in a moment.' }, { 'retry-after': '1' })
  }
  const key = write.company
  const locks = key !== null && (write.alwaysLocks === true || switches.oneWriter === 'on')
  if (locks && world.locked.has(key)) return write.onLocked()
  if (locks) world.locked.add(key)
  try {
    if (switches.writeMs > 0) await world.pause(switches.writeMs)
    else if (locks) await world.pause(10)
    if (planted?.fault === 'slow_lands_late') await world.pause(planted.delayMs)
    let reply = books.transaction(write.work)
    if (planted?.fault === 'executed_twice') reply = books.transaction(write.work)
    if (reply.status >= 400) return reply
    if (planted?.fault === 'reply_lost') return { ...reply, cut: true }
    if (planted?.fault === 'error_after')
      return json(500, { code: 'INTERNAL', message: 'Something went wrong.' })
    if (planted?.fault === 'duplicate_reply') return write.onDuplicate()
    return reply
  } finally {
    if (locks) world.locked.delete(key)
  }
}
