import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { addDays, day, type Day } from '../kernel/dates.ts'
import { decimal } from '../kernel/decimal.ts'
import { type Billed, type Movement, movementsOf, wipAt, withAdjustments, type Worked } from './wip.ts'

type Movements = (worked: Worked, billed: readonly Billed[]) => Movement[]
const start = day('2026-01-01')
const euro = (minor: bigint) => ({ minor, currency: 'EUR' })
const dollar = (minor: bigint) => ({ minor, currency: 'USD' })

const worked = fc
  .record({
    on: fc.nat(300),
    hours: fc.integer({ min: 1, max: 400 }),
    amount: fc.integer({ min: 1, max: 9_000_000 }),
  })
  .map(
    ({ on, hours, amount }): Worked => ({
      work: 'E1',
      on: addDays(start, on),
      quantity: { coefficient: BigInt(hours), scale: 1 },
      amount: euro(BigInt(amount)),
      value: dollar((BigInt(amount) * 109n) / 100n),
    }),
  )
/** Parts of the hours on documents in any order of days; together they bill the whole. */
const inFull = worked.chain((one) =>
  fc
    .array(fc.record({ on: fc.nat(400), share: fc.integer({ min: 1, max: 20 }) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((parts) => {
      const shares = parts.reduce((sum, part) => sum + part.share, 0)
      let left = one.quantity.coefficient
      const billed = parts.map((part, at): Billed => {
        const share = (one.quantity.coefficient * BigInt(part.share)) / BigInt(shares)
        const coefficient = at === parts.length - 1 ? left : share
        left -= coefficient
        return {
          document: `I${at}`,
          on: addDays(start, part.on),
          quantity: { coefficient, scale: 1 },
          amount: euro(coefficient),
        }
      })
      return { one, billed }
    }),
)

const last = day('2029-01-01')
const sumOf = (list: readonly Movement[], of: 'amount' | 'value') =>
  list.reduce((sum, each) => sum + each[of].minor, 0n)

guarantee('work that is invoiced in full leaves nothing in work in progress, in no currency', {
  holds: movementsOf as Movements,
  planted: {
    'each reversal rounded by itself': ((one, billed) => {
      const [accrual, ...others] = movementsOf(one, billed)
      return [
        accrual!,
        ...others.map((each) => ({ ...each, value: dollar((each.amount.minor * 109n) / 100n) })),
      ]
    }) as Movements,
    'the last document forgotten': ((one, billed) => movementsOf(one, billed.slice(0, -1))) as Movements,
  },
  property: (movements) =>
    fc.property(inFull, ({ one, billed }) => {
      const list = movements(one, billed)
      return wipAt(list, last, 'EUR').minor === 0n && sumOf(list, 'value') === 0n
    }),
})

guarantee('the order in which documents arrive never changes what is unbilled on any day', {
  holds: movementsOf as Movements,
  planted: {
    'documents taken as they come': ((one, billed) => {
      const days = billed.map((each) => each.on).sort()
      return movementsOf(
        one,
        billed.map((each, at) => ({ ...each, on: days[at]!, document: `I${at}` })),
      )
    }) as Movements,
  },
  property: (movements) =>
    fc.property(inFull, fc.nat(400), ({ one, billed }, at) => {
      const on = addDays(start, at)
      const there = wipAt(movements(one, billed), on, 'EUR')
      return there.minor === wipAt(movements(one, [...billed].reverse()), on, 'EUR').minor
    }),
})

guarantee('a later document never changes an earlier day', {
  holds: ((one, billed, on) => wipAt(movementsOf(one, billed), on, 'EUR').minor) as At,
  planted: {
    'what is invoiced by now taken off': ((one, billed) =>
      wipAt(movementsOf(one, billed), last, 'EUR').minor) as At,
  },
  property: (at) =>
    fc.property(inFull, fc.nat(400), ({ one, billed }, days) => {
      const on = addDays(start, days)
      const until = billed.filter((each) => each.on <= on)
      return at(one, billed, on) === at(one, until, on)
    }),
})
type At = (one: Worked, billed: readonly Billed[], on: Day) => bigint

guarantee('a credit of a quantity opens exactly what its invoice reversed', {
  holds: movementsOf as Movements,
  planted: {
    'credits overlooked': ((one, billed) =>
      movementsOf(
        one,
        billed.filter((each) => each.amount.minor >= 0n),
      )) as Movements,
  },
  property: (movements) =>
    fc.property(inFull, ({ one, billed }) => {
      const credits = billed.map((each) => ({
        ...each,
        document: `C${each.document}`,
        on: day('2028-01-01'),
        quantity: { coefficient: -each.quantity!.coefficient, scale: 1 },
        amount: euro(-each.amount.minor - 1n),
      }))
      return wipAt(movements(one, [...billed, ...credits]), last, 'EUR').minor === one.amount.minor
    }),
})

guarantee('money given back without time opens nothing', {
  holds: movementsOf as Movements,
  planted: {
    'no quantity taken for all of it': ((one, billed) =>
      movementsOf(
        one,
        billed.map((each) => ({ ...each, quantity: each.quantity ?? decimal('-1') })),
      )) as Movements,
  },
  property: (movements) =>
    fc.property(inFull, ({ one, billed }) => {
      const back: Billed = { document: 'C1', on: day('2028-01-01'), quantity: null, amount: euro(-100n) }
      return wipAt(movements(one, [...billed, back]), last, 'EUR').minor === 0n
    }),
})

guarantee('what is written up or down later adds up to the accrual as it stands', {
  holds: withAdjustments,
  planted: {
    'the accrual left as it stands beside the changes': ((movements, changes) => [
      ...movements,
      ...withAdjustments(movements, changes).filter((one) => one.adjusted === true),
    ]) as typeof withAdjustments,
  },
  property: (adjust) =>
    fc.property(
      worked,
      fc.array(fc.record({ on: fc.nat(400), minor: fc.integer({ min: -5000, max: 5000 }) }), {
        maxLength: 4,
      }),
      (one, changes) => {
        const plain = movementsOf(one, [])
        const list = adjust(
          plain,
          changes.map((each) => ({ on: addDays(start, each.on), amount: euro(BigInt(each.minor)) })),
        )
        return (
          sumOf(list, 'amount') === one.amount.minor &&
          sumOf(list, 'value') === one.value.minor &&
          list.every((each) => each.on >= one.on)
        )
      },
    ),
})
