import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { effectOfChanges } from '../../src/charging/what-if.ts'
import type { Masters } from '../../src/masterdata/masters.ts'
import type { MasterChange } from '../../src/model/master-records.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'
import { composed, entry, rate, smallFirm } from '../support/firm.ts'
import type { Hub } from '../support/hub.ts'
import { createHub } from '../support/hub.ts'

let hub: Hub
let api: TestApi
const keys: Record<string, string> = {}

before(async () => {
  hub = await createHub()
  await hub.learn(smallFirm)
  await hub.receive([entry('e1'), entry('e2', { workOn: '2026-10-20' })])
  await hub.settle()
  const core = { store: hub.store, vault: hub.vault, receiver: hub.receiver, clock: { now: hub.now } }
  const effectOf = (known: Masters, changes: readonly MasterChange[]) =>
    effectOfChanges(hub.charging, known, changes)
  api = await createTestApi({ ...core, effectOf, namespace: hub.charging.namespace }, hub)
  for (const role of ['finance_operations', 'billing_approver', 'account_lead', 'integration_engineer'])
    keys[role] = await api.keyOf(role)
  keys.second = await api.keyOf('finance_operations')
})
after(() => api.close())

async function call(who: string, method: 'GET' | 'POST', path: string, payload?: object) {
  const answer = await api.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${keys[who]}`, 'idempotency-key': randomUUID() },
    ...(payload === undefined ? {} : { payload }),
  })
  return { status: answer.statusCode, body: answer.json() }
}
const newRate = (amount: string, validFrom: string) =>
  ({ ...rate('R-senior', 'senior', amount), validFrom }) as MasterChange
async function proposed(changes: readonly MasterChange[], who = 'finance_operations') {
  const made = await call(who, 'POST', '/master-proposals', { title: 'Rates', changes })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  return made.body.proposal.proposalId as string
}
async function priced(sourceId: string) {
  const { rows } = await hub.store.query<{ sum: string }>(
    `select sum(c.amount_minor)::text as sum from charges c join works w using (cell, work_id)
     where w.source_id = $1 and c.state = 'priced'`,
    [sourceId],
  )
  return rows[0]!.sum
}
const count = async (table: string) =>
  (await hub.store.query<{ n: bigint }>(`select count(*) as n from ${table}`)).rows[0]!.n

test('a rate waits for somebody else; approved, it prices the work from its day on', async () => {
  const made = await call('finance_operations', 'POST', '/master-proposals', {
    title: 'Seniors cost more',
    reason: 'agreed on the 10th',
    changes: [newRate('160.00', '2026-10-10'), rate('R-junior', 'junior', '90.00')],
  })
  const { proposal, difference } = made.body
  assert.deepEqual(
    [made.status, proposal.state, proposal.records, difference.unchanged],
    [201, 'proposed', 1, 1],
  )
  assert.deepEqual(difference.items, [
    {
      kind: 'rate',
      recordId: 'R-senior',
      what: 'changed',
      stretches: [
        {
          validFrom: '2026-10-10',
          validUntil: null,
          what: 'changed',
          fields: [{ pointer: '/amount', old: '150.00', new: '160.00' }],
        },
      ],
    },
  ])
  await hub.settle()
  assert.deepEqual(
    [await priced('e1'), await priced('e2')],
    ['120000', '120000'],
    'nothing is priced by it yet',
  )

  const approvals = (await call('billing_approver', 'GET', '/approvals')).body.items
  assert.deepEqual(
    approvals.map((one: Record<string, unknown>) => [one.what, one.effect, one.allowed]),
    [['Seniors cost more', [{ amount: '80.00', currency: 'EUR' }], true]],
  )
  const own = await call('finance_operations', 'GET', '/approvals')
  assert.equal(own.body.items[0].allowed, false)
  const path = `/master-proposals/${proposal.proposalId}`
  const self = await call('finance_operations', 'POST', `${path}/approve`, {})
  assert.deepEqual([self.status, self.body.code], [403, 'OWN_PROPOSAL'])
  const lead = await call('account_lead', 'POST', `${path}/approve`, {})
  assert.deepEqual([lead.status, lead.body.code], [403, 'FORBIDDEN'])

  const done = await call('billing_approver', 'POST', `${path}/approve`, { note: 'as agreed' })
  assert.deepEqual([done.status, done.body.state, done.body.note], [200, 'approved', 'as agreed'])
  await hub.settle()
  assert.deepEqual([await priced('e1'), await priced('e2')], ['120000', '128000'])
  const { rows } = await hub.store.query<{ type: string; stream: string; principal: string; cause: bigint }>(
    `select type, stream, principal, cause from events where position in ($1, $2) order by position`,
    [BigInt(done.body.appliedPosition) - 1n, BigInt(done.body.appliedPosition)],
  )
  assert.deepEqual(
    rows.map((row) => [row.type, row.stream]),
    [
      ['person.decided', 'master-proposal.approved'],
      ['master.recorded', 'rate'],
    ],
  )
  assert.equal(rows[1]!.principal, done.body.decidedBy)
  assert.notEqual(done.body.decidedBy, done.body.author)
  const shown = (await call('billing_approver', 'GET', path)).body
  assert.equal(shown.difference.items[0].stretches[0].fields[0].old, '150.00', 'as it was decided')
  const twice = await call('second', 'POST', `${path}/approve`, {})
  assert.deepEqual([twice.status, twice.body.code], [409, 'CONFLICT'])
  assert.deepEqual((await call('billing_approver', 'GET', '/approvals')).body.items, [])
})

test('what is known already is no proposal, and a dry run keeps nothing', async () => {
  const before = [await count('master_proposals'), await count('events'), await count('changes')]
  const none = await call('finance_operations', 'POST', '/master-proposals', {
    title: 'The same again',
    changes: smallFirm.filter((one) => one.recordId !== 'R-senior'),
  })
  assert.deepEqual([none.status, none.body.proposal, none.body.difference.records], [200, null, 0])
  const dry = await call('finance_operations', 'POST', '/master-proposals/dry-run', {
    changes: [newRate('999.00', '2026-12-01')],
  })
  assert.deepEqual([dry.status, dry.body.difference.records], [200, 1])
  const { amounts, works, documents } = dry.body.effect
  assert.deepEqual([amounts, works, documents], [[], 0, 0], 'no work is of that day or later')
  assert.deepEqual([await count('master_proposals'), await count('events'), await count('changes')], before)
})

test('a proposal that other knowledge overtook is refused until its difference was read again', async () => {
  const proposalId = await proposed([newRate('170.00', '2026-11-01')])
  const path = `/master-proposals/${proposalId}`
  await hub.learn([newRate('165.00', '2026-11-01')])
  const refused = await call('billing_approver', 'POST', `${path}/approve`, {})
  assert.deepEqual([refused.status, refused.body.code], [409, 'PROPOSAL_OVERTAKEN'])
  assert.match(refused.body.detail, /rate R-senior changed/)
  const read = (await call('billing_approver', 'GET', path)).body
  assert.deepEqual(
    read.moved.map((one: { recordId: string }) => one.recordId),
    ['R-senior'],
  )
  assert.deepEqual(read.difference.items[0].stretches[0].fields, [
    { pointer: '/amount', old: '165.00', new: '170.00' },
  ])
  const future = { confirmedAt: String(BigInt(read.difference.asOf) + 1000n) }
  assert.equal((await call('billing_approver', 'POST', `${path}/approve`, future)).status, 400)
  await hub.learn([newRate('166.00', '2026-11-01')])
  const stale = await call('billing_approver', 'POST', `${path}/approve`, {
    confirmedAt: read.difference.asOf,
  })
  assert.equal(stale.body.code, 'PROPOSAL_OVERTAKEN', 'it moved again behind what was read')
  const again = (await call('billing_approver', 'GET', path)).body.difference.asOf
  const done = await call('billing_approver', 'POST', `${path}/approve`, { confirmedAt: again })
  assert.deepEqual([done.status, done.body.state], [200, 'approved'])
})

test('its author withdraws a proposal or replaces it, somebody else declines it, and then it stays so', async () => {
  const first = await proposed([newRate('200.00', '2027-01-01')])
  assert.equal((await call('second', 'POST', `/master-proposals/${first}/withdraw`, {})).status, 409)
  const body = { title: 'Better', replaces: first, changes: [newRate('190.00', '2027-01-01')] }
  assert.equal((await call('second', 'POST', '/master-proposals', body)).status, 409)
  const better = (await call('finance_operations', 'POST', '/master-proposals', body)).body.proposal
  const states = async () =>
    (await call('second', 'GET', '/master-proposals')).body.items
      .slice(0, 2)
      .map((one: { state: string }) => one.state)
  assert.deepEqual(await states(), ['proposed', 'overtaken'])
  const path = `/master-proposals/${better.proposalId}`
  assert.equal((await call('finance_operations', 'POST', `${path}/decline`, { note: 'no' })).status, 403)
  assert.equal((await call('second', 'POST', `${path}/decline`, {})).status, 400, 'a no has a reason')
  assert.equal((await call('second', 'POST', `${path}/decline`, { note: 'too much' })).body.state, 'declined')
  assert.equal((await call('second', 'POST', `${path}/approve`, {})).status, 409)
  const last = await proposed([newRate('210.00', '2027-01-01')])
  const withdrawn = await call('finance_operations', 'POST', `/master-proposals/${last}/withdraw`, {})
  assert.equal(withdrawn.body.state, 'withdrawn')
  const waiting = await call('second', 'GET', '/master-proposals?state=proposed')
  assert.deepEqual(waiting.body.items, [])
})

test('who made the key of the author does not decide in its place', async () => {
  const proposalId = await proposed([newRate('220.00', '2027-02-01')])
  const { author } = (await call('second', 'GET', `/master-proposals/${proposalId}`)).body.proposal
  const { body } = await call('second', 'GET', '/session')
  const second = `key:${body.principal?.id ?? body.id}`
  await hub.store.query(`update api_keys set created_by = $1 where 'key:' || key_id = $2`, [second, author])
  const refused = await call('second', 'POST', `/master-proposals/${proposalId}/approve`, {})
  assert.equal(refused.body.code, 'OWN_PROPOSAL')
  await call('finance_operations', 'POST', `/master-proposals/${proposalId}/withdraw`, {})
})

test('a contract with terms is proposed with what it needs, and refused when its terms contradict themselves', async () => {
  const contract = composed('C7', 'ACME', ['P1'], {
    lines: [{ id: 'time', limits: [{ id: 'cap', amount: '500.00' }] }],
  })
  const wrong = composed('C7', 'ACME', ['P1'], {
    lines: [
      { id: 'support', work: 'drawn_down' },
      { id: 'time', taxCode: 'VAT19' },
    ],
  })
  const dry = (change: MasterChange) =>
    call('finance_operations', 'POST', '/master-proposals/dry-run', { changes: [change] })
  const missing = await dry(wrong)
  assert.equal(missing.status, 400)
  assert.deepEqual(
    missing.body.errors.map((one: { pointer: string }) => one.pointer),
    ['/changes/0/body/terms/lines/1/taxCode'],
  )
  const { taxCode: _, ...line } = wrong.body!.terms!.lines[1]!
  const senseless = await dry({
    ...wrong,
    body: { ...wrong.body!, terms: { lines: [wrong.body!.terms!.lines[0]!, line] } },
  })
  assert.equal(senseless.status, 400)
  assert.match(senseless.body.detail, /nothing was bought/)
  assert.match(senseless.body.errors[0].remedy, /retainer/)
  const bare = await dry({ ...contract, body: { ...contract.body!, terms: undefined } as never })
  assert.match(bare.body.detail, /put together from/)
  const terms = { ...contract.body!.terms!, documents: { narrative: '{worker} on {planet}' } }
  const unspeakable = await dry({ ...contract, body: { ...contract.body!, terms } })
  assert.match(unspeakable.body.detail, /terms.documents.narrative nothing is known by the name \{planet\}/)
  const nobody = await dry({ ...contract, body: { ...contract.body!, client: 'NOBODY' } })
  assert.match(nobody.body.detail, /NOBODY is no client/)

  const end = { kind: 'contract', recordId: 'C1', validFrom: '2026-10-15', validUntil: null, body: null }
  const proposalId = await proposed([end as MasterChange, { ...contract, validFrom: '2026-10-15' }])
  await call('billing_approver', 'POST', `/master-proposals/${proposalId}/approve`, {})
  await hub.settle()
  assert.equal(await priced('e2'), '50000', 'capped by the new contract')
})

test('rates without sense are refused with every fault named', async () => {
  const changes = [
    ...[
      { from: 'EUR', to: 'EUR', rate: '1' },
      { from: 'EUR', to: 'XXY', rate: '0' },
    ].map((body, at) => ({
      ...{ kind: 'exchange_rate', recordId: `F${at}`, validFrom: '2026-01-01', validUntil: null, body },
    })),
    { kind: 'limit', recordId: 'L', validFrom: '2026-01-01', validUntil: null, body: { amount: '1' } },
  ]
  const answer = await call('finance_operations', 'POST', '/master-proposals', { title: 'x', changes })
  assert.deepEqual(
    answer.body.errors.map((one: { pointer: string }) => one.pointer),
    [...['/changes/0/body/to', '/changes/1/body/to', '/changes/1/body/rate'], '/changes/2/body/clients'],
  )
})

test('one list holds differences to invoices and proposals, newest first and page by page', async () => {
  await proposed([newRate('230.00', '2027-03-01')])
  await hub.store.query(
    `update charges set state = 'proposed' where state = 'priced' and (work_id, seq) = (select work_id, seq
       from charges where state = 'priced' order by work_id, seq limit 1)`,
  )
  await proposed([rate('R-new', 'principal', '300.00')])
  const page = (cursor: string | null) =>
    call('billing_approver', 'GET', `/approvals?limit=1${cursor === null ? '' : `&cursor=${cursor}`}`)
  const seen: Record<string, unknown>[] = []
  for (let cursor: string | null = null; ; ) {
    const { body } = await page(cursor)
    seen.push(...body.items)
    cursor = body.nextCursor
    if (cursor === null) break
  }
  const whole = (await call('billing_approver', 'GET', '/approvals')).body.items
  assert.deepEqual(seen, whole)
  assert.deepEqual(
    whole.map((one: Record<string, unknown>) => [one.kind, one.allowed, one.effect === null]),
    [
      ['master_proposal', true, false],
      ['master_proposal', true, false],
      ['adjustment', true, false],
    ],
  )
  const { decline, id } = whole[2]
  const [workId, seq] = id.split('/')
  assert.deepEqual(decline, {
    path: '/api/v1/adjustments/decide',
    body: { decision: 'decline', adjustments: [{ workId, seq: Number(seq) }] },
  })
  assert.equal((await call('account_lead', 'GET', '/approvals')).body.items[0].allowed, false)
})
