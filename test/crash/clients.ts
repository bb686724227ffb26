import { randomUUID } from 'node:crypto'
import { type Answer, type Call, pause } from './caller.ts'
import type { Journal, Statement } from './journal.ts'
import { pairs } from './known-firm.ts'
import type { Random } from './random.ts'

export type Traffic = {
  readonly call: Call
  readonly journal: Journal
  readonly random: Random
  readonly days: readonly string[]
  readonly stopping: AbortSignal
  readonly counts: { acknowledged: number; resent: number; refused: string[] }
}

const patienceMs = 120
const bulkMost = 12

/**
 * Most sources number what they say of an entry, so that a call that was not answered changes nothing when it lands
 * behind a newer one. For entries without versions nobody can tell the two apart: their source says no more of them
 * once a call of theirs was not answered.
 */
function isVersioned(id: string): boolean {
  return Number(id.slice(id.lastIndexOf('-') + 1)) % 3 !== 0
}

/**
 * A source that sends new entries, edits, approvals and deletions, one statement after another for each entry. It
 * sends again until it is answered, or now and then gives up on new entries for good.
 */
export async function runClient(traffic: Traffic, name: string): Promise<void> {
  const { random } = traffic
  const alive: Statement[] = []
  let born = 0
  while (!traffic.stopping.aborted) {
    const act = random.next()
    if (act < 0.5 || alive.length < 5) {
      const count = random.next() < 0.6 ? 1 : 2 + random.below(bulkMost)
      const statements = Array.from({ length: count }, () => {
        born += 1
        return newEntry(traffic, `${name}-${born}`)
      })
      const answered = await deliver(traffic, statements, random.next() < 0.1)
      alive.push(...statements.filter((one) => goesOn(one, answered)))
    } else {
      const at = random.below(alive.length)
      const next = changed(random, alive[at]!, act)
      const answered = await deliver(traffic, [next], false)
      if (next.deleted || !goesOn(next, answered)) alive.splice(at, 1)
      else alive[at] = next
    }
    await pause(random.below(120))
  }
}

function newEntry({ random, days }: Traffic, id: string): Statement {
  const { worker, project } = random.pick(pairs)
  const approved = random.next() < 0.7
  const workOn = random.pick(days)
  return { id, no: 1, deleted: false, halfHours: 1 + random.below(16), approved, worker, project, workOn }
}

function changed(random: Random, before: Statement, act: number): Statement {
  const next = { ...before, no: before.no + 1 }
  if (act < 0.6) return { ...next, deleted: true }
  if (act < 0.75 && !before.approved) return { ...next, approved: true }
  return { ...next, halfHours: 1 + random.below(16), approved: random.next() < 0.8 }
}

function bodyOf(one: Statement) {
  const moment = new Date(Date.UTC(2026, 0, 1) + one.no * 1000).toISOString()
  return {
    sourceId: one.id,
    worker: one.worker,
    project: one.project,
    task: null,
    costCenter: null,
    laborCategory: null,
    serviceItem: null,
    workOn: one.workOn,
    hours: String(one.halfHours / 2),
    billable: true,
    region: null,
    description: `statement ${one.no}`,
    ...(isVersioned(one.id) ? { version: String(one.no) } : {}),
    approval: one.approved
      ? { state: 'approved', approver: 'lead', approvedAt: moment, level: null }
      : { state: 'submitted', approver: null, approvedAt: null, level: null },
  }
}

/** `late`: acknowledged, and another call that said the same may still be under way. */
type Delivered = 'given_up' | 'refused' | 'answered' | 'late'

function goesOn(one: Statement, how: Delivered): boolean {
  return how === 'answered' || (how === 'late' && isVersioned(one.id))
}

/** What is given up may have happened. */
async function deliver(
  traffic: Traffic,
  statements: readonly Statement[],
  impatient: boolean,
): Promise<Delivered> {
  const { journal, counts, random } = traffic
  let late = false
  journal.write(statements.map((one) => ({ note: 'sent', ...one })))
  const key = randomUUID()
  for (;;) {
    const answer = await send(traffic.call, statements, key)
    if (answer !== null && answer.status < 300) {
      acknowledge(traffic, statements, answer)
      // A proxy that delivers a second time, under another key or none.
      if (random.next() < 0.1) late ||= (await send(traffic.call, statements, randomUUID())) === null
      return late ? 'late' : 'answered'
    }
    late ||= answer === null
    const passing = answer === null || answer.status === 409 || answer.status === 429 || answer.status >= 500
    if (!passing) {
      counts.refused.push(`${answer.status} ${JSON.stringify(answer.body)}`)
      return 'refused'
    }
    if (impatient && answer === null) {
      journal.write(statements.map(({ id, no }) => ({ note: 'given_up', id, no })))
      return 'given_up'
    }
    counts.resent += 1
    await pause(patienceMs + random.below(patienceMs))
  }
}

function send(call: Call, statements: readonly Statement[], key: string): Promise<Answer | null> {
  const first = statements[0]!
  if (first.deleted) return call('DELETE', `time-entries/${first.id}`)
  if (statements.length > 1)
    return call('POST', 'time-entries/bulk', { entries: statements.map(bodyOf) }, key)
  return call('POST', 'time-entries', bodyOf(first), first.no % 2 === 0 ? key : undefined)
}

function acknowledge(traffic: Traffic, statements: readonly Statement[], answer: Answer): void {
  const results = (answer.body.results ?? [answer.body]) as { sourceId: string; workId: string }[]
  const workIds = new Map(results.map((one) => [one.sourceId, one.workId]))
  traffic.journal.write(
    statements.map(({ id, no }) => ({ note: 'acknowledged', id, no, workId: workIds.get(id) ?? '' })),
  )
  traffic.counts.acknowledged += statements.length
}
