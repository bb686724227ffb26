import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectorFault, type FaultClass, faultClasses } from '../connectors/sdk/fault.ts'
import { openTransport } from '../connectors/sdk/transport.ts'
import { EgressFailure } from '../egress/failure.ts'
import { failureOf, lookFailure } from './answer.ts'

/** What becomes of a write whose fault has this class and provably did nothing. */
const withoutEffect: Readonly<Record<FaultClass, string>> = {
  retryable: 'again',
  rate_limited: 'again, limited',
  reauth: 'again',
  config: 'again',
  permission: 'again',
  in_doubt: 'again',
  data_fixable: 'refused ERP_REJECTED',
  business_rejected: 'refused ERP_REJECTED',
  period_closed: 'refused PERIOD_CLOSED',
  duplicate: 'duplicate',
}

function told(thrown: unknown): string {
  const failure = failureOf(thrown)
  if (failure.kind === 'refused') return `refused ${failure.code}`
  return failure.kind === 'again' && failure.limited ? 'again, limited' : failure.kind
}

test('only a fault that proves that nothing happened is tried again or told as a refusal', () => {
  for (const faultClass of Object.keys(faultClasses) as FaultClass[]) {
    assert.equal(told(new ConnectorFault(faultClass, 'none', 'x')), withoutEffect[faultClass], faultClass)
    assert.equal(told(new ConnectorFault(faultClass, 'unknown', 'x')), 'unknown', faultClass)
    // A look that fails says nothing about the write it looks for, whatever its class.
    const look = lookFailure(new ConnectorFault(faultClass, 'unknown', 'x'))
    assert.equal(look.limited, faultClass === 'rate_limited')
  }
  assert.equal(told(new TypeError('a mistake in a connector')), 'unknown')
  assert.throws(() => lookFailure(new TypeError('a mistake')), TypeError)
})

test('a refusal keeps the codes that have a remedy of their own', () => {
  for (const [given, kept] of [
    ['ERP_PARTY_INACTIVE', 'ERP_PARTY_INACTIVE'],
    ['ERP_REFERENCE_MISSING', 'ERP_REFERENCE_MISSING'],
    ['PERIOD_CLOSED', 'PERIOD_CLOSED'],
    ['ERP_DOCUMENT_VANISHED', 'ERP_REJECTED'],
    ['ERP_REJECTED', 'ERP_REJECTED'],
  ] as const) {
    const fault = new ConnectorFault('data_fixable', 'none', 'no', { code: given })
    assert.equal(told(fault), `refused ${kept}`)
  }
})

test('what may have happened is unknown, whatever class and code the connector gives it', () => {
  const fault = new ConnectorFault('data_fixable', 'unknown', 'after', { code: 'ERP_PARTY_INACTIVE' })
  assert.equal(told(fault), 'unknown')
})

type Happening = number | EgressFailure['kind'] | 'unreachable'

/** What a connector's request throws, and how posting would read it; `answered` where the connector reads it. */
async function through(happening: Happening, safe: boolean): Promise<string> {
  const transport = openTransport({
    baseUrl: 'https://erp.example',
    egress: {
      send: async () => {
        if (typeof happening === 'number') return { status: happening, headers: {}, body: new Uint8Array() }
        const effect = happening === 'unreachable' || happening === 'refused_address' ? 'none' : 'unknown'
        throw new EgressFailure(happening, effect, 'planned')
      },
      close: async () => undefined,
    },
    budget: { concurrency: 1, responseBytes: 1000, timeoutMs: 1000 },
    authenticate: async () => ({}),
    clock: { now: () => new Date(0) },
    wait: async () => undefined,
    attempts: 1,
    patienceMs: 0,
  })
  try {
    await transport.request({ method: 'POST', path: '/x', safe })
    return 'answered'
  } catch (thrown) {
    return told(thrown)
  }
}

test('the table of answers: which of them let a write be repeated', async () => {
  const table: readonly (readonly [Happening, write: string, read: string])[] = [
    // Refusals of content are the connector's to read.
    ...[200, 201, 400, 403, 404, 409, 410, 412, 422].map((one) => [one, 'answered', 'answered'] as const),
    // Refused before anything was done.
    [401, 'again', 'again'],
    [425, 'again', 'again'],
    [429, 'again, limited', 'again, limited'],
    // Whoever answers so may have done it, or somebody behind.
    ...[408, 500, 501, 502, 503, 504, 599].map((one) => [one, 'unknown', 'again'] as const),
    ...[301, 302, 303, 307, 308].map((one) => [one, 'unknown', 'again'] as const),
    ['unreachable', 'again', 'again'],
    ['refused_address', 'again', 'again'],
    ['timeout', 'unknown', 'again'],
    ['broken', 'unknown', 'again'],
    ['too_large', 'unknown', 'again'],
  ]
  for (const [happening, write, read] of table) {
    assert.equal(await through(happening, false), write, `a write that meets ${happening}`)
    assert.equal(await through(happening, true), read, `a read that meets ${happening}`)
  }
})
