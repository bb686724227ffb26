import assert from 'node:assert/strict'
import { test } from 'node:test'
import { billingOffice } from '../../test/support/biller.ts'
import { at, cell, post, workId } from '../../test/support/billing-office.ts'
import { openCases } from '../cases/open.ts'
import { isRejection } from '../kernel/errors.ts'
import { buckets, outcomes, readBalance } from './buckets.ts'
import { verify } from './verify.ts'

const { office, inTx, put, settle, run, issue, issueDrafts, decide } = billingOffice(month)

/** A month's books with everything in them: issued, credited, drafted, priced, held and taken back. */
async function month() {
  await put('issued', { hours: '8' })
  await put('edited', { hours: '8' })
  await put('gone', { hours: '8' })
  await issue()
  await put('edited', { hours: '6' })
  await put('gone', null)
  await settle()
  assert(!isRejection(await decide('edited', [2], 'approve')))
  await post(office.store)
  await issueDrafts()
  await put('drafted', { contract: 'TWO' })
  await put('usd', { contract: 'USD', hours: '0.333' })
  await run()
  await post(office.store)
  await put('drafted', { contract: 'TWO', hours: '7' })
  await settle()
  await put('priced', { hours: '1' })
}

/** Breaks the books in a transaction that is rolled back, and tells which checks see it. */
async function brokenBy(sql: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const rolledBack = new Error('rolled back')
  await inTx(async (tx) => {
    for (const one of sql) await tx.query(one)
    const { checks, ok } = await verify(tx, cell, office.settings.vault)
    assert.equal(ok, !checks.some((check) => !check.ok))
    for (const check of checks) {
      if (check.ok) continue
      assert(check.broken > 0 && check.detail.length > 0, `${check.name} says what is wrong`)
      found.push(check.name)
    }
    throw rolledBack
  }).catch((error: unknown) => {
    if (error !== rolledBack) throw error
  })
  return found
}

test('the books of a lived-in month pass every check, and every check looked at something', async () => {
  const readOnly = { isolation: 'repeatable read', readOnly: true } as const
  const { ok, checks } = await office.store.transaction(
    (tx) => verify(tx, cell, office.settings.vault),
    readOnly,
  )
  assert.deepEqual(
    checks.filter((check) => !check.ok),
    [],
  )
  assert(ok)
  const idle = checks.filter((check) => check.counted === 0).map((check) => check.name)
  // These works never came in from a source and never went out to an ERP: promises.test.ts looks at those that did.
  assert.deepEqual(idle, [
    'every_acknowledged_record_stands_in_the_log',
    'an_idempotency_key_has_a_whole_answer_or_none',
    'no_work_is_in_two_open_cost_batches',
    'no_cost_is_accepted_twice_in_a_row',
    'no_cost_record_belongs_to_two_works',
    'no_document_has_two_writes_under_way',
    'a_document_is_created_once_and_posted_once',
    'charges_rated_again_come_to_their_amount',
    'what_is_held_has_an_open_case',
    'issued_documents_are_as_they_were_sent',
  ])
})

const work = (name: string) => `work_id = '${workId(name)}'`
const unpinned = ['alter table charges disable trigger charges_append_only']
const anyInvoice = `(select document_id from documents where status = 'issued' and kind = 'invoice' limit 1)`
const openLog = ['alter table events disable trigger events_append_only']

const planted: Record<string, { breaks: string; sql: string[] }> = {
  'approved work that stands nowhere': {
    breaks: 'approved_work_stands_in_one_bucket',
    sql: [`update works set cost_bucket = 'none' where ${work('issued')}`],
  },
  'an amount that charging lost': {
    breaks: 'charges_add_up_to_the_work',
    sql: [...unpinned, `delete from charges where ${work('priced')}`],
  },
  'an amount charged for work that was taken back': {
    breaks: 'nothing_is_charged_without_approval',
    sql: [
      ...unpinned,
      `update charges set amount_minor = amount_minor + 1 where ${work('gone')} and seq = 2`,
    ],
  },
  'a bucket that does not follow its charges': {
    breaks: 'bill_buckets_follow_the_charges',
    sql: [`update works set bill_bucket = 'issued' where ${work('priced')}`],
  },
  'cost that counts as accepted while the ERP holds something else': {
    breaks: 'accepted_cost_is_what_the_erp_holds',
    sql: [`update works set cost_digest = 'new' where ${work('issued')}`],
  },
  'a charge of no work': {
    breaks: 'every_charge_has_its_work',
    sql: [`delete from works where ${work('priced')}`],
  },
  'a document whose total is not its lines': {
    breaks: 'documents_are_the_sum_of_their_lines',
    sql: [`update documents set net_minor = net_minor + 1 where document_id = ${anyInvoice}`],
  },
  'one ERP document claimed by two': {
    breaks: 'no_erp_document_belongs_to_two',
    sql: [`update documents set erp_external_id = 'same' where status <> 'discarded'`],
  },
  'a credit larger than its invoice': {
    breaks: 'credits_stay_within_their_invoice',
    sql: [`update documents set net_minor = -net_minor * 1000 - 999999999 where kind = 'credit'`],
  },
  'an issued document that nobody released': {
    breaks: 'what_is_issued_has_its_number_and_was_released',
    sql: [`update documents set released_by = null where document_id = ${anyInvoice}`],
  },
  'a draft that the ERP never got': {
    breaks: 'every_draft_is_known_in_the_erp_once',
    sql: [`update documents set erp_external_id = null where status = 'drafted'`],
  },
  'a charge moved to another document': {
    breaks: 'lines_are_the_sum_of_their_charges',
    sql: [...unpinned, `update charges set document_id = ${anyInvoice} where ${work('usd')}`],
  },
  'a charge on a document that does not exist': {
    breaks: 'lines_are_the_sum_of_their_charges',
    sql: [...unpinned, `update charges set document_id = '${workId('no document')}' where ${work('usd')}`],
  },
  'work whose payload is gone': {
    breaks: 'every_work_leads_to_its_payload',
    sql: [`update works set position = 999999 where ${work('issued')}`],
  },
  'held work that no case tells of': {
    breaks: 'what_is_held_has_an_open_case',
    sql: [`update works set cost_bucket = 'held', held = true where ${work('issued')}`],
  },
  'an event changed in the log': {
    breaks: 'the_log_is_unbroken_and_payloads_match',
    sql: [...openLog, `update events set source_id = 'forged' where position = 2`],
  },
  'a payload changed where it lies': {
    breaks: 'the_log_is_unbroken_and_payloads_match',
    sql: [`update payloads set sealed = sealed || '\\x00'::bytea where position = 2`],
  },
  'the end of the log cut off': {
    breaks: 'the_log_is_unbroken_and_payloads_match',
    sql: [
      ...openLog,
      'alter table log_links disable trigger log_links_append_only',
      'delete from log_links where last_position = (select max(last_position) from log_links)',
      'delete from events where position > (select max(last_position) from log_links)',
    ],
  },
}

for (const [what, { breaks, sql }] of Object.entries(planted)) {
  test(`verify finds ${what}`, async () => {
    const found = await brokenBy(sql)
    assert(found.includes(breaks), `${breaks} among: ${found.join(', ')}`)
  })
}

test('held work with an open case is no finding', async () => {
  const rolledBack = new Error('rolled back')
  await inTx(async (tx) => {
    await tx.query(`update works set cost_bucket = 'held', held = true where ${work('issued')}`)
    const subject = { subjectKind: 'work', subjectId: workId('issued'), outcome: 'cost' } as const
    const rest = {
      waitsOn: 'period:DE/2026-09',
      seenPosition: 1n,
      hours: '8',
      moneyMinor: null,
      currency: null,
    }
    const none = { clientId: null, projectId: null, detail: {}, payloadPosition: null }
    const one = {
      caseId: office.settings.newId(),
      code: 'PERIOD_CLOSED',
      ...subject,
      ...rest,
      ...none,
    } as const
    await openCases(tx, cell, [one], at)
    const { checks } = await verify(tx, cell, office.settings.vault)
    const check = checks.find((found) => found.name === 'what_is_held_has_an_open_case')
    assert.deepEqual([check?.ok, check?.counted], [true, 1])
    throw rolledBack
  }).catch((error: unknown) => {
    if (error !== rolledBack) throw error
  })
})

test('the list of buckets is the one that the database accepts', async () => {
  const { rows } = await office.store.query<{ text: string }>(
    `select pg_get_constraintdef(oid) as text from pg_constraint where conrelid = 'works'::regclass and contype = 'c'`,
  )
  for (const outcome of outcomes) {
    const text = rows.find((row) => row.text.includes(`${outcome}_bucket`))?.text ?? ''
    const accepted = [...text.matchAll(/'(\w+)'/g)].map((match) => match[1]).filter((name) => name !== 'none')
    assert.deepEqual(accepted.sort(), Object.keys(buckets[outcome]).sort())
  }
})

test('buckets and open differences together are what all work is worth, in each currency', async () => {
  const balance = await inTx((tx) => readBalance(tx, cell))
  const worth = await office.store.query<{ currency: string; minor: bigint }>(
    `select bill_currency as currency, sum(bill_minor)::bigint as minor from works
     where approval = 'approved' group by 1 order by 1`,
  )
  for (const { currency, minor } of worth.rows) {
    const sum = [...balance.outcomes.bill, ...balance.differences]
      .filter((row) => row.currency === currency)
      .reduce((total, row) => total + (row.moneyMinor ?? 0n), 0n)
    assert.equal(sum, minor, currency)
  }
  const issued = balance.outcomes.bill.find((row) => row.bucket === 'issued')
  assert.equal(issued?.moneyMinor, 275000n)
  const hours = balance.outcomes.bill.reduce((total, row) => total + Number(row.hours), 0)
  const all = await office.store.query<{ hours: string }>(
    `select sum(hours) as hours from works where bill_bucket <> 'none'`,
  )
  assert.equal(hours, Number(all.rows[0]?.hours))
})
