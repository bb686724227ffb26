/** The proof over work that came in from a source and went out to an ERP, with a break planted under every promise. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { billingOffice } from '../../test/support/biller.ts'
import { by, cell, workId } from '../../test/support/billing-office.ts'
import { entry } from '../../test/support/firm.ts'
import { insertRow } from '../../test/support/migration.ts'
import { driveDocuments, postingBench } from '../../test/posting/bench.ts'
import { directConnection, directRecord, directStream } from '../connectors/direct/connector.ts'
import { receiveRecords } from '../intake/receive.ts'
import { readHead } from '../log/read.ts'
import { promises } from './promises.ts'
import { verify, type VerifyOptions } from './verify.ts'

const { office, inTx, put, run, the, release } = billingOffice(throughTheDoors)
const batch = (n: number) => `00000000-0000-7000-8000-00000000000${n}`

async function throughTheDoors() {
  const { store, settings } = office
  const { lanes } = await inTx((tx) => readHead(tx, cell))
  const stream = {
    connectionId: directConnection,
    stream: directStream,
    carries: 'work',
    principal: 'api',
    receivedAt: by.at,
  } as const
  const receiver = { store, cell, vault: settings.vault, lanes }
  await receiveRecords(receiver, stream, [entry('one'), entry('two')].map(directRecord))
  await receiveRecords(receiver, stream, [directRecord(entry('one', { hours: '7' }))], ['two'])
  await store.query(
    `insert into cross_references (cell, connection_id, kind, external_id, record_id, learned_at)
     values (1, 'erp', 'legal_entity', '1', 'DE', 1), (1, 'erp', 'client', '2', 'ACME', 1), (1, 'erp', 'project', '3', 'P-ONE', 1)`,
  )
  const bench = postingBench(store)
  bench.erp.taxPercent = 19n
  const lane = bench.lane('documents')
  await put('a', { hours: '8' })
  await run()
  await driveDocuments(bench, lane)
  await release(await the())
  await driveDocuments(bench, lane)
  await insertRow(store, 'idempotency_keys', { status: 200, response: '{}' })
  const accepted = { work_id: workId('a'), outcome: 'accepted', external_id: 'T1', digest: 'A' }
  await insertRow(store, 'cost_batches', { batch_id: batch(1), operation: 'write', state: 'confirmed' })
  await insertRow(store, 'cost_members', { ...accepted, batch_id: batch(1), posted_digest: null })
}

const prove = (options: VerifyOptions = {}) => inTx((tx) => verify(tx, cell, office.settings.vault, options))

async function brokenBy(sql: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const rolledBack = new Error('rolled back')
  await inTx(async (tx) => {
    for (const one of sql) await tx.query(one)
    const { checks } = await verify(tx, cell, office.settings.vault)
    for (const check of checks) if (!check.ok) found.push(`${check.promise} ${check.name}`)
    throw rolledBack
  }).catch((error: unknown) => {
    if (error !== rolledBack) throw error
  })
  return found
}

test('the proof goes by promise, says how many rows it looked at, and what it cannot check', async () => {
  const { ok, checks, unchecked } = await prove()
  assert.deepEqual(
    checks.filter((one) => !one.ok),
    [],
  )
  assert(ok)
  assert.deepEqual([...new Set(checks.map((one) => one.promise))], Object.keys(promises))
  const looked = (name: string) => checks.find((one) => one.name === name)?.counted
  assert.equal(looked('every_acknowledged_record_stands_in_the_log'), 2)
  assert.equal(looked('issued_documents_are_as_they_were_sent'), 1)
  assert.equal(looked('a_document_is_created_once_and_posted_once'), 2)
  assert(unchecked.length > 0 && unchecked.every((one) => one.what.length > 0 && one.why.length > 0))
})

const member = (n: number, digest: string, posted: string, external = 'T1', work = 'a') => [
  `insert into cost_batches (cell, batch_id, connection_id, company, operation, state, fence, claimed_at)
   values (1, '${batch(n)}', 'x', 'x', 'write', 'confirmed', 1, '2027-01-0${n}T00:00:00Z')`,
  `insert into cost_members (cell, batch_id, work_id, revision, digest, hours, work_on, posted_digest, external_id, outcome)
   values (1, '${batch(n)}', '${workId(work)}', 1, '${digest}', 1, '2026-09-01', ${posted}, '${external}', 'accepted')`,
]
const open = (n: number) => [
  `insert into cost_batches (cell, batch_id, connection_id, company, operation, state, fence, claimed_at)
   values (1, '${batch(n)}', 'x', 'x', 'write', 'sent', 1, '2027-01-0${n}T00:00:00Z')`,
  `insert into cost_members (cell, batch_id, work_id, revision, hours, work_on) values (1, '${batch(n)}', '${workId('a')}', 1, 1, '2026-09-01')`,
]
const again = (step: string, state: string, attempt: number) =>
  `insert into document_postings (cell, document_id, connection_id, company, step, attempt, state, version, digest, fence, claimed_at)
   select cell, document_id, connection_id, company, '${step}', ${attempt}, '${state}', version, digest, fence, claimed_at
   from document_postings where step = 'create'`
const openLog = ['alter table events disable trigger events_append_only']

const planted: Record<string, { breaks: string; sql: string[] }> = {
  'an acknowledged record that never reached the log': {
    breaks: 'P1 every_acknowledged_record_stands_in_the_log',
    sql: [`update source_records set source_id = 'lost' where source_id = 'two'`],
  },
  'a revision that was acknowledged and is not in the log': {
    breaks: 'P1 every_acknowledged_record_stands_in_the_log',
    sql: [`update source_records set revision = revision + 1 where source_id = 'one'`],
  },
  'an acknowledged content that is not the one in the log': {
    breaks: 'P1 every_acknowledged_record_stands_in_the_log',
    sql: [`update source_records set digest = sha256('other') where source_id = 'one'`],
  },
  'one more record than the log knows': {
    breaks: 'P1 every_acknowledged_record_stands_in_the_log',
    sql: [
      `insert into source_records select cell, connection_id, stream, 'ghost', revision, source_version, digest, deleted, occurs_on from source_records where source_id = 'one'`,
    ],
  },
  'an event taken out of the log': {
    breaks: 'P1 the_log_is_unbroken_and_payloads_match',
    sql: [...openLog, `delete from events where source_id = 'one' and revision = 1`],
  },
  'the same cost accepted twice': {
    breaks: 'P2 no_cost_is_accepted_twice_in_a_row',
    sql: member(2, 'A', 'null'),
  },
  'one cost record of two works': {
    breaks: 'P2 no_cost_record_belongs_to_two_works',
    sql: [...member(2, 'B', 'null', 'T7', 'b'), ...member(3, 'C', 'null', 'T7', 'c')],
  },
  'a work in two open batches': {
    breaks: 'P2 no_work_is_in_two_open_cost_batches',
    sql: [...open(2), ...open(3)],
  },
  'two writes of a document under way': {
    breaks: 'P2 no_document_has_two_writes_under_way',
    sql: [again('update', 'sent', 1), again('update', 'in_doubt', 2)],
  },
  'a document created twice': {
    breaks: 'P2 a_document_is_created_once_and_posted_once',
    sql: [again('create', 'confirmed', 2)],
  },
  'an answer without its status': {
    breaks: 'P2 an_idempotency_key_has_a_whole_answer_or_none',
    sql: ['update idempotency_keys set status = null'],
  },
  'a line of an issued document that was changed': {
    breaks: 'P5 issued_documents_are_as_they_were_sent',
    sql: ['update document_lines set amount_minor = amount_minor + 1'],
  },
}
for (const [what, { breaks, sql }] of Object.entries(planted))
  test(`the proof finds ${what}`, async () => {
    const found = await brokenBy(sql)
    assert(found.includes(breaks), `${breaks} among: ${found.join(', ')}`)
  })

test('going there and back, and writing again what was not known, is booking once', async () => {
  assert.deepEqual(await brokenBy([...member(2, 'B', `'A'`), ...member(3, 'A', `'B'`)]), [])
  assert.deepEqual(await brokenBy(member(2, 'A', `'unknown'`)), [])
})

test('from a position on, only what came after it is looked at', async () => {
  const head = (await inTx((tx) => readHead(tx, cell))).position
  const counted = async (since: bigint, name: string) =>
    (await prove({ since })).checks.find((one) => one.name === name)?.counted
  const log = 'the_log_is_unbroken_and_payloads_match'
  assert.equal(await counted(0n, log), Number(head))
  assert.equal(await counted(head - 1n, log), 1)
  assert.equal(await counted(head, log), 0)
  assert.equal(await counted(head, 'every_acknowledged_record_stands_in_the_log'), 0)
})
