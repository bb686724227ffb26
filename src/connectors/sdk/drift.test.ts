import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drift } from './drift.ts'
import { readJson } from './json.ts'

test('unknown members are named once, by pointer, and nothing below them', () => {
  const value = readJson(
    '{"id":1,"list":[{"id":1,"x":1},{"id":2,"x":{"deep":1}}],"a/b":1,"any":{"thing":{"goes":1}}}',
  )
  const known = new Set(['/id', '/list', '/list/*/id', '/any/**'])
  assert.deepEqual(drift(value!, known), ['/a~1b', '/list/*/x'])
  assert.deepEqual(drift(readJson('[]')!, known), [])
})
