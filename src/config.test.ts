import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig, settings } from './config.ts'

test('an empty environment gives the defaults', () => {
  const { config } = readConfig({})
  assert.equal(config?.httpPort, 4000)
  assert.equal(config?.httpHost, '127.0.0.1')
  assert.equal(config?.environment, 'production')
  assert.equal(config?.databaseUrl, null)
  assert.equal(config?.acceptsDataLoss, false)
  assert.deepEqual(config?.egressAllow, [])
  assert.equal(config?.homeIsChosen, false)
  assert.ok(config?.home.startsWith('/'))
})

test('every fault is reported at once, each with what to do, and no secret is shown', () => {
  const { config, faults } = readConfig({
    HOURBRIDGE_HTTP_PORT: '80x',
    HOURBRIDGE_ENVIRONMENT: 'live',
    HOURBRIDGE_MASTER_KEY: 'hush-hush',
    HOURBRIDGE_EGRESS_ALLOW: 'erp.local, http://x',
    HOURBRIDGE_LOG_LEVLE: 'debug',
    DATABASE_URL: 'mysql://u:hush-hush@h/d',
  })
  assert.equal(config, null)
  assert.deepEqual(faults?.map((fault) => fault.env).sort(), [
    'DATABASE_URL',
    'HOURBRIDGE_EGRESS_ALLOW',
    'HOURBRIDGE_ENVIRONMENT',
    'HOURBRIDGE_HTTP_PORT',
    'HOURBRIDGE_LOG_LEVLE',
    'HOURBRIDGE_MASTER_KEY',
  ])
  assert.doesNotMatch(JSON.stringify(faults), /hush-hush/)
})

test('losing data needs the statement `yes`, and production refuses it all the same', () => {
  const loss = (value: string, environment: string) =>
    readConfig({ HOURBRIDGE_ACCEPT_DATA_LOSS: value, HOURBRIDGE_ENVIRONMENT: environment })
  assert.equal(loss('yes', 'test').config?.acceptsDataLoss, true)
  assert.equal(loss('true', 'test').config, null)
  assert.equal(loss('yes', 'production').config, null)
})

test('a number outside its limits is refused and the limits are named', () => {
  const { faults } = readConfig({ HOURBRIDGE_LANES: '2000' })
  assert.match(faults?.[0]?.message ?? '', /HOURBRIDGE_LANES .* lanes from 1 to 1024/)
})

test('every default is a value that the setting itself accepts', () => {
  for (const setting of Object.values(settings)) {
    if (setting.standard === null) continue
    assert.equal(readConfig({ [setting.env]: setting.standard }).faults, null, setting.env)
  }
})

test('set to nothing is not set', () => {
  assert.equal(readConfig({ HOURBRIDGE_HTTP_PORT: '', DATABASE_URL: '' }).config?.httpPort, 4000)
})
