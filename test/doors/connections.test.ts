import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Connector } from '../../src/connectors/sdk/connector.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'

const canary = 'canary-7c1f-secret'
const plain = {
  name: 'plain',
  vendor: 'Plain',
  versions: '1',
  documentation: '',
  settings: [
    { name: 'company', description: 'Company id', required: true, secret: false },
    { name: 'apiKey', description: 'Key', required: true, secret: true },
  ],
  streams: [],
} as unknown as Connector
let api: TestApi
let key: string

before(async () => {
  api = await createTestApi({ connectors: new Map([['plain', plain]]) })
  key = await api.keyOf('integration_engineer')
})
after(() => api.close())

function call(method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) {
  return api.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${key}` },
    ...(payload === undefined ? {} : { payload }),
  })
}

const wanted = {
  connectionId: 'erp',
  connector: 'plain',
  name: 'The ERP',
  baseUrl: 'https://erp.example',
  settings: { company: '1' },
  enabled: true,
}
const { connectionId: _, connector: __, ...editable } = wanted

test('what a connector does not know, or misses, is named', async () => {
  const missing = (await call('POST', '/connections', wanted)).json()
  assert.equal(missing.errors[0].pointer, '/secrets/apiKey')
  const secretAsSetting = {
    ...wanted,
    settings: { company: '1', apiKey: canary },
    secrets: { apiKey: canary },
  }
  const unknown = (await call('POST', '/connections', secretAsSetting)).json()
  assert.deepEqual([unknown.code, unknown.errors[0].pointer], ['UNKNOWN_FIELD', '/settings/apiKey'])
  const stranger = (await call('POST', '/connections', { ...wanted, connector: 'other' })).json()
  assert.match(stranger.detail, /known are plain/)
})

test('a secret goes in and never comes out, not even into the log of decisions', async () => {
  const made = await call('POST', '/connections', { ...wanted, secrets: { apiKey: canary } })
  assert.equal(made.statusCode, 201, made.body)
  const again = await call('POST', '/connections', { ...wanted, secrets: { apiKey: canary } })
  assert.equal(again.statusCode, 409)
  for (const path of ['/connections', '/connectors', '/log', '/pulls', '/routes', '/owners']) {
    const answer = await call('GET', path)
    assert.equal(answer.statusCode, 200, `${path} ${answer.body}`)
    assert.ok(!answer.body.includes(canary), path)
  }
  const { rows } = await api.database.store.query('select c::text as text from connections c')
  assert.ok(
    !String(rows[0]!.text).includes(canary) &&
      !String(rows[0]!.text).includes(Buffer.from(canary).toString('hex')),
  )
})

test('another address needs the credentials again, so that nobody has them sent elsewhere', async () => {
  const elsewhere = { ...editable, baseUrl: 'https://evil.example' }
  const refused = await call('PUT', '/connections/erp', elsewhere)
  assert.equal(refused.statusCode, 400)
  assert.equal(refused.json().errors[0].pointer, '/secrets')
  assert.equal((await call('PUT', '/connections/erp', { ...editable, name: 'Renamed' })).statusCode, 200)
  assert.equal(
    (await call('PUT', '/connections/erp', { ...elsewhere, secrets: { apiKey: 'new' } })).statusCode,
    200,
  )
})

test('a route leads to a connection that exists', async () => {
  const route = { legalEntity: '*', outcome: 'bill', connectionId: 'erp' }
  assert.equal((await call('POST', '/routes', { ...route, connectionId: 'nowhere' })).statusCode, 400)
  assert.equal((await call('POST', '/routes', route)).statusCode, 200)
  assert.deepEqual((await call('GET', '/routes')).json().items, [route])
})
