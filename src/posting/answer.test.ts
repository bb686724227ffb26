import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectorFault } from '../connectors/sdk/fault.ts'
import { failureOf } from './answer.ts'

test('a refusal keeps the codes that have a remedy of their own', () => {
  const refusals = [
    [
      new ConnectorFault('data_fixable', 'none', 'inactive', { code: 'ERP_PARTY_INACTIVE' }),
      'ERP_PARTY_INACTIVE',
    ],
    [
      new ConnectorFault('data_fixable', 'none', 'no product', { code: 'ERP_REFERENCE_MISSING' }),
      'ERP_REFERENCE_MISSING',
    ],
    [new ConnectorFault('business_rejected', 'none', 'no'), 'ERP_REJECTED'],
    [new ConnectorFault('period_closed', 'none', 'closed'), 'PERIOD_CLOSED'],
  ] as const
  for (const [fault, code] of refusals) {
    const failure = failureOf(fault)
    assert.deepEqual(failure.kind === 'refused' && failure.code, code)
  }
})

test('what may have happened is unknown, whatever class the connector gives it', () => {
  for (const thrown of [
    new ConnectorFault('data_fixable', 'unknown', 'after the write', { code: 'ERP_PARTY_INACTIVE' }),
    new TypeError('a mistake in a connector'),
  ]) {
    assert.equal(failureOf(thrown).kind, 'unknown')
  }
})
