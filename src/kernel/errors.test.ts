import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CatalogueEntry } from './error-catalogue.ts'
import { describeError, errorCatalogue, isErrorCode } from './error-catalogue.ts'
import { caseCodes } from './case-codes.ts'
import { assert as assertHolds, Bug, Fault, isRejection, reject } from './errors.ts'
import { faultCodes } from './fault-codes.ts'
import { requestCodes } from './request-codes.ts'

const owners = ['master_data', 'finance', 'pmo', 'integration']

/** What is wrong with an entry; nothing when its reader learns what happened, what to do and whose it is. */
function faultsOf(code: string, entry: CatalogueEntry): string[] {
  const found: string[] = []
  if (!/^[A-Z][A-Z_]*[A-Z]$/.test(code)) found.push('spelling')
  if (entry.title.trim().length < 8) found.push('title')
  if (entry.remedy.trim().length < 20 || !/[.]$/.test(entry.remedy)) found.push('remedy')
  if (entry.kind === 'case' && !owners.includes(entry.owner ?? '')) found.push('owner')
  if (entry.kind !== 'case' && entry.owner !== undefined) found.push('owner')
  if (entry.kind === 'request' && !(entry.status! >= 400 && entry.status! < 500)) found.push('status')
  if (entry.kind === 'fault' && entry.status !== undefined && entry.status < 500) found.push('status')
  if (entry.kind === 'case' && entry.status !== undefined) found.push('status')
  return found
}

test('every code tells what happened, what to do next and, for a case, whose it is', () => {
  for (const [code, entry] of Object.entries(errorCatalogue))
    assert.deepEqual(faultsOf(code, entry), [], code)
})

test('an entry without remedy, owner or status is noticed', () => {
  const good = describeError('MISSING_RATE')
  assert.deepEqual(faultsOf('MISSING_RATE', { ...good, remedy: ' ' }), ['remedy'])
  assert.deepEqual(faultsOf('MISSING_RATE', { kind: 'case', title: good.title, remedy: good.remedy }), [
    'owner',
  ])
  const request: CatalogueEntry = { kind: 'request', title: good.title, remedy: good.remedy }
  assert.deepEqual(faultsOf('MALFORMED_JSON', request), ['status'])
})

test('a code has one meaning', () => {
  const codes = [caseCodes, requestCodes, faultCodes].flatMap((part) => Object.keys(part))
  assert.equal(new Set(codes).size, codes.length)
  assert.equal(Object.keys(errorCatalogue).length, codes.length)
  for (const [part, kind] of [
    [caseCodes, 'case'],
    [requestCodes, 'request'],
    [faultCodes, 'fault'],
  ] as const) {
    for (const entry of Object.values(part)) assert.equal(entry.kind, kind)
  }
  assert.ok(isErrorCode('MISSING_RATE') && !isErrorCode('toString'))
})

test('a rejection is a value, a fault and a bug are thrown', () => {
  const rejection = reject('MISSING_RATE', 'No rate', { field: 'rate' })
  assert.ok(isRejection(rejection))
  assert.deepEqual(
    { ...rejection },
    { rejected: true, code: 'MISSING_RATE', message: 'No rate', field: 'rate' },
  )
  for (const other of [null, undefined, 'rejected', { rejected: 'yes' }, []])
    assert.equal(isRejection(other), false)
  const cause = new Error('socket closed')
  const fault = new Fault('DATABASE_UNAVAILABLE', {
    message: 'No answer in 5000 ms',
    cause,
    retry: { afterMs: 100 },
  })
  assert.deepEqual([fault.cause, fault.retry], [cause, { afterMs: 100 }])
  assert.ok(!fault.publicMessage.includes('5000'), 'The internal message stays inside')
  assert.throws(() => assertHolds(false, 'a sum is zero'), new Bug('a sum is zero'))
})
