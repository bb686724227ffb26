import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Fault } from '../kernel/errors.ts'
import { open, seal } from './sealing.ts'

const key = new Uint8Array(32).fill(7)
const secret = Buffer.from('an API key of the ERP')
const refused = (error: unknown) => error instanceof Fault && error.code === 'SEAL_BROKEN'

test('what was sealed opens with the same key at the same place', () => {
  assert.deepEqual(open(key, seal(key, secret, 'connection:erp'), 'connection:erp'), secret)
  assert.equal(open(key, seal(key, new Uint8Array(0), 'empty'), 'empty').length, 0)
})

test('every flipped byte of a sealed secret is detected', () => {
  const sealed = seal(key, secret, 'connection:erp')
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Uint8Array.from(sealed)
    changed[at]! ^= 1
    assert.throws(() => open(key, changed, 'connection:erp'), refused, `byte ${at}`)
  }
})

test('a sealed secret moved to another row, cut short or opened with another key is refused', () => {
  const sealed = seal(key, secret, 'connection:erp')
  assert.throws(() => open(key, sealed, 'connection:psa'), refused)
  assert.throws(() => open(new Uint8Array(32).fill(8), sealed, 'connection:erp'), refused)
  for (const length of [0, 1, 28]) {
    assert.throws(() => open(key, sealed.subarray(0, length), 'connection:erp'), refused)
  }
})

test('sealing the same secret twice shows nothing of it being the same', () => {
  assert.notDeepEqual(seal(key, secret, 'connection:erp'), seal(key, secret, 'connection:erp'))
})
