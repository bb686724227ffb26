import type { Statement } from './statement.ts'
import { statement } from './statement.ts'
import type { Tx } from './transaction.ts'

/** A rule that holds at every commit, told with how much was looked at and what breaks it. */
export type CheckResult = {
  readonly name: string
  readonly ok: boolean
  readonly counted: number
  readonly broken: number
  /** The first few offenders, as ids with what is wrong. */
  readonly detail: readonly string[]
}
export type Invariant = {
  readonly name: string
  readonly sql: Statement<{ counted: bigint; broken: bigint; detail: string[] }>
}
export const offendersShown = 5

/**
 * A rule over rows: `looked` selects what the rule is about (with cell $1), `offending` selects from `looked` one text
 * per row that breaks it.
 */
export function invariant(name: string, looked: string, offending: string): Invariant {
  return {
    name,
    sql: statement(
      `check.${name}`,
      `with looked as (${looked}), offending(what) as (${offending})
       select (select count(*) from looked) as counted, (select count(*) from offending) as broken,
         array(select what from offending order by what limit ${offendersShown}) as detail`,
    ),
  }
}

export async function runInvariant(tx: Tx, cell: number, rule: Invariant): Promise<CheckResult> {
  const row = (await tx.query(rule.sql, [cell])).rows[0]!
  return {
    name: rule.name,
    ok: row.broken === 0n,
    counted: Number(row.counted),
    broken: Number(row.broken),
    detail: row.detail,
  }
}
