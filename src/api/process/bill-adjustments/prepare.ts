/** From what a caller asks for to the works, their shares and the effect; or what speaks against it, with its place. */
import type { Static } from 'typebox'
import type { BillAdjustment, BillAdjustments } from '../../../charging/bill-adjustments/adjustment.ts'
import {
  type AdjustmentProposal,
  type AdjustmentWork,
  readAdjustment,
  worksOfAdjustment,
} from '../../../charging/bill-adjustments/books.ts'
import { mostWorks } from '../../../charging/bill-adjustments/decide.ts'
import { type AdjustmentEffect, effectOfAdjustment } from '../../../charging/bill-adjustments/effect.ts'
import { adjustableOf, lookAtWorks, type Looked } from '../../../charging/bill-adjustments/look.ts'
import {
  type AskedAdjustment,
  type Candidate,
  spreadOver,
} from '../../../charging/bill-adjustments/spread.ts'
import type { AdjustmentHow } from '../../../charging/bill-adjustments/words.ts'
import { periodState } from '../../../charging/resolve.ts'
import { listWorks } from '../../../charging/work-reads.ts'
import { day } from '../../../kernel/dates.ts'
import { ScenarioError } from '../../../scenario/complaint.ts'
import type { Tx } from '../../../store/transaction.ts'
import type { ApiDeps } from '../../deps.ts'
import { knownMasters } from '../../known-masters.ts'
import { part, type ProblemPart, Refusal } from '../../problem.ts'
import type { askedShape, takeBackShape } from './shape.ts'

export type Asked = Static<typeof askedShape>
export type Prepared = {
  readonly asked: Omit<AskedAdjustment, 'what'>
  readonly on: string
  readonly sizes: ReadonlyMap<string, string | null>
  readonly effect: AdjustmentEffect
  readonly leftOut: readonly { readonly workId: string; readonly sourceId: string; readonly why: string }[]
}

const members = {
  toQuantity: 'to_quantity',
  toRate: 'to_rate',
  toAmount: 'to_amount',
  byAmount: 'by_amount',
  byPercent: 'by_percent',
} as const satisfies Partial<Record<keyof Asked, AdjustmentHow>>
const partsShown = 20
/** Behind everything that was ever decided. */
const lastPosition = 2n ** 62n

function refuse(faults: readonly { readonly pointer: string; readonly message: string }[]): never {
  const parts: ProblemPart[] = faults
    .slice(0, partsShown)
    .map(({ pointer, message }) => part('NOT_ADJUSTABLE', pointer, message))
  const more = faults.length > 1 ? ` and ${faults.length - 1} more` : ''
  throw new Refusal('NOT_ADJUSTABLE', `${faults[0]!.pointer} ${faults[0]!.message}${more}.`, { parts })
}

export async function adjustmentOr404(deps: ApiDeps, adjustmentId: string): Promise<AdjustmentProposal> {
  const found = await readAdjustment(deps.store, deps.cell, adjustmentId)
  if (found === null) throw new Refusal('NOT_FOUND', 'There is no such adjustment.')
  return found
}

/** One snapshot in which nothing is written. Terms that contradict themselves are told as what they are. */
export async function inSnapshot<T>(deps: ApiDeps, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await deps.store.transaction(work, { isolation: 'repeatable read', readOnly: true })
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return refuse([{ pointer: '', message: `The terms of a client contradict themselves: ${error.message}` }])
  }
}

/** Refuses with every fault that the caller can put right, each with its place. Reads only. */
export async function prepare(deps: ApiDeps, asked: Asked): Promise<Prepared> {
  const { how, pointer, size, currency } = sizeOf(asked)
  if (asked.reason === 'other' && asked.note === undefined)
    refuse([{ pointer: '/note', message: 'is missing: the reason "other" says nothing without it' }])
  return inSnapshot(deps, async (tx) => {
    const named = asked.works ?? null
    if ((named === null) === (asked.filter === undefined))
      refuse([{ pointer: '/works', message: 'name works, or say a filter, and not both' }])
    const ids = named ?? (await idsOfFilter(tx, deps, asked))
    const twice = ids.findIndex((id, at) => ids.indexOf(id) !== at)
    if (twice >= 0) refuse([{ pointer: `/works/${twice}`, message: 'is named twice' }])
    const looked = await look(tx, deps, ids)
    const adjustable = await adjustableOf(looked, ids)
    const faults: { pointer: string; message: string }[] = []
    const leftOut: Prepared['leftOut'][number][] = []
    const candidates: Candidate[] = []
    const pointerOf = (workId: string) => (named === null ? '/filter' : `/works/${named.indexOf(workId)}`)
    for (const [workId, one] of adjustable)
      if (one.why === null) candidates.push({ workId, valued: one.valued })
      else if (named !== null) faults.push({ pointer: pointerOf(workId), message: one.why })
      else leftOut.push({ workId, sourceId: one.work?.sourceId ?? '', why: one.why })
    if (faults.length > 0) refuse(faults)
    if (candidates.length === 0)
      refuse([{ pointer: '/filter', message: 'names no work that could be adjusted' }])
    const wanted = { what: asked.what, how, size, currency }
    const spread = spreadOver(wanted, candidates)
    for (const { at, message } of spread.faults)
      faults.push({ pointer: at === 'size' ? pointer : pointerOf(at.workId), message })
    for (const workId of spread.unchanged)
      if (named !== null) faults.push({ pointer: pointerOf(workId), message: 'would stay what it is' })
      else leftOut.push({ workId, sourceId: sourceOf(looked, workId), why: 'it would stay what it is' })
    if (faults.length === 0 && spread.sizes.size === 0) faults.push({ pointer, message: 'changes nothing' })
    if (faults.length > 0) refuse(faults)
    const on = dayOf(looked, asked.on, [...spread.sizes.keys()])
    const added = new Map(
      [...spread.sizes].map(([workId, own]) => [workId, hypothesis(workId, { ...wanted, size: own }, on)]),
    )
    const effect = await effectOfAdjustment(looked, (standing) => plus(standing, added))
    return { asked: { how, size, currency }, on, sizes: spread.sizes, effect, leftOut }
  })
}

/** The same of taking one back, for the works that are named or all of it. */
export async function prepareTakeBack(
  deps: ApiDeps,
  standing: AdjustmentProposal,
  asked: Static<typeof takeBackShape>,
): Promise<Prepared> {
  if (standing.state !== 'approved' || standing.what === 'take_back')
    throw new Refusal('CONFLICT', 'Only a write-up, write-down or write-off that was approved is taken back.')
  if (asked.reason === 'other' && asked.note === undefined)
    refuse([{ pointer: '/note', message: 'is missing: the reason "other" says nothing without it' }])
  return inSnapshot(deps, async (tx) => {
    const page = { after: null, limit: mostWorks }
    const all = await worksOfAdjustment(tx, deps.cell, standing.adjustmentId, page)
    const counting = new Map(all.filter(isCounting).map((one) => [one.workId, one]))
    const named = asked.works ?? [...counting.keys()]
    const faults = named.flatMap((id, at) => {
      const message =
        named.indexOf(id) !== at ? 'is named twice' : 'is not among its works, or was taken back before'
      return counting.has(id) && named.indexOf(id) === at ? [] : [{ pointer: `/works/${at}`, message }]
    })
    if (faults.length > 0) refuse(faults)
    if (named.length === 0) throw new Refusal('CONFLICT', 'It was taken back of all its works.')
    const looked = await look(tx, deps, named)
    const on = dayOf(looked, asked.on, named)
    const effect = await effectOfAdjustment(looked, (known) => minus(known, standing.adjustmentId, named))
    const sizes = new Map(named.map((id) => [id, counting.get(id)!.size]))
    return { asked: { how: null, size: null, currency: null }, on, sizes, effect, leftOut: [] }
  })
}

/** What a proposal that waits would change by what is known now. */
export async function effectNow(deps: ApiDeps, proposal: AdjustmentProposal): Promise<AdjustmentEffect> {
  return inSnapshot(deps, async (tx) => {
    const page = { after: null, limit: mostWorks }
    const works = await worksOfAdjustment(tx, deps.cell, proposal.adjustmentId, page)
    const ids = works.map((one) => one.workId)
    const looked = await look(tx, deps, ids)
    const { what, takesBack, adjustedOn, how, currency } = proposal
    if (what === 'take_back') return effectOfAdjustment(looked, (known) => minus(known, takesBack!, ids))
    const added = new Map(
      works.map(({ workId, size }) => [
        workId,
        hypothesis(workId, { what, how, size, currency }, adjustedOn),
      ]),
    )
    return effectOfAdjustment(looked, (known) => plus(known, added))
  })
}

function isCounting({ takenBackPosition }: AdjustmentWork): boolean {
  return takenBackPosition === null
}

async function look(tx: Tx, deps: ApiDeps, ids: readonly string[]): Promise<Looked> {
  // Of its own: what others learn meanwhile does not come into it.
  const masters = (await knownMasters(deps)).instead([], [])
  return lookAtWorks(tx, deps.charging, masters, ids)
}

function sourceOf(looked: Looked, workId: string): string {
  return looked.works.get(workId)?.sourceId ?? ''
}

function sizeOf(asked: Asked) {
  const said = (Object.keys(members) as (keyof typeof members)[]).filter((name) => asked[name] !== undefined)
  if (said.length > 1) {
    const message = `says how much, and so does /${said[0]}: say one of them`
    refuse([{ pointer: `/${said[1]}`, message }])
  }
  const name = said[0]
  if (name === undefined) return { how: null, pointer: '/what', size: null, currency: null }
  const value = asked[name]!
  const [size, currency] = typeof value === 'string' ? [value, null] : [value.amount, value.currency]
  return { how: members[name], pointer: `/${name}`, size, currency }
}

async function idsOfFilter(tx: Tx, deps: ApiDeps, { filter }: Asked): Promise<string[]> {
  const { clientId, contractId, projectId } = filter!
  if (clientId === undefined && contractId === undefined && projectId === undefined)
    refuse([{ pointer: '/filter', message: 'names no client, contract or project: say one of them' }])
  const page = { after: null, limit: mostWorks + 1 }
  const works = await listWorks(tx, deps.cell, { ...filter, approval: 'approved' }, page)
  if (works.length > mostWorks)
    refuse([{ pointer: '/filter', message: `names more than ${mostWorks} works: say a shorter time` }])
  if (works.length === 0) refuse([{ pointer: '/filter', message: 'names no approved work' }])
  return works.map((one) => one.workId)
}

/** Nothing is dated ahead, and nothing into books that are closed. */
function dayOf({ on: today, masters, evaluated }: Looked, said: string | undefined, ids: readonly string[]) {
  const on = said ?? today
  if (on > today) refuse([{ pointer: '/on', message: `lies ahead of ${today}: say today or an earlier day` }])
  for (const id of ids) {
    const entity = evaluated.get(id)?.work.legalEntity ?? null
    if (entity === null || periodState(masters, entity, on) !== 'closed') continue
    const message = `lies in a closed period of legal entity ${entity}: say a day of an open one`
    refuse([{ pointer: '/on', message }])
  }
  return on
}

function hypothesis(workId: string, asked: AskedAdjustment, on: string): BillAdjustment {
  return {
    ...{ workId, adjustmentId: 'asked', reason: 'other', author: 'author', decidedBy: 'decider' },
    ...asked,
    adjustedOn: day(on),
    decidedPosition: lastPosition,
    takenBackPosition: null,
  }
}

function plus(standing: BillAdjustments, added: ReadonlyMap<string, BillAdjustment>): BillAdjustments {
  const all = new Map(standing)
  for (const [workId, one] of added) all.set(workId, [...(all.get(workId) ?? []), one])
  return all
}

function minus(standing: BillAdjustments, adjustmentId: string, ids: readonly string[]): BillAdjustments {
  const all = new Map(standing)
  for (const id of ids)
    all.set(
      id,
      (all.get(id) ?? []).filter((one) => one.adjustmentId !== adjustmentId),
    )
  return all
}
