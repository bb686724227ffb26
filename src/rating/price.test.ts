import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../kernel/dates.ts'
import { decimal, formatDecimal } from '../kernel/decimal.ts'
import { isRejection } from '../kernel/errors.ts'
import { formatMoney } from '../kernel/money.ts'
import type { PriceQuestion, PriceSettings } from './price.ts'
import { ENGINE_VERSION, priceEntry } from './price.ts'
import type { RateRow } from './rate-rows.ts'
import { tellStory } from './story.ts'

const person: RateRow = {
  id: 'r1',
  version: 2,
  kind: 'bill',
  level: 'person',
  scope: { workerId: 'w1' },
  currency: 'EUR',
  amount: decimal('123.45'),
  from: day('2026-01-01'),
  until: null,
  learnedAt: 7n,
}
const project: RateRow = {
  ...person,
  id: 'r2',
  version: 1,
  level: 'project',
  scope: { projectId: 'p1' },
  amount: decimal('130'),
}
const question: PriceQuestion = {
  kind: 'bill',
  workedOn: day('2026-05-15'),
  currency: 'EUR',
  workerId: 'w1',
  projectId: 'p1',
  quantity: decimal('7.30'),
}
const settings: PriceSettings = { increment: { step: decimal('0.25'), mode: 'up', basis: 'entry' } }

function priced(asked: PriceQuestion, about?: PriceSettings, rows = [person, project]) {
  const outcome = priceEntry(asked, rows, about)
  assert.ok(!isRejection(outcome))
  return outcome
}

test('actual time stays beside billed time, and the amount comes from the billed', () => {
  const outcome = priced(question, settings)
  assert.equal(formatDecimal(outcome.actual), '7.3')
  assert.equal(formatDecimal(outcome.billed), '7.5')
  assert.equal(formatMoney(outcome.amount), '925.88')
})

test('a decision survives storage as JSON and names the engine that made it', () => {
  const { decision } = priced(question, settings)
  assert.deepEqual(JSON.parse(JSON.stringify(decision)), decision)
  assert.equal(decision.engine, ENGINE_VERSION)
})

test('minutes are priced without passing through a decimal of an hour', () => {
  const rows = [{ ...person, amount: decimal('115') }]
  assert.equal(
    formatMoney(priced({ ...question, quantity: decimal('80'), unit: 'minute' }, {}, rows).amount),
    '153.33',
  )
  assert.equal(
    formatMoney(priced({ ...question, quantity: decimal('1'), unit: 'second' }, {}, rows).amount),
    '0.03',
  )
})

test('a missing rate is refused, never priced as zero', () => {
  const outcome = priceEntry({ ...question, currency: 'GBP' }, [person, project])
  assert.ok(isRejection(outcome) && outcome.code === 'MISSING_RATE')
})

test('with a day basis the billed quantity must come from the group', () => {
  const increment = { step: decimal('0.25'), mode: 'up', basis: 'person_day_task' } as const
  assert.throws(() => priceEntry(question, [person], { increment }), { name: 'Bug' })
  assert.equal(formatMoney(priced({ ...question, billed: decimal('8') }, { increment }).amount), '987.60')
})

const annsRate = 'the person rate for worker Ann Vale'
const byStandard = 'by the precedence standard@1.'

test('the story tells which rate won, which lost and why, the rounding of time and the product', () => {
  const names = { w1: 'Ann Vale', p1: 'Apollo' } as Record<string, string>
  const { decision } = priced(question, settings)
  const story = tellStory(decision, {
    nameOf: (_, id) => names[id],
    rateRow: (id) => [person, project].find((row) => row.id === id),
  })
  assert.deepEqual(story, [
    '7.3 hours were worked on 2026-05-15; 7.5 hours are billed: ' +
      'rounded up to whole steps of 0.25 hours per entry.',
    `The bill rate is 123.45 EUR an hour: ${annsRate} (r1, version 2), ${byStandard}`,
    'The project rate for project Apollo, 130 EUR (r2, version 1), ' +
      'lost: the precedence puts its level later.',
    '7.5 hours at 123.45 EUR an hour are 925.88 EUR, ' +
      'rounded once to the smallest unit of the currency, half away from zero.',
  ])
})

test('the story of an exact amount without increments speaks of no rounding', () => {
  const { decision } = priced({ ...question, quantity: decimal('90'), unit: 'minute' }, {}, [
    { ...person, amount: decimal('0') },
  ])
  assert.deepEqual(tellStory(decision), [
    '90 minutes were worked on 2026-05-15, and all of it is billed.',
    'The bill rate is 0 EUR an hour, which is a rate and not a gap: ' +
      `the person rate for worker w1 (r1, version 2), ${byStandard}`,
    '90 minutes at 0 EUR an hour are 0.00 EUR.',
  ])
})
