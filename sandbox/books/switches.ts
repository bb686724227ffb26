/** How the simulated systems behave, and the faults that wait for the next writes. Both survive a restart. */
import type { Books } from './open.ts'
import { Refusal } from './refusal.ts'

const choices = {
  /** What a second write with the same key or reference does. */
  idempotency: ['native', 'upsert', 'none'],
  /** Documents may differ from cost records here. */
  documentIdempotency: ['same', 'native', 'upsert', 'none'],
  bulk: ['on', 'off', 'atomic'],
  /** Off: creating a document issues it. */
  drafts: ['on', 'off'],
  entryVersions: ['on', 'off'],
  webhooks: ['full', 'thin', 'off'],
  /** On: two writes at a time in one company collide as on a locked sequence. */
  oneWriter: ['on', 'off'],
  /** On: the edit after approval happens by itself after the first complete read. */
  autoTrouble: ['on', 'off'],
} as const
type Choices = typeof choices

const amounts = { requestsPerSecond: 0, searchLagMs: 0, latencyMs: 0, writeMs: 0 }

export type Switches = { [K in keyof Choices]: Choices[K][number] } & { [K in keyof typeof amounts]: number }

const defaults: Switches = {
  idempotency: 'upsert',
  documentIdempotency: 'same',
  bulk: 'on',
  drafts: 'on',
  entryVersions: 'on',
  webhooks: 'full',
  oneWriter: 'off',
  autoTrouble: 'on',
  ...amounts,
}

export const faultNames = [
  /** Done, then the connection is cut. */
  'reply_lost',
  /** Done only after the delay, when the caller has given up. */
  'slow_lands_late',
  /** Done, and answered with 500. */
  'error_after',
  /** Not done, and answered with 503. */
  'unavailable_before',
  /** Done, and answered as if it had been done before: what a repeating proxy makes of a reply. */
  'duplicate_reply',
  /** Done twice, as a proxy does that repeats requests. */
  'executed_twice',
] as const
export type FaultName = (typeof faultNames)[number]

export const writeKinds = [
  'cost.write',
  'cost.delete',
  'document.create',
  'document.update',
  'document.post',
  'document.discard',
  'entry.write',
] as const
export type WriteKind = (typeof writeKinds)[number]
export type PendingFault = { readonly fault: FaultName; readonly delayMs: number }

export function readSwitches(books: Books): Switches {
  const stored = readSetting(books, 'switches')
  return stored === null ? defaults : { ...defaults, ...(JSON.parse(stored) as Partial<Switches>) }
}

export function changeSwitches(books: Books, wanted: Record<string, unknown>): Switches {
  for (const [name, value] of Object.entries(wanted)) {
    if (name in choices) {
      const allowed = choices[name as keyof Choices] as readonly string[]
      if (!allowed.includes(String(value)))
        throw new Refusal('BAD_SWITCH', `${name}: ${allowed.join(', ')}`, name)
    } else if (!(name in amounts) || !Number.isInteger(value) || Number(value) < 0) {
      throw new Refusal('BAD_SWITCH', `${name} is no switch, or its value is no whole number`, name)
    }
  }
  const next = { ...readSwitches(books), ...wanted } as Switches
  writeSetting(books, 'switches', JSON.stringify(next))
  return next
}

export function plantFault(books: Books, wanted: Record<string, unknown>): void {
  const { kind, fault, count = 1, skip = 0, delayMs = 5000 } = wanted
  if (!writeKinds.includes(kind as WriteKind))
    throw new Refusal('BAD_FAULT', `kind: ${writeKinds.join(', ')}`, 'kind')
  if (!faultNames.includes(fault as FaultName)) {
    throw new Refusal('BAD_FAULT', `fault: ${faultNames.join(', ')}`, 'fault')
  }
  books.insert(
    'insert into fault (kind, fault, skip, remaining, delay_ms) values (?, ?, ?, ?, ?)',
    String(kind),
    String(fault),
    Number(skip),
    Number(count),
    Number(delayMs),
  )
}

export function pendingFaults(books: Books): unknown[] {
  return books.all('select * from fault where remaining > 0 order by id')
}

export function clearFaults(books: Books): void {
  books.run('delete from fault')
}

/** Counts the write off the oldest fault of its kind. */
export function takeFault(books: Books, kind: WriteKind): PendingFault | null {
  const row = books.get('select * from fault where kind = ? and remaining > 0 order by id limit 1', kind)
  if (row === null) return null
  if (Number(row.skip) > 0) {
    books.run('update fault set skip = skip - 1 where id = ?', row.id!)
    return null
  }
  books.run('update fault set remaining = remaining - 1 where id = ?', row.id!)
  return { fault: row.fault as FaultName, delayMs: Number(row.delay_ms) }
}

export function readSetting(books: Books, name: string): string | null {
  const row = books.get('select value from setting where name = ?', name)
  return row === null ? null : String(row.value)
}

export function writeSetting(books: Books, name: string, value: string): void {
  books.run(
    'insert into setting (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    name,
    value,
  )
}
