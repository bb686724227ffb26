/**
 * Master data, rates and contracts. Every record has an id that is the firm's own code, a period in which it
 * is valid (half-open) and, once stored, the position at which it was learned. Decimals are strings.
 */
import { type Static, Type } from 'typebox'
import { agreementTerms } from './scenario/agreement.ts'
import { documentRules } from './scenario/document-rules.ts'
import { calendarDays } from './scenario/firm.ts'
import { limitTerms } from './scenario/limits.ts'
import { clientTax, sellerTax, taxAreaTerms, taxCodeTerms, taxRuleTerms } from './scenario/tax.ts'
import { positive } from './scenario/text.ts'

const code = Type.String({ minLength: 1, maxLength: 120 })
const dayText = Type.String({ format: 'date', pattern: '^(?!0000)\\d{4}-\\d{2}-\\d{2}$' })
const decimalText = Type.String({ pattern: '^-?\\d{1,15}(\\.\\d{1,9})?$' })
const currency = Type.String({ pattern: '^[A-Z]{3}$' })
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const strict = { additionalProperties: false } as const
/** What the description of the API calls it, where it stands once. */
const named = (title: string) => ({ ...strict, title })

const legalEntity = Type.Object(
  {
    name: code,
    currency,
    /** What happens to work dated in a closed period: it waits, or it is booked on the first open day. */
    closedPeriod: Type.Union([Type.Literal('hold'), Type.Literal('first_open_day')]),
    /** Of its workers that have none of their own. */
    calendar: Type.Optional(code),
    tax: Type.Optional(sellerTax),
    /** How its documents are made, where client and contract do not say. */
    documents: Type.Optional(documentRules),
  },
  named('LegalEntityRecord'),
)
const worker = Type.Object(
  {
    name: code,
    employment: Type.Union([Type.Literal('employee'), Type.Literal('contractor')]),
    /** Exempt workers are not paid by the hour. */
    exempt: Type.Boolean(),
    legalEntity: code,
    unit: nullable(code),
    laborCategory: nullable(code),
    employedFrom: dayText,
    /** Exclusive; null while employed. */
    employedUntil: nullable(dayText),
    costRate: nullable(decimalText),
    costCurrency: nullable(currency),
    calendar: Type.Optional(code),
  },
  named('WorkerRecord'),
)
const client = Type.Object(
  {
    name: code,
    parent: nullable(code),
    onHold: Type.Boolean(),
    active: Type.Boolean(),
    paymentTermDays: Type.Integer({ minimum: 0, maximum: 365 }),
    tax: Type.Optional(clientTax),
    documents: Type.Optional(documentRules),
  },
  named('ClientRecord'),
)
const instalment = Type.Object(
  { number: Type.Integer({ minimum: 1 }), dueOn: dayText, amount: decimalText, description: code },
  strict,
)
const contract = Type.Object(
  {
    name: code,
    client: nullable(code),
    legalEntity: code,
    billing: Type.Union([
      Type.Literal('time_and_materials'),
      Type.Literal('fixed_fee'),
      Type.Literal('internal'),
      /** As its terms say. */
      Type.Literal('composed'),
    ]),
    /** What a composed contract is put together from, as a scenario says it; no other contract has any. */
    terms: Type.Optional(Type.Object(agreementTerms, named('ContractTerms'))),
    currency,
    /** Projects whose work this agreement covers. */
    projects: Type.Array(code, { maxItems: 1000 }),
    region: nullable(code),
    instalments: Type.Array(instalment, { maxItems: 500 }),
    increment: nullable(
      Type.Object(
        {
          hours: decimalText,
          mode: Type.Union([Type.Literal('up'), Type.Literal('nearest'), Type.Literal('down')]),
          minimumHours: decimalText,
        },
        strict,
      ),
    ),
    taxCode: nullable(code),
    purchaseOrder: nullable(code),
    /** Drafts whose net stays below are released by rule; null: always a person. */
    releaseBelow: nullable(decimalText),
  },
  named('ContractRecord'),
)
const project = Type.Object(
  {
    name: code,
    client: nullable(code),
    legalEntity: code,
    status: Type.Union([Type.Literal('open'), Type.Literal('closed')]),
    costCenter: nullable(code),
    region: Type.Optional(code),
  },
  named('ProjectRecord'),
)
const task = Type.Object(
  {
    name: code,
    project: code,
    status: Type.Union([Type.Literal('open'), Type.Literal('closed')]),
    billable: Type.Boolean(),
    phase: Type.Optional(code),
  },
  named('TaskRecord'),
)
const rate = Type.Object(
  {
    kind: Type.Union([Type.Literal('bill'), Type.Literal('cost')]),
    level: Type.Union([
      Type.Literal('person'),
      Type.Literal('role'),
      Type.Literal('task'),
      Type.Literal('project'),
      Type.Literal('client'),
      Type.Literal('default'),
    ]),
    workerId: nullable(code),
    laborCategory: nullable(code),
    taskId: nullable(code),
    projectId: nullable(code),
    clientId: nullable(code),
    contractId: nullable(code),
    currency,
    region: nullable(code),
    legalEntity: nullable(code),
    amount: decimalText,
    assignmentId: Type.Optional(code),
    /** What the amount is for. Default: hour. */
    per: Type.Optional(Type.Union([Type.Literal('hour'), Type.Literal('day')])),
    /** How long a day is where hours meet a rate per day, or days a rate per hour. Default: 8. */
    hoursPerDay: Type.Optional(positive),
  },
  named('RateRecord'),
)
const period = Type.Object(
  {
    legalEntity: code,
    from: dayText,
    until: dayText,
    status: Type.Union([Type.Literal('open'), Type.Literal('closed')]),
  },
  named('PeriodRecord'),
)
/** `rate` is a fraction: "0.19". */
const taxCode = Type.Object(
  { legalEntity: code, rate: decimalText, description: code, ...taxCodeTerms },
  named('TaxCodeRecord'),
)
const taxArea = Type.Object(taxAreaTerms, named('TaxAreaRecord'))
/** Rules are asked by their order, the lowest first, and then by their ids. */
const taxRule = Type.Object({ order: Type.Integer({ minimum: 0 }), ...taxRuleTerms }, named('TaxRuleRecord'))
const calendar = Type.Object({ name: code, ...calendarDays }, named('CalendarRecord'))
/** One unit of `from` in `to`, from the first day of its stretch until another one is said. Default type: spot. */
const exchangeRate = Type.Object(
  { type: Type.Optional(code), from: currency, to: currency, rate: decimalText },
  named('ExchangeRateRecord'),
)
/** A ceiling of a whole client, or a budget across contracts. */
const limit = Type.Object(limitTerms, named('LimitRecord'))

export const masterSchemas = {
  legal_entity: legalEntity,
  worker,
  client,
  contract,
  project,
  task,
  rate,
  period,
  tax_code: taxCode,
  tax_area: taxArea,
  tax_rule: taxRule,
  calendar,
  exchange_rate: exchangeRate,
  limit,
} as const
export type MasterKind = keyof typeof masterSchemas
export type MasterBody<K extends MasterKind> = Static<(typeof masterSchemas)[K]>
export type Worker = Static<typeof worker>
export type Client = Static<typeof client>
export type Contract = Static<typeof contract>
export type Project = Static<typeof project>
export type Task = Static<typeof task>
export type Rate = Static<typeof rate>
export type ContractTerms = NonNullable<Contract['terms']>

/** One statement about one record over one stretch of valid time. `body: null` ends the record there. */
export type MasterChange = {
  readonly [K in MasterKind]: {
    readonly kind: K
    readonly recordId: string
    /** Inclusive; `0001-01-01` when it always was so. */
    readonly validFrom: string
    /** Exclusive; null when open. */
    readonly validUntil: string | null
    readonly body: MasterBody<K> | null
  }
}[MasterKind]
