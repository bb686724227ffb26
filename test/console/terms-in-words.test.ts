import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ContractBody } from '../../console/src/api/shapes.ts'
import { changeWords, placeText } from '../../console/src/contracts/words/changes.ts'
import type { Say, Terms, TermsLine } from '../../console/src/contracts/words/say.ts'
import { contractSentences, lineSentences } from '../../console/src/contracts/words/terms.ts'

const say: Say = {
  money: (amount, currency = 'EUR') => `${amount} ${currency}`,
  number: (value) => value,
  day: (day) => day,
}
const words = (line: Omit<TermsLine, 'id'>) => lineSentences({ id: 'L', ...line }, say)
const body = (terms: Omit<Terms, 'lines'>, changed: Partial<ContractBody> = {}): ContractBody => ({
  name: 'C',
  client: 'ACME',
  legalEntity: 'DE',
  billing: 'composed',
  currency: 'EUR',
  projects: [],
  region: null,
  instalments: [],
  increment: null,
  taxCode: null,
  purchaseOrder: null,
  releaseBelow: null,
  terms: { lines: [{ id: 'L' }], ...terms },
  ...changed,
})

/** Each line of terms beside what a project manager reads. */
const lines: readonly (readonly [string, Omit<TermsLine, 'id'>, readonly string[]])[] = [
  ['nothing said', {}, ['Time at the rates of the cards']],
  [
    'a ceiling on the line',
    { limits: [{ id: 'CAP', amount: '20000.00' }] },
    ['Time at the rates of the cards, up to 20000.00 EUR; what is over waits'],
  ],
  [
    'a ceiling of hours that begins anew',
    { limits: [{ id: 'CAP', hours: '100', per: 'month', over: 'next_period', each: 'worker' }] },
    [
      'Time at the rates of the cards, up to 100 h a month for each person; what is over moves to the next month that has room',
    ],
  ],
  [
    'ceilings of parts of the line',
    {
      limits: [
        { id: 'A', name: 'Travel', kinds: ['expense'], amount: '2000', over: 'non_billable' },
        { id: 'B', amount: '9', hours: '1', currency: 'USD', mode: 'whole_entry', over: 'review' },
      ],
    },
    [
      'Time at the rates of the cards',
      'Travel: expenses up to 2000 EUR; what is over is not billed',
      'Everything up to 9 USD and 1 h; what is over waits for a decision; an entry that does not fit as a whole finds no room',
    ],
  ],
  [
    'what it covers',
    { work: 'non_billable', covers: { kinds: ['time', 'expense'], projects: ['P1', 'P2'], tasks: ['T'] } },
    ['Time and expenses are not billed', 'For projects P1 and P2 and tasks T'],
  ],
  ['one rate', { price: { blended: '150' } }, ['Time at 150 EUR an hour for everybody']],
  [
    'cost plus',
    { price: { costPlus: { percent: '15', perHour: '5' } } },
    ['Time at cost plus 15 % and 5 EUR an hour'],
  ],
  [
    'a fee in equal parts',
    { work: 'included', fee: { amount: '9000', instalments: [{ on: '2026-12-01' }, { on: '2026-10-15' }] } },
    ['Time is covered by the fee', 'A fee of 9000 EUR in 2 equal instalments from 2026-10-15 to 2026-12-01'],
  ],
  [
    'a fee by percent, without work of its own',
    {
      fee: {
        amount: '9000',
        instalments: [
          { on: '2026-10-15', percent: '40' },
          { on: '2026-12-01', percent: '60' },
        ],
      },
    },
    ['A fee of 9000 EUR in 2 instalments from 2026-10-15 to 2026-12-01: 40 % and 60 %'],
  ],
  [
    'progress',
    {
      work: 'included',
      fee: {
        amount: '9000',
        progress: { by: 'hours', atMostPercent: '90', estimates: [{ on: '2026-10-01', is: '400' }] },
      },
    },
    [
      'Time is covered by the fee',
      'A fee of 9000 EUR is billed by progress: the hours worked against their estimate, measured at the end of every month, up to 90 % of it',
      'The estimate at completion is 400 h since 2026-10-01',
    ],
  ],
  [
    'milestones and retainage',
    {
      milestones: [
        { id: 'M1', name: 'Design', amount: '500', criteria: [{ id: 'K' }] },
        { id: 'M2', percent: '10' },
      ],
      retainage: { percent: '5', releases: [{ on: '2027-01-01' }] },
    },
    [
      '2 milestones, billed when the client accepts each and its criteria are met: Design 500 EUR and M2 10 % of the fee',
      'The client keeps back 5 % of every bill; released: all that is left on 2027-01-01',
    ],
  ],
  [
    'a retainer with grants',
    {
      work: 'drawn_down',
      retainer: {
        grants: { quantity: '20', from: '2026-01-01' },
        rollover: { maximum: '10', periods: 2 },
        deficit: { maximum: '5' },
        overage: { rate: '180' },
      },
    },
    [
      'Time is drawn from what was bought ahead',
      '20 h every month, from 2026-01-01 on',
      'What is left goes on at most 10 h for 2 months',
      'A month may take up to 5 h ahead of the next one, which then is smaller',
      'What goes beyond everything bought is billed at 180 EUR an hour',
    ],
  ],
  [
    'lots of money',
    {
      work: 'drawn_down',
      retainer: {
        measure: 'amount',
        lots: [{ id: 'A', quantity: '5000', from: '2026-01-01', to: '2026-06-30' }],
        usableFrom: 'paid',
        overage: { treat: 'parked' },
      },
    },
    [
      'Time is drawn from what was bought ahead',
      'Bought ahead: 5000 EUR from 2026-01-01 to 2026-06-30; usable once paid, the oldest expiry first',
      'What goes beyond everything bought waits',
    ],
  ],
  [
    'a subscription',
    {
      work: 'included',
      subscription: {
        fee: '1000',
        from: '2026-01-01',
        proration: 'thirty',
        pauses: [{ from: '2026-08-01', to: '2026-08-31' }],
        included: { quantity: '10', overageRate: '150' },
      },
    },
    [
      'Time is covered by the subscription',
      '1000 EUR every month from 2026-01-01 on, billed ahead, on its first day, a part of one by days of a month of 30',
      'Paused from 2026-08-01 to 2026-08-31, without a fee',
      'The fee includes 10 h or units; what is over is billed at 150 EUR each',
    ],
  ],
  [
    'a minimum and discounts',
    {
      minimum: { amount: '5000', every: 'quarter' },
      discounts: [
        { id: 'D', percent: '5' },
        { id: 'V', name: 'Volume', bands: [{ above: '10000', percent: '3' }], mode: 'cliff' },
        { id: 'S', percent: '-2' },
      ],
    },
    [
      'Time at the rates of the cards',
      '5 % off',
      'Volume: 3 % off above 10000 EUR a year, on everything once it is passed',
      '2 % on top',
      'At least 5000 EUR a quarter, what is missing is billed, a part of one by its days',
    ],
  ],
  [
    'bands',
    {
      bands: {
        stacking: 'multiply',
        rules: [
          { id: 'W', name: 'Weekend', weekend: true, multiplier: '1.5' },
          { id: 'O', dailyOver: '8', markup: '50' },
          { id: 'N', between: { from: '22:00', to: '06:00' }, surcharge: '20' },
        ],
      },
    },
    [
      'Time at the rates of the cards',
      'Weekend: on weekends: times 1.5',
      'O: over 8 h a day: 50 % on top',
      'N: from 22:00 to 06:00: 20 EUR more an hour',
      'Where several bands meet, they multiply',
    ],
  ],
  [
    'rounding of quantities',
    {
      quantity: {
        clock: { begin: { step: '15', mode: 'down' } },
        increment: { step: '15', unit: 'minute', mode: 'up', minimum: '30' },
        caps: [{ id: 'C', per: 'day', hours: '8' }],
      },
    },
    [
      'Time at the rates of the cards',
      'Begin rounded down to 15 minutes',
      'Each entry is rounded up to 15 minutes, at least 30 minutes',
      'At most 8 h a day for a person; what is over is not billed',
    ],
  ],
  [
    'prices by quantity',
    {
      price: {
        tiers: {
          tiers: [
            { upTo: '100', price: '2' },
            { price: '1.5', size: '10' },
          ],
          free: '5',
        },
      },
    },
    [
      'Time at prices by quantity',
      'The first 5 cost nothing; up to 100 2 EUR each and beyond that 1.5 EUR for every 10, counted per month, each tier prices what lies in it',
    ],
  ],
  [
    'expenses',
    {
      covers: { kinds: ['expense'] },
      expenses: {
        markup: '10',
        cap: { amount: '200' },
        categories: [{ category: 'meals', treatment: 'non_billable' }],
      },
    },
    [
      'Expenses at the rates of the cards',
      "Expenses at cost, 10 % on top, up to 200 EUR a person's day",
      'expenses for meals are not billed',
    ],
  ],
]

for (const [name, line, expected] of lines)
  test(`a line with ${name} is told in words`, () => assert.deepEqual(words(line), expected))

test('orders tell where the rest goes, and what binds the whole contract is told once', () => {
  const terms = {
    limits: [{ id: 'CAP', amount: '20000' }],
    purchaseOrders: [
      { id: 'PO-1', amount: '10000', tolerance: '5' },
      { id: 'PO-2', hours: '50', over: 'hold' as const },
      { id: 'PO-3' },
    ],
  }
  assert.deepEqual(contractSentences(body(terms), say), [
    'Everything up to 20000 EUR; what is over waits',
    'Billed on order PO-1, up to 10000 EUR and 5 % over it; the rest goes on the next order',
    'Billed on order PO-2, up to 50 h; the rest waits',
    'Billed on order PO-3, without an end',
  ])
})

test('a contract without terms is told as well', () => {
  const increment = { hours: '0.25', mode: 'up' as const, minimumHours: '0.5' }
  assert.deepEqual(contractSentences(body({}, { billing: 'time_and_materials', increment }), say), [
    'Time at the rates of the cards',
    'Each entry is rounded up to 0.25 h, at least 0.5 h',
  ])
})

test('a change is told by its place and values, an object by its fields', () => {
  assert.equal(placeText('/terms/lines/a~1b/fee/instalments/2/on'), 'Line a/b, fee, instalment 2, on')
  assert.equal(placeText('/releaseBelow'), 'Release below')
  assert.equal(placeText(''), 'The contract')
  assert.deepEqual(
    changeWords({ path: '/terms/limits/CAP', before: null, after: '{"id":"CAP","used":{"amount":"5"}}' }),
    { what: 'Limit CAP', before: null, after: 'id CAP, used (amount 5)' },
  )
})
