import { addDecimal, type Decimal } from '../../kernel/decimal.ts'
import { isRejection } from '../../kernel/errors.ts'
import { type Money, subtractMoney, sumMoney, zeroMoney } from '../../kernel/money.ts'
import { applyPremium, noPremium, premiumOf } from '../../rating/bands/stacking.ts'
import { extendAt } from '../../rating/extension.ts'
import type { RateQuestion, RateRow } from '../../rating/rate-rows.ts'
import { type RateDecision, resolveRate } from '../../rating/resolve.ts'
import type { StoryNames } from '../../rating/story.ts'
import type { Piece, Valued } from '../pieces.ts'
import type { Agreed, World } from '../world.ts'
import type { Billed } from './billed.ts'
import type { TimeEntry } from './entries.ts'
import type { TimePart } from './parts.ts'
import { type Told, toldIn } from './quantities.ts'
import { costCurrencyOf, ownRate, precedenceOf, questionOf } from './rates.ts'
import { tellCost, tellPart, tellRateOf, tellTimeOf } from './story.ts'

type Cards = {
  readonly rowsFor: (question: RateQuestion) => readonly RateRow[]
  readonly names: StoryNames
}

/** One entry with its parts at their prices, its value and its cost. */
export function priceOfEntry(
  world: World,
  cards: Cards,
  entry: TimeEntry,
  billed: Billed,
  parts: readonly TimePart[],
): Valued {
  const told = toldIn(entry, billed, parts)
  const { cost, sentence } = costOf(world, cards, entry)
  const base = {
    work: entry.work.id,
    revision: entry.work.revision ?? 1,
    kind: 'time',
    on: entry.on,
    contract: entry.agreed?.contract.id ?? null,
    line: entry.agreed?.line.id ?? null,
    unit: told.unit,
    actual: told.actual,
    actualUnit: told.actualUnit,
    billed: told.billed,
    standardValue: null,
    cost,
    held: [],
    pieces: [],
  } as const satisfies Partial<Valued>
  if (entry.work.absence !== undefined)
    return { ...base, story: ['It is time that was not worked: no client is billed for it.', ...sentence] }
  if (entry.agreed === null)
    return { ...base, held: [entry.refusal!], story: ['No line of a contract takes it.', ...sentence] }
  const rate = billRate(world, cards, entry, entry.agreed)
  const time = tellTimeOf(entry, told)
  if (isRejection(rate)) {
    const piece = { ...bare(entry, entry.agreed, told), quantity: told.billed, reason: rate.code }
    return { ...base, held: [rate.code], pieces: [piece], story: [...time, `${rate.message}.`, ...sentence] }
  }
  const pieces = piecesOf(entry, entry.agreed, { told, parts, rate })
  const value = sumMoney(
    pieces.map((piece) => piece.amount),
    rateCurrencyOf(entry.agreed),
  )
  const choice = tellRateOf(rate, 'bill', value.currency, cards.names)
  return { ...base, standardValue: value, pieces, story: [...time, ...choice, ...sentence] }
}

/** The cards of a contract may be in another currency than its documents; converting comes after pricing. */
function rateCurrencyOf({ contract }: Agreed): string {
  return contract.rateCurrency ?? contract.currency
}

function billRate(world: World, cards: Cards, entry: TimeEntry, agreed: Agreed) {
  const currency = rateCurrencyOf(agreed)
  const question = questionOf(world, entry, 'bill', currency)
  const own = ownRate(entry, currency)
  const rows = cards.rowsFor(question)
  return resolveRate(question, own === null ? rows : [own, ...rows], precedenceOf(agreed))
}

/** Cost is of the time as it was worked, whatever is billed. Without a rate of cost nobody knows it. */
function costOf(world: World, cards: Cards, entry: TimeEntry): { cost: Money | null; sentence: string[] } {
  const currency = costCurrencyOf(world, entry.workerId) ?? entry.agreed?.contract.currency
  if (currency === undefined) return { cost: null, sentence: [] }
  const question = questionOf(world, entry, 'cost', currency)
  const rows = cards.rowsFor(question)
  if (rows.length === 0) return { cost: null, sentence: [] }
  const rate = resolveRate(question, rows)
  if (isRejection(rate)) return { cost: null, sentence: [`Its cost is not known: ${rate.message}.`] }
  const { winner } = rate
  const price = { price: winner.amount, per: winner.per ?? 'hour', hoursPerDay: winner.hoursPerDay }
  const cost = extendAt(entry.actual, entry.unit, price, currency)
  return { cost, sentence: tellCost(rate, cost) }
}

function bare(entry: TimeEntry, { contract, line }: Agreed, told: Told): Piece {
  return {
    work: entry.work.id,
    kind: 'time',
    on: entry.on,
    sourceId: entry.work.id,
    contract: contract.id,
    line: line.id,
    quantity: told.billed,
    unit: told.unit,
    rate: null,
    amount: zeroMoney(contract.currency),
    band: null,
    bucket: 'held',
    limit: null,
    reason: null,
    story: [],
  }
}

type Parts = { readonly told: Told; readonly parts: readonly TimePart[]; readonly rate: RateDecision }

function piecesOf(entry: TimeEntry, agreed: Agreed, { told, parts, rate }: Parts): Piece[] {
  const empty = bare(entry, agreed, told)
  const { winner } = rate
  const stacking = agreed.line.bands?.stacking ?? 'highest'
  const amounts = amountsOf({ told, parts, rate }, agreed)
  return parts.map((part, at) => {
    const premium = premiumOf(winner.amount, part.bands, stacking)
    const plain = premium === noPremium && winner.per === undefined
    const piece: Piece = {
      ...empty,
      quantity: told.quantities[at]!,
      rate: winner.amount,
      amount: amounts[at]!,
      band: part.bands.length === 0 ? null : part.bands.map((band) => band.id).join('+'),
      ...(plain
        ? {}
        : { pricing: { per: winner.per ?? 'hour', hoursPerDay: winner.hoursPerDay, ...premium } }),
      ...standingOf(part),
    }
    return { ...piece, story: tellPart(piece, part, stacking, parts.length > 1) }
  })
}

function standingOf(part: TimePart): Pick<Piece, 'bucket' | 'limit' | 'reason'> {
  const { over, moved } = part
  if (over === null)
    return {
      bucket: 'priced',
      limit: null,
      reason: moved && `${moved.id} moved it to the period from ${part.counted}`,
    }
  if (over.excess === 'review') return { bucket: 'held', limit: over.id, reason: 'HOURS_OVER_CAP' }
  if (over.excess === 'next_period')
    return { bucket: 'parked', limit: over.id, reason: 'it waits for the next period with room' }
  return { bucket: 'non_billable', limit: over.id, reason: `it is over ${over.hours} hours a ${over.per}` }
}

/** Parts of one origin add up to what it would come to uncut: the last of them takes the difference. */
function amountsOf({ told, parts, rate }: Parts, agreed: Agreed): Money[] {
  const { winner } = rate
  const { line } = agreed
  const currency = rateCurrencyOf(agreed)
  const stacking = line.bands?.stacking ?? 'highest'
  const extended = (quantity: Decimal, part: TimePart) => {
    const price = applyPremium(winner.amount, premiumOf(winner.amount, part.bands, stacking))
    return extendAt(
      quantity,
      told.unit,
      { price, per: winner.per ?? 'hour', hoursPerDay: winner.hoursPerDay },
      currency,
    )
  }
  const amounts: Money[] = []
  for (const places of Map.groupBy(parts.keys(), (at) => parts[at]!.origin).values()) {
    let quantity = told.quantities[places[0]!]!
    for (const at of places.slice(1)) quantity = addDecimal(quantity, told.quantities[at]!)
    let rest = extended(quantity, parts[places[0]!]!)
    for (const at of places.slice(0, -1)) {
      amounts[at] = extended(told.quantities[at]!, parts[at]!)
      rest = subtractMoney(rest, amounts[at])
    }
    amounts[places.at(-1)!] = rest
  }
  return amounts
}
