import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../../test/property.ts'
import { compareDecimal, decimal, formatDecimal } from '../../kernel/decimal.ts'
import type { BandRule, Premium } from './rules.ts'
import { priceInBands, type Stacking } from './stacking.ts'

const band = (kind: Premium['kind'], value: string): BandRule => ({
  id: `${kind} ${value}`,
  premium: { kind, value: decimal(value) },
})
const at = (stacking: Stacking, ...bands: BandRule[]) =>
  formatDecimal(priceInBands(decimal('100'), bands, stacking))

test('two factors stack as the contract says', () => {
  const both = [band('multiplier', '2'), band('multiplier', '1.5')]
  assert.deepEqual(
    (['highest', 'multiply', 'add', 'add_factors'] as const).map((one) => at(one, ...both)),
    ['200', '300', '250', '350'],
  )
})

test('a surcharge is added last, and a rate of its own replaces the plain one', () => {
  assert.equal(at('multiply', band('multiplier', '1.5'), band('surcharge', '12.5')), '162.5')
  assert.equal(at('multiply', band('multiplier', '1.5'), band('rate', '80')), '120')
  assert.equal(at('highest', band('surcharge', '60'), band('multiplier', '1.5')), '160')
  assert.equal(at('highest', band('multiplier', '0.5')), '50')
})

const anyBands = fc.array(
  fc.tuple(fc.constantFrom('multiplier' as const, 'surcharge' as const), fc.integer({ min: 100, max: 300 })),
  { minLength: 1, maxLength: 4 },
)

guarantee('above the plain rate: highest <= add <= multiply, and the order of bands never matters', {
  holds: priceInBands,
  planted: {
    'the last band wins': ((rate, bands, stacking) =>
      priceInBands(rate, stacking === 'highest' ? bands.slice(-1) : bands, stacking)) as typeof priceInBands,
    'a surcharge is multiplied too': ((rate, bands, stacking) =>
      stacking === 'multiply' && bands.length > 1 && bands[0]!.premium.kind === 'surcharge'
        ? priceInBands(priceInBands(rate, bands.slice(0, 1), stacking), bands.slice(1), stacking)
        : priceInBands(rate, bands, stacking)) as typeof priceInBands,
  },
  property: (price) =>
    fc.property(anyBands, fc.integer({ min: 1, max: 50_000 }), (list, cents) => {
      const rate = { coefficient: BigInt(cents), scale: 2 }
      const bands = list.map(([kind, value]) => band(kind, `${value / 100}`))
      const of = (stacking: Stacking) => price(rate, bands, stacking)
      assert.ok(compareDecimal(of('highest'), of('add')) <= 0)
      assert.ok(compareDecimal(of('add'), of('multiply')) <= 0)
      for (const stacking of ['highest', 'multiply', 'add', 'add_factors'] as const)
        assert.equal(compareDecimal(price(rate, bands.toReversed(), stacking), of(stacking)), 0)
    }),
})
