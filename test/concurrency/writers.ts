/**
 * Eight writers beside transactions that stay open long: a reader that follows the log by position sees every event
 * once, in order, and never one behind its place.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { appendEvents } from '../../src/log/append.ts'
import { laneOf, type NewEvent } from '../../src/log/event.ts'
import { readHead, readLanes } from '../../src/log/read.ts'
import { Vault } from '../../src/log/vault.ts'
import { sha256 } from '../../src/kernel/digest.ts'
import type { Store } from '../../src/store/pool.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { type Carelessness, plantedStore } from './planted-store.ts'

export const writerPlants: Readonly<Record<string, Carelessness>> = {
  'position-from-a-sequence': {
    'log.append': (text) =>
      text.replace(
        /with head as \([\s\S]*?as base, chain\),/,
        `with head as (select nextval('planted_positions') as base, sha256($3::bytea || $2::int::text::bytea) as chain),`,
      ),
  },
}

export type WriterRounds = {
  readonly events: number
  readonly read: number
  readonly reads: number
  readonly longTransactions: number
  readonly wrong: string[]
}
type Wanted = {
  readonly events: number
  readonly withinMs: number
  readonly plant: Carelessness | null
}

const writers = 8
const batch = 50
const readLimit = 1_000

function eventsOf(writer: number, first: number, lanes: number): NewEvent[] {
  return Array.from({ length: batch }, (_, at) => {
    const sourceId = `${writer}/${first + at}`
    const payload = Buffer.from(sourceId)
    return {
      lane: laneOf('hub', 'written', sourceId, lanes),
      ...{ type: 'work.received' as const, connectionId: 'hub', stream: 'written', sourceId, revision: 1 },
      ...{
        sourceVersion: null,
        payload,
        payloadDigest: Buffer.from(sha256(payload)),
        subject: 'source/hub/written',
      },
      ...{ cause: null, principal: 'writer', receivedAt: new Date('2026-11-02T08:00:00Z') },
    }
  })
}

type Shared = {
  readonly store: Store
  readonly vault: Vault
  readonly lanes: number
  written: number
  long: number
}

async function write(shared: Shared, writer: number, wanted: Wanted, endMs: number): Promise<void> {
  const { store, vault, lanes } = shared
  for (let first = 0; shared.written < wanted.events && performance.now() < endMs; first += batch) {
    const done = await store.transaction((tx) => appendEvents(tx, 1, vault, eventsOf(writer, first, lanes)))
    vault.remember(1, done.keys)
    shared.written += batch
  }
}

/** A transaction that took its snapshot long ago appends in the end like everybody else. */
async function writeLate(shared: Shared, wanted: Wanted, endMs: number): Promise<void> {
  const { store, vault, lanes } = shared
  while (shared.written < wanted.events && performance.now() < endMs) {
    const goal = shared.written + 40 * batch
    const first = 1_000_000 * ++shared.long
    await store.transaction(async (tx) => {
      await tx.query('select txid_current()')
      while (shared.written < Math.min(goal, wanted.events) && performance.now() < endMs)
        await tx.query('select pg_sleep(0.01)')
      await appendEvents(tx, 1, vault, eventsOf(99, first, lanes))
    })
    shared.written += batch
  }
}

type Reader = { readonly seen: Set<string>; reads: number; readonly wrong: string[] }

/** Follows every lane from its last position on, as charging does. Ends when it finds nothing after the writers ended. */
async function follow(shared: Shared, reader: Reader, ended: () => boolean): Promise<void> {
  const { store, vault, lanes } = shared
  const cursors = new Map(Array.from({ length: lanes }, (_, lane) => [lane, 0n]))
  for (;;) {
    const last = ended()
    const places = [...cursors].map(([lane, position]) => ({ lane, position }))
    const events = await store.transaction((tx) => readLanes(tx, 1, vault, places, readLimit))
    reader.reads += 1
    for (const event of events) {
      if (event.position <= cursors.get(event.lane)!) reader.wrong.push(`went back to ${event.position}`)
      if (reader.seen.has(event.sourceId)) reader.wrong.push(`saw ${event.sourceId} twice`)
      reader.seen.add(event.sourceId)
      cursors.set(event.lane, event.position)
    }
    if (last && events.length === 0) return
  }
}

async function examine(database: TestDatabase, reader: Reader): Promise<void> {
  const { rows } = await database.store.query<{ n: number; last: bigint }>(
    'select count(*)::int as n, coalesce(max(position), 0) as last from events where cell = 1',
  )
  const { n, last } = rows[0]!
  if (n !== reader.seen.size)
    reader.wrong.push(`the log holds ${n} events, the reader saw ${reader.seen.size}`)
  if (BigInt(n) !== last) reader.wrong.push(`${n} events end at position ${last}`)
}

export async function writeBesideLongTransactions(wanted: Wanted): Promise<WriterRounds> {
  const database = await createTestDatabase()
  try {
    if (wanted.plant !== null)
      await database.store.query(`create sequence planted_positions increment by ${batch} minvalue 0 start 0`)
    const store = wanted.plant === null ? database.store : plantedStore(database.store, wanted.plant)
    const vault = new Vault(new Uint8Array(32).fill(7), randomBytes, randomUUID)
    const { lanes } = await readHead(store, 1)
    const shared: Shared = { store, vault, lanes, written: 0, long: 0 }
    const reader: Reader = { seen: new Set(), reads: 0, wrong: [] }
    const endMs = performance.now() + wanted.withinMs
    let ended = false
    const following = follow(shared, reader, () => ended)
    const writing = Array.from({ length: writers }, (_, at) => write(shared, at, wanted, endMs))
    await Promise.all([...writing, writeLate(shared, wanted, endMs)]).finally(() => {
      ended = true
    })
    await following
    await examine(database, reader)
    const { seen, reads, wrong } = reader
    return { events: shared.written, read: seen.size, reads, longTransactions: shared.long, wrong }
  } finally {
    await database.drop()
  }
}
