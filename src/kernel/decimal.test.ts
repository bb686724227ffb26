import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  anyDecimal,
  equal,
  fractionOf,
  isRounded,
  minus,
  over,
  plus,
  roundingModes,
  sign,
  times,
  whole,
} from '../../test/fraction.ts'
import { guarantee } from '../../test/property.ts'
import type { Decimal, RoundingMode } from './decimal.ts'
import {
  addDecimal,
  compareDecimal,
  decimal,
  divideDecimal,
  formatDecimal,
  multiplyDecimal,
  parseDecimal,
  roundDecimal,
  subtractDecimal,
} from './decimal.ts'

const anyMode = fc.constantFrom(...roundingModes)
const tenth = (scale: number) => whole(10n ** BigInt(scale))

guarantee('sums, differences, products and order are those of rational numbers', {
  holds: { addDecimal, subtractDecimal, multiplyDecimal, compareDecimal },
  planted: {
    'a sum that ignores scales': {
      addDecimal: (a: Decimal, b: Decimal) => ({
        coefficient: a.coefficient + b.coefficient,
        scale: a.scale,
      }),
      subtractDecimal,
      multiplyDecimal,
      compareDecimal,
    },
    'a comparison through doubles': {
      addDecimal,
      subtractDecimal,
      multiplyDecimal,
      compareDecimal: (a: Decimal, b: Decimal) =>
        Math.sign(Number(formatDecimal(a)) - Number(formatDecimal(b))) as -1 | 0 | 1,
    },
  },
  property: (arithmetic) =>
    fc.property(anyDecimal, anyDecimal, fc.boolean(), (a, shift, near) => {
      const b = near ? addDecimal(a, { coefficient: shift.coefficient % 3n, scale: 12 }) : shift
      const [x, y] = [fractionOf(a), fractionOf(b)]
      assert.ok(equal(fractionOf(arithmetic.addDecimal(a, b)), plus(x, y)))
      assert.ok(equal(fractionOf(arithmetic.subtractDecimal(a, b)), minus(x, y)))
      assert.ok(equal(fractionOf(arithmetic.multiplyDecimal(a, b)), times(x, y)))
      assert.equal(arithmetic.compareDecimal(a, b), sign(minus(x, y)))
    }),
})

guarantee('rounding follows the definition of its mode', {
  holds: roundDecimal,
  planted: {
    'halves that go to the even neighbour': (d: Decimal, scale: number, mode: RoundingMode) =>
      roundDecimal(d, scale, mode === 'half_away' ? 'half_even' : mode),
    'halves of negative values that go up': (d: Decimal, scale: number, mode: RoundingMode) =>
      mode === 'half_away'
        ? roundDecimal(addDecimal(d, { coefficient: 5n, scale: scale + 1 }), scale, 'floor')
        : roundDecimal(d, scale, mode),
    'a ceiling that looks away from zero': (d: Decimal, scale: number, mode: RoundingMode) =>
      roundDecimal(d, scale, mode === 'ceiling' ? 'up' : mode),
  },
  property: (round) =>
    fc.property(anyDecimal, fc.integer({ min: 0, max: 4 }), anyMode, (value, scale, mode) => {
      const rounded = round(value, scale, mode)
      const atScale = times(fractionOf(rounded), tenth(scale))
      assert.equal(atScale.n % atScale.d, 0n)
      assert.ok(isRounded(times(fractionOf(value), tenth(scale)), atScale.n / atScale.d, mode))
    }),
})

guarantee('a quotient is rounded once, in the named mode', {
  holds: divideDecimal,
  planted: {
    'a quotient rounded twice': (a: Decimal, b: Decimal, scale: number, mode: RoundingMode) =>
      roundDecimal(divideDecimal(a, b, scale + 1, mode), scale, mode),
  },
  property: (divide) =>
    fc.property(anyDecimal, anyDecimal, fc.integer({ min: 0, max: 6 }), anyMode, (a, b, scale, mode) => {
      fc.pre(b.coefficient !== 0n)
      const quotient = divide(a, b, scale, mode)
      const exact = times(over(fractionOf(a), fractionOf(b)), tenth(scale))
      assert.ok(isRounded(exact, quotient.coefficient * 10n ** BigInt(scale - quotient.scale), mode))
    }),
})

guarantee('a decimal that is written and read again is the same value in the same spelling', {
  holds: formatDecimal,
  planted: {
    'a minus lost below one': (d: Decimal) => {
      const text = formatDecimal(d)
      return text.startsWith('-0.') ? text.slice(1) : text
    },
    'trailing zeros of a whole number cut': (d: Decimal) => formatDecimal(d).replace(/0+$/, '') || '0',
  },
  property: (format) =>
    fc.property(anyDecimal, (value) => {
      const text = format(value)
      assert.match(text, /^(0|-?[1-9]\d*|-?(0|[1-9]\d*)\.\d*[1-9])$/)
      const read = parseDecimal(text)
      assert.ok(read !== null && equal(fractionOf(read), fractionOf(value)))
      assert.equal(formatDecimal(read), text)
    }),
})

test('only plain notation is read', () => {
  const refused = ['', '-', '.', '5.', '.5', '-.5', '+1', '1e3', '1E3', ' 1', '1 ', '1,000', '1_000', '0x10']
  const alsoRefused = [
    '1.2.3',
    '--1',
    '1-',
    'NaN',
    'Infinity',
    '٣',
    '1n',
    `0.${'1'.repeat(19)}`,
    '1'.repeat(31),
  ]
  for (const text of [...refused, ...alsoRefused])
    assert.equal(parseDecimal(text), null, JSON.stringify(text))
  const accepted = {
    '007.50': '7.5',
    '-0': '0',
    '-0.00': '0',
    '0.000000000000000001': '0.000000000000000001',
  }
  for (const [text, spelling] of Object.entries(accepted))
    assert.equal(formatDecimal(decimal(text)), spelling)
  const long = `${'9'.repeat(12)}.${'9'.repeat(18)}`
  assert.equal(formatDecimal(decimal(long)), long)
})

test('a division by zero is a bug, never an amount', () => {
  assert.throws(() => divideDecimal(decimal('1'), decimal('0.00'), 2, 'half_away'), { name: 'Bug' })
})
