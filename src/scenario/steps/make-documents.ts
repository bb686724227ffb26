import { day } from '../../kernel/dates.ts'
import { formatMoney, sumMoney } from '../../kernel/money.ts'
import { type AdvanceBalance, drawAdvances } from '../../contracts/documents/advances.ts'
import { groupBy } from '../../contracts/documents/grouping.ts'
import { accountingDate } from '../../contracts/locks/accounting-date.ts'
import type { TaxData } from '../../contracts/tax/determine.ts'
import type { TaxOfDocument } from '../../contracts/tax/totals.ts'
import { type AdvanceState, advancesOf, drawn, settleRefunds } from '../documents/advances.ts'
import { advanceInvoices } from '../documents/advance-invoices.ts'
import { discountLines, madeLines, madeTotals, spreadLines, sumLines, taxed } from '../documents/assemble.ts'
import { type Billable, billables } from '../documents/billable.ts'
import { problemsOf } from '../documents/check.ts'
import { inCurrency, tellAccrued, tellFunctional } from '../documents/functional.ts'
import { type DraftLine, draftLines, type Taxed } from '../documents/lines.ts'
import type { MadeDocument } from '../documents/made.ts'
import { settle, tellWithholdings, withholdings } from '../documents/settle.ts'
import { storyOf } from '../documents/story.ts'
import { taxDataOf, taxOf } from '../documents/taxes.ts'
import { unbilledLines } from '../documents/unbilled.ts'
import { daysOf, periodsOf, policyOf } from '../locks.ts'
import type { Piece, Valued } from '../pieces.ts'
import type { World } from '../world.ts'

export type { MadeDocument, MadeLine } from '../documents/made.ts'

type Made = { readonly documents: readonly MadeDocument[]; readonly advances: readonly AdvanceState[] }

/**
 * Open pieces on the lines of documents, grouped by the client's rules, with the totals that the target will say and
 * what is left to pay. What a target would refuse, or whose tax is undecided, is made and kept back with its reason.
 */
export function makeDocuments(world: World, open: readonly Piece[], valued: readonly Valued[] = []): Made {
  const data = taxDataOf(world)
  let advances: readonly AdvanceState[] = advancesOf(world)
  const documents: MadeDocument[] = []
  let fresh = 0
  for (const group of documentGroups(billables(world, open, valued)))
    for (const [page, lines] of pagesOf(world, data, group, valued).entries()) {
      const draft = draftOf(group[0]!)
      if (draft === null) fresh += 1
      const id = draft === null ? `D${fresh}` : page === 0 ? draft : `${draft}-${page + 1}`
      const made = makeDocument(world, data, group, lines, advances, id)
      documents.push(made.document)
      advances = made.advances
    }
  const own = advanceInvoices(world, data, fresh)
  return { documents: [...documents, ...own], advances: settleRefunds(world, advances) }
}

/** The draft that is made anew from this work. */
function draftOf({ piece }: Billable): string | null {
  return piece.bucket === 'draft' ? (piece.document ?? null) : null
}

/** Pieces that stand on one document: always one client, legal entity and currency; each draft by itself, first. */
function documentGroups(list: readonly Billable[]): Billable[][] {
  const drafts = list.filter((one) => draftOf(one) !== null)
  const fresh = list.filter((one) => draftOf(one) === null)
  return groupBy([...drafts, ...fresh], ['document'], (one) => {
    const keys = one.rules.documentPer ?? ['contract', 'purchase_order']
    const apart = one.rules.credits === 'apart' && one.piece.amount.minor < 0n
    const { legalEntity, currency } = one.contract
    return JSON.stringify([
      draftOf(one),
      one.client,
      legalEntity ?? null,
      currency,
      apart,
      keys.map((key) => [key, one.texts[key]]),
    ])
  })
}

/** The day of a document: today, or where billing is closed the first open day; null where it has to wait. */
function dayOfDocument(world: World, entity: string | null): string | null {
  const closed = daysOf(periodsOf(world, 'billing', entity), 'closed')
  return accountingDate(day(world.asOf), closed, policyOf(world, entity))
}

/** The lines of a group, cut into documents where a target takes only so many. */
function pagesOf(
  world: World,
  data: TaxData,
  group: readonly Billable[],
  valued: readonly Valued[],
): DraftLine[][] {
  const { rules, contract } = group[0]!
  const on = dayOfDocument(world, contract.legalEntity ?? null) ?? world.asOf
  const decided = group.map((one): Taxed => ({ one, decision: taxOf(world, data, one, on) }))
  const lines = draftLines(world, decided, rules, contract.currency)
  if (rules.showUnbilled === true) lines.push(...unbilledLines(world, data, group, valued, on))
  const most = rules.aboveMaximum === 'next_document' ? rules.maximumLines : undefined
  if (most === undefined) return [lines]
  return Array.from({ length: Math.ceil(lines.length / most) }, (_, at) =>
    lines.slice(at * most, (at + 1) * most),
  )
}

/** The one text that all have in common; null where they differ or have none. */
function common(list: readonly (string | null)[]): string | null {
  return new Set(list).size === 1 ? (list[0] ?? null) : null
}

type Group = { readonly group: readonly Billable[]; readonly on: string; readonly entity: string | null }

/** What is charged: the work, less the discount, less advances that were taxed themselves. */
function chargedLines(work: readonly DraftLine[], balances: readonly AdvanceBalance[], { group, on }: Group) {
  const { rules, contract } = group[0]!
  const { currency } = contract
  const priced = [...work, ...discountLines(work, rules, currency)]
  const drawn = drawAdvances(balances, sumLines(priced, currency), on)
  const off = drawn.draws.flatMap(({ advance, amount }) =>
    spreadLines(priced, { ...amount, minor: -amount.minor }, `Advance ${nameOf(advance)}`),
  )
  return { lines: [...priced, ...off], drawn }
}

/** An advance is known here by its contract and its id. */
function nameOf(advance: string): string {
  return advance.slice(advance.indexOf('/') + 1)
}

function makeDocument(
  world: World,
  data: TaxData,
  group: readonly Billable[],
  work: readonly DraftLine[],
  advances: readonly AdvanceState[],
  id: string,
): { document: MadeDocument; advances: readonly AdvanceState[] } {
  const { rules, contract } = group[0]!
  const { currency } = contract
  const entity = contract.legalEntity ?? null
  const opened = dayOfDocument(world, entity)
  const on = opened ?? world.asOf
  const contracts = new Set(group.map((one) => one.contract.id))
  const usable = advances.filter((one) => contracts.has(one.contract))
  const balancesOf = (appliesTo: 'net' | 'total') =>
    usable.filter((one) => (one.advance.appliesTo ?? 'total') === appliesTo).map((one) => one.balance)
  const about = { group, on, entity }
  const { lines, drawn: fromNet } = chargedLines(work, balancesOf('net'), about)
  const tax = taxed(lines, rules, currency)
  const kept = withholdings(lines, tax, data, on, rules.tax?.included ?? false)
  const withheld = sumMoney(
    kept.list.map((one) => one.amount),
    currency,
  )
  const paid = settle(tax, withheld, balancesOf('total'), rules, on)
  const totals = madeTotals(tax)
  const made = madeLines(lines, tax, currency)
  const problems = problemsOf(made, totals, rules)
  const books = inOtherCurrencies(world, tax, about)
  const document: MadeDocument = {
    id,
    kind: tax.net.minor < 0n ? 'credit_note' : 'invoice',
    ...headOf(about),
    lines: made,
    totals,
    prepaid: paid.prepaid,
    withheld,
    due: paid.due,
    functional: books.functional,
    held: stopsOf(lines, {
      tax: kept.unknown.length > 0,
      rate: books.missing,
      closed: opened === null,
      problems,
    }),
    story: [],
    more: {
      rounding: formatMoney(paid.rounding),
      withholdings: tellWithholdings(kept.list),
      advances: [...fromNet.draws, ...paid.draws].map((draw) => ({
        id: nameOf(draw.advance),
        amount: formatMoney(draw.amount),
      })),
      ...books.more,
      check: { ok: problems.length === 0 ? 'yes' : 'no', problems },
    },
  }
  const balances = [...fromNet.balances, ...paid.balances]
  return {
    document: { ...document, story: storyOf(document, lines, world.asOf) },
    advances: drawn(advances, contracts, balances, id, on),
  }
}

function headOf({ group, on, entity }: Group) {
  const { contract, client } = group[0]!
  return {
    client,
    legalEntity: entity,
    contract: common(group.map((one) => one.contract.id)),
    purchaseOrder: common(group.map((one) => one.texts.purchase_order)),
    currency: contract.currency,
    on,
  }
}

type Stops = {
  readonly tax: boolean
  readonly rate: boolean
  readonly closed: boolean
  readonly problems: readonly string[]
}

/** Codes of the cases that keep a document back, each once. */
function stopsOf(lines: readonly DraftLine[], { tax, rate, closed, problems }: Stops): string[] {
  const found = [
    ...lines.map((line) => line.decision.stopped).filter((code) => code !== null),
    ...(tax ? ['TAX_UNDECIDED'] : []),
    ...(rate ? ['MISSING_EXCHANGE_RATE'] : []),
    ...(closed ? ['PERIOD_CLOSED'] : []),
    ...(problems.length > 0 ? ['ERP_WOULD_REFUSE'] : []),
  ]
  return [...new Set(found)]
}

/** The document in the currency of its ledger and of the group, and the accrued work that it takes from the books. */
function inOtherCurrencies(world: World, tax: TaxOfDocument, { group, on, entity }: Group) {
  const ledger = entity === null ? undefined : world.legalEntities.get(entity)?.currency
  const { group: groupCurrency } = world.scenario.currencies ?? {}
  const functional = ledger === undefined ? null : inCurrency(world, tax, ledger, on)
  const inGroup = groupCurrency === undefined ? null : inCurrency(world, tax, groupCurrency, on)
  const pieces = group.map((one) => one.piece)
  return {
    functional: functional === 'missing' ? null : functional,
    missing: functional === 'missing' || inGroup === 'missing',
    more: {
      group: inGroup === 'missing' ? null : tellFunctional(inGroup),
      wip: ledger === undefined ? null : tellAccrued(world, pieces, ledger, on),
    },
  }
}
