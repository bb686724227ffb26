/** A month from approved time to numbered invoices, on real systems, while Tryton's answers get lost on the way. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sumsOf } from './books.ts'
import { expectedSums, hundredths, pricedEntries, rateTable, type Sum, sumUp } from './expected-sums.ts'
import type { Fault } from './fault-proxy.ts'
import { type Document, openStage, type Stage } from './hub-under-test.ts'
import { until } from './installation.ts'

let stage: Stage
const faults: Record<string, Fault> = {}

before(async () => {
  stage = await openStage((proxy) => {
    const lose = (match: string, nth: number, kind: 'lose_reply_after_done' | 'status_500_after_done') =>
      proxy.set({ match, nth, kind })
    faults.batchLost = lose('model.timesheet.line.create', 1, 'lose_reply_after_done')
    faults.batchLate = proxy.set({
      match: 'model.timesheet.line.create',
      nth: 2,
      kind: 'slow_land',
      delayMs: 8_000,
    })
    faults.createLost = lose('model.account.invoice.create', 1, 'lose_reply_after_done')
    faults.createFailed = lose('model.account.invoice.create', 3, 'status_500_after_done')
    faults.postLost = lose('model.account.invoice.post', 1, 'lose_reply_after_done')
    faults.postFailed = lose('model.account.invoice.post', 2, 'status_500_after_done')
  })
})
after(() => stage?.close())

/** What the hub changes in Tryton goes through one of these. */
const writes = /\.(create|write|delete|post|cancel|draft|validate_invoice)$/
const booked = () => stage.proxy.count(writes) - stage.proxy.count('model.res.user.warning.create')

function shown(expected: readonly Sum[], found: readonly Sum[]): string {
  const told = (sum: Sum | undefined) => `${sum?.entries} lines, ${sum?.costHours} h, ${sum?.billAmount}`
  return expected
    .map((sum, index) => {
      const { company, client, currency } = sum
      return `${company} ${client ?? 'internal'} ${currency}: expected ${told(sum)}; Tryton ${told(found[index])}`
    })
    .join('\n')
}

test('both connections prove themselves', async () => {
  for (const connection of ['redmine', 'tryton']) {
    const answer = await stage.engineer.post<{ ok: boolean; message: string }>(
      `/connections/${connection}/test`,
    )
    assert.ok(answer.ok, answer.message)
  }
})

test('the month is priced without a case', async () => {
  const approved = (await pricedEntries(stage.source, stage.month)).length
  assert.equal(approved, 130)
  await until(
    'all approved entries are known',
    120_000,
    async () => {
      const bill = (await stage.totals()).filter(({ outcome }) => outcome === 'bill')
      return bill.reduce((sum, { count }) => sum + count, 0) === approved
    },
    stage.summary,
  )
  assert.deepEqual(await stage.openCases(), [])
})

test('a billing run makes one draft per contract, and a lost answer no second one', async () => {
  assert.equal((await stage.run()).documents, 4)
  const isReady = (each: Document) => each.status === 'drafted' && each.sending === null
  const isDoubtful = (each: Document) => each.status === 'planned' && each.sending === 'in_doubt'
  const all = await stage.documentsWhen(
    'two drafted, two in doubt',
    (found) => found.filter(isReady).length === 2 && found.filter(isDoubtful).length === 2,
  )
  assert.deepEqual([faults.createLost?.landed(), faults.createFailed?.landed()], [1, 1])
  const { invoices } = await stage.books()
  assert.deepEqual(
    invoices.map(({ reference }) => reference).toSorted(),
    all.map(({ reference }) => reference).toSorted(),
  )
  assert.ok(invoices.every(({ state, number }) => state === 'draft' && number === null))
  // Their answers get lost as well, while the other two are still in doubt.
  for (const document of all.filter(isReady)) await stage.release(document)
})

test('released documents are posted once each, with gapless numbers', async () => {
  const isDrafted = (each: Document) => each.status !== 'planned' && each.sending !== 'in_flight'
  for (const document of await stage.documentsWhen('all drafted', (all) => all.every(isDrafted), 180_000)) {
    if (document.status === 'drafted') await stage.release(document)
  }
  await stage.documentsWhen('all issued', (all) => all.every(({ status }) => status === 'issued'), 180_000)
  assert.deepEqual([faults.postLost?.landed(), faults.postFailed?.landed()], [1, 1])
  // A second draft that is removed again would be one too many.
  for (const step of ['create', 'post']) {
    assert.equal(stage.proxy.count(`model.account.invoice.${step}`), 4, step)
  }
  const numbers = (await stage.books()).invoices.map(({ number }) => number?.replace(/\d{4}-/, ''))
  assert.deepEqual(numbers.toSorted(), ['DE-00001', 'DE-00002', 'UK-00001', 'UK-00002'])
})

test('every approved hour is in Tryton as one line, although two batches went unanswered', async () => {
  await stage.costSettled(180_000)
  assert.deepEqual([faults.batchLost?.landed(), faults.batchLate?.landed()], [1, 1])
  const { time } = await stage.books()
  assert.equal(time.length, 130)
  assert.equal(new Set(time.map(({ uuid }) => uuid)).size, 130)
})

test("Tryton's books equal the sums computed from Redmine and the rate table, to the cent", async () => {
  const expected = await expectedSums(stage.source, stage.month)
  const found = sumsOf(await stage.books(), { states: ['posted'] })
  process.stdout.write(`${shown(expected, found)}\n`)
  assert.deepEqual(found, expected)
  assert.deepEqual(sumsOf(await stage.books()), expected)
})

test('rounded as Tryton rounds, to the even cent, the month would come to another sum', async () => {
  const entries = await pricedEntries(stage.source, stage.month)
  const rates = new Map(rateTable(stage.month).rates.map(({ id, rate }) => [id, hundredths(rate)]))
  const halves = entries.filter(
    ({ rate, hundredths: hours }) => rate !== null && (hours * rates.get(rate)!) % 100n === 50n,
  )
  const even = entries.map((entry) => {
    const down = halves.includes(entry) && entry.amount % 2n === 1n
    return { ...entry, amount: entry.amount - (down ? 1n : 0n) }
  })
  const found = sumsOf(await stage.books(), { states: ['posted'] })
  process.stdout.write(`${halves.length} entries of half a cent\n`)
  assert.notDeepEqual(found, sumUp(even))
})

test('a second pull and a second run post nothing', async () => {
  const before = booked()
  await stage.pull()
  assert.equal((await stage.run()).documents, 0)
  await stage.costSettled(30_000)
  await stage.pull()
  assert.equal(booked(), before)
  assert.deepEqual(await stage.openCases(), [])
})

test('hourbridge verify finds that the books balance and the log is whole', async () => {
  process.stdout.write(await stage.verify())
})
