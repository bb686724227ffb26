/** The simulated firm and its ERP in this process, in memory: the sandbox's own books and fronts, without a socket. */
import { Books } from '../../sandbox/books/open.ts'
import { latestChange } from '../../sandbox/books/entries.ts'
import { periodCode, putRecord, type RecordKind } from '../../sandbox/books/records.ts'
import { changeSwitches } from '../../sandbox/books/switches.ts'
import { lastDayOf, nextMonth } from '../../sandbox/calendar.ts'
import { acts } from '../../sandbox/control/acts.ts'
import { wireEntry } from '../../sandbox/plain/psa.ts'
import type { Random } from '../../sandbox/random.ts'
import { answerer } from '../../sandbox/server.ts'
import { queueWebhook } from '../../sandbox/webhooks.ts'
import type { Incoming, Reply, World } from '../../sandbox/wire.ts'
import type { Time } from './time.ts'

export type Firm = {
  readonly books: Books
  readonly world: World
  readonly answer: (incoming: Incoming) => Promise<Reply>
  /** What one of the firm's people does. */
  act(name: string, body: Record<string, unknown>): Record<string, unknown>
  close(): void
}

export const entities = [
  { code: 'DE', currency: 'EUR', tax: 'DE-19', rate: '0.19', closed: 'hold' },
  { code: 'UK', currency: 'GBP', tax: 'GB-20', rate: '0.20', closed: 'first_open_day' },
] as const
export const people = [
  { code: 'W-1', entity: 'DE', category: 'senior' },
  { code: 'W-2', entity: 'DE', category: 'junior' },
  { code: 'W-3', entity: 'UK', category: 'senior' },
] as const
export type Project = {
  readonly code: string
  readonly entity: 'DE' | 'UK'
  readonly client: string | null
  readonly billing: 'time_and_materials' | 'fixed_fee' | 'internal' | 'composed'
  readonly increment: string | null
}
export const projects: readonly Project[] = [
  { code: 'P-1', entity: 'DE', client: 'C-A', billing: 'time_and_materials', increment: null },
  { code: 'P-2', entity: 'DE', client: 'C-B', billing: 'time_and_materials', increment: '0.25' },
  { code: 'P-3', entity: 'DE', client: 'C-B', billing: 'fixed_fee', increment: null },
  { code: 'P-4', entity: 'UK', client: 'C-C', billing: 'time_and_materials', increment: null },
  { code: 'P-5', entity: 'DE', client: 'C-D', billing: 'composed', increment: null },
  { code: 'P-6', entity: 'DE', client: 'C-E', billing: 'composed', increment: null },
  { code: 'P-9', entity: 'DE', client: null, billing: 'internal', increment: null },
]
export const instalments = [
  { number: 1, due_on: '2026-10-20', amount: '3333.33', description: 'First third' },
  { number: 2, due_on: '2026-11-20', amount: '3333.33', description: 'Second third' },
  { number: 3, due_on: '2026-12-15', amount: '3333.34', description: 'Last third' },
]
const firstMonth = '2026-08'
const lastMonth = '2027-02'
/** Time up to a ceiling, and a fee beside it that the ceiling does not count. */
export const ceiling = '2500.00'
export const fees = [
  { id: 'start', on: '2026-10-25', amount: '500.00' },
  { id: 'end', on: '2026-11-25', amount: '750.50' },
]
/** Hours that were bought ahead for each month; an hour beyond them has a price of its own. */
export const prepaid = { project: 'P-6', client: 'C-E', hours: '20', overage: '175.00' } as const
export const capped = { project: 'P-5', client: 'C-D' } as const
/** What is spent is billed beside the ceiling, meals up to what a person may eat in a day. */
export const travel = { markupPercent: 10n, meals: '40.00' } as const
const travelLine = {
  ...{ id: 'travel', covers: { kinds: ['expense'] } },
  expenses: {
    markup: String(travel.markupPercent),
    categories: [{ category: 'meal', markup: '0', cap: { amount: travel.meals, per: 'person_day' } }],
  },
}
const ceilingTerms = {
  lines: [travelLine, { id: 'work' }, { id: 'fee', covers: { tasks: ['none'] }, fee: { instalments: fees } }],
  limits: [{ id: 'CEILING', amount: ceiling, kinds: ['time'] }],
}
const prepaidTerms = {
  lines: [
    {
      ...{ id: 'support', work: 'drawn_down' },
      retainer: {
        grants: { quantity: prepaid.hours, from: `${firstMonth}-01` },
        overage: { rate: prepaid.overage },
      },
    },
  ],
}
const rates = { EUR: { senior: '133.33', junior: '95.50' }, GBP: { senior: '112.50', junior: '80.00' } }

export function foundSmallFirm(time: Time, random: Random): Firm {
  const books = new Books(null)
  const world: World = {
    books,
    now: time.now,
    pause: time.pause,
    locked: new Set(),
    stamp: () => {
      const [latest, current] = [latestChange(books), time.now().toISOString()]
      return current > latest ? current : latest
    },
    announce: (ids) => queueWebhook(books, ids, world.stamp(), (entry) => wireEntry(world, entry)),
    feedRead: () => {},
  }
  books.transaction(() => {
    writeFirm(books, time.now().toISOString())
    changeSwitches(books, {
      autoTrouble: 'off',
      documentIdempotency: 'none',
      webhooks: random.pick(['full', 'full', 'thin']),
      oneWriter: random.pick(['on', 'off']),
    })
  })
  return {
    books,
    world,
    answer: answerer(world),
    act: (name, body) => (books.transaction(() => acts[name]!(world, body)) ?? {}) as Record<string, unknown>,
    close: () => books.close(),
  }
}

function writeFirm(books: Books, at: string): void {
  const put = (kind: RecordKind, code: string, body: Record<string, unknown>) =>
    putRecord(books, kind, code, body, at)
  for (const { code, currency, tax, rate, closed } of entities) {
    put('legal_entity', code, { name: `Firm ${code}`, currency, country: code, closed_period: closed })
    put('tax_code', tax, { legal_entity: code, rate, description: `Tax ${tax}` })
    for (let month = firstMonth; month <= lastMonth; month = nextMonth(month)) {
      const body = { legal_entity: code, from: `${month}-01`, to: lastDayOf(month), status: 'open' }
      put('period', periodCode(code, month), body)
    }
  }
  for (const { code, entity, category } of people) put('person', code, personOf(code, entity, category))
  for (const [code, entity] of [
    ['C-A', 'DE'],
    ['C-B', 'DE'],
    ['C-C', 'UK'],
    ['C-D', 'DE'],
    ['C-E', 'DE'],
  ] as const)
    put('client', code, {
      ...{ name: `Client ${code}`, parent: null, on_hold: false, active: true, payment_term_days: 30 },
      legal_entity: entity,
    })
  for (const project of projects) {
    const { code, client, entity } = project
    const rest = { status: 'open', closed_on: null, cost_center: null }
    put('project', code, { name: `Project ${code}`, client, legal_entity: entity, ...rest })
    put('contract', `K-${code}`, contractOf(project))
  }
  let number = 0
  for (const [currency, byCategory] of Object.entries(rates))
    for (const [category, amount] of Object.entries(byCategory)) {
      number += 1
      put('rate', `R-${number}`, rateOf(currency, category, amount))
    }
}

function personOf(code: string, entity: string, category: string) {
  return {
    ...{ name: `Person ${code}`, email: null, employment: 'employee', exempt: false, legal_entity: entity },
    ...{ unit: null, labor_category: category, employed_from: '2020-01-01', employed_until: null },
    ...{ cost_rate: '60.00', cost_currency: entity === 'UK' ? 'GBP' : 'EUR' },
  }
}

function contractOf({ code, client, entity, billing, increment }: Project) {
  const { currency, tax } = entities.find((one) => one.code === entity)!
  const terms = code === prepaid.project ? prepaidTerms : ceilingTerms
  return {
    ...{ name: `Contract ${code}`, client, legal_entity: entity, billing, currency, projects: [code] },
    region: null,
    instalments: billing === 'fixed_fee' ? instalments : [],
    ...(billing === 'composed' ? { terms } : {}),
    increment: increment === null ? null : { hours: increment, mode: 'up', minimum_hours: '0' },
    tax_code: client === null ? null : tax,
    purchase_order: null,
    release_below: code === 'P-1' ? '900.00' : null,
    ...{ valid_from: '2020-01-01', valid_to: null },
  }
}

function rateOf(currency: string, category: string, amount: string) {
  return {
    ...{ kind: 'bill', level: 'role', worker: null, labor_category: category, task: null, project: null },
    ...{ client: null, contract: null, region: null, legal_entity: null, currency, amount },
    ...{ valid_from: '2020-01-01', valid_to: null },
  }
}
