import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differencesOf } from './versions.ts'

test('fields that differ are named by their path, members of lists by their ids', () => {
  const before = {
    name: 'A',
    projects: ['P1'],
    lines: [
      { id: 'x/y', fee: { amount: '1' }, gone: true },
      { id: 'z', n: 1 },
    ],
    terms: null,
  }
  const after = {
    name: 'A',
    projects: ['P1', 'P2'],
    lines: [
      { id: 'z', n: 1 },
      { id: 'x/y', fee: { amount: '2' } },
      { id: 'new', n: 2 },
    ],
    terms: { a: '1' },
  }
  assert.deepEqual(differencesOf(before, after), [
    { path: '/projects', before: '["P1"]', after: '["P1","P2"]' },
    { path: '/lines/x~1y/fee/amount', before: '1', after: '2' },
    { path: '/lines/x~1y/gone', before: 'true', after: null },
    { path: '/lines/new', before: null, after: '{"id":"new","n":2}' },
    { path: '/terms', before: null, after: '{"a":"1"}' },
  ])
  assert.deepEqual(differencesOf(before, structuredClone(before)), [])
})
