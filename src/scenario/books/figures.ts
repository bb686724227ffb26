/** The figures of measures, taken from the works, documents and payments of a stretch of days. */
import { averageOf, type Figures } from '../../accounting/measures.ts'
import { shareOf } from '../../accounting/share.ts'
import { addDays, type Day, day, daysBetween } from '../../kernel/dates.ts'
import { addDecimal, type Decimal, decimal, subtractDecimal } from '../../kernel/decimal.ts'
import { decimalOfMoney, type Money, sumMoney, zeroMoney } from '../../kernel/money.ts'
import type { FigureName, Measure } from '../../model/scenario/measure-rules.ts'
import type { PieceBucket } from '../../model/scenario/result.ts'
import { capacityOf, leaveOf } from './capacity.ts'
import { billableOf, type BookWork, unbilledAt } from './book-work.ts'
import type { BookedDocument } from './booked-documents.ts'
import { hoursOf, inHours, secondsOf } from './hours.ts'
import { type Books, recognise } from './recognise.ts'
import { amountOf } from '../known.ts'
import { knownIn } from '../world.ts'
import { recognisedOtherwise } from './revenue-rules.ts'

type Stretch = { readonly from: Day; readonly to: Day; readonly currency: string }
const none: Decimal = { coefficient: 0n, scale: 0 }
const billableBuckets: readonly PieceBucket[] = [
  'priced',
  'draft',
  'issued',
  'credited',
  'held',
  'parked',
  'written_off',
]

/** Every figure is reckoned when it is asked for; what the measure gives itself comes first. */
export function figuresOf(books: Books, measure: Measure, stretch: Stretch): Figures {
  const given = new Map((measure.given ?? []).map((one) => [one.figure, decimal(one.is)]))
  const kept = new Map<FigureName, Decimal>()
  const figure: Figures = (name) => {
    const found = given.get(name) ?? kept.get(name) ?? figures[name](asked)
    kept.set(name, found)
    return found
  }
  const asked: Asked = { books, measure, figure, ...stretch }
  return figure
}

type Asked = Stretch & { readonly books: Books; readonly measure: Measure; readonly figure: Figures }
type Reckoned = (asked: Asked) => Decimal

function within(one: BookWork, { measure, from, to, books }: Asked): boolean {
  const reported = books.ledgers.world.work.find((work) => work.id === one.valued.work)
  return (
    one.approved &&
    from <= one.valued.on &&
    one.valued.on <= to &&
    (measure.worker === undefined || reported?.worker === measure.worker) &&
    ofParty(one.valued.contract, asked(books, measure))
  )
}

const asked = (books: Books, measure: Measure) => ({ books, measure })

/** Whether a contract is one of those that the measure is narrowed to. */
function ofParty(contract: string | null, { books, measure }: Pick<Asked, 'books' | 'measure'>): boolean {
  const version = contract === null ? undefined : books.ledgers.world.contracts.get(contract)?.at(-1)
  return (
    (measure.contract === undefined || contract === measure.contract) &&
    (measure.client === undefined || version?.client === measure.client) &&
    (measure.legalEntity === undefined || version?.legalEntity === measure.legalEntity)
  )
}

function worksOf(given: Asked): BookWork[] {
  return given.books.works.filter((one) => within(one, given))
}

function documentsOf(given: Asked, from: Day, to: Day): BookedDocument[] {
  return given.books.documents.filter((one) => from <= one.on && one.on <= to && ofParty(one.contract, given))
}

function inMeasure({ books, currency }: Asked, amount: Money | null, on: Day, about: string): Money {
  if (amount === null) return zeroMoney(currency)
  return books.ledgers.value(amount, currency, on, 'document', about) ?? zeroMoney(currency)
}

function total({ currency }: Asked, list: readonly Money[]): Decimal {
  return decimalOfMoney(sumMoney(list, currency))
}

function valueIn(buckets: readonly PieceBucket[]): Reckoned {
  return (given) =>
    total(
      given,
      worksOf(given).map((one) =>
        inMeasure(given, billableOf(one.valued, buckets), one.valued.on, one.valued.work),
      ),
    )
}

const leave = (given: Asked, one: BookWork) => leaveOf(given.books.ledgers.world, one.valued)
function chargeable(given: Asked): BookWork[] {
  return worksOf(given).filter(
    (one) =>
      one.valued.pieces.some((piece) => piece.bucket !== 'non_billable' && piece.bucket !== 'none') &&
      !leave(given, one),
  )
}

function hoursIn(given: Asked, which: (one: BookWork, bucket: PieceBucket) => boolean): Decimal {
  const seconds = worksOf(given)
    .filter((one) => one.valued.kind === 'time')
    .flatMap((one) => {
      const { unit, actual, pieces } = one.valued
      // Work without pieces is stopped before it could be cut: all of it is held.
      if (pieces.length === 0) return which(one, 'held') ? [secondsOf(actual, unit) ?? none] : []
      return pieces
        .filter((piece) => which(one, piece.bucket))
        .map((piece) => secondsOf(piece.quantity, piece.unit) ?? secondsOf(actual, unit) ?? none)
    })
  return inHours(seconds.reduce(addDecimal, none))
}
const isException = (one: BookWork, bucket: PieceBucket) => bucket === 'held' && one.valued.held.length > 0
const isHeld = (one: BookWork, bucket: PieceBucket) =>
  bucket === 'parked' || (bucket === 'held' && one.valued.held.length === 0)

function receivablesAt(given: Asked, on: Day): Decimal {
  const { world } = given.books.ledgers
  const documents = documentsOf(given, '0001-01-01' as Day, on)
  const open = documents.map((one) => {
    const paid = knownIn(world, world.scenario.payments).filter(
      (each) => each.document === one.id && each.on <= on,
    )
    const used = [...world.contracts.values()].flatMap((versions) =>
      (versions.at(-1)!.advances ?? []).flatMap((each) =>
        (each.applied ?? []).filter((use) => use.document === one.id && use.on <= on),
      ),
    )
    const taken = [...paid, ...used].map((each) =>
      amountOf(each.amount, one.currency, `/payments (${one.id})`),
    )
    const left = { ...one.total, minor: one.total.minor - sumMoney(taken, one.currency).minor }
    return inMeasure(given, left, one.on, one.id)
  })
  return total(given, open)
}

function wipOn(given: Asked, on: Day): Decimal {
  const works = given.books.works.filter((one) => ofParty(one.valued.contract, given))
  return total(
    given,
    works.map((one) => inMeasure(given, unbilledAt(one, on, false), one.valued.on, one.valued.work)),
  )
}

function balance(opening: FigureName, at: (given: Asked, on: Day) => Decimal): Reckoned {
  return (given) => {
    const closing = at(given, given.to)
    return given.measure.balances === 'average' ? averageOf(given.figure(opening), closing) : closing
  }
}

/** What comes in for documents of the stretch, without tax: a payment is net and tax in the document's proportion. */
function collected(given: Asked): Decimal {
  const { world } = given.books.ledgers
  const amounts = documentsOf(given, given.from, given.to).flatMap((one) =>
    knownIn(world, world.scenario.payments)
      .filter((each) => each.document === one.id && each.on <= given.to)
      .map((each) => {
        const paid = amountOf(each.amount, one.currency, `/payments (${each.id})`)
        const net =
          one.total.minor > 0n
            ? shareOf(paid, { numerator: one.net.minor, denominator: one.total.minor })
            : paid
        return inMeasure(given, net, one.on, one.id)
      }),
  )
  return total(given, amounts)
}

/** Recognised by rules, and invoiced where none says otherwise. */
function revenue(given: Asked): Decimal {
  const { books, from, to } = given
  const before = addDays(from, -1)
  const recognised = recognise(books, [before, to])
    .filter((one) => one.on === to && recognisedOtherwise(one.rule) && ofParty(one.rule.contract, given))
    .map((one) => inMeasure(given, one.period, to, one.rule.id))
  const works = new Map(books.works.map((one) => [one.valued.work, one.valued]))
  const invoiced = documentsOf(given, from, to).flatMap((document) =>
    document.lines.flatMap((line) => {
      const rule = (work: string | undefined) => {
        const one = work === undefined ? undefined : works.get(work)
        return books.ruleFor(one?.contract ?? document.contract, one?.line ?? null)
      }
      const parts =
        line.members.length === 0
          ? [{ amount: line.amount, rule: rule(undefined) }]
          : line.members.map((one) => ({ amount: one.amount, rule: rule(one.work) }))
      return parts
        .filter((one) => !recognisedOtherwise(one.rule))
        .map((one) => inMeasure(given, one.amount, document.on, document.id))
    }),
  )
  return total(given, [...recognised, ...invoiced])
}

/** What the billed work is worth at its cards, and the work that fees of the stretch cover. */
function standardValue(given: Asked): Decimal {
  const works = given.books.works.filter((one) => ofParty(one.valued.contract, given))
  const amounts = works.flatMap((one) => {
    const { standardValue: standard, billed, on, work, pieces } = one.valued
    if (standard === null) return []
    if (pieces.some((piece) => piece.bucket === 'included'))
      return given.from <= on && on <= given.to && one.approved ? [inMeasure(given, standard, on, work)] : []
    const parts = one.billed.filter((part) => given.from <= part.on && part.on <= given.to)
    if (parts.length === 0) return []
    const whole =
      parts.some((part) => part.quantity === null && part.amount.minor > 0n) || billed.coefficient <= 0n
    const quantity = parts.reduce((sum, part) => addDecimal(sum, part.quantity ?? none), none)
    const scale = Math.max(quantity.scale, billed.scale)
    const at = (value: Decimal) => value.coefficient * 10n ** BigInt(scale - value.scale)
    const share = whole ? standard : shareOf(standard, { numerator: at(quantity), denominator: at(billed) })
    return [inMeasure(given, share, on, work)]
  })
  return total(given, amounts)
}

function heads(given: Asked, partners: boolean): Decimal {
  const { world } = given.books.ledgers
  const grades = world.scenario.books?.measures?.partners ?? ['partner']
  const found = [...world.workers.values()].filter(
    (one) =>
      (measureEntity(given) === undefined || one.legalEntity === measureEntity(given)) &&
      (one.laborCategory !== undefined && grades.includes(one.laborCategory)) === partners,
  )
  return { coefficient: BigInt(found.length), scale: 0 }
}
const measureEntity = (given: Asked) => given.measure.legalEntity

const figures: Readonly<Record<FigureName, Reckoned>> = {
  chargeableHours: (given) => hoursOf(chargeable(given).map((one) => one.valued)),
  approvedHours: (given) => hoursOf(worksOf(given).map((one) => one.valued)),
  roundedHours: (given) =>
    subtractDecimal(
      hoursIn(given, () => true),
      hoursOf(worksOf(given).map((one) => one.valued)),
    ),
  postedHours: (given) => hoursIn(given, (one, bucket) => !isException(one, bucket) && !isHeld(one, bucket)),
  exceptionHours: (given) => hoursIn(given, isException),
  heldHours: (given) => hoursIn(given, isHeld),
  capacity: (given) => capacityOf(given.books, given.measure, given),
  standardValue,
  approvedValue: valueIn(billableBuckets),
  writtenOff: valueIn(['written_off']),
  held: valueIn(['held', 'parked']),
  billed: (given) =>
    total(
      given,
      documentsOf(given, given.from, given.to)
        .filter((one) => !one.advanceInvoice)
        .map((one) => inMeasure(given, one.net, one.on, one.id)),
    ),
  invoiced: (given) =>
    total(
      given,
      worksOf(given).flatMap((one) =>
        one.billed
          .filter((part) => part.on <= given.to)
          .map((part) => inMeasure(given, part.amount, part.on, part.document)),
      ),
    ),
  collected,
  cost: (given) =>
    total(
      given,
      worksOf(given).map((one) => inMeasure(given, one.cost, one.valued.on, one.valued.work)),
    ),
  revenue,
  wip: balance('openingWip', wipOn),
  receivables: balance('openingReceivables', receivablesAt),
  openingWip: (given) => wipOn(given, addDays(given.from, -1)),
  openingReceivables: (given) => receivablesAt(given, addDays(given.from, -1)),
  partners: (given) => heads(given, true),
  others: (given) => heads(given, false),
  days: ({ from, to }) => ({ coefficient: BigInt(daysBetween(from, to) + 1), scale: 0 }),
}

export function stretchOf(books: Books, measure: Measure): Stretch {
  const { world } = books.ledgers
  const first = world.work[0]?.on ?? world.asOf
  const entity = measure.legalEntity === undefined ? undefined : world.legalEntities.get(measure.legalEntity)
  const contract = measure.contract === undefined ? undefined : world.contracts.get(measure.contract)?.at(-1)
  const currency =
    entity?.currency ??
    contract?.currency ??
    world.scenario.currencies?.group ??
    books.ledgers.ofContract(null, world.asOf).currency
  return { from: day(measure.from ?? first), to: day(measure.to ?? world.asOf), currency }
}
