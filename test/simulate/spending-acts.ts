/** What people spend, sent by a system of expenses itself: new, edited, approved, deleted. */
import { plusDays } from '../../sandbox/calendar.ts'
import { directConnection, directRecord } from '../../src/connectors/direct/connector.ts'
import { receiveRecords } from '../../src/intake/receive.ts'
import type { ExpensePayload } from '../../src/model/spending-payload.ts'
import { capped, people } from './firm.ts'
import type { DirectExpense, Life } from './life.ts'
import type { Program } from './program.ts'
import { acknowledge } from './source-acts.ts'

const amounts = ['12.50', '23.80', '0.05', '39.99', '118.07', '7.35', '40.00'] as const

function payloadOf(one: DirectExpense): ExpensePayload {
  const { sourceId, worker, category, workOn, amount, approvedAt } = one
  return {
    ...{ sourceId, worker, category, workOn, amount, project: capped.project, billable: true },
    ...{ task: null, costCenter: null, laborCategory: null, serviceItem: null, region: null, quantity: null },
    ...{ currency: 'EUR', receipt: true, receiptOn: null, tax: null, description: 'On site' },
    approval: {
      state: approvedAt === null ? 'submitted' : 'approved',
      approver: approvedAt === null ? null : 'lead',
      approvedAt,
      level: null,
    },
  }
}

function streamOf(life: Life) {
  const own = { connectionId: directConnection, stream: 'expenses', carries: 'work' as const }
  return { ...own, principal: 'api-key/expenses', receivedAt: life.time.now() }
}

/** One or two of them in a call, one of which may be known already and say something else now. */
export async function spend(life: Life, program: Program): Promise<string> {
  const { random, spent } = life
  const chosen = new Map<string, DirectExpense>()
  for (let i = 1 + random.whole(2); i > 0; i -= 1) {
    const one = random.chance(60) ? fresh(life) : changed(life)
    chosen.set(one.sourceId, one)
    spent.set(one.sourceId, one)
  }
  const records = [...chosen.values()].map((one) => directRecord(payloadOf(one)))
  const results = await receiveRecords(program.hub.receiver, streamOf(life), records)
  for (const record of records) acknowledge(life, directConnection, record)
  const told = [...chosen.values()].map((one) => `${one.sourceId} ${one.category} ${one.amount}`)
  return `${told.join(', ')}: ${results.map((one) => one.outcome).join(' ')}`
}

function fresh(life: Life): DirectExpense {
  const { random, time } = life
  const worker = random.pick(people.filter((one) => one.entity === 'DE')).code
  const today = time.now().toISOString().slice(0, 10)
  return {
    ...{ sourceId: `X-${life.spent.size + 1}`, worker, category: random.pick(['meal', 'taxi'] as const) },
    ...{ workOn: plusDays(today, -random.whole(4)), amount: random.pick(amounts), deleted: false },
    approvedAt: random.chance(80) ? time.now().toISOString() : null,
  }
}

function changed(life: Life): DirectExpense {
  const known = [...life.spent.values()].filter((one) => !one.deleted)
  if (known.length === 0) return fresh(life)
  const at = life.time.now().toISOString()
  const change = life.random.pick([
    { amount: life.random.pick(amounts), approvedAt: at },
    { amount: life.random.pick(amounts) },
    { approvedAt: at },
    { approvedAt: null },
    {},
  ])
  return { ...life.random.pick(known), ...change }
}

export async function takeExpenseBack(life: Life, program: Program): Promise<string> {
  const known = [...life.spent.values()].filter((one) => !one.deleted)
  if (known.length === 0) return 'nothing'
  const one = life.random.pick(known)
  life.spent.set(one.sourceId, { ...one, deleted: true })
  const [result] = await receiveRecords(program.hub.receiver, streamOf(life), [], [one.sourceId])
  return `${one.sourceId} ${result!.outcome}`
}

/** After the faults: what stands is said again and approved anew, what is gone is gone. */
export async function expensesPlainly(life: Life, program: Program): Promise<void> {
  const at = life.time.now().toISOString()
  for (const one of life.spent.values()) if (!one.deleted && one.approvedAt !== null) one.approvedAt = at
  const standing = [...life.spent.values()]
  const kept = standing.filter((one) => !one.deleted).map((one) => directRecord(payloadOf(one)))
  const gone = standing.filter((one) => one.deleted).map((one) => one.sourceId)
  await receiveRecords(program.hub.receiver, streamOf(life), kept, gone)
}
