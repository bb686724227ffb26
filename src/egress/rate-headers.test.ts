import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quotaOf } from './rate-headers.ts'

const now = Date.parse('2026-10-05T08:00:00Z')
const seconds = now / 1000

test('what is left is read in every spelling that is in use, of several policies the tightest', () => {
  const spellings: [Record<string, string>, { left: number; afterMs: number } | null][] = [
    [{ ratelimit: '"default";r=50;t=30' }, { left: 50, afterMs: 30_000 }],
    [{ ratelimit: '"minute";r=50;t=30, "day";t=3600;r=4' }, { left: 4, afterMs: 3_600_000 }],
    [
      { 'ratelimit-remaining': '7', 'ratelimit-reset': '12' },
      { left: 7, afterMs: 12_000 },
    ],
    [
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${seconds + 5}` },
      { left: 0, afterMs: 5_000 },
    ],
    [
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${now + 5_000}` },
      { left: 0, afterMs: 5_000 },
    ],
    [
      { 'x-rate-limit-remaining': '3', 'x-rate-limit-reset': '60' },
      { left: 3, afterMs: 60_000 },
    ],
    // Never more than a day, never before now.
    [
      { 'ratelimit-remaining': '1', 'ratelimit-reset': '999999' },
      { left: 1, afterMs: 86_400_000 },
    ],
    [
      { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': `${seconds - 5}` },
      { left: 1, afterMs: 0 },
    ],
    [{ ratelimit: 'nonsense' }, null],
    [{ ratelimit: '"x";r=-1;t=2' }, null],
    [{ 'x-ratelimit-remaining': '5' }, null],
    [{ 'x-ratelimit-remaining': 'many', 'x-ratelimit-reset': 'soon' }, null],
    [{}, null],
  ]
  for (const [headers, expected] of spellings) {
    const found = quotaOf(headers, now)
    const seen = found === null ? null : { left: found.left, afterMs: found.resetsAtMs - now }
    assert.deepEqual(seen, expected, JSON.stringify(headers))
  }
})
