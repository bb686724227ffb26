/** What people decide in the product: billing runs, releases, adjustments, withdrawals. */
import { decideAdjustments } from '../../src/billing/adjustments.ts'
import type { BillingDocument } from '../../src/billing/document.ts'
import { listDocuments } from '../../src/billing/reads.ts'
import { discardDocument, releaseDocument } from '../../src/billing/release.ts'
import { startRun } from '../../src/billing/run.ts'
import { readProposed } from '../../src/charging/work-charges.ts'
import { day } from '../../src/kernel/dates.ts'
import { isRejection } from '../../src/kernel/errors.ts'
import { answerVanished } from '../../src/posting/answer-vanished.ts'
import type { Life } from './life.ts'
import { cell, type Program } from './program.ts'

const principal = 'ada'
const first = day('2026-01-01')

export function documentsOf(program: Program): Promise<BillingDocument[]> {
  return program.store.transaction((tx) => listDocuments(tx, cell, {}, { after: null, limit: 1000 }))
}

export async function run(life: Life, program: Program, until: string | null = null): Promise<string> {
  const at = life.time.now()
  const today = at.toISOString().slice(0, 10)
  const end = until ?? life.random.pick([today, `${today.slice(0, 7)}-01`])
  const request = { selection: {}, period: { from: first, until: day(end) }, cutOff: null, principal, at }
  const started = await program.store.transaction((tx) => startRun(tx, cell, program.billing, request))
  if (isRejection(started)) return started.code
  return `until ${end}: ${started.documents} documents`
}

/** A person reads the drafts; what was read is what may be released later. */
export async function read(life: Life, program: Program): Promise<string> {
  let count = 0
  for (const one of await documentsOf(program))
    if (one.status === 'drafted') {
      life.read.set(one.documentId, { version: one.version, netMinor: one.netMinor })
      count += 1
    }
  return `${count} drafts`
}

export async function release(life: Life, program: Program): Promise<string> {
  const seen = [...life.read.keys()]
  if (seen.length === 0) return 'nothing'
  return releaseOne(life, program, life.random.pick(seen))
}

export async function releaseOne(life: Life, program: Program, documentId: string): Promise<string> {
  const before = life.read.get(documentId)!
  const by = { principal, at: life.time.now(), expectedVersion: before.version }
  const told = await program.store.transaction((tx) =>
    releaseDocument(tx, cell, program.billing, documentId, by),
  )
  life.read.delete(documentId)
  if (isRejection(told)) return `${documentId.slice(-6)} ${told.code}`
  life.released.set(documentId, before)
  return `${documentId.slice(-6)} v${before.version}`
}

export async function decide(life: Life, program: Program, all = false): Promise<string> {
  const { store, billing } = program
  const proposed = await store.transaction((tx) => readProposed(tx, cell, null, 100))
  if (proposed.length === 0) return 'nothing'
  const chosen = all || life.random.chance(50) ? proposed : [life.random.pick(proposed)]
  const by = { principal, at: life.time.now() }
  const told = await store.transaction((tx) => decideAdjustments(tx, cell, billing, chosen, 'approve', by))
  return isRejection(told) ? told.code : `${told.decided} decided, ${told.credits.length} credits`
}

export async function discard(life: Life, program: Program): Promise<string> {
  const open = (await documentsOf(program)).filter((one) => ['planned', 'drafted'].includes(one.status))
  if (open.length === 0) return 'nothing'
  return discardOne(life, program, life.random.pick(open))
}

export async function discardOne(life: Life, program: Program, one: BillingDocument): Promise<string> {
  const by = { principal, at: life.time.now(), expectedVersion: one.version }
  const told = await program.store.transaction((tx) =>
    discardDocument(tx, cell, program.billing, one.documentId, by),
  )
  return `${one.documentId.slice(-6)} ${isRejection(told) ? told.code : told.discarded}`
}

/** A person saw that an unanswered document is gone from the ERP for good: its work is billed anew. */
export async function dropOne(program: Program, documentId: string): Promise<string> {
  const told = await answerVanished(program.posting, documentId, 'drop', principal)
  return `${documentId.slice(-6)} ${isRejection(told) ? told.code : 'dropped'}`
}
