import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../../kernel/dates.ts'
import type { ConnectionContext, OutboundRequest, OutboundResponse } from '../sdk/connector.ts'
import { ConnectorFault } from '../sdk/fault.ts'
import type { CostRecord } from '../sdk/target.ts'
import { writeCosts } from './costs.ts'

const reference = (externalId: string) => ({ recordId: externalId, externalId })
const record = (key: string): CostRecord =>
  ({
    ...{ key, company: reference('DE'), worker: reference('W1'), project: reference('P1'), task: null },
    ...{ workOn: day('2026-10-05'), hours: '8', billable: true, description: '' },
  }) as unknown as CostRecord

/** A context whose system answers by method and path. */
function answering(
  answers: Readonly<Record<string, readonly [status: number, body: unknown]>>,
): ConnectionContext {
  const request = async (one: OutboundRequest): Promise<OutboundResponse> => {
    const key = Object.keys(answers).find((name) => `${one.method} ${one.path}`.startsWith(name))
    const [status, body] = answers[key ?? ''] ?? [404, {}]
    return { status, headers: {}, body: Buffer.from(JSON.stringify(body)) } as OutboundResponse
  }
  return { transport: { request }, now: () => new Date(0), settings: {} } as unknown as ConnectionContext
}

const standing = { key: 'b', id: 5, version: 3, company: 'DE', worker: 'W1', project: 'P1', task: null }
const stale = { code: 'STALE', message: 'The record has changed since it was read.' }
const located = { items: [{ ...standing, date: '2026-10-05', hours: '2', billable: true, description: '' }] }
const taken = { key: 'b', status: 'refused', code: 'KEY_REUSED', message: 'other content' }

async function effectOf(results: readonly unknown[]): Promise<string> {
  const context = answering({
    'POST /erp/costs/locate': [200, located],
    'POST /erp/costs': [200, { results }],
    'PUT /erp/costs/5': [409, stale],
  })
  const error = await writeCosts(context, [record('a'), record('b')], true).catch((thrown: unknown) => thrown)
  assert.ok(error instanceof ConnectorFault)
  return error.effect
}

test('a call that wrote a part before something stopped it may have happened', async () => {
  assert.equal(await effectOf([{ key: 'a', status: 'created', id: 9 }, taken]), 'unknown')
})

test('a call of which nothing was written proves that nothing happened', async () => {
  assert.equal(await effectOf([{ key: 'a', status: 'refused', code: 'X', message: 'no' }, taken]), 'none')
})
