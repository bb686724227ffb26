/** What a worker is paid by: a rule set of its own, which knows nothing of clients. */
import { type Static, Type } from 'typebox'
import { currency, day, decimal, id, list, oneOf, positive, strict, text } from './text.ts'

export const workerPay = Type.Object(
  {
    /** Of an hour. Work may say another one. Default: none, and only hours are told. */
    rate: Type.Optional(positive),
    /** Default: the currency of the worker's cost, or of the legal entity. */
    currency: Type.Optional(currency),
    /** Exempt workers have no overtime: every hour is regular. Default: false. */
    exempt: Type.Optional(Type.Boolean()),
    /** Of a week, for exempt workers: paid whatever the hours are. */
    salary: Type.Optional(positive),
    /** Whose rules apply where work names no other state. Default: the rules without a state. */
    state: Type.Optional(id),
  },
  strict,
)

const over = Type.Object({ over: positive, multiplier: positive }, strict)

const payRules = Type.Object(
  {
    /** Left out: wherever no other rules are named. */
    state: Type.Optional(id),
    /** Hours of a work week and what those above are paid. Default: 40 at 1.5 (29 CFR 778). */
    weekly: list(over, 10),
    /** Hours of a day and what those above are paid. Default: none. */
    daily: list(over, 10),
    /** The seventh day in a row of a work week: every hour, and those over so many. Default: none. */
    seventhDay: list(over, 10),
    /** Whether hours that are daily overtime fill the week too. Default: false; nothing is paid twice. */
    weekCountsDaily: Type.Optional(Type.Boolean()),
    /** Several rates in a week: overtime at their average by hours (29 CFR 778.115), or at each hour's own. */
    regularRate: Type.Optional(oneOf(['weighted_average', 'rate_in_effect'])),
  },
  strict,
)

const sentPay = Type.Object(
  {
    worker: id,
    /** First day of the work week. */
    week: day,
    state: Type.Optional(id),
    code: text,
    hours: decimal,
    amount: Type.Optional(decimal),
  },
  strict,
)

export const payroll = Type.Object(
  {
    /** ISO weekday on which a work week begins. Default: that of the worker's calendar, or 1, Monday. */
    weekStart: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
    /** Only weeks that end in this window are sent; others wait. Default: every week that has ended. */
    from: Type.Optional(day),
    to: Type.Optional(day),
    rules: list(payRules, 1_000),
    /** Names of what is paid. Default: REG, OT15 at 1.5, DT at 2, HOL, LEAVE, NONPAID. */
    codes: list(Type.Object({ multiplier: positive, code: text }, strict), 100),
    /** What payroll was told before: changes are told as differences. */
    sent: list(sentPay),
  },
  strict,
)
export type PayRules = Static<typeof payRules>
export type Payroll = Static<typeof payroll>
