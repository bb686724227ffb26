import { day } from '../../kernel/dates.ts'
import { type Decimal, decimal } from '../../kernel/decimal.ts'
import { formatMoney, type Money } from '../../kernel/money.ts'
import { shareCap } from '../../contracts/expenses.ts'
import type { ReportedWork } from '../../model/scenario/work.ts'
import { amountOf } from '../known.ts'
import type { Piece, Unit, Valued } from '../pieces.ts'
import { rulesFor, type Spent, spentOn } from '../prices/spending.ts'
import { type Agreed, agreedFor, type World } from '../world.ts'
import { priceTime } from './price-time.ts'

/** Expenses, subcontractors' bills and usage: what of them the client pays. */
export function priceExpenses(world: World): Valued[] {
  const others = world.work.filter((one) => (one.kind ?? 'time') !== 'time')
  const rated = new Map(ratedWork(world, others).map((one) => [one.work, one]))
  return sharedCaps(
    world,
    others.map((work) => {
      const agreed = agreedFor(world, work)
      if (typeof agreed === 'string') return notPriced(work, agreed, null)
      const priced = rated.get(work.id)
      const missing = priced === undefined ? missingIn(work, agreed) : null
      if (missing !== null) return notPriced(work, missing, agreed)
      if (work.kind === 'usage') return asUsage(priced!, work)
      const spent =
        work.amount === undefined && work.unitCost === undefined ? null : spentOn(world, work, agreed)
      if (priced !== undefined) return asSubcontractor(priced, work, spent)
      return asSpent(work, agreed, spent ?? spentOn(world, work, agreed))
    }),
  )
}

/** Subcontractors and usage go by the same rates and rules as time; a unit stands in the place of an hour. */
function ratedWork(world: World, others: readonly ReportedWork[]): Valued[] {
  const work = others.flatMap((one): ReportedWork[] => {
    const agreed = agreedFor(world, one)
    if (typeof agreed === 'string' || !isRated(one, agreed)) return []
    const { amount: _, currency: __, quantity, ...rest } = one
    const hours = one.kind === 'usage' ? { hours: quantity ?? one.hours ?? '1' } : {}
    return [{ ...rest, ...hours, kind: 'time', contract: agreed.contract.id, line: agreed.line.id }]
  })
  return work.length === 0 ? [] : priceTime({ ...world, work })
}

function isRated(one: ReportedWork, agreed: Agreed): boolean {
  if (one.kind === 'usage') return true
  return one.kind === 'subcontractor' && isTimed(one) && isByRates(one, agreed)
}

function isTimed(one: ReportedWork): boolean {
  return [one.hours, one.minutes, one.seconds, one.begin].some((said) => said !== undefined)
}

function isByRates(one: ReportedWork, agreed: Agreed): boolean {
  return (agreed.line.expenses?.subcontractors ?? (isTimed(one) ? 'rates' : 'cost')) === 'rates'
}

/** What a subcontractor's work does not say yet, and its contract prices it by. */
function missingIn(one: ReportedWork, agreed: Agreed): string | null {
  if (one.kind !== 'subcontractor') return null
  if (isByRates(one, agreed)) return 'QUANTITY_MISSING'
  return one.amount === undefined && one.unitCost === undefined ? 'VENDOR_COST_MISSING' : null
}

function notPriced(work: ReportedWork, code: string, agreed: Agreed | null): Valued {
  const quantity = decimal(work.quantity ?? work.hours ?? '1')
  return {
    work: work.id,
    revision: work.revision ?? 1,
    kind: work.kind ?? 'expense',
    on: day(work.on),
    contract: agreed?.contract.id ?? null,
    line: agreed?.line.id ?? null,
    unit: 'unit',
    actual: quantity,
    billed: quantity,
    standardValue: null,
    cost: null,
    held: [code],
    pieces: [],
    story: [],
  }
}

function asUsage(one: Valued, work: ReportedWork): Valued {
  const unit: Unit = 'unit'
  const actual = decimal(work.quantity ?? work.hours ?? '1')
  const pieces = one.pieces.map((piece): Piece => ({ ...piece, kind: 'usage', unit }))
  return { ...one, kind: 'usage', unit, actual, cost: null, pieces }
}

/** The rates say what the client pays, the vendor's bill what it costs. */
function asSubcontractor(one: Valued, work: ReportedWork, spent: Spent | null): Valued {
  const pieces = one.pieces.map((piece): Piece => ({ ...piece, kind: 'subcontractor' }))
  const base: Valued = { ...one, kind: 'subcontractor', pieces, ...(spent && { cost: spent.costs.net }) }
  const causes =
    spent?.held ?? (work.costApproval && work.costApproval !== 'approved' ? ['VENDOR_COST_NOT_APPROVED'] : [])
  const codes = causes.filter((code) => code !== 'MISSING_EXCHANGE_RATE')
  return readiness(held(base, codes), spent?.warnings ?? [])
}

function held(one: Valued, codes: readonly string[]): Valued {
  if (codes.length === 0) return one
  const pieces = one.pieces.map((piece) => ({
    ...piece,
    bucket: 'held' as const,
    reason: piece.reason ?? codes[0]!,
  }))
  return { ...one, pieces, held: [...one.held, ...codes] }
}

/** READY or HOLD, as an approver of expenses sees it. */
function readiness(one: Valued, warnings: readonly string[]): Valued {
  const more = { ...one.more, readiness: one.held.length === 0 ? 'READY' : 'HOLD', warnings }
  return { ...one, more }
}

function asSpent(work: ReportedWork, { contract, line }: Agreed, spent: Spent): Valued {
  const kind = work.kind ?? 'expense'
  const quantity = decimal(work.quantity ?? work.hours ?? '1')
  const { costs, price, rules } = spent
  const unbilled = rules.treatment === 'non_billable'
  const valued: Valued = {
    work: work.id,
    revision: work.revision ?? 1,
    kind,
    on: day(work.on),
    contract: contract.id,
    line: line.id,
    unit: 'unit',
    actual: quantity,
    billed: quantity,
    standardValue: price,
    cost: costs.net,
    held: [],
    more: { paid: formatMoney(costs.gross), recoveredTax: formatMoney(costs.recovered) },
    pieces: [
      {
        work: work.id,
        kind,
        on: day(work.on),
        sourceId: work.id,
        contract: contract.id,
        line: line.id,
        quantity,
        unit: 'unit',
        rate: null,
        amount: price,
        band: null,
        bucket: unbilled ? 'non_billable' : 'priced',
        limit: null,
        reason: unbilled ? 'its expenses are not billed' : null,
        story: [],
      },
    ],
    story: spent.told,
  }
  return readiness(unbilled ? valued : held(valued, spent.held), spent.warnings)
}

/** Items of a day share what the client pays of them, in the order of their ids. The rest is the firm's. */
function sharedCaps(world: World, valued: readonly Valued[]): Valued[] {
  const reported = new Map(world.work.map((one) => [one.id, one]))
  const groups = new Map<string, { cap: Money; members: Valued[] }>()
  for (const one of valued) {
    const work = reported.get(one.work)!
    const agreed = agreedFor(world, work)
    if (typeof agreed === 'string' || one.pieces[0]?.bucket !== 'priced' || one.kind === 'usage') continue
    const { cap } = rulesFor(agreed, work)
    if (cap === undefined) continue
    const { contract, line } = agreed
    const amount = amountOf(
      cap.amount,
      contract.currency,
      `/contracts (${contract.id})/lines (${line.id})/expenses/cap`,
    )
    const per = cap.per ?? 'person_day'
    const by = per === 'item' ? work.id : per === 'day' ? work.on : `${work.on} ${work.worker ?? ''}`
    const key = JSON.stringify([contract.id, line.id, work.category ?? null, by])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { cap: amount, members: [one] })
    else group.members.push(one)
  }
  const capped = new Map<string, Valued>()
  for (const { cap, members } of groups.values()) {
    const shares = shareCap(
      members.map((one) => one.pieces[0]!.amount),
      cap,
    )
    for (const [at, one] of members.entries()) capped.set(one.work, absorb(one, shares[at]!, cap))
  }
  return valued.map((one) => capped.get(one.work) ?? one)
}

const none: Decimal = { coefficient: 0n, scale: 0 }

function absorb(one: Valued, share: { billable: Money; absorbed: Money }, cap: Money): Valued {
  if (share.absorbed.minor === 0n) return one
  const [piece] = one.pieces
  const said = `The client pays no more than ${formatMoney(cap)} ${cap.currency}: ${formatMoney(share.absorbed)} stays here.`
  const pieces: Piece[] = [
    { ...piece!, amount: share.billable },
    {
      ...piece!,
      quantity: none,
      amount: share.absorbed,
      bucket: 'non_billable',
      limit: 'cap',
      reason: 'over the cap of an expense',
      story: [said],
    },
  ]
  return { ...one, pieces, more: { ...one.more, absorbed: formatMoney(share.absorbed) } }
}
