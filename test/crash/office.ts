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

const writes = ['cost.write', 'cost.delete', 'document.update', 'document.post'] as const

/** The firm's own entries come by pull; the ERP now and then does what it was asked and loses the reply. */
export async function runFirm(firm: Sandbox, random: Random, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    await pause(400 + random.below(600))
    await firm.act('generate-load', { count: 5 })
    // Documents are few, so their creation is hit every time.
    for (const kind of ['document.create', random.pick(writes)] as const)
      await firm.act('faults', { kind, fault: 'reply_lost', count: 1 })
  }
}
