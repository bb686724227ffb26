/** The same work under other terms: what that would change, per document and client. Nothing is written. */
import type { Result, ResultPiece } from '../model/scenario/result.ts'
import type { Scenario } from '../model/scenario/scenario.ts'
import { addDecimal, type Decimal, decimal, isZero, subtractDecimal } from '../kernel/decimal.ts'
import { formatMoney, moneyOfDecimal } from '../kernel/money.ts'
import { priceScenario } from './run.ts'

/** Where money stands: on an issued document as a proposal, on a draft, waiting for one, without room, or covered. */
type Place = 'proposed' | 'draft' | 'to_bill' | 'parked' | 'held' | 'not_billed'
export type WhatIfRow = {
  readonly client: string | null
  readonly contract: string
  /** The document that would change; null for what is on none yet. */
  readonly document: string | null
  readonly place: Place
  readonly currency: string
  readonly before: string
  readonly after: string
  readonly difference: string
  readonly work: readonly {
    readonly id: string
    readonly difference: string
    readonly cause: string | null
  }[]
}
export type WhatIf = {
  readonly title: string
  readonly against: string
  readonly documents: readonly WhatIfRow[]
  readonly clients: readonly {
    readonly client: string | null
    readonly currency: string
    readonly difference: string
  }[]
}

const lists = [
  'legalEntities',
  'workers',
  'clients',
  'projects',
  'tasks',
  'calendars',
  'contracts',
  'rates',
] as const

/**
 * A proposal laid over a scenario: records of the proposal replace those of the same id, and those with a new id
 * join. Lists that the proposal leaves out stay as they are; exchange rates, tax codes and periods are replaced whole.
 */
function overlay(scenario: Scenario, other: Scenario): Scenario {
  const laid: Record<string, unknown> = { ...scenario, ...other, title: other.title }
  for (const name of lists) {
    const [mine, theirs] = [scenario[name], other[name]] as { id: string }[][]
    if (theirs === undefined) continue
    const ids = new Set(theirs.map((one) => one.id))
    laid[name] = [...(mine ?? []).filter((one) => !ids.has(one.id)), ...theirs]
  }
  // What happened stays what happened, whatever a proposal says.
  for (const name of ['work', 'documents', 'decisions', 'credits', 'posted', 'asOf', 'knownAt'] as const)
    if (scenario[name] !== undefined && other[name] === undefined) laid[name] = scenario[name]
  return laid as Scenario
}

export function whatIf(scenario: Scenario, other: Scenario): WhatIf {
  const proposed = overlay(scenario, other)
  const [before, after] = [priceScenario(scenario), priceScenario(proposed)]
  const documents = compare(before, after, clientsOf(scenario, proposed))
  const sums = new Map<string, { client: string | null; currency: string; sum: Decimal }>()
  for (const one of documents) {
    if (one.place === 'parked' || one.place === 'not_billed' || one.place === 'held') continue
    const key = JSON.stringify([one.client, one.currency])
    const sum = addDecimal(sums.get(key)?.sum ?? decimal('0'), decimal(one.difference))
    sums.set(key, { client: one.client, currency: one.currency, sum })
  }
  return {
    title: before.title,
    against: after.title,
    documents,
    clients: [...sums.values()].map(({ sum, ...one }) => ({ ...one, difference: told(sum, one.currency) })),
  }
}

function clientsOf(...scenarios: Scenario[]): Map<string, string | null> {
  return new Map(
    scenarios.flatMap((one) => (one.contracts ?? []).map((each) => [each.id, each.client ?? null] as const)),
  )
}

type Cell = {
  readonly contract: string
  readonly document: string | null
  readonly place: Place
  readonly currency: string
  readonly byWork: Map<string, { before: Decimal; after: Decimal; cause: string | null }>
}

function compare(before: Result, after: Result, clients: ReadonlyMap<string, string | null>): WhatIfRow[] {
  const cells = new Map<string, Cell>()
  for (const [side, result] of [
    ['before', before],
    ['after', after],
  ] as const) {
    for (const { work, cause, amount, ...at } of amountsOf(result)) {
      const key = JSON.stringify([at.contract, at.document, at.place, at.currency])
      const cell = cells.get(key) ?? { ...at, byWork: new Map() }
      const sums = cell.byWork.get(work) ?? { before: decimal('0'), after: decimal('0'), cause: null }
      sums[side] = addDecimal(sums[side], amount)
      sums.cause = cause ?? sums.cause
      cell.byWork.set(work, sums)
      cells.set(key, cell)
    }
  }
  return [...cells.values()].flatMap((cell) => rowOf(cell, clients)).sort(byPlace)
}

function rowOf({ byWork, ...cell }: Cell, clients: ReadonlyMap<string, string | null>): WhatIfRow[] {
  const sums = [...byWork.values()]
  const before = sums.reduce((sum, one) => addDecimal(sum, one.before), decimal('0'))
  const after = sums.reduce((sum, one) => addDecimal(sum, one.after), decimal('0'))
  const work = [...byWork]
    .map(([id, one]) => ({ id, change: subtractDecimal(one.after, one.before), cause: one.cause }))
    .filter((one) => !isZero(one.change))
    .map(({ change, ...one }) => ({ id: one.id, difference: told(change, cell.currency), cause: one.cause }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  if (work.length === 0) return []
  return [
    {
      client: clients.get(cell.contract) ?? null,
      ...cell,
      before: told(before, cell.currency),
      after: told(after, cell.currency),
      difference: told(subtractDecimal(after, before), cell.currency),
      work,
    },
  ]
}

const places: Partial<Record<ResultPiece['bucket'], Place>> = {
  priced: 'to_bill',
  draft: 'draft',
  parked: 'parked',
  included: 'not_billed',
  non_billable: 'not_billed',
  written_off: 'not_billed',
}

/** Money by where it stands. What is issued stays; it changes by proposals alone. */
function amountsOf(result: Result) {
  const proposals = new Set(result.proposals.map((one) => one.work))
  const pieces = result.work.flatMap((work) =>
    work.pieces.flatMap((piece) => {
      const held = piece.bucket === 'held' && !proposals.has(work.id)
      const place = held ? 'held' : places[piece.bucket]
      if (place === undefined || piece.contract === null) return []
      const { contract, currency } = piece
      const document = place === 'draft' ? piece.document : null
      return [
        { work: work.id, cause: null, amount: decimal(piece.amount), contract, document, place, currency },
      ]
    }),
  )
  const proposed = result.proposals.map((one) => ({
    work: one.work,
    cause: one.cause,
    amount: decimal(one.amount),
    contract: one.contract ?? '',
    document: one.document,
    place: 'proposed' as const,
    currency: one.currency,
  }))
  return [...pieces, ...proposed]
}

function byPlace(a: WhatIfRow, b: WhatIfRow): number {
  const key = (one: WhatIfRow) => JSON.stringify([one.client, one.contract, one.document, one.place])
  return key(a) < key(b) ? -1 : 1
}

/** Sums of amounts have no more digits than their currency. */
function told(amount: Decimal, currency: string): string {
  return formatMoney(moneyOfDecimal(amount, currency, 'half_away'))
}
