import type { CaseCode } from '../kernel/error-catalogue.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

export type Case = {
  readonly caseId: string
  readonly code: CaseCode
  readonly subjectKind: string
  readonly subjectId: string
  readonly outcome: string
  readonly waitsOn: string
  readonly state: 'open' | 'resolved'
  readonly resolution: string | null
  readonly owner: string
  readonly assignee: string | null
  readonly hours: string | null
  readonly moneyMinor: bigint | null
  readonly currency: string | null
  readonly clientId: string | null
  readonly projectId: string | null
  readonly detail: Readonly<Record<string, string>>
  readonly payloadPosition: bigint | null
  readonly openedAt: Date
  readonly resolvedAt: Date | null
  readonly resolvedBy: string | null
}
type CaseFilter = {
  readonly state?: 'open' | 'resolved' | undefined
  readonly code?: string | undefined
  readonly owner?: string | undefined
  readonly clientId?: string | undefined
  readonly subjectId?: string | undefined
}

const columns = `case_id as "caseId", code, subject_kind as "subjectKind", subject_id as "subjectId", outcome,
  waits_on as "waitsOn", state, resolution, owner, assignee, hours, money_minor as "moneyMinor", currency,
  client_id as "clientId", project_id as "projectId", detail, payload_position as "payloadPosition",
  opened_at as "openedAt", resolved_at as "resolvedAt", resolved_by as "resolvedBy"`

const list = statement<Case>(
  'cases.list',
  `select ${columns} from cases
   where cell = $1 and ($2::text is null or state = $2) and ($3::text is null or code = $3)
     and ($4::text is null or owner = $4) and ($5::text is null or client_id = $5) and ($6::text is null or subject_id = $6)
     and ($7::timestamptz is null or (opened_at, case_id) < ($7, $8::uuid))
   order by opened_at desc, case_id desc limit $9`,
)
const one = statement<Case>('cases.read', `select ${columns} from cases where cell = $1 and case_id = $2`)
const summary = statement<{
  code: CaseCode
  owner: string
  currency: string | null
  count: bigint
  money_minor: bigint | null
  hours: string | null
  oldest_at: Date
}>(
  'cases.summary',
  `select code, owner, currency, count(*) as count, sum(money_minor)::bigint as money_minor, sum(hours) as hours, min(opened_at) as oldest_at
   from cases where cell = $1 and state = 'open' group by code, owner, currency order by 4 desc, 1`,
)
const assignTo = statement(
  'cases.assign',
  `update cases set assignee = $3 where cell = $1 and case_id = $2 and state = 'open'`,
)

const openOf = statement<Case>(
  'cases.open_of_subjects',
  `select ${columns} from cases where cell = $1 and state = 'open' and subject_kind = $2 and subject_id = any($3::text[])
   order by money_minor desc nulls last, opened_at limit $4`,
)
// Several cases of one subject hold the same money; a case of cost or pay holds none of the client's.
const heldBy = statement<{
  subjectId: string
  currency: string | null
  count: number
  moneyMinor: bigint | null
}>(
  'cases.held_by_subjects',
  `select subject_id as "subjectId", currency, count(*)::int as count,
     max(money_minor) filter (where outcome not in ('cost', 'pay')) as "moneyMinor"
   from cases where cell = $1 and state = 'open' and subject_kind = 'work' and subject_id = any($2::text[])
   group by 1, 2`,
)

/** Newest first; the last row's openedAt and caseId are where the next page starts. */
export async function listCases(
  tx: Tx,
  cell: number,
  filter: CaseFilter,
  page: {
    readonly after: { readonly openedAt: Date; readonly caseId: string } | null
    readonly limit: number
  },
): Promise<Case[]> {
  const { rows } = await tx.query(list, [
    cell,
    filter.state ?? null,
    filter.code ?? null,
    filter.owner ?? null,
    filter.clientId ?? null,
    filter.subjectId ?? null,
    page.after?.openedAt ?? null,
    page.after?.caseId ?? null,
    page.limit,
  ])
  return rows
}

export async function readCase(tx: Tx, cell: number, caseId: string): Promise<Case | null> {
  return (await tx.query(one, [cell, caseId])).rows[0] ?? null
}

/** Open cases by code, owner and currency, with the money they hold up. */
export async function summariseCases(tx: Tx, cell: number) {
  return (await tx.query(summary, [cell])).rows
}

export async function assignCase(
  tx: Tx,
  cell: number,
  caseId: string,
  assignee: string | null,
): Promise<boolean> {
  return (await tx.query(assignTo, [cell, caseId, assignee])).rowCount === 1
}

/** Open cases of these subjects, the most money first. */
export async function readOpenCasesOf(
  tx: Tx,
  cell: number,
  subjectKind: string,
  subjectIds: readonly string[],
  limit: number,
): Promise<Case[]> {
  if (subjectIds.length === 0) return []
  return (await tx.query(openOf, [cell, subjectKind, subjectIds, limit])).rows
}

/** How many open cases each of these works has, and what of its bill they hold, by currency. */
export async function readHeldBy(tx: Tx, cell: number, workIds: readonly string[]) {
  return workIds.length === 0 ? [] : (await tx.query(heldBy, [cell, workIds])).rows
}
