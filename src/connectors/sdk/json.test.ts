import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, canonicalText, idOf, numberOf, readJson, textOf } from './json.ts'

test('a number keeps its digits', () => {
  const value = readJson(
    '{"a":0.1000,"b":12345678901234567890.123,"c":"2.50","d":1e-3,"e":2.5E2,"f":"x","g":-0.0}',
  )
  const numbers = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => numberOf(at(value, name)))
  assert.deepEqual(numbers, ['0.1', '12345678901234567890.123', '2.5', '0.001', '250', null, '0'])
})

test('what is not one JSON value in UTF-8 is undefined, whatever it is', () => {
  for (const bytes of ['', '{', '{"a":}', '1 2', '['.repeat(100_000), '{"a":1}x'])
    assert.equal(readJson(bytes), undefined)
  assert.equal(readJson(Uint8Array.of(0x22, 0xff, 0x22)), undefined)
})

test('only own members are followed', () => {
  const value = readJson('{"__proto__":{"x":"y"},"a":[{"id":7}]}')
  assert.equal(at(value, 'constructor'), undefined)
  assert.equal(at(value, 'x'), undefined)
  assert.equal(idOf(at(value, 'a', 0, 'id')), '7')
  assert.equal(textOf(at(value, 'a', 'length')), null)
})

test('content has one spelling, whatever the order of its members', () => {
  const one = readJson('{"b":[1.50,null,true],"a":{"y":"\\u00e9","x":1e5}}')
  const two = readJson('{ "a": {"x":1e5, "y":"é"}, "b":[1.50,null,true] }')
  assert.equal(canonicalText(one!), canonicalText(two!))
  assert.equal(canonicalText(one!), '{"a":{"x":1e5,"y":"é"},"b":[1.50,null,true]}')
})
