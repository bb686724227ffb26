/** What people do meanwhile: billing runs, releases, adjustments; and what the firm and its ERP do by themselves. */
import { randomUUID } from 'node:crypto'
import type { Sandbox } from '../../sandbox/run-sandbox.ts'
import { type Call, pause } from './caller.ts'
import type { Random } from './random.ts'

export type Office = {
  readonly call: Call
  readonly random: Random
  readonly period: { readonly from: string; readonly until: string }
  readonly stopping: AbortSignal
  readonly counts: { runs: number; released: number; decided: number }
}

/** Sends one act until it is answered for good, always under the same key. */
async function insist(office: Office, path: string, body: unknown): Promise<boolean> {
  const key = randomUUID()
  for (;;) {
    const answer = await office.call('POST', path, body, key)
    if (answer !== null && answer.status < 300) return true
    const held = answer?.status === 409 && answer.body.code === 'IDEMPOTENCY_IN_FLIGHT'
    if (answer !== null && answer.status < 500 && !held) return false
    if (office.stopping.aborted && answer === null) return false
    await pause(60)
  }
}

type Listed = { documentId: string; version: number; sending: string | null }

async function list<T>(office: Office, path: string): Promise<T[]> {
  const answer = await office.call('GET', path)
  return answer?.status === 200 ? (answer.body.items as T[]) : []
}

export async function runOffice(office: Office): Promise<void> {
  const { random, counts } = office
  while (!office.stopping.aborted) {
    await pause(300 + random.below(700))
    if (await insist(office, 'runs', { selection: {}, period: office.period, cutOff: null })) counts.runs += 1
    for (const one of await list<Listed>(office, 'documents?status=drafted&limit=50')) {
      if (office.stopping.aborted || random.next() < 0.5) continue
      if (await insist(office, `documents/${one.documentId}/release`, { version: one.version }))
        counts.released += 1
    }
    const proposed = await list<{ workId: string; seq: number }>(office, 'adjustments?limit=50')
    if (proposed.length === 0 || random.next() < 0.5) continue
    const adjustments = proposed.map(({ workId, seq }) => ({ workId, seq }))
    if (await insist(office, 'adjustments/decide', { decision: 'approve', adjustments }))
      counts.decided += adjustments.length
  }
}

export type Firm = {
  readonly firm: Sandbox
  /** The month that is billed. */
  readonly month: string
  readonly random: Random
  readonly stopping: AbortSignal
  readonly counts: { erpFaults: number }
}

const writes = ['cost.write', 'cost.delete', 'document.create', 'document.update', 'document.post'] as const
// An ERP that does a document twice by itself is no fault of ours; what the product says of it has tests of its own.
const answers = [
  'reply_lost',
  'error_after',
  'unavailable_before',
  'duplicate_reply',
  'slow_lands_late',
] as const
/** Shorter than the settling time that the target's habits promise. */
const slowMs = 200
const tightLimit = 10
const badTimesMs = 800

/**
 * The firm's own entries come by pull; its ERP loses replies, answers 500 after the commit, is slow, refuses for a
 * while, and its accountants close the month and open it again.
 */
export async function runFirm({ firm, month, random, stopping, counts }: Firm): Promise<void> {
  let round = 0
  while (!stopping.aborted) {
    await pause(400 + random.below(600))
    round += 1
    // A fifth of them comes by pull: enough to be hit by every blow, little enough for an hour of them to be read.
    if (round % 2 === 0) await firm.act('generate-load', { count: 5 })
    // Documents are few, so their creation is hit every time.
    for (const kind of ['document.create', random.pick(writes)] as const) {
      const fault = kind === 'document.create' && random.next() < 0.5 ? 'reply_lost' : random.pick(answers)
      await firm.act('faults', { kind, fault, count: 1, delayMs: slowMs })
      counts.erpFaults += 1
    }
    if (random.next() < 0.1) await badTimes(firm, month, random)
  }
}

async function badTimes(firm: Sandbox, month: string, random: Random): Promise<void> {
  const company = random.pick(['HRE', 'HRU'])
  const closes = random.next() < 0.5
  if (closes) await firm.act('set-period', { company, month, status: 'closed' })
  else await firm.act('switches', { requestsPerSecond: tightLimit, latencyMs: random.below(100) })
  await pause(badTimesMs)
  if (closes) await firm.act('set-period', { company, month, status: 'open' })
  else await firm.act('switches', { requestsPerSecond: 0, latencyMs: 0 })
}
