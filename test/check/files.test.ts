import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findFileFaults, mostLines } from './files.ts'

test('a file over the limit is caught, one at the limit and a generated one are not', () => {
  const of = (lines: number, head = '') => [{ path: 'src/log/a.ts', text: `${head}x\n`.repeat(lines) }]
  assert.match(findFileFaults(of(mostLines + 1)).join(), /401 lines/)
  assert.deepEqual(findFileFaults(of(mostLines)), [])
  assert.deepEqual(findFileFaults(of(mostLines + 1, '// Generated from the routes. ')), [])
})

test('a folder without a subject and a migration without a test are caught', () => {
  assert.match(findFileFaults([{ path: 'src/log/utils/a.ts', text: '' }]).join(), /names no subject/)
  assert.match(findFileFaults([{ path: 'migrations/0001-a/up.sql', text: '' }]).join(), /has no test/)
})
