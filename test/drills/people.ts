/** What people and source systems do in a drill, by the doors that they have. */
import { randomUUID } from 'node:crypto'
import type { Call } from '../crash/caller.ts'
import { until } from '../crash/grounds.ts'
import { pairs } from '../crash/known-firm.ts'
import type { Random } from '../crash/random.ts'
import { entriesOf, type Running, type Site } from './site.ts'

const patienceMs = 60_000

async function done(call: Call, path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await call('POST', path, body, randomUUID())
  if (answer === null || answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`)
  return answer.body
}

export type Pushed = {
  readonly id: string
  readonly no: number
  readonly halfHours: number
  readonly deleted: boolean
}

/** Sends entries by the API, as a caller does that keeps its own books of what it sent. */
export async function push(site: Site, call: Call, entries: readonly Pushed[]): Promise<void> {
  const living = entries.filter((one) => !one.deleted)
  if (living.length > 0)
    await done(call, 'time-entries/bulk', { entries: living.map((one) => bodyOf(site, one)) })
  for (const one of entries.filter((each) => each.deleted)) {
    const answer = await call('DELETE', `time-entries/${one.id}`)
    if (answer === null || answer.status >= 300) throw new Error(`${one.id}: ${JSON.stringify(answer)}`)
  }
}

function bodyOf(site: Site, one: Pushed) {
  const number = Number(one.id.replace(/\D/g, ''))
  const { worker, project } = pairs[number % pairs.length]!
  const approvedAt = new Date(Date.UTC(2026, 0, 1) + one.no * 1000).toISOString()
  return {
    sourceId: one.id,
    worker,
    project,
    ...{ task: null, costCenter: null, laborCategory: null, serviceItem: null, billable: true, region: null },
    workOn: site.days[number % site.days.length],
    hours: String(one.halfHours / 2),
    description: `statement ${one.no}`,
    approval: { state: 'approved', approver: 'lead', approvedAt, level: null },
  }
}

/** The firm's people go on: hours corrected and approved again, entries deleted and written. */
export async function firmGoesOn(site: Site, random: Random, much: number): Promise<void> {
  const open = (await entriesOf(site)).filter(
    (one) => one.deleted !== true && one.approval?.state === 'approved',
  )
  for (let n = 0; n < much; n += 1) {
    const { id } = random.pick(open)
    await site.firm.act('edit-entry', { id, hours: String(1 + random.below(8)) })
    await site.firm.act('approve-entry', { id })
  }
  const doomed = new Set(Array.from({ length: Math.ceil(much / 4) }, () => random.pick(open).id))
  for (const id of doomed) await site.firm.act('delete-entry', { id })
  await site.firm.act('generate-load', { count: much })
}

export async function bill(site: Site, call: Call, selection: Record<string, string>): Promise<number> {
  const made = await done(call, 'runs', { selection, period: site.period, cutOff: null })
  return Number(made.documents)
}

type Listed = { documentId: string; version: number; sending: string | null; blocked: string | null }

export async function listed(call: Call, path: string): Promise<Listed[]> {
  const answer = await call('GET', path)
  if (answer?.status !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`)
  return answer.body.items as Listed[]
}

/** Releases every `each`th draft and waits until the ERP gave the numbers. */
export async function release(running: Running, each: number): Promise<number> {
  const drafts = (await listed(running.call, 'documents?status=drafted&limit=200')).filter(
    (one) => one.blocked === null,
  )
  const chosen = drafts.filter((_, index) => index % each === 0)
  for (const one of chosen)
    await done(running.call, `documents/${one.documentId}/release`, { version: one.version })
  await until('What was released is issued', patienceMs, async () => {
    const waiting = await listed(running.call, 'documents?status=release_requested&limit=200')
    return waiting.length === 0 ? null : `${waiting.length} wait`
  })
  return chosen.length
}

export async function discardOne(running: Running): Promise<boolean> {
  const [draft] = (await listed(running.call, 'documents?status=drafted&limit=200')).filter(
    (one) => one.blocked === null,
  )
  if (draft === undefined) return false
  await done(running.call, `documents/${draft.documentId}/discard`, { version: draft.version })
  await until('The draft is gone', patienceMs, async () => {
    const waiting = await listed(running.call, 'documents?status=discard_requested&limit=200')
    return waiting.length === 0 ? null : 'not yet'
  })
  return true
}

/** Approves whatever differences on issued invoices wait for a person. */
export async function decideAdjustments(call: Call): Promise<number> {
  const answer = await call('GET', 'adjustments?limit=200')
  const items = (answer?.body.items ?? []) as { workId: string; seq: number }[]
  if (items.length === 0) return 0
  const adjustments = items.map(({ workId, seq }) => ({ workId, seq }))
  await done(call, 'adjustments/decide', { decision: 'approve', adjustments })
  return items.length
}
