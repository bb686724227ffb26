import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readJson } from '../sdk/json.ts'
import { faultOf, readRefusal } from './refusals.ts'

const read = (error: unknown) => readRefusal(readJson(JSON.stringify(error))!)

/** Texts as Tryton 6.0 wrote them, in English. */
const table: readonly (readonly [unknown, string, string])[] = [
  [['UserError', ['The UUID of timesheet line must be unique.', '', null]], 'duplicate', 'ERP_REJECTED'],
  [['UserError', ['The code on party must be unique.', '', null]], 'duplicate', 'ERP_REJECTED'],
  [
    ['UserError', ['To continue, you must create a period for the date "06/30/2025".', '', null]],
    'period_closed',
    'PERIOD_CLOSED',
  ],
  [
    ['UserError', ['The value "99999" for field "Party" in "Invoice" does not exist.', '', null]],
    'data_fixable',
    'ERP_REFERENCE_MISSING',
  ],
  [
    ['UserError', ['A value is required for field "Journal" in "Invoice".', '', null]],
    'data_fixable',
    'ERP_REJECTED',
  ],
  [
    [
      'UserError',
      [
        'The number of digits in the value "0.333" for field "Quantity" in "Invoice Line" exceeds the limit of "2".',
        '',
        null,
      ],
    ],
    'data_fixable',
    'ERP_REJECTED',
  ],
  [
    [
      'UserError',
      [
        'The value for field "Invoice Address" in "Invoice" is not valid according to its domain.',
        '',
        [['a']],
      ],
    ],
    'data_fixable',
    'ERP_REJECTED',
  ],
  [['UserError', ['You cannot modify an invoiced line.', '', null]], 'business_rejected', 'ERP_REJECTED'],
  [
    [
      'UserError',
      ['You cannot modify invoice "INV-1 [EXT-1]" because it is posted, paid or cancelled.', '', null],
    ],
    'business_rejected',
    'ERP_REJECTED',
  ],
  [
    [
      'UserError',
      [
        'To number the invoice "[X]", you must set an accounting date after "01/05/2026" because the sequence',
        '',
        null,
      ],
    ],
    'business_rejected',
    'ERP_REJECTED',
  ],
  [
    ['UserError', ['Calling button "close on "account.period" is not allowed.', '', null]],
    'permission',
    'CONNECTOR_CONFIG',
  ],
  [['UserError', ['You are not allowed to access "User".', '', null]], 'permission', 'CONNECTOR_CONFIG'],
  [
    [
      'UserError',
      [
        'You are not allowed to read records "987654" of "Invoice" because of at least one of these rules:\nUser in companies',
        '',
        null,
      ],
    ],
    'data_fixable',
    'ERP_REFERENCE_MISSING',
  ],
  [['UserWarning', ['some_warning_1', 'Are you sure?', '']], 'business_rejected', 'ERP_REJECTED'],
  [['ConcurrencyException', 'Records were modified in the meanwhile'], 'retryable', 'CONNECTOR_UNREACHABLE'],
  [
    ['could not obtain lock on row in relation "ir_sequence_strict"\n', ''],
    'retryable',
    'CONNECTOR_UNREACHABLE',
  ],
  [["'nope'", ''], 'config', 'CONNECTOR_CONFIG'],
  [['LoginException', ['password', 'Password']], 'reauth', 'CONNECTOR_REAUTH'],
]

test('every refusal has its class and code, and none has an effect', () => {
  for (const [error, faultClass, code] of table) {
    const fault = faultOf(read(error), false)
    assert.deepEqual(
      [fault.faultClass, fault.code, fault.effect],
      [faultClass, code, 'none'],
      JSON.stringify(error),
    )
  }
})

test('a database that went away during a write leaves its outcome unknown, during a read it is asked again', () => {
  const lost = read(['server closed the connection unexpectedly\n\tThis probably means...', ''])
  assert.deepEqual([faultOf(lost, false).faultClass, faultOf(lost, false).effect], ['in_doubt', 'unknown'])
  assert.deepEqual([faultOf(lost, true).faultClass, faultOf(lost, true).effect], ['retryable', 'none'])
})

test('a domain printed into a message is cut off', () => {
  const { message } = read(['UserError', [`The value is not valid ${'x'.repeat(50_000)}`, '', null]])
  assert.ok(message.length < 600)
})

test('a refusal of no known shape is still one', () => {
  for (const error of ['text', {}, [], [null], [['x']], 7]) assert.equal(typeof read(error).message, 'string')
})
