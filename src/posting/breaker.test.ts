import assert from 'node:assert/strict'
import { test } from 'node:test'
import { admit, type Breaker, closedBreaker, failed, restoredBreaker, succeeded } from './breaker.ts'
import { defaultPostingLimits as limits, pauseMs } from './limits.ts'

function afterFailures(count: number, nowMs: number): Breaker {
  let breaker = closedBreaker
  for (let failure = 0; failure < count; failure += 1) breaker = failed(breaker, limits, nowMs)
  return breaker
}

test('a breaker opens at its limit of failures in a row, not before', () => {
  assert.equal(afterFailures(limits.breakerFailures - 1, 0).state, 'closed')
  assert.equal(afterFailures(limits.breakerFailures, 0).state, 'open')
  const recovered = failed(succeeded(afterFailures(limits.breakerFailures - 1, 0)), limits, 0)
  assert.equal(recovered.state, 'closed')
})

test('an open breaker admits one probe when its time has come, and waits longer each time that fails', () => {
  const open = afterFailures(limits.breakerFailures, 0)
  assert.equal(admit(open, limits.breakerOpenMs - 1).admitted, false)
  const probing = admit(open, limits.breakerOpenMs)
  assert.deepEqual([probing.admitted, probing.breaker.state], [true, 'probing'])
  const again = failed(probing.breaker, limits, 0)
  assert.deepEqual([again.state, again.probeAtMs], ['open', 2 * limits.breakerOpenMs])
  assert.equal(succeeded(probing.breaker).state, 'closed')
})

test('the waits of breaker and retry never pass their longest', () => {
  const open = { ...afterFailures(limits.breakerFailures, 0), openings: 500 }
  assert.equal(failed(open, limits, 0).probeAtMs, limits.breakerLongestOpenMs)
  assert.equal(pauseMs(limits, 500), limits.longestPauseMs)
  assert.equal(pauseMs(limits, 1), limits.firstPauseMs)
})

test('who takes over a lane with an open breaker probes at once', () => {
  const restored = restoredBreaker('open', 1_000)
  assert.equal(admit(restored, 1_000).breaker.state, 'probing')
  assert.equal(restoredBreaker('closed', 1_000), closedBreaker)
})
