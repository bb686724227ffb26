import { day } from '../../kernel/dates.ts'
import { decimal } from '../../kernel/decimal.ts'
import type { Agreement } from '../../model/scenario/agreement.ts'
import { convert, fixedRate, type FoundRate } from '../../contracts/currencies/exchange.ts'
import { complain } from '../complaint.ts'
import { rateFor, rateOf, tellConversion, tellRate } from '../exchange.ts'
import type { Piece, Valued } from '../pieces.ts'
import { contractOn, type World } from '../world.ts'

/**
 * Work that was priced in another currency than its contract bills in, converted piece by piece, and its cost in the
 * currency of the ledger. Without a rate it is held; nothing is converted at a guess.
 */
export function convertWork(world: World, valued: readonly Valued[]): Valued[] {
  const billedOn = daysOfDocuments(world)
  return valued.map((one) => withCost(world, converted(world, one, billedOn)))
}

function converted(world: World, one: Valued, billedOn: ReadonlyMap<string, string>): Valued {
  if (one.contract === null) return one
  const contract = contractOn(world, one.contract, one.on)
  if (contract === null || !one.pieces.some((piece) => isForeign(piece, contract))) return one
  const pieces: Piece[] = []
  for (const piece of one.pieces) {
    const rate = isForeign(piece, contract) ? billRate(world, contract, piece, billedOn.get(one.work)) : null
    if (isForeign(piece, contract) && rate === null) return withoutRate(one, contract)
    const amount = rate === null ? piece.amount : convert(piece.amount, rate)
    const story = rate === null ? [] : [tellConversion(piece.amount, amount, rate)]
    pieces.push({ ...piece, amount, story: [...piece.story, ...story] })
  }
  return { ...one, pieces, standardValue: standardValue(world, one, contract, billedOn.get(one.work)) }
}

function isForeign(piece: Piece, contract: Agreement): boolean {
  return piece.amount.currency !== contract.currency
}

/** Nothing is worth anything without its rate: the pieces are held at zero, in the currency of the contract. */
function withoutRate(one: Valued, contract: Agreement): Valued {
  const reason = `No exchange rate to ${contract.currency} applies.`
  return {
    ...one,
    standardValue: null,
    held: [...one.held, 'MISSING_EXCHANGE_RATE'],
    story: [...one.story, reason],
    pieces: one.pieces.map((piece) => ({
      ...piece,
      amount: { minor: 0n, currency: contract.currency },
      bucket: 'held' as const,
      reason: 'MISSING_EXCHANGE_RATE',
    })),
  }
}

function standardValue(
  world: World,
  one: Valued,
  contract: Agreement,
  issuedOn: string | undefined,
): Valued['standardValue'] {
  const value = one.standardValue
  if (value === null || value.currency === contract.currency) return value
  const rate = billRate(world, contract, { on: one.on, amount: value }, issuedOn)
  return rate && convert(value, rate)
}

/** What an issued document billed keeps the rate of that document. */
function billRate(
  world: World,
  contract: Agreement,
  piece: Pick<Piece, 'on' | 'amount'>,
  issuedOn: string | undefined,
): FoundRate | null {
  const { conversion = {}, currency } = contract
  const from = piece.amount.currency
  if (conversion.date === 'fixed') {
    if (conversion.rate === undefined)
      complain(
        `/contracts (${contract.id})/conversion/rate`,
        'a fixed conversion has no rate',
        'Say the rate, or take the date policy work_date or invoice_date',
      )
    return fixedRate(from, currency, decimal(conversion.rate))
  }
  const on = conversion.date === 'work_date' ? piece.on : day(issuedOn ?? world.asOf)
  return rateOf(world, conversion, from, currency, on)
}

function daysOfDocuments(world: World): Map<string, string> {
  const found = new Map<string, string>()
  for (const document of world.scenario.documents ?? []) {
    if (document.status !== 'issued') continue
    for (const line of document.lines)
      for (const member of line.members ?? [])
        if (!found.has(member.work)) found.set(member.work, document.on)
  }
  return found
}

/** Cost at the rate of the work date, in the currency of the ledger that bills it. */
function withCost(world: World, one: Valued): Valued {
  const entity = one.contract === null ? undefined : contractOn(world, one.contract, one.on)?.legalEntity
  const ledger = entity === undefined ? undefined : world.legalEntities.get(entity)
  if (one.cost === null || ledger === undefined) return one
  if (ledger.currency === one.cost.currency) return { ...one, functionalCost: one.cost }
  const rate = rateFor(world, 'cost', one.cost.currency, ledger.currency, one.on)
  if (rate === null)
    return { ...one, story: [...one.story, `Its cost has no exchange rate to ${ledger.currency}.`] }
  const functionalCost = convert(one.cost, rate)
  return {
    ...one,
    functionalCost,
    functionalCostRate: tellRate(rate),
    story: [...one.story, `Cost: ${tellConversion(one.cost, functionalCost, rate)}`],
  }
}
