import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { runSandbox, type Sandbox } from './run-sandbox.ts'

const year = new Date().getUTCFullYear()
const directory = mkdtempSync(join(tmpdir(), 'sandbox-books-'))
const args = ['--month', '2026-10', '--people', '24']
let sandbox: Sandbox

const draft = (reference: string, quantity = '7.5') => ({
  reference,
  kind: quantity.startsWith('-') ? 'credit' : 'invoice',
  company: 'HRE',
  client: 'C-001',
  currency: 'EUR',
  description: 'October',
  accounting_on: null,
  corrects: null,
  lines: [
    { no: 1, description: 'Consulting', quantity, unit_price: '120.00', tax_code: 'DE-19', project: 'P-001' },
  ],
})
const cost = (key: string, hours = '1.25', date = '2026-10-06') => ({
  key,
  company: 'HRE',
  worker: 'W-001',
  project: 'P-001',
  task: null,
  date,
  hours,
  billable: true,
  description: key,
})
const postCosts = (...records: unknown[]) => sandbox.call('POST', '/erp/costs', { records })
const statuses = (answer: { body: Record<string, unknown> }) =>
  (answer.body.results as { status: string; code?: string }[]).map((each) => each.code ?? each.status)
const timesOf = async (kind: 'costs' | 'documents', name: string): Promise<number> => {
  const references = await sandbox.call('GET', '/inspect/references')
  return (references.body[kind] as Record<string, number>)[name] ?? 0
}
const createDraft = (reference: string) => sandbox.call('POST', '/erp/documents', draft(reference))
const post = (id: unknown) => sandbox.call('POST', `/erp/documents/${id}/post`)

before(async () => {
  sandbox = await runSandbox(directory, args)
})
after(async () => {
  await sandbox.kill()
  rmSync(directory, { recursive: true, force: true })
})

describe('books', () => {
  it('keep everything that was answered through a kill, and the numbers go on without a gap', async () => {
    const created = await createDraft('kept-1')
    assert.equal(created.status, 201)
    assert.equal((await post(created.body.id)).body.number, `HRE-${year}-00001`)
    await postCosts(cost('kept-cost'))
    await sandbox.act('switches', { requestsPerSecond: 5000 })
    await sandbox.kill()
    sandbox = await runSandbox(directory, args)
    assert.equal(await timesOf('documents', 'kept-1'), 1)
    assert.equal(await timesOf('costs', 'kept-cost'), 1)
    assert.equal((await sandbox.call('GET', '/control/switches')).body.requestsPerSecond, 5000)
    const next = await createDraft('kept-2')
    assert.equal((await post(next.body.id)).body.number, `HRE-${year}-00002`)
    await sandbox.act('switches', { requestsPerSecond: 0 })
  })

  it('tell the same story for the same seed and another for another one', async () => {
    const others = [
      mkdtempSync(join(tmpdir(), 'sandbox-seed-')),
      mkdtempSync(join(tmpdir(), 'sandbox-seed-')),
    ]
    const entries = async (one: Sandbox) => JSON.stringify((await one.call('GET', '/inspect/entries')).body)
    const same = await runSandbox(others[0]!, args)
    const different = await runSandbox(others[1]!, [...args, '--seed', '2'])
    try {
      const own = await entries(sandbox)
      assert.equal(await entries(same), own)
      assert.notEqual(await entries(different), own)
    } finally {
      await same.kill()
      await different.kill()
      for (const each of others) rmSync(each, { recursive: true, force: true })
    }
  })

  it('are served by one process: one that was left behind ends when the next comes', async () => {
    const left = sandbox
    sandbox = await runSandbox(directory, args)
    await assert.rejects(left.call('GET', '/inspect/summary'))
    assert.equal(await timesOf('documents', 'kept-1'), 1)
    await left.kill()
  })

  it('give no number to a post that was refused', async () => {
    const first = await createDraft('gap-1')
    const second = await createDraft('gap-2')
    await sandbox.act('set-period', {
      company: 'HRE',
      month: new Date().toISOString().slice(0, 7),
      status: 'closed',
    })
    const refused = await post(first.body.id)
    assert.deepEqual([refused.status, refused.body.code], [409, 'PERIOD_CLOSED'])
    await sandbox.act('set-period', {
      company: 'HRE',
      month: new Date().toISOString().slice(0, 7),
      status: 'open',
    })
    const numbers = [(await post(second.body.id)).body.number, (await post(first.body.id)).body.number]
    assert.deepEqual(numbers, [`HRE-${year}-00003`, `HRE-${year}-00004`])
    assert.equal((await post(first.body.id)).body.number, `HRE-${year}-00004`)
  })

  it('compute tax and amounts themselves, and refuse a caller who computed otherwise', async () => {
    const created = await createDraft('tax')
    assert.deepEqual(
      [created.body.net, created.body.tax, created.body.total],
      ['900.00', '171.00', '1071.00'],
    )
    const wrong = draft('tax-2')
    const lines = [{ ...wrong.lines[0], amount: '899.99' }]
    const refused = await sandbox.call('POST', '/erp/documents', { ...wrong, lines })
    assert.deepEqual([refused.status, refused.body.code], [422, 'LINE_AMOUNT'])
  })

  it('credit an issued invoice in part, and never beyond its amount', async () => {
    const invoice = await createDraft('to-credit')
    await post(invoice.body.id)
    const credit = async (reference: string, quantity: string) => {
      const body = { ...draft(reference, quantity), corrects: { id: invoice.body.id } }
      return post((await sandbox.call('POST', '/erp/documents', body)).body.id)
    }
    assert.equal((await credit('credit-1', '-5')).status, 200)
    assert.equal((await credit('credit-2', '-3')).body.code, 'OVER_CREDITED')
    assert.equal((await credit('credit-3', '-2.5')).status, 200)
  })
})

describe('switches', () => {
  it('idempotency decides what a second write with the same key does', async () => {
    await sandbox.act('switches', { idempotency: 'upsert' })
    assert.deepEqual(statuses(await postCosts(cost('u'))), ['created'])
    assert.deepEqual(statuses(await postCosts(cost('u'))), ['unchanged'])
    assert.deepEqual(statuses(await postCosts(cost('u', '2'))), ['updated'])
    await sandbox.act('switches', { idempotency: 'native' })
    assert.deepEqual(statuses(await postCosts(cost('u', '3'))), ['KEY_REUSED'])
    const keyed = () => sandbox.call('POST', '/erp/documents', draft('native'), { 'idempotency-key': 'k' })
    assert.equal((await keyed()).body.id, (await keyed()).body.id)
    await sandbox.act('switches', { idempotency: 'none' })
    await postCosts(cost('n'))
    await postCosts(cost('n'))
    await createDraft('n')
    await createDraft('n')
    assert.deepEqual([await timesOf('costs', 'n'), await timesOf('documents', 'n')], [2, 2])
    await sandbox.act('switches', { idempotency: 'upsert' })
  })

  it('bulk answers item by item, all or nothing, or not at all', async () => {
    const mixed = [cost('b1'), cost('b2', '1', '2026-09-30'), { ...cost('b3'), worker: 'W-909' }]
    assert.deepEqual(statuses(await postCosts(...mixed)), ['created', 'PERIOD_CLOSED', 'UNKNOWN_PERSON'])
    await sandbox.act('switches', { bulk: 'atomic' })
    assert.equal((await postCosts(cost('b4'), mixed[1])).status, 409)
    assert.equal(await timesOf('costs', 'b4'), 0)
    await sandbox.act('switches', { bulk: 'off' })
    assert.equal((await postCosts(cost('b5'), cost('b6'))).body.code, 'BULK_OFF')
    await sandbox.act('switches', { bulk: 'on' })
  })

  it('drafts off issues at once', async () => {
    await sandbox.act('switches', { drafts: 'off' })
    assert.equal((await createDraft('no-drafts')).body.state, 'issued')
    await sandbox.act('switches', { drafts: 'on' })
  })

  it('one writer makes parallel posts of a company collide, and a lost one may be repeated', async () => {
    await sandbox.act('switches', { oneWriter: 'on' })
    const ids = [(await createDraft('w1')).body.id, (await createDraft('w2')).body.id]
    const answers = await Promise.all(ids.map(post))
    assert.deepEqual(answers.map((each) => each.status).sort(), [200, 409])
    await sandbox.act('switches', { oneWriter: 'off' })
    for (const id of ids) assert.equal((await post(id)).body.state, 'issued')
  })

  it('the limit answers 429 with Retry-After, and search lag hides what is young', async () => {
    await sandbox.act('switches', { requestsPerSecond: 1 })
    const answers = await Promise.all([1, 2, 3].map(() => sandbox.call('GET', '/erp/periods?limit=1')))
    const limited = answers.find((each) => each.status === 429)
    assert.equal(limited?.headers.get('retry-after'), '1')
    await sandbox.act('switches', { requestsPerSecond: 0, searchLagMs: 600_000 })
    const created = await createDraft('lag')
    const located = await sandbox.call('GET', '/erp/documents?reference=lag')
    assert.deepEqual(located.body.items, [])
    assert.equal((await sandbox.call('GET', `/erp/documents/${created.body.id}`)).status, 200)
    await sandbox.act('switches', { searchLagMs: 0 })
  })
})

describe('faults', () => {
  const plant = (fault: string, kind = 'document.create', more = {}) =>
    sandbox.act('faults', { kind, fault, ...more })

  it('reply_lost cuts the connection after the commit, once', async () => {
    await plant('reply_lost')
    await assert.rejects(createDraft('lost'))
    assert.equal(await timesOf('documents', 'lost'), 1)
    assert.equal((await createDraft('not-lost')).status, 201)
  })

  it('error_after has done the work, unavailable_before has not, duplicate_reply claims it was done before', async () => {
    await plant('error_after')
    assert.equal((await createDraft('f-500')).status, 500)
    await plant('unavailable_before')
    assert.equal((await createDraft('f-503')).status, 503)
    await plant('duplicate_reply')
    assert.equal((await createDraft('f-dup')).body.code, 'DUPLICATE')
    const times = await Promise.all(['f-500', 'f-503', 'f-dup'].map((each) => timesOf('documents', each)))
    assert.deepEqual(times, [1, 0, 1])
  })

  it('slow_lands_late lands although the caller has gone', async () => {
    await plant('slow_lands_late', 'cost.write', { delayMs: 300 })
    await assert.rejects(
      fetch(`${sandbox.url}/erp/costs`, {
        method: 'POST',
        headers: { 'x-api-key': 'sandbox-api-key' },
        body: JSON.stringify({ records: [cost('late')] }),
        signal: AbortSignal.timeout(50),
      }),
    )
    assert.equal(await timesOf('costs', 'late'), 0)
    const deadline = Date.now() + 5000
    while ((await timesOf('costs', 'late')) === 0) assert.ok(Date.now() < deadline, 'it never landed')
  })

  it('executed_twice makes two documents where nothing forbids it, and survives a restart', async () => {
    await sandbox.act('switches', { idempotency: 'none' })
    await plant('executed_twice')
    await sandbox.kill()
    sandbox = await runSandbox(directory, args)
    await createDraft('twice')
    assert.equal(await timesOf('documents', 'twice'), 2)
    await sandbox.act('switches', { idempotency: 'upsert' })
  })
})
