import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as reference from 'uuid'
import { guarantee } from '../../test/property.ts'
import { digestText, hex, sha256 } from './digest.ts'
import { HOURBRIDGE_NAMESPACE, isUuid, uuidV5, uuidV7 } from './ids.ts'

test('an id from a name is the one that RFC 9562 prescribes', () => {
  // The example of RFC 9562, appendix A.4.
  const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8'
  assert.equal(uuidV5(dns, 'www.example.com'), '2ed6657d-e927-568b-95e1-2665a8aea6a2')
  assert.ok(isUuid(HOURBRIDGE_NAMESPACE))
  assert.throws(() => uuidV5('not-a-namespace', 'x'), { name: 'Bug' })
  assert.throws(() => uuidV5(HOURBRIDGE_NAMESPACE, '\ud800'), { name: 'Bug' })
})

guarantee('an id from a name agrees with an independent implementation', {
  holds: uuidV5,
  planted: {
    'a namespace hashed as text': (namespace: string, name: string) =>
      uuidV5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', namespace + name),
  },
  runs: 100,
  property: (make) =>
    fc.property(fc.uuid(), fc.string({ unit: 'binary' }), (namespace, name) => {
      assert.equal(make(namespace, name), reference.v5(name, namespace))
    }),
})

type Random = (bytes: number) => Uint8Array

guarantee('an id from a moment sorts by time, keeps all random bits and says its version', {
  holds: uuidV7,
  planted: {
    'a time of 32 bits': (atMs: number, random: Random) => uuidV7(atMs % 2 ** 32, random),
    'randomness that is ignored': (atMs: number) => uuidV7(atMs, (count) => new Uint8Array(count)),
  },
  property: (make) =>
    fc.property(
      fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      fc.uint8Array({ minLength: 10, maxLength: 10 }),
      (a, b, random) => {
        const [x, y] = [make(a, () => random.slice()), make(b, () => random.slice())]
        assert.ok(isUuid(x) && reference.version(x) === 7)
        assert.equal(Number.parseInt(x.replaceAll('-', '').slice(0, 12), 16), a)
        assert.equal(x < y, a < b)
        const other = random.slice()
        other[9]! ^= 1
        assert.notEqual(
          make(a, () => other),
          x,
        )
      },
    ),
})

test('a digest is SHA-256', () => {
  // FIPS 180-4, the example "abc".
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
  assert.equal(hex(sha256('abc')), abc)
  assert.equal(hex(sha256(new TextEncoder().encode('abc'))), abc)
})

guarantee('two lists of texts have one digest only when they are the same list', {
  holds: digestText,
  planted: {
    'parts run together': (...parts: string[]) => hex(sha256(parts.join(''))),
    'parts with a mark between': (...parts: string[]) => hex(sha256(parts.join('|'))),
  },
  property: (digest) => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '|', '1', ':'), maxLength: 3 })
    const parts = fc.array(part, { maxLength: 3 })
    return fc.property(parts, parts, (a, b) => {
      assert.equal(digest(...a) === digest(...b), JSON.stringify(a) === JSON.stringify(b))
    })
  },
})

test('text that UTF-8 cannot tell apart has no digest', () => {
  assert.throws(() => digestText('\ud800'), { name: 'Bug' })
})
