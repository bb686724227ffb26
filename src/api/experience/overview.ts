import { Type } from 'typebox'
import { summariseCases } from '../../cases/reads.ts'
import { readBucketTotals, readSubmittedTotals } from '../../charging/work-reads.ts'
import { monthPeriod } from '../../kernel/periods.ts'
import { readHead } from '../../log/read.ts'
import type { Api, ApiDeps } from '../deps.ts'
import {
  decimalText,
  instant,
  money,
  moneyOfColumns,
  monthText,
  nullable,
  object,
  oneOf,
  position,
  text,
} from '../wire.ts'

const total = object({
  outcome: oneOf(['cost', 'pay', 'bill']),
  bucket: text,
  count: Type.Integer(),
  hours: decimalText,
  money: nullable(money),
})
const overview = object({
  position,
  submitted: Type.Array(object({ count: Type.Integer(), hours: decimalText, money: nullable(money) })),
  buckets: Type.Array(total),
  cases: Type.Array(
    object({
      code: text,
      owner: text,
      count: Type.Integer(),
      hours: nullable(decimalText),
      money: nullable(money),
      oldestAt: instant,
    }),
  ),
})

/** The balance: hours and money of all work by bucket, per outcome and currency. */
export function overviewRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/overview',
    {
      config: { permission: 'work.read' },
      schema: {
        tags: ['work'],
        summary: 'Hours and money by bucket, per outcome and currency; what waits for approval; open cases',
        querystring: object({ month: Type.Optional(monthText) }),
        response: { 200: overview },
      },
    },
    async (request) => {
      const { month } = request.query
      const period = month === undefined ? null : monthPeriod(month)
      return deps.store.transaction(
        async (tx) => {
          const head = await readHead(tx, deps.cell)
          const totals = await readBucketTotals(tx, deps.cell, period)
          const submitted = await readSubmittedTotals(tx, deps.cell, period)
          const cases = await summariseCases(tx, deps.cell)
          return {
            position: String(head.position),
            submitted: submitted.map((row) => ({
              count: Number(row.count),
              hours: row.hours,
              money: moneyOfColumns(row.money_minor, row.currency),
            })),
            buckets: totals.map((row) => ({
              outcome: row.outcome,
              bucket: row.bucket,
              count: Number(row.count),
              hours: row.hours,
              money: moneyOfColumns(row.money_minor, row.currency),
            })),
            cases: cases.map((row) => ({
              code: row.code,
              owner: row.owner,
              count: Number(row.count),
              hours: row.hours,
              money: moneyOfColumns(row.money_minor, row.currency),
              oldestAt: row.oldest_at.toISOString(),
            })),
          }
        },
        // One snapshot: otherwise work that moves meanwhile is counted twice or not at all.
        { isolation: 'repeatable read', readOnly: true },
      )
    },
  )
}
