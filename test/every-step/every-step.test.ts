import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { live } from './lives.ts'

/** As many deaths as fit, spread over the month; all of them are `npm run every-step`. */
const withinMs = 14_000

test('a death at any step of a month ends in the same books', async (context) => {
  const undisturbed = await live(Number.POSITIVE_INFINITY)
  const started = performance.now()
  let deaths = 0
  // A stride that shares no factor with the length visits new steps at every turn.
  const goOn = () => deaths < 3 || performance.now() - started < withinMs
  for (let step = 7; goOn(); step = 1 + ((step + 97) % undisturbed.steps)) {
    const lived = await live(step)
    assert.deepEqual(lived.state, undisturbed.state, `after a death at step ${step} (${lived.diedAt})`)
    deaths += 1
  }
  context.diagnostic(`${deaths} deaths among ${undisturbed.steps} steps`)
})

test('planted bug key-without-effect: some death loses what a caller was told', async () => {
  const undisturbed = await live(Number.POSITIVE_INFINITY)
  for (let step = 2; step < 60; step += 4) {
    const lived = await live(step, 'key-without-effect').catch(() => null)
    if (lived === null || !isDeepStrictEqual(lived.state, undisturbed.state)) return
  }
  assert.fail('No death showed the planted bug.')
})
