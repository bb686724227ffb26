/**
 * What a process remembers of a client that it settled: where every piece of work was placed, so that a late one is
 * taken in from its place on. It holds for one state of knowledge, one day and one count of settlings; whoever else
 * settles the client, here or elsewhere, or a transaction that is not committed, makes it worthless and it is dropped.
 */
import type { Day } from '../../kernel/dates.ts'
import type { Money } from '../../kernel/money.ts'
import type { Agreement } from '../../model/scenario/agreement.ts'
import type { Allocation } from '../../scenario/steps/allocate.ts'
import type { Charging } from '../lane.ts'

export type Kept = {
  readonly position: bigint
  readonly on: Day
  settled: bigint
  /** Null where nothing limits the client's work: each piece of it is worth what it is worth. */
  allocation: Allocation | null
  /** What was used before by what no entry tells: nothing of changed work may add to it. */
  readonly usedBefore: number
  /** The engine's name of each work, and back. */
  readonly names: Map<string, string>
  readonly works: Map<string, string>
  readonly costs: Map<string, Money | null>
}

/** Entries of all clients together: what a process may remember. */
const mostEntries = 400_000
const memories = new WeakMap<Charging, Map<string, Kept>>()

export function keptOf(
  charging: Charging,
  clientId: string,
  now: { readonly position: bigint; readonly on: Day; readonly settled: bigint },
): Kept | null {
  const kept = memories.get(charging)?.get(clientId)
  if (kept === undefined) return null
  if (kept.position === now.position && kept.on === now.on && kept.settled === now.settled) return kept
  forget(charging, clientId)
  return null
}

export function keep(charging: Charging, clientId: string, kept: Kept): void {
  const memory = memories.get(charging) ?? new Map<string, Kept>()
  memories.set(charging, memory)
  memory.delete(clientId)
  if (kept.names.size > mostEntries) return
  memory.set(clientId, kept)
  let entries = [...memory.values()].reduce((sum, one) => sum + one.names.size, 0)
  for (const [oldest, one] of memory) {
    if (entries <= mostEntries) break
    memory.delete(oldest)
    entries -= one.names.size
  }
}

export function forget(charging: Charging, clientId: string): void {
  memories.get(charging)?.delete(clientId)
}

/**
 * Whether each piece of work is worth what it is worth by itself until limits and lots come: then a change of one asks
 * for no other but those that it displaces. Bands and rounding by day or week, tiers, thresholds, minimums, retainage,
 * progress and what a day's expenses come to at most look at several pieces at once.
 */
export function isWorthByItself(contracts: readonly Agreement[]): boolean {
  const byThreshold = (list: Agreement['discounts']) =>
    (list ?? []).some((one) => one.above !== undefined || one.bands !== undefined)
  return contracts.every(
    (contract) =>
      contract.minimum === undefined &&
      !byThreshold(contract.discounts) &&
      (contract.limits ?? []).every((limit) => limit.heldWork !== 'holds_the_rest') &&
      contract.lines.every(
        (line) =>
          line.bands === undefined &&
          line.minimum === undefined &&
          line.retainage === undefined &&
          line.subscription === undefined &&
          line.fee?.progress === undefined &&
          !sharesCap(line.expenses) &&
          !byThreshold(line.discounts) &&
          (line.price?.tiers === undefined || line.price.tiers.per === 'entry') &&
          (line.quantity?.increment?.basis ?? 'entry') === 'entry' &&
          (line.quantity?.days?.basis ?? 'entry') === 'entry' &&
          line.quantity?.caps === undefined &&
          (line.limits ?? []).every((limit) => limit.heldWork !== 'holds_the_rest'),
      ),
  )
}

/** Items of a day share what the client pays of them; a cap of each item is its own. */
function sharesCap(rules: Agreement['lines'][number]['expenses']): boolean {
  const caps = [rules, ...(rules?.categories ?? [])].flatMap((one) => one?.cap ?? [])
  return caps.some((one) => one.per !== 'item')
}
