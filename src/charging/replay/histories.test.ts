/** Random histories, read by another mapping: what a dry run announces is what the run does, and the second does nothing. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { seed } from '../../../test/property.ts'
import { entry, rate, smallFirm, worker } from '../../../test/support/firm.ts'
import { createReplayHub, otherMapping, type ReplayHub, withHours } from '../../../test/support/replaying.ts'
import type { Mapping } from '../../connectors/sdk/connector.ts'

type Step =
  | { do: 'send'; id: number; hours: string; project: string; worker: string; approved: number }
  | { do: 'delete'; id: number }
  | { do: 'reprice'; amount: string }
  | { do: 'promote'; to: string }
const id = fc.integer({ min: 0, max: 4 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      id,
      hours: fc.constantFrom('1', '2.5', '0.333', '8'),
      project: fc.constantFrom('P1', 'P1', 'P2', 'P9', 'P8'),
      worker: fc.constantFrom('W1', 'W2', 'W5'),
      approved: fc.integer({ min: 0, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), id }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('reprice' as const), amount: fc.constantFrom('100', '133.33') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('promote' as const), to: fc.constantFrom('junior', 'senior') }),
  },
)

let hub: ReplayHub
let round = 0
before(async () => {
  hub = await createReplayHub()
  await hub.learn(smallFirm)
  await hub.settle()
})
after(() => hub.drop())

const stamp = (minute: number) => `2026-10-31T10:0${minute}:00Z`
async function act(one: Step) {
  const name = 'id' in one ? `r${round}-${one.id}` : ''
  if (one.do === 'reprice') await hub.learn([rate('R-senior', 'senior', one.amount)])
  else if (one.do === 'promote') await hub.learn([worker('W1', one.to)])
  else if (one.do === 'delete') await hub.receive([], [name])
  else {
    const claim = { approver: 'lead', approvedAt: stamp(one.approved), level: null }
    const state = one.approved === 0 ? ('submitted' as const) : ('approved' as const)
    const approval = { ...claim, state, ...(one.approved === 0 ? { approvedAt: null } : {}) }
    await hub.receive([entry(name, { hours: one.hours, project: one.project, worker: one.worker, approval })])
  }
  await hub.settle()
}

async function billed(): Promise<Map<string, bigint>> {
  const { rows } = await hub.store.query<{ currency: string; minor: bigint }>(
    'select currency, sum(amount_minor)::bigint as minor from charges group by 1',
  )
  return new Map(rows.map((row) => [row.currency, row.minor]))
}

async function historyHolds(steps: readonly Step[], plain: Mapping, other: () => Mapping) {
  round += 1
  hub.use(plain)
  for (const one of steps) await act(one)
  const asRead = await hub.dryRun({ connectionId: 'api' })
  assert.equal(asRead.planned, 0, 'read again in the same way, the log says what stands')
  hub.use(other())
  const before = await billed()
  const dry = await hub.dryRun({ connectionId: 'api' })
  await hub.start(dry.replayId)
  await hub.rounds()
  const run = await hub.replayOf(dry.replayId)
  assert.deepEqual(
    [run.state, run.doneSummary.filter((line) => line.action !== 'skip')],
    ['done', dry.summary.filter((line) => line.action !== 'skip')],
  )
  const announced = dry.summary.filter((line) => line.outcome === 'bill' && line.action !== 'skip')
  const moved = announced.reduce((sum, line) => sum + BigInt(line.minor), 0n)
  const grown = [...(await billed())].reduce((sum, [key, minor]) => sum + minor - (before.get(key) ?? 0n), 0n)
  assert.equal(grown, moved, 'the charges grew by what was announced')
  assert.equal((await hub.dryRun({ connectionId: 'api' })).planned, 0, 'the second time nothing is left')
  // The next history starts from what stands.
  hub.use(plain)
  await hub.replay({ connectionId: 'api' })
}

let versions = 0
const plainMapping = () => otherMapping('plain')
const doubled = () => {
  versions += 1
  return withHours(`doubled/${versions}`, (hours) => String(Number(hours) * 2))
}
const histories = (other: () => Mapping) =>
  fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), (steps) =>
    historyHolds(steps, plainMapping(), other),
  )
const numRuns = Number(process.env.HOURBRIDGE_HISTORIES ?? 6)

test('whatever the history, a replay does what its dry run announced, and the second time nothing', async (t) => {
  t.diagnostic(`seed ${seed}`)
  await fc.assert(histories(doubled), { seed, numRuns })
})

test('the same histories catch a mapping that reads the same bytes in two ways', async () => {
  let reads = 0
  const fickle = () =>
    withHours('fickle', (hours) => {
      reads += 1
      return String(Number(hours) + (reads % 7) / 4)
    })
  const outcome = await fc.check(histories(fickle), { seed, numRuns, endOnFailure: true })
  assert(outcome.failed)
})
