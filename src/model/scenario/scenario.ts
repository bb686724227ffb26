/**
 * A self-contained question to the engine: what is this work worth under these agreements? Read by
 * `hourbridge price`, in JSON or YAML. Nothing outside of the file is looked at.
 */
import { type Static, Type } from 'typebox'
import { payment } from './advances.ts'
import { agreement } from './agreement.ts'
import { books, fiscalPeriod } from './books.ts'
import { rate } from './card.ts'
import { credit, decision, existingDocument, postedRecord } from './existing.ts'
import { currencyRules } from './currency-rules.ts'
import { calendar, client, exchangeRate, legalEntity, project, task, worker } from './firm.ts'
import { payroll } from './payroll.ts'
import { taxArea, taxCode, taxRule } from './tax.ts'
import { limit } from './limits.ts'
import { day, list, oneOf, strict, text } from './text.ts'
import { work } from './work.ts'

/** `at` names a field of the result by the ids of what it lies in: "work/E1/billed", "documents/0/total". */
const expectation = Type.Object({ at: text, is: Type.String({ maxLength: 500 }) }, strict)

export const scenario = Type.Object(
  {
    scenario: Type.Literal(1, { description: 'the version of this format' }),
    title: text,
    /** Where the figures come from: a published example, a rule, or a decision of this product. */
    basis: Type.Optional(oneOf(['published', 'published rule', 'house rule', 'unconfirmed'])),
    source: Type.Optional(text),
    /** Today: schedules fall due, lots expire and documents are dated by it. Default: the last day of any work. */
    asOf: Type.Optional(day),
    /** Only what was learned up to this position counts. Default: everything. */
    knownAt: Type.Optional(Type.Integer({ minimum: 0 })),
    legalEntities: list(legalEntity, 1_000),
    workers: list(worker),
    clients: list(client),
    projects: list(project),
    tasks: list(task),
    calendars: list(calendar, 1_000),
    periods: list(fiscalPeriod, 10_000),
    rates: list(rate),
    exchangeRates: list(exchangeRate),
    currencies: Type.Optional(currencyRules),
    taxCodes: list(taxCode, 10_000),
    taxAreas: list(taxArea, 1_000),
    taxRules: list(taxRule, 10_000),
    contracts: list(agreement, 10_000),
    /** Ceilings of whole clients, and budgets across contracts. */
    limits: list(limit, 1_000),
    work: list(work, 1_000_000),
    documents: list(existingDocument),
    /** Records of unbilled work in the books of a target, which a change takes back and makes anew. */
    posted: list(postedRecord),
    /** Credits that somebody asks for. */
    credits: list(credit),
    /** What people decided of proposed differences. */
    decisions: list(decision),
    payments: list(payment),
    payroll: Type.Optional(payroll),
    books: Type.Optional(books),
    expect: list(expectation, 1_000),
  },
  strict,
)
export type Scenario = Static<typeof scenario>
export type Expectation = Static<typeof expectation>
