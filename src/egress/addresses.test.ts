import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAllowed, isMetadataAddress, isPublicAddress } from './addresses.ts'

const refused = [
  '0.0.0.0',
  '10.0.0.1',
  '100.64.1.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:10.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  'localhost',
  '',
]

test('only plainly public unicast addresses count as public', () => {
  for (const address of refused) assert.equal(isPublicAddress(address), false, address)
  for (const address of [
    '8.8.8.8',
    '1.1.1.1',
    '172.32.0.1',
    '172.15.0.1',
    '2606:4700::1111',
    '2a00:1450::1',
  ]) {
    assert.equal(isPublicAddress(address), true, address)
  }
})

test('the allow-list opens one host and port, by name or by address, and no other', () => {
  const allow = ['erp.intern:443', '127.0.0.1:8069', '[::1]:8069']
  assert.equal(isAllowed(allow, '127.0.0.1', 8069, '127.0.0.1'), true)
  assert.equal(isAllowed(allow, 'other.name', 8069, '127.0.0.1'), true)
  assert.equal(isAllowed(allow, '127.0.0.1', 8070, '127.0.0.1'), false)
  assert.equal(isAllowed(allow, 'erp.intern', 443, '10.1.2.3'), true)
  assert.equal(isAllowed(allow, 'erp.intern', 80, '10.1.2.3'), false)
  assert.equal(isAllowed(allow, 'evil.example', 443, '10.1.2.3'), false)
  assert.equal(isAllowed(allow, '[::1]', 8069, '::1'), true)
  assert.equal(isAllowed(allow, 'any.example', 443, '8.8.8.8'), true)
})

test('addresses that hand out credentials are never allowed, listed or not, mapped or not', () => {
  const allow = ['169.254.169.254:80', 'meta.example:80', '[fd00:ec2::254]:80']
  assert.equal(isAllowed(allow, '169.254.169.254', 80, '169.254.169.254'), false)
  assert.equal(isAllowed(allow, 'meta.example', 80, '169.254.169.254'), false)
  assert.equal(isAllowed(allow, 'meta.example', 80, '::ffff:a9fe:a9fe'), false)
  assert.equal(isAllowed(allow, '[fd00:ec2::254]', 80, 'fd00:ec2::254'), false)
  assert.equal(isMetadataAddress('::ffff:169.254.169.254'), true)
})
