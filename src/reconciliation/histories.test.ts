import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { billingOffice } from '../../test/support/biller.ts'
import { at, by, cell, clearBilling, post } from '../../test/support/billing-office.ts'
import { seed } from '../../test/property.ts'
import { discardDocument } from '../billing/release.ts'
import { settleDifferences } from '../billing/differences.ts'
import { setDifferenceState } from '../charging/placement.ts'
import { readOpenDifferences } from '../charging/reads.ts'
import { readProposed } from '../charging/work-charges.ts'
import { day } from '../kernel/dates.ts'
import { decimal } from '../kernel/decimal.ts'
import { isRejection } from '../kernel/errors.ts'
import { extend } from '../kernel/money.ts'
import { verify } from './verify.ts'

type Step =
  | { do: 'put'; work: number; hours: string; contract: 'ONE' | 'TWO'; rate: string; late: boolean }
  | { do: 'take back'; work: number }
  | { do: 'settle' | 'run' | 'post' | 'approve' }
  | { do: 'release' | 'discard' | 'approve one'; which: number }
const work = fc.integer({ min: 0, max: 3 })
const which = fc.integer({ min: 0, max: 5 })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('put' as const),
      work,
      hours: fc.constantFrom('1', '2.5', '0.333', '8'),
      contract: fc.constantFrom('ONE' as const, 'ONE' as const, 'TWO' as const),
      rate: fc.constantFrom('100', '100', '133.33', '0'),
      late: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('take back' as const), work }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('settle' as const, 'run' as const, 'post' as const, 'approve' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('release' as const, 'release' as const, 'discard' as const, 'approve one' as const),
      which,
    }),
  },
)

const { office, inTx, put, documents, run, askRelease, decideKeys } = billingOffice()
type Settle = typeof settleDifferences

async function approve(chosen: (count: number) => number | null = () => null) {
  const proposed = await inTx((tx) => readProposed(tx, cell, null, 100))
  const one = chosen(proposed.length)
  const keys = one === null ? proposed : proposed.slice(one, one + 1)
  if (keys.length > 0) assert(!isRejection(await decideKeys(keys, 'approve')))
  return keys.length
}

async function act(one: Step, settle: Settle) {
  if (one.do === 'put') await put(`w${one.work}`, { ...one, on: day(one.late ? '2026-09-20' : '2026-09-10') })
  if (one.do === 'take back') await put(`w${one.work}`, null)
  if (one.do === 'settle') await inTx((tx) => settle(tx, cell, office.settings, 100, at))
  if (one.do === 'run') await run()
  if (one.do === 'post') await post(office.store)
  if (one.do === 'approve') await approve()
  if (one.do === 'approve one') await approve((count) => one.which % Math.max(count, 1))
  if (one.do !== 'release' && one.do !== 'discard') return
  const found = await documents()
  const document = found[one.which % Math.max(found.length, 1)]
  if (!document) return
  if (one.do === 'release') return askRelease(document.documentId, document.version)
  const request = { ...by, expectedVersion: document.version }
  await inTx((tx) => discardDocument(tx, cell, office.settings, document.documentId, request))
}

/** Lets everything that is under way come to its end, with every proposal accepted. */
async function finish(settle: Settle) {
  for (let round = 0; round < 12; round += 1) {
    const settled = await inTx((tx) => settle(tx, cell, office.settings, 100, at))
    const approved = await approve()
    const frozen = (await run()).documents
    const created = await post(office.store)
    for (const { documentId, version } of await documents()) await askRelease(documentId, version)
    const issued = await post(office.store)
    if (settled + approved + frozen + created.length + issued.length === 0) return
  }
}

function desiredOf(steps: readonly Step[]): Map<string, bigint> {
  const works = new Map<number, { contract: string; minor: bigint } | null>()
  for (const one of steps) {
    if (one.do === 'take back') works.set(one.work, null)
    if (one.do !== 'put') continue
    const { minor } = extend(decimal(one.hours), decimal(one.rate), 'EUR')
    works.set(one.work, { contract: `C-${one.contract}`, minor })
  }
  const sums = new Map<string, bigint>()
  for (const value of works.values())
    if (value) sums.set(value.contract, (sums.get(value.contract) ?? 0n) + value.minor)
  return sums
}

async function booksHold() {
  const { checks } = await inTx((tx) => verify(tx, cell, office.settings.vault))
  assert.deepEqual(
    checks.filter((check) => !check.ok),
    [],
  )
}

async function historyHolds(steps: readonly Step[], settle: Settle) {
  await clearBilling(office.store)
  for (const one of steps) await act(one, settle)
  await booksHold()
  await finish(settle)
  await booksHold()
  const issued = new Map<string, bigint>()
  for (const document of await documents()) {
    assert(document.status === 'issued' || document.status === 'discarded', `${document.status} is left`)
    if (document.status === 'discarded') continue
    assert(document.kind === 'invoice' ? document.netMinor >= 0n : document.netMinor <= 0n)
    issued.set(document.contractId, (issued.get(document.contractId) ?? 0n) + document.netMinor)
  }
  for (const [contract, minor] of desiredOf(steps)) assert.equal(issued.get(contract) ?? 0n, minor, contract)
  const wanted = desiredOf(steps)
  for (const [contract, minor] of issued) assert.equal(minor, wanted.get(contract) ?? 0n, contract)
}

const histories = (settle: Settle) =>
  fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => historyHolds(steps, settle))
const numRuns = Number(process.env.HOURBRIDGE_HISTORIES ?? 30)

test('whatever the order of edits, runs and releases, what is issued in the end is what is desired', async (t) => {
  t.diagnostic(`seed ${seed}`)
  await fc.assert(histories(settleDifferences), { seed, numRuns })
})

test('the same histories catch a settling that drops what came after a run', async () => {
  const dropping: Settle = async (tx) => {
    const open = await readOpenDifferences(tx, cell, 100)
    if (open.length > 0) await setDifferenceState(tx, cell, open, 'declined')
    return open.length
  }
  const outcome = await fc.check(histories(dropping), { seed, numRuns, endOnFailure: true })
  assert(outcome.failed)
})
