/** Billing and posting together, with every reply of the ERP lost once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRejection } from '../../src/kernel/errors.ts'
import { verify } from '../../src/reconciliation/verify.ts'
import { billingOffice } from '../support/biller.ts'
import { cell } from '../support/billing-office.ts'
import { driveDocuments, openCaseCodes, postingBench } from './bench.ts'

const { office, inTx, put, settle, documents, charges, run, the, release, decide } = billingOffice(() =>
  office.store.query(
    `insert into cross_references (cell, connection_id, kind, external_id, record_id, learned_at)
     values (1, 'erp', 'legal_entity', '1', 'DE', 1), (1, 'erp', 'client', '2', 'ACME', 1),
       (1, 'erp', 'project', '3', 'P-ONE', 1)`,
  ),
)

test('an edit in the draft, a release and a later credit end as one invoice and one credit, whatever replies are lost', async () => {
  const bench = postingBench(office.store)
  const lane = bench.lane('documents')
  const { erp } = bench
  erp.taxPercent = 19n
  await put('a', { hours: '8' })
  await put('b', { hours: '4' })
  assert.equal((await run()).documents, 1)
  erp.failNext('createDraft', 'reply_lost', 'reply_lost')
  await driveDocuments(bench, lane)

  await put('a', { hours: '6' })
  assert.equal(await settle(), 1)
  erp.failNext('updateDraft', 'reply_lost')
  await driveDocuments(bench, lane)

  await release(await the())
  erp.failNext('postDocument', 'reply_lost')
  await driveDocuments(bench, lane)
  const invoice = await the()
  assert.deepEqual(
    [invoice.status, invoice.erpNumber, invoice.erpNetMinor, invoice.erpTaxMinor],
    ['issued', 'INV-1', 125_000n, 23_750n],
  )

  await put('b', { hours: '2' })
  assert.equal(await settle(), 1)
  const proposed = (await charges('b')).filter((one) => one.state === 'proposed')
  const seqs = proposed.map((one) => one.seq)
  assert(!isRejection(await decide('b', seqs, 'approve')))
  erp.failNext('createDraft', 'lands_late')
  await driveDocuments(bench, lane)
  await release(await the('credit'))
  await driveDocuments(bench, lane)

  assert.deepEqual(
    erp.documents.map((one) => [one.draft.kind, one.state, one.draft.corrects?.number ?? null]),
    [
      ['invoice', 'issued', null],
      ['credit', 'issued', 'INV-1'],
    ],
  )
  const net = (await documents()).map((one) => one.erpNetMinor).toReversed()
  assert.deepEqual(net, [125_000n, -25_000n])
  assert.deepEqual(await openCaseCodes(office.store), [])
  const { checks } = await inTx((tx) => verify(tx, cell, office.settings.vault))
  // The fixture's works come from no log, so only what concerns billing is asked.
  const wrong = checks.filter((one) => !one.ok && !/log|chain|payload|trace|position|byte/i.test(one.name))
  assert.deepEqual(wrong, [])
})
