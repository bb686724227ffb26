import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seed } from '../../test/property.ts'
import { type CallLane, callLanes, type DayCount, laneWeights, type Limits, openLimiter } from './limiter.ts'

/** A clock that moves to the next moment somebody waits for, once nobody can go on before it. */
function virtualTime() {
  let now = 0
  const waits: { at: number; go: () => void }[] = []
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
  return {
    clock: { now: () => new Date(now) },
    now: () => now,
    wait: (ms: number) => new Promise<void>((go) => waits.push({ at: now + ms, go })),
    async until(atMs: number) {
      for (;;) {
        await settled()
        waits.sort((a, b) => a.at - b.at)
        const next = waits[0]
        if (next === undefined || next.at > atMs) break
        waits.shift()
        now = Math.max(now, next.at)
        next.go()
      }
      now = atMs
      await settled()
    },
  }
}

function dayCount(processes = 1): DayCount & { made: number } {
  return {
    made: 0,
    processes,
    calls() {
      return this.made
    },
    count() {
      this.made += 1
    },
    endsAt: () => 86_400_000,
  }
}

/** Callers that ask again as soon as they were answered; each call takes `latencyMs`. */
async function traffic(
  limits: Limits,
  callers: Partial<Record<CallLane, number>>,
  forMs: number,
  latencyMs: number,
  open = openLimiter,
) {
  const time = virtualTime()
  const limiter = open(limits, time.clock, time.wait)
  const done = new Map<CallLane, number>(callLanes.map((lane) => [lane, 0]))
  const starts: number[] = []
  let ended = false
  const caller = async (lane: CallLane) => {
    while (!ended) {
      const release = await limiter.acquire(3_600_000, lane)
      if (release === null || ended) return
      starts.push(time.now())
      await time.wait(latencyMs)
      done.set(lane, done.get(lane)! + 1)
      release()
    }
  }
  for (const [lane, count] of Object.entries(callers))
    for (let i = 0; i < (count ?? 0); i += 1) void caller(lane as CallLane)
  await time.until(forMs)
  ended = true
  return { done, starts }
}

test('lanes share what a connection allows by their weights, however many callers one of them has', async () => {
  const { done } = await traffic(
    { concurrency: 2, perSecond: 10 },
    { cost: 3, documents: 3, pull: 40 },
    60_000,
    50,
  )
  const total = [...done.values()].reduce((sum, one) => sum + one, 0)
  assert.ok(total >= 590, `${total} calls`)
  const weights = laneWeights.cost + laneWeights.documents + laneWeights.pull
  for (const lane of ['cost', 'documents', 'pull'] as const)
    assert.ok(
      Math.abs(done.get(lane)! / total - laneWeights[lane] / weights) < 0.03,
      `${lane} ${done.get(lane)}`,
    )
})

/** The planted bug: whoever came first goes first. */
const inOrderOfArrival: typeof openLimiter = (...given) => {
  const limiter = openLimiter(...given)
  return { ...limiter, acquire: (patienceMs) => limiter.acquire(patienceMs, 'other') }
}

test('planted bug: in order of arrival the lane with most callers takes nearly everything', async () => {
  const { done } = await traffic(
    { concurrency: 2, perSecond: 10 },
    { documents: 1, pull: 40 },
    60_000,
    50,
    inOrderOfArrival,
  )
  assert.ok(done.get('documents')! < 0.1 * done.get('pull')!)
})

test('a lane that is alone uses the whole of it', async () => {
  const { done } = await traffic({ concurrency: 4, perSecond: 20 }, { pull: 8 }, 10_000, 50)
  assert.ok(done.get('pull')! >= 195)
})

/** Most calls that began in any stretch of the length. */
function mostIn(starts: readonly number[], lengthMs: number): number {
  let most = 0
  let from = 0
  for (let to = 0; to < starts.length; to += 1) {
    while (starts[from]! <= starts[to]! - lengthMs) from += 1
    most = Math.max(most, to - from + 1)
  }
  return most
}

const neverTooMany = (open: typeof openLimiter) =>
  fc.asyncProperty(
    fc.record({
      perSecond: fc.integer({ min: 1, max: 8 }),
      perMinute: fc.integer({ min: 5, max: 60 }),
      concurrency: fc.integer({ min: 1, max: 4 }),
    }),
    fc.integer({ min: 1, max: 300 }),
    async (limits, latencyMs) => {
      const callers = { cost: 4, documents: 2, look: 2 }
      const { starts } = await traffic(limits, callers, 130_000, latencyMs, open)
      assert.ok(starts.length >= Math.min(limits.perMinute, 20))
      assert.ok(mostIn(starts, 1_000) <= limits.perSecond)
      assert.ok(mostIn(starts, 60_000) <= limits.perMinute)
    },
  )

test('no stretch of a second or a minute holds more calls than its limit', async (t) => {
  t.diagnostic(`seed ${seed}`)
  await fc.assert(neverTooMany(openLimiter), { seed, numRuns: 12 })
})

test('planted bug: a limit that forgets the minute is caught', async () => {
  const forgetful: typeof openLimiter = ({ perMinute: _, ...limits }, ...rest) => openLimiter(limits, ...rest)
  const outcome = await fc.check(neverTooMany(forgetful), { seed, numRuns: 30, endOnFailure: true })
  assert.equal(outcome.failed, true)
})

test('processes that use one connection divide its limits, also one that is smaller than their number', async () => {
  for (const [perSecond, processes, most] of [
    [6, 3, 2],
    [1, 4, 1],
  ] as const) {
    const time = virtualTime()
    const limiter = openLimiter({ concurrency: 8, perSecond }, time.clock, time.wait, dayCount(processes))
    const starts: number[] = []
    for (let call = 0; call < 6; call += 1)
      void limiter.acquire(3_600_000).then((release) => {
        starts.push(time.now())
        release?.()
      })
    await time.until(60_000)
    const stretch = perSecond / processes >= 1 ? 1_000 : (1_000 * processes) / perSecond
    assert.equal(mostIn(starts, stretch), most)
  }
})

test('the last tenth of a day is kept for documents and for looking, and the day begins anew', async () => {
  const time = virtualTime()
  const day = dayCount()
  const limiter = openLimiter({ concurrency: 1, perDay: 100 }, time.clock, time.wait, day)
  day.made = 90
  assert.equal(await limiter.acquire(15_000, 'pull'), null)
  assert.equal(await limiter.acquire(15_000, 'cost'), null)
  ;(await limiter.acquire(15_000, 'documents'))!()
  assert.equal(day.made, 91)
  day.made = 100
  assert.equal(await limiter.acquire(15_000, 'documents'), null)
  let went = false
  void limiter.acquire(90_000_000, 'pull').then(() => {
    went = true
  })
  await time.until(86_399_999)
  assert.equal(went, false)
  day.made = 0
  await time.until(86_400_000)
  assert.equal(went, true)
})

test('a first refusal pauses, repeated ones halve the share, and it comes back a tenth a minute', async () => {
  const time = virtualTime()
  const limiter = openLimiter({ concurrency: 4, perSecond: 8 }, time.clock, time.wait)
  limiter.noteLimited(2_000)
  // On their way when the pause began: the same refusal.
  limiter.noteLimited(2_000)
  limiter.noteLimited(2_000)
  assert.deepEqual([limiter.factor(), limiter.pausedUntil()], [1, 2_000])
  assert.equal(await limiter.acquire(1_000), null)
  for (const [at, factor] of [
    [3_000, 0.5],
    [6_000, 0.25],
    [9_000, 0.125],
    [12_000, 1 / 16],
    [15_000, 1 / 16],
  ] as const) {
    await time.until(at)
    limiter.noteLimited(at + 1_000)
    assert.equal(limiter.factor(), factor)
  }
  await time.until(16_000 + 60_000)
  assert.equal(limiter.factor().toFixed(4), (1 / 16 + 0.1).toFixed(4))
  await time.until(16_000 + 11 * 60_000)
  assert.equal(limiter.factor(), 1)
})

test('a connection that declares no rate is slowed to a half of what it did in the minute before', async () => {
  const time = virtualTime()
  const limiter = openLimiter({ concurrency: 8 }, time.clock, time.wait)
  for (let call = 0; call < 120; call += 1) (await limiter.acquire(0))!()
  limiter.noteLimited(1_000)
  await time.until(2_000)
  limiter.noteLimited(3_000)
  await time.until(62_000)
  const starts: number[] = []
  for (let call = 0; call < 100; call += 1)
    void limiter.acquire(3_600_000).then((release) => {
      starts.push(time.now())
      release?.()
    })
  await time.until(62_500)
  assert.equal(starts.length, 60)
})

test('a quiet connection that is refused again and again goes on with a call a second', async () => {
  const time = virtualTime()
  const limiter = openLimiter({ concurrency: 8 }, time.clock, time.wait)
  for (let call = 0; call < 2; call += 1) (await limiter.acquire(0))!()
  for (let refusal = 1; refusal <= 8; refusal += 1) {
    await time.until(refusal * 2_000 - 1_000)
    limiter.noteLimited(refusal * 2_000)
  }
  await time.until(80_000)
  const starts: number[] = []
  for (let call = 0; call < 100; call += 1)
    void limiter.acquire(3_600_000).then((release) => {
      starts.push(time.now())
      release?.()
    })
  await time.until(80_500)
  assert.equal(starts.length, 60)
})

test('a quota that the other side tells is not overdrawn, whatever is declared', async () => {
  const time = virtualTime()
  const limiter = openLimiter({ concurrency: 8, perSecond: 100 }, time.clock, time.wait)
  limiter.noteQuota(2, 30_000)
  const starts: number[] = []
  for (let call = 0; call < 5; call += 1)
    void limiter.acquire(3_600_000).then((release) => {
      starts.push(time.now())
      release?.()
    })
  await time.until(29_999)
  assert.equal(starts.length, 2)
  await time.until(30_000)
  assert.equal(starts.length, 5)
})
