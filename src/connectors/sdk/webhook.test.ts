import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { refuseHmac, refuseStandardWebhook } from './webhook.ts'

const key = Buffer.from('a'.repeat(24))
const secret = `whsec_${key.toString('base64')}`
const now = new Date('2026-11-02T10:00:00Z')
const raw = Buffer.from('{"type":"time.approved","hours":1.50}')

function signed(body: Uint8Array, at: number, id = 'msg_1', with_ = key): Record<string, string> {
  const digest = createHmac('sha256', with_).update(`${id}.${at}.`).update(body).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1,${digest}` }
}
const seconds = now.getTime() / 1000

test('a delivery that was signed with the secret is taken, also beside a signature of the next secret', () => {
  const good = signed(raw, seconds)
  assert.equal(refuseStandardWebhook(good, raw, secret, now), null)
  const rotated = { ...good, 'webhook-signature': `v1,AAAA v1a,zzz ${good['webhook-signature']}` }
  assert.equal(refuseStandardWebhook(rotated, raw, secret, now), null)
})

test('any changed byte, other secret, other id, missing header or empty secret is refused', () => {
  const good = signed(raw, seconds)
  for (let index = 0; index < raw.length; index++) {
    const changed = Buffer.from(raw)
    changed[index]! ^= 1
    assert.equal(refuseStandardWebhook(good, changed, secret, now)?.code, 'BAD_SIGNATURE')
  }
  const other = signed(raw, seconds, 'msg_1', Buffer.from('b'.repeat(24)))
  for (const headers of [
    other,
    { ...good, 'webhook-id': 'msg_2' },
    { ...good, 'webhook-signature': '' },
    {},
  ]) {
    assert.equal(refuseStandardWebhook(headers, raw, secret, now)?.code, 'BAD_SIGNATURE')
  }
  assert.equal(refuseStandardWebhook(good, raw, 'whsec_', now)?.code, 'BAD_SIGNATURE')
})

test('a delivery that was signed more than five minutes away is stale', () => {
  for (const away of [-301, 301]) {
    assert.equal(refuseStandardWebhook(signed(raw, seconds + away), raw, secret, now)?.code, 'STALE_WEBHOOK')
  }
  assert.equal(refuseStandardWebhook(signed(raw, seconds - 299), raw, secret, now), null)
})

test('a plain HMAC is compared with its prefix and encoding', () => {
  const scheme = { header: 'x-signature', algorithm: 'sha256', encoding: 'hex', prefix: 'sha256=' } as const
  const digest = createHmac('sha256', 's').update(raw).digest('hex')
  assert.equal(refuseHmac(scheme, { 'x-signature': `sha256=${digest}` }, raw, 's'), null)
  for (const sent of [digest, `sha256=${digest.slice(2)}`, `sha256=${'0'.repeat(64)}`, '']) {
    assert.equal(refuseHmac(scheme, { 'x-signature': sent }, raw, 's')?.code, 'BAD_SIGNATURE')
  }
  const empty = createHmac('sha256', '').update(raw).digest('hex')
  assert.equal(refuseHmac(scheme, { 'x-signature': `sha256=${empty}` }, raw, '')?.code, 'BAD_SIGNATURE')
})
