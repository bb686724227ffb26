/** What the firm's people do in their time system, and what a system does that sends its entries itself. */
import type { Entry } from '../../sandbox/books/entries.ts'
import { plusDays } from '../../sandbox/calendar.ts'
import { signature } from '../../sandbox/webhooks.ts'
import { takeDelivery } from '../../src/api/system/webhooks.ts'
import { directConnection, directRecord, directStream } from '../../src/connectors/direct/connector.ts'
import { plain } from '../../src/connectors/plain/connector.ts'
import type { SourceRecord } from '../../src/connectors/sdk/connector.ts'
import { claimKey, finishKey } from '../../src/intake/idempotency.ts'
import { receiveRecords } from '../../src/intake/receive.ts'
import { sha256 } from '../../src/kernel/digest.ts'
import type { TimeEntryPayload } from '../../src/model/time-entry-payload.ts'
import { people, projects } from './firm.ts'
import type { DirectEntry, Life } from './life.ts'
import { expensesPlainly } from './spending-acts.ts'
import { cell, connectionId, type Program, webhookSecret } from './program.ts'

const hours = ['8', '7.75', '4', '0.33', '2.67', '1.1', '6.5', '0.25'] as const

function content(life: Life) {
  const { random } = life
  const worker = random.pick(people)
  const own = projects.filter((one) => one.entity === worker.entity)
  const project = random.chance(95) ? random.pick(own) : random.pick(projects)
  const today = life.time.now().toISOString().slice(0, 10)
  return {
    worker: worker.code,
    project: project.code,
    date: plusDays(today, -random.whole(20)),
    hours: random.pick(hours),
    billable: !random.chance(8),
    description: `Work ${random.whole(1000)}`,
  }
}

export function newEntry(life: Life): string {
  const state = life.random.chance(70) ? 'approved' : 'submitted'
  const { ids } = life.firm.act('add-entries', { ...content(life), state })
  return String(ids)
}

function live(life: Life): Entry[] {
  const rows = life.firm.books.all('select id, state from entry where deleted = 0 order by no')
  return rows as unknown as Entry[]
}

/** Recent entries change more often than old ones. */
function someEntry(life: Life, state: string | null = null): string | null {
  const found = live(life).filter((one) => state === null || one.state === state)
  if (found.length === 0) return null
  const last = Math.min(found.length, life.random.chance(60) ? 5 : found.length)
  return found[found.length - 1 - life.random.whole(last)]!.id
}

export function editEntry(life: Life): string {
  const id = someEntry(life)
  if (id === null) return 'nothing'
  const change = content(life)
  const { random } = life
  const some = random.pick([
    { hours: change.hours },
    { hours: change.hours, description: change.description },
    { project: change.project },
    { date: change.date },
    { billable: change.billable },
    { worker: change.worker },
  ])
  // Approved anew, or edited under a flag that still stands.
  const state = random.chance(60) ? { state: 'approved' } : {}
  life.firm.act('edit-entry', { id, ...some, ...state })
  return `${id} ${JSON.stringify({ ...some, ...state })}`
}

export function approveEntry(life: Life): string {
  const id = someEntry(life, life.random.chance(70) ? 'submitted' : null)
  if (id === null) return 'nothing'
  life.firm.act('approve-entry', { id })
  return id
}

export function withdrawEntry(life: Life): string {
  const id = someEntry(life, 'approved')
  if (id === null) return 'nothing'
  life.firm.act('withdraw-entry', { id })
  return id
}

export function deleteEntry(life: Life): string {
  const id = someEntry(life)
  if (id === null) return 'nothing'
  life.firm.act('delete-entry', { id })
  return id
}

/** The version stays and the content does not: what a careless script does to a system's own tables. */
export function lieInBooks(life: Life): string {
  const id = someEntry(life)
  if (id === null) return 'nothing'
  const { books, world } = life.firm
  books.run('update entry set hours = ?, updated_at = ? where id = ?', '3.21', world.stamp(), id)
  life.wire.lied.add(id)
  return id
}

const mostWaiting = 30

/** In any order, now and then a second time, now and then weeks later. */
export async function deliverWebhook(life: Life, program: Program): Promise<string> {
  const { books } = life.firm
  const { random, time } = life
  const rows = books.all('select id, body from outbox order by id')
  if (rows.length === 0) return 'nothing'
  const row = random.chance(40) ? rows[0]! : random.pick(rows)
  if (random.chance(70) || rows.length > mostWaiting) books.run('delete from outbox where id = ?', row.id!)
  const connection = await program.hub.connect(connectionId)
  if (connection === null) return 'no connection'
  const raw = Buffer.from(String(row.body))
  const seconds = String(Math.floor(time.nowMs() / 1000))
  const deliveryId = `msg_${row.id}`
  const headers = {
    'webhook-id': deliveryId,
    'webhook-timestamp': seconds,
    'webhook-signature': signature(webhookSecret, deliveryId, seconds, String(row.body)),
  }
  const verified = plain.webhook!.verify(headers, raw, webhookSecret, time.now())
  if (!verified.accepted) throw new Error(`a webhook of the firm is refused: ${verified.why}`)
  const { store, hub } = program
  const deps = { store, cell, clock: { now: time.now }, receiver: hub.receiver }
  const taken = await takeDelivery(deps, connection, verified)
  if (taken === 'taken') for (const record of verified.records) acknowledge(life, connectionId, record)
  return `${deliveryId} ${taken}`
}

export function acknowledge(life: Life, connection: string, record: SourceRecord): void {
  life.acknowledged.push({
    connectionId: connection,
    sourceId: record.sourceId,
    digest: Buffer.from(sha256(record.bytes)),
    version: record.version,
  })
}

function payloadOf(entry: DirectEntry): TimeEntryPayload {
  const { sourceId, worker, project, workOn, billable, description, approvedAt } = entry
  return {
    ...{ sourceId, worker, project, workOn, hours: entry.hours, billable, description },
    ...{ task: null, costCenter: null, laborCategory: null, serviceItem: null, region: null },
    approval: {
      state: approvedAt === null ? 'submitted' : 'approved',
      approver: approvedAt === null ? null : 'lead',
      approvedAt,
      level: null,
    },
  }
}

/** A bulk call under one key, as the API does it; sent again under the same key it has no second effect. */
export async function sendBulk(life: Life, program: Program): Promise<string> {
  const { random } = life
  const chosen = new Map<string, DirectEntry>()
  for (let i = 1 + random.whole(3); i > 0; i -= 1) {
    const entry = random.chance(50) ? freshDirect(life) : changedDirect(life)
    chosen.set(entry.sourceId, entry)
  }
  const entries = [...chosen.values()]
  const key = `key-${life.trace.length}`
  for (const entry of entries) life.direct.set(entry.sourceId, entry)
  const first = await bulk(life, program, key, entries)
  const again = random.chance(40) ? await bulk(life, program, key, entries) : null
  const told = `${entries.map((one) => `${one.sourceId} ${one.hours}`).join(', ')}: ${first}`
  return again === null ? told : `${told}, again: ${again}`
}

async function bulk(life: Life, program: Program, key: string, entries: readonly DirectEntry[]) {
  const { store, hub } = program
  const at = life.time.now()
  const bodies = entries.map(payloadOf)
  const owner = { principal: 'api-key/direct', key }
  const about = {
    fingerprint: sha256(JSON.stringify(bodies)),
    at,
    expiresAt: new Date(at.getTime() + 86_400_000),
    staleBefore: new Date(at.getTime() - 60_000),
  }
  const claim = await claimKey(store, cell, owner, about)
  if (claim.state !== 'claimed') return claim.state
  const stream = {
    ...{ connectionId: directConnection, stream: directStream, carries: 'work' as const },
    ...{ principal: owner.principal, receivedAt: at },
  }
  const records = bodies.map(directRecord)
  const results = await receiveRecords(hub.receiver, stream, records)
  for (const record of records) acknowledge(life, directConnection, record)
  await finishKey(store, cell, owner, claim.claimedAt, { status: 200, response: '{}' })
  return results.map((one) => one.outcome).join(' ')
}

function freshDirect(life: Life): DirectEntry {
  const { worker, project, date, ...rest } = content(life)
  const sourceId = `D-${life.direct.size + 1}`
  const approvedAt = life.random.chance(70) ? life.time.now().toISOString() : null
  return { sourceId, worker, project, workOn: date, ...rest, approvedAt, deleted: false }
}

function changedDirect(life: Life): DirectEntry {
  const known = [...life.direct.values()].filter((one) => !one.deleted)
  if (known.length === 0) return freshDirect(life)
  const before = life.random.pick(known)
  const at = life.time.now().toISOString()
  const change = life.random.pick([
    { hours: content(life).hours, approvedAt: at },
    { hours: content(life).hours },
    { project: content(life).project, approvedAt: at },
    { approvedAt: at },
    { approvedAt: null },
    {},
  ])
  return { ...before, ...change }
}

export async function deleteDirect(life: Life, program: Program): Promise<string> {
  const known = [...life.direct.values()].filter((one) => !one.deleted)
  if (known.length === 0) return 'nothing'
  const entry = life.random.pick(known)
  life.direct.set(entry.sourceId, { ...entry, deleted: true })
  const stream = {
    ...{ connectionId: directConnection, stream: directStream, carries: 'work' as const },
    ...{ principal: 'api-key/direct', receivedAt: life.time.now() },
  }
  const [result] = await receiveRecords(program.hub.receiver, stream, [], [entry.sourceId])
  return `${entry.sourceId} ${result!.outcome}`
}

/** After the faults: everything in doubt at the source is said again, plainly and approved anew. */
export async function speakPlainly(life: Life, program: Program): Promise<void> {
  const { firm, direct } = life
  for (const one of live(life))
    if (one.state === 'approved' || life.wire.lied.has(one.id)) firm.act('approve-entry', { id: one.id })
  firm.books.run('delete from outbox')
  const at = life.time.now()
  const stream = {
    ...{ connectionId: directConnection, stream: directStream, carries: 'work' as const },
    ...{ principal: 'api-key/direct', receivedAt: at },
  }
  for (const entry of direct.values())
    if (!entry.deleted && entry.approvedAt !== null) entry.approvedAt = at.toISOString()
  const standing = [...direct.values()]
  const kept = standing.filter((one) => !one.deleted).map((one) => directRecord(payloadOf(one)))
  const gone = standing.filter((one) => one.deleted).map((one) => one.sourceId)
  await receiveRecords(program.hub.receiver, stream, kept, gone)
  await expensesPlainly(life, program)
}
