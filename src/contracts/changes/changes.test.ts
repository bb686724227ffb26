import assert from 'node:assert/strict'
import fc from 'fast-check'
import { guarantee } from '../../../test/property.ts'
import { day } from '../../kernel/dates.ts'
import { addDecimal, type Decimal, formatDecimal } from '../../kernel/decimal.ts'
import { isRejection } from '../../kernel/errors.ts'
import { coverWork, type Slice, type Worth } from './cover.ts'
import { bookTotals, creditLines, openCreditBook } from './credit.ts'
import { settle } from './decisions.ts'
import type { BilledDocument } from './standing.ts'

const hundredths = (min: number, max: number): fc.Arbitrary<Decimal> =>
  fc.integer({ min, max }).map((value) => ({ coefficient: BigInt(value), scale: 2 }))
const euro = (minor: number | bigint) => ({ minor: BigInt(minor), currency: 'EUR' })
const none: Decimal = { coefficient: 0n, scale: 0 }
const sumOf = (list: readonly { quantity: Decimal; amount: { minor: bigint } }[]) => ({
  quantity: formatDecimal(list.map((one) => one.quantity).reduce(addDecimal, none)),
  minor: list.reduce((sum, one) => sum + one.amount.minor, 0n),
})

const anyPiece: fc.Arbitrary<Worth> = fc.record({
  quantity: hundredths(1, 2000),
  amount: fc.integer({ min: 0, max: 500_000 }).map(euro),
  band: fc.constantFrom(null, 'overtime'),
  allowed: fc.boolean(),
})
const anyClaim = fc.record({
  quantity: hundredths(0, 2000),
  spared: fc.constant(none),
  part: fc.constantFrom(null, 'overtime', '2'),
})

guarantee(
  'what issued parts take and what is left add up to the work, and nobody takes more than it claims',
  {
    holds: coverWork,
    planted: {
      'a cut that loses the rest': ((pieces, claims) => {
        const covered = coverWork(pieces, claims)
        return { ...covered, rest: covered.rest.slice(1) }
      }) as typeof coverWork,
      'a cut that rounds both halves up': ((pieces, claims) => {
        const covered = coverWork(pieces, claims)
        const up = (one: Slice): Slice => ({ ...one, amount: euro(one.amount.minor + 1n) })
        return covered.rest.length > 0 ? { ...covered, rest: covered.rest.map(up) } : covered
      }) as typeof coverWork,
    },
    property: (cover) =>
      fc.property(
        fc.array(anyPiece, { minLength: 1, maxLength: 4 }),
        fc.array(anyClaim, { maxLength: 3 }),
        (pieces, claims) => {
          const covered = cover(pieces, claims)
          assert.deepEqual(sumOf([...covered.claims.flat(), ...covered.rest]), sumOf(pieces))
          for (const [at, slices] of covered.claims.entries()) {
            const taken = slices.map((one) => one.quantity).reduce(addDecimal, none)
            assert.ok(Number(formatDecimal(taken)) <= Number(formatDecimal(claims[at]!.quantity)))
          }
        },
      ),
  },
)

const invoice = (minors: readonly number[], rate: number, taxPer: 'document' | 'line'): BilledDocument => ({
  id: 'INV',
  kind: 'invoice',
  contract: null,
  currency: 'EUR',
  on: day('2026-05-31'),
  status: 'issued',
  corrects: null,
  purchaseOrder: null,
  taxPer,
  learned: 0,
  lines: minors.map((minor, at) => ({
    id: String(at),
    amount: euro(minor),
    taxCode: 'VAT',
    taxRate: { coefficient: BigInt(rate), scale: 2 },
    credits: null,
    reopens: true,
    members: [],
  })),
})

guarantee('credits never exceed a line, and credits of all of it add up to net, tax and total', {
  holds: creditLines,
  planted: {
    'tax rounded on every credit': ((book, wanted) => {
      const forgotten = { ...book, groups: book.groups.map((one) => ({ ...one, creditedNet: 0n })) }
      const made = creditLines(forgotten, wanted)
      return isRejection(made) ? made : { ...made, book: { ...made.book } }
    }) as typeof creditLines,
    'a line that never runs out': ((book, wanted) =>
      creditLines(
        { ...book, lines: book.lines.map((one) => ({ ...one, left: one.minor })) },
        wanted,
      )) as typeof creditLines,
  },
  property: (credit) =>
    fc.property(
      fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 2700 }),
      fc.constantFrom('document' as const, 'line' as const),
      fc.array(fc.record({ line: fc.nat({ max: 2 }), part: fc.integer({ min: 1, max: 100 }) }), {
        maxLength: 8,
      }),
      (minors, rate, taxPer, parts) => {
        let book = openCreditBook(invoice(minors, rate, taxPer))
        const { billed } = bookTotals(book)
        let [net, total] = [0n, 0n]
        const give = (line: string, minor: bigint) => {
          const made = credit(book, [{ line, minor }])
          assert.ok(!isRejection(made))
          book = made.book
          net += made.net.minor
          total += made.total.minor
        }
        for (const one of parts) {
          const line = book.lines[one.line % book.lines.length]!
          give(line.id, (line.left * BigInt(one.part)) / 100n)
        }
        for (const line of book.lines) {
          assert.ok(isRejection(credit(book, [{ line: line.id, minor: line.left + 1n }])))
          give(line.id, line.left)
        }
        assert.equal(net, billed.net.minor)
        assert.equal(total, billed.total.minor)
      },
    ),
})

const anyAnswer = fc.record({
  decision: fc.constantFrom('accepted' as const, 'declined' as const),
  minor: fc.integer({ min: -3000, max: 3000 }).map(BigInt),
  quantity: fc.constant(null),
  carriedOutMinor: fc.constant(0n),
})

guarantee('declined, accepted and proposed add up to the difference, and none of them goes beyond it', {
  holds: settle,
  planted: {
    'an answer that outlives what it answered': ((change, answers) => {
      const settled = settle(change, answers)
      const [first] = answers
      if (first === undefined) return settled
      return { ...settled, approved: { ...settled.approved, amount: euro(first.minor) } }
    }) as typeof settle,
  },
  property: (answered) =>
    fc.property(
      hundredths(-900, 900),
      fc.integer({ min: -3000, max: 3000 }),
      fc.array(anyAnswer, { maxLength: 3 }),
      (quantity, minor, answers) => {
        const change = { quantity, amount: euro(minor) }
        const { declined, approved, proposed } = answered(change, answers)
        assert.deepEqual(sumOf([declined, approved, proposed]), sumOf([change]))
        for (const one of [declined, approved, proposed]) {
          assert.ok(minor >= 0 ? one.amount.minor >= 0n : one.amount.minor <= 0n)
          assert.ok(minor >= 0 ? one.amount.minor <= minor : one.amount.minor >= minor)
        }
      },
    ),
})
