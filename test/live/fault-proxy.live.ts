import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { draftValues } from './draft-invoice.ts'
import { type FaultProxy, faultProxy } from './fault-proxy.ts'
import { until } from './processes.ts'
import * as tryton from './tryton.ts'
import { type TrytonClient, TrytonRefusal, trytonClient } from './tryton-client.ts'

let proxy: FaultProxy
let direct: TrytonClient
let proxied: TrytonClient
let values: Record<string, unknown>

const create = 'model.account.invoice.create'
const lines = [{ description: 'work', quantity: 1, unitPrice: '100.00' }]

before(async () => {
  const { url, integration } = await tryton.reset()
  proxy = await faultProxy(new URL(url).origin)
  direct = await trytonClient(url, integration.login, integration.password)
  const through = `${proxy.origin}${new URL(url).pathname}`
  proxied = await trytonClient(through, integration.login, integration.password)
  values = await draftValues(direct, { company: 'ACME-UK', client: 'CLI-1003', reference: '', lines })
})

beforeEach(() => proxy.forget())
after(() => proxy.close())

const send = (reference: string) => proxied.create('account.invoice', { ...values, reference })
const drafts = (reference: string) => direct.search('account.invoice', [['reference', '=', reference]])

test('without a rule the proxy changes nothing', async () => {
  assert.deepEqual(await drafts('plain'), [])
  assert.deepEqual(await drafts('plain'), [])
  assert.deepEqual([await send('plain')], await drafts('plain'))
  assert.equal(proxy.count(create), 1)
})

test('a reply lost after the work leaves one draft and an error at the caller', async () => {
  const fault = proxy.set({ match: create, nth: 1, kind: 'lose_reply_after_done' })
  await assert.rejects(send('lost'), TypeError)
  assert.equal((await drafts('lost')).length, 1)
  assert.deepEqual([fault.seen(), fault.triggered(), fault.landed()], [1, 1, 1])
  await send('second')
  assert.deepEqual([fault.seen(), fault.triggered()], [2, 1])
  fault.remove()
})

test('a 500 after the work leaves one draft', async () => {
  const fault = proxy.set({ match: create, nth: 1, kind: 'status_500_after_done' })
  await assert.rejects(send('status'), (error) => error instanceof TrytonRefusal && error.status === 500)
  assert.equal((await drafts('status')).length, 1)
  fault.remove()
})

test('a refused request never reaches Tryton', async () => {
  const fault = proxy.set({ match: /invoice\.create$/, nth: 'every', kind: 'refuse' })
  await assert.rejects(send('refused'), TypeError)
  await assert.rejects(send('refused'), TypeError)
  assert.deepEqual(await drafts('refused'), [])
  assert.deepEqual([fault.triggered(), fault.landed()], [2, 0])
  fault.remove()
})

test('a slow request lands only after its caller gave up', async () => {
  const fault = proxy.set({ match: create, nth: 1, kind: 'slow_land' })
  await assert.rejects(send('slow'), TypeError)
  assert.deepEqual(await drafts('slow'), [])
  fault.release()
  assert.ok(await until(() => fault.landed() === 1, 10_000))
  assert.equal((await drafts('slow')).length, 1)
  fault.remove()
})

test('a delayed reply waits although the work is done', async () => {
  const fault = proxy.set({ match: create, nth: 1, kind: 'delay' })
  let answered = false
  const pending = send('delayed').then(() => {
    answered = true
  })
  assert.ok(await until(() => fault.landed() === 1, 10_000))
  assert.equal((await drafts('delayed')).length, 1)
  assert.equal(answered, false)
  fault.release()
  await pending
  fault.remove()
})

test('a rule may look into the request', async () => {
  const where = (body: unknown) => JSON.stringify(body).includes('"marked"')
  const fault = proxy.set({ match: create, nth: 1, kind: 'refuse', where })
  await send('unmarked')
  await assert.rejects(send('marked'), TypeError)
  assert.equal(fault.seen(), 1)
  fault.remove()
})
