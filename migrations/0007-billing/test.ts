import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertRow, testMigration } from '../../test/support/migration.ts'

const database = testMigration('0007-billing', ['billing_runs', 'documents', 'document_lines'])

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`

test('a document has one id and one reference, and a status that exists', async () => {
  const document = { kind: 'invoice', status: 'planned' }
  await insertRow(database.store, 'documents', document)
  const again = { ...document, document_id: id(2) }
  await assert.rejects(insertRow(database.store, 'documents', again), /documents_cell_reference_key/)
  const odd = { ...again, reference: 'y', status: 'sent' }
  await assert.rejects(insertRow(database.store, 'documents', odd), /documents_status_check/)
})
