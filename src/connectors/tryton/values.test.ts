import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../../kernel/dates.ts'
import { readJson } from '../sdk/json.ts'
import { inDate, inDecimal, inHours, inSeconds, outDate, outHours, secondsOf } from './values.ts'

test('hours become seconds exactly, or not at all', () => {
  const table = [
    ['1.5', '5400'],
    ['0.33', '1188'],
    ['0.333', '1198.8'],
    ['-2', '-7200'],
    ['0.000000001', null],
    ['1e3', null],
    ['', null],
  ] as const
  for (const [hours, seconds] of table) assert.equal(secondsOf(hours), seconds, hours)
  assert.equal(JSON.stringify(outHours('0.333')), '{"__class__":"timedelta","seconds":1198.8}')
})

test('durations come back as the hours they were, days included', () => {
  for (const [text, hours] of [
    ['{"__class__":"timedelta","seconds":1198.8}', '0.333'],
    ['{"__class__":"timedelta","days":1,"seconds":5400}', '25.5'],
    ['{"__class__":"timedelta","seconds":5400.0}', '1.5'],
    ['{"__class__":"timedelta","seconds":1}', '0.000278'],
    ['null', null],
  ] as const) {
    assert.equal(inHours(readJson(text)), hours)
  }
  assert.equal(inSeconds(readJson('{"seconds":90000}')), '90000')
})

test('dates and decimals make the round trip', () => {
  const on = day('2026-02-09')
  assert.equal(inDate(readJson(JSON.stringify(outDate(on)))), on)
  assert.equal(inDate(readJson('{"year":2026,"month":13,"day":1}')), null)
  assert.equal(inDecimal(readJson('{"__class__":"Decimal","decimal":"120.0000"}')), '120')
})
