import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setRoute } from '../../src/masterdata/reads.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'
import { post } from '../support/billing-office.ts'
import { entry, smallFirm } from '../support/firm.ts'
import type { Hub } from '../support/hub.ts'
import { createHub } from '../support/hub.ts'

let hub: Hub
let api: TestApi
const keys: Record<string, string> = {}

before(async () => {
  hub = await createHub()
  await hub.store.transaction((tx) => setRoute(tx, 1, '*', 'bill', 'erp'))
  api = await createTestApi(
    {
      store: hub.store,
      vault: hub.vault,
      receiver: hub.receiver,
      namespace: hub.charging.namespace,
      clock: { now: hub.now },
    },
    hub,
  )
  for (const role of ['system', 'finance_operations', 'billing_approver', 'project_manager', 'auditor']) {
    keys[role] = await api.keyOf(role)
  }
  keys.masters = await api.keyOf('integration_engineer')
})
after(() => api.close())

async function call(role: string, method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) {
  const answer = await api.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${keys[role]}`, 'idempotency-key': randomUUID() },
    ...(payload === undefined ? {} : { payload }),
  })
  return { status: answer.statusCode, body: answer.json(), text: answer.body }
}

async function ok(role: string, method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) {
  const answer = await call(role, method, path, payload)
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`)
  return answer.body
}

test('work sent through the API becomes priced work that explains itself', async () => {
  await ok('masters', 'POST', '/master-data', { changes: smallFirm })
  const dry = await ok('system', 'POST', '/time-entries/dry-run', entry('e1'))
  assert.deepEqual([dry.outcome, dry.position], ['accepted', null])
  const sent = await ok('system', 'POST', '/time-entries', entry('e1'))
  assert.deepEqual([sent.outcome, sent.revision], ['accepted', 1])
  assert.equal((await ok('system', 'POST', '/time-entries', entry('e1'))).outcome, 'duplicate')
  const bulk = await ok('system', 'POST', '/time-entries/bulk', {
    entries: [entry('e2'), entry('e3', { laborCategory: 'unheard of' }), entry('e4', { project: 'P2' })],
  })
  assert.deepEqual(
    bulk.results.map((each: { outcome: string }) => each.outcome),
    ['accepted', 'accepted', 'accepted'],
  )
  await hub.settle()

  const page = await ok('auditor', 'GET', '/work?bucket=priced&month=2026-10&limit=10')
  assert.deepEqual(page.items.map((each: { sourceId: string }) => each.sourceId).sort(), ['C2/1', 'e1', 'e2'])
  const detail = await ok('auditor', 'GET', `/work/${sent.workId}`)
  assert.equal(detail.work.client.name, 'Client ACME')
  assert.deepEqual(detail.work.bill, { amount: '1200.00', currency: 'EUR' })
  assert.deepEqual(detail.charges[0].amount, { amount: '1200.00', currency: 'EUR' })
  assert.ok(detail.charges[0].story.some((line: string) => line.includes('150')))
  const payload = await ok('auditor', 'GET', `/work/${sent.workId}/payload`)
  assert.equal(JSON.parse(payload.text).description, 'Design workshop')
  assert.equal((await call('billing_approver', 'GET', `/work/${sent.workId}/payload`)).status, 403)
})

test('fifty single calls at once are all kept, each once', async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `many-${index}`)
  const answers = await Promise.all(
    [...ids, ...ids].map((sourceId) =>
      ok('system', 'POST', '/time-entries', entry(sourceId, { project: 'P9' })),
    ),
  )
  const accepted = answers.filter((each) => each.outcome === 'accepted')
  assert.deepEqual(accepted.map((each) => each.sourceId).sort(), [...ids].sort())
  assert.ok(answers.every((each) => each.revision === 1))
  await hub.settle()
})

test('a missing rate is a case with its remedy, and the rate cures it', async () => {
  const cases = await ok('project_manager', 'GET', '/cases?state=open&code=MISSING_RATE')
  assert.equal(cases.items.length, 1)
  const { caseId, title, remedy } = cases.items[0]
  assert.ok(title && remedy)
  const assigned = await ok('project_manager', 'POST', `/cases/${caseId}/assign`, { assignee: 'ada' })
  assert.equal(assigned.assignee, 'ada')
  assert.equal((await ok('project_manager', 'POST', `/cases/${caseId}/resume`)).resumed, true)
  await hub.settle()
  assert.equal((await ok('auditor', 'GET', `/cases/${caseId}`)).state, 'open')
  const reason = 'The category was misspelled'
  await ok('project_manager', 'POST', `/cases/${caseId}/correct`, {
    set: { laborCategory: 'senior' },
    reason,
  })
  await hub.settle()
  assert.equal((await ok('auditor', 'GET', `/cases/${caseId}`)).state, 'resolved')
})

test('a run freezes drafts, a dry run nothing, and only the version that was read is released', async () => {
  const wanted = { selection: {}, period: { from: '2026-10-01', until: '2026-11-01' }, cutOff: null }
  const dry = await ok('finance_operations', 'POST', '/runs/dry-run', wanted)
  const acme = dry.documents.find((each: { client: { id: string } }) => each.client.id === 'ACME')
  assert.deepEqual(acme.net, { amount: '3600.00', currency: 'EUR' })
  assert.equal((await ok('auditor', 'GET', '/documents')).items.length, 0)
  assert.equal((await call('billing_approver', 'POST', '/runs', wanted)).status, 403)

  const run = await ok('finance_operations', 'POST', '/runs', wanted)
  assert.equal(run.documents, dry.documents.length)
  const { documents } = await ok('auditor', 'GET', `/runs/${run.runId}`)
  const invoice = documents.find((each: { client: { id: string } }) => each.client.id === 'ACME')
  const bill = await ok('auditor', 'GET', `/documents/${invoice.documentId}`)
  assert.deepEqual(bill.document.net, { amount: '3600.00', currency: 'EUR' })
  const members = bill.lines.flatMap((line: { members: { sourceId: string }[] }) => line.members)
  assert.deepEqual(members.map((each: { sourceId: string }) => each.sourceId).sort(), ['e1', 'e2', 'e3'])

  const path = `/documents/${invoice.documentId}/release`
  assert.equal((await call('finance_operations', 'POST', path, { version: 1 })).status, 403)
  const early = await call('billing_approver', 'POST', path, { version: 1 })
  assert.deepEqual([early.status, early.body.code], [409, 'RUN_NOT_RELEASABLE'])
  await post(hub.store)
  const stale = await call('billing_approver', 'POST', path, { version: 2 })
  assert.deepEqual([stale.status, stale.body.code], [409, 'DOCUMENT_CHANGED'])
  assert.equal((await ok('billing_approver', 'POST', path, { version: 1 })).released, true)
  const shown = await ok('auditor', 'GET', `/documents/${invoice.documentId}`)
  assert.equal(shown.document.status, 'release_requested')
  assert.match(shown.document.releasedBy, /^key:/)
  await post(hub.store)
  assert.equal((await ok('auditor', 'GET', `/documents/${invoice.documentId}`)).document.status, 'issued')
})

test('the overview adds up to what was sent, and the proof holds', async () => {
  const overview = await ok('auditor', 'GET', '/overview?month=2026-10')
  for (const outcome of ['cost', 'pay', 'bill']) {
    const rows = overview.buckets.filter((each: { outcome: string }) => each.outcome === outcome)
    const hours = rows.reduce((sum: number, each: { hours: string }) => sum + Number(each.hours), 0)
    assert.equal(hours, 54 * 8, `${outcome} ${JSON.stringify(rows)}`)
  }
  const proof = await ok('auditor', 'GET', '/verify')
  assert.deepEqual(
    proof.checks.filter((each: { ok: boolean }) => !each.ok),
    [],
  )
})

test('the log tells who decided what', async () => {
  const page = await ok('auditor', 'GET', '/log?limit=100')
  const decisions = page.items.filter((each: { type: string }) => each.type === 'person.decided')
  const told = decisions.map((each: { stream: string }) => each.stream)
  for (const what of ['document.released', 'run.started', 'case.assigned', 'case.resumed']) {
    assert.ok(told.includes(what), what)
  }
  const next = await ok(
    'auditor',
    'GET',
    `/log?limit=5&cursor=${page.nextCursor ?? ''}`.replace(/&cursor=$/, ''),
  )
  assert.ok(next.items.length > 0)
})

test('an entry deleted at its source is no longer there, and what never came is not known', async () => {
  assert.equal((await ok('system', 'DELETE', '/time-entries/many-0')).outcome, 'accepted')
  assert.equal((await ok('system', 'DELETE', '/time-entries/many-0')).outcome, 'duplicate')
  assert.equal((await call('system', 'DELETE', '/time-entries/never')).status, 404)
})
