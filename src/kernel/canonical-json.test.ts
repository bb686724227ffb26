import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { canonicalJson } from './canonical-json.ts'

function shuffled(value: unknown, flip: (n: number) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, flip))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, member]) => [name, shuffled(member, flip)] as const)
  for (let at = entries.length - 1; at > 0; at--) {
    const other = flip(at + 1)
    ;[entries[at], entries[other]] = [entries[other]!, entries[at]!]
  }
  return Object.fromEntries(entries)
}

guarantee('a value has one spelling whatever the order of its members, and reads back the same', {
  holds: canonicalJson,
  planted: {
    'members in the order they came': (value: unknown) => JSON.stringify(value),
    'only the outer members sorted': (value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))))
        : JSON.stringify(value),
  },
  property: (spell) => {
    // "__proto__" is no member that a literal can carry.
    const key = fc.string({ unit: 'binary', maxLength: 4 }).filter((name) => name !== '__proto__')
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary' }),
        fc.boolean(),
        fc.constant(null),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { noNullPrototype: true, maxKeys: 5 }),
      ),
    }))
    return fc.property(value, fc.infiniteStream(fc.nat()), (sample, numbers) => {
      const flip = (n: number) => (numbers.next().value as number) % n
      const text = spell(sample)
      assert.equal(spell(shuffled(sample, flip)), text)
      assert.deepEqual(JSON.parse(text), sample)
    })
  },
})

test('spelling follows RFC 8785: UTF-16 order of names, shortest numbers, no white space', () => {
  const sample = { '€': 1, '\r': 2, '\u{1f600}': 3, '1': 4, ﬁ: 5, a: [1e30, 4.5, 0.002, 1e-27, -0] }
  const expected = '{"\\r":2,"1":4,"a":[1e+30,4.5,0.002,1e-27,0],"€":1,"\u{1f600}":3,"ﬁ":5}'
  assert.equal(canonicalJson(sample), expected)
})

test('what would change silently is refused', () => {
  const refused = [
    1n,
    Number.NaN,
    Infinity,
    undefined,
    [undefined],
    () => 1,
    new Date(0),
    new Map(),
    Symbol('x'),
  ]
  for (const value of refused) assert.throws(() => canonicalJson({ value: [value] }), { name: 'Bug' })
  const circle: { self?: unknown } = {}
  circle.self = circle
  assert.throws(() => canonicalJson(circle), { name: 'Bug' })
  assert.equal(canonicalJson({ a: undefined, b: 1 }), '{"b":1}')
})
