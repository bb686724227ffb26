/** Ceilings: not-to-exceed amounts and hours, and purchase orders. */
import { type Static, Type } from 'typebox'
import { currency, day, id, list, oneOf, percent, positive, strict, text } from './text.ts'

const limitedKinds = [
  'time',
  'expense',
  'subcontractor',
  'usage',
  'instalment',
  'progress',
  'milestone',
  'subscription',
  'overage',
  'discount',
  'fee',
] as const

/** Which work falls under it; left out, all of the line, contract or client that it belongs to. */
const narrowing = {
  kinds: list(oneOf(limitedKinds), 20),
  contracts: list(id, 10_000),
  lines: list(id, 1_000),
  clients: list(id, 10_000),
  projects: list(id, 10_000),
  tasks: list(id, 10_000),
  laborCategories: list(id, 1_000),
  workers: list(id, 10_000),
  /** The first and last work date that it counts. */
  from: Type.Optional(day),
  to: Type.Optional(day),
} as const

/** What was billed under it before and is told by no document. `on` says in which stretch it counts. */
const usedBefore = Type.Object(
  { amount: Type.Optional(positive), hours: Type.Optional(positive), on: Type.Optional(day) },
  strict,
)
const fitting = Type.Optional(oneOf(['part', 'whole_entry']))

/**
 * A ceiling of money, of hours, or of both. It stands at a line, at a contract, or at the scenario for whole clients
 * and budgets across contracts. Where several count, the smallest remainder binds.
 */
export const limitTerms = {
  name: Type.Optional(text),
  /** In its currency. */
  amount: Type.Optional(positive),
  hours: Type.Optional(positive),
  /** Default: the contract's. Other work counts at the exchange rate of its work date. */
  currency: Type.Optional(currency),
  /** The stretch of work dates after which it begins anew. Default: total, never. */
  per: Type.Optional(oneOf(['total', 'day', 'week', 'month', 'quarter', 'year'])),
  /** Counted for each of these apart. Default: for all together. */
  each: Type.Optional(oneOf(['worker', 'project', 'task', 'labor_category', 'client', 'contract', 'line'])),
  /** What happens to an entry that fits in part: it is split, or finds no room as a whole. Default: part. */
  mode: fitting,
  /**
   * What becomes of work over it: parked until there is room, moved to the next stretch that has room, not
   * billable, written off, or waiting for a person. Default: parked.
   */
  over: Type.Optional(oneOf(['parked', 'next_period', 'non_billable', 'written_off', 'review'])),
  /** Limits with one name here are one limit: their heights add up, and each counts the work of all. */
  together: Type.Optional(id),
  /** Whether later work may pass earlier work that a case holds. Default: reserves_nothing. */
  heldWork: Type.Optional(oneOf(['reserves_nothing', 'holds_the_rest'])),
  /** What it is called in reports. Default: by where it stands. */
  level: Type.Optional(oneOf(['client_on_line', 'line', 'client', 'contract', 'purchase_order', 'budget'])),
  used: Type.Optional(usedBefore),
  ...narrowing,
} as const
export const limit = Type.Object({ id, ...limitTerms }, strict)
/** A client's order that work is billed on. Orders are filled in their order in the list, by work date. */
export const purchaseOrder = Type.Object(
  {
    id,
    name: Type.Optional(text),
    /** In the currency of the contract; without amount and hours it has no end. */
    amount: Type.Optional(positive),
    hours: Type.Optional(positive),
    /** How far over the amount and the hours the client lets pass. Default: 0. */
    tolerance: Type.Optional(percent),
    mode: fitting,
    /** Where the rest goes when it is full: to the next order of the list that takes it, or nowhere. Default: next. */
    over: Type.Optional(oneOf(['next', 'hold'])),
    /** The order that takes the rest, in place of the next one of the list. */
    overflow: Type.Optional(id),
    used: Type.Optional(usedBefore),
    ...narrowing,
  },
  strict,
)
export type Limit = Static<typeof limit>
export type PurchaseOrder = Static<typeof purchaseOrder>
