import { decimal } from '../kernel/decimal.ts'
import { day } from '../kernel/dates.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Rate } from '../model/master-records.ts'
import type { RateRow } from '../rating/rate-rows.ts'

type RateIndex = ReadonlyMap<string, readonly RateRow[]>

/** Every rate row that could apply to this work, found by what the row is narrowed to. */
export function candidateRates(
  masters: Masters,
  work: {
    readonly workerId: string | null
    readonly laborCategory: string | null
    readonly taskId: string | null
    readonly projectId: string | null
    readonly clientId: string | null
  },
): RateRow[] {
  const index = masters.derive('rates by scope', ['rate'], buildIndex)
  const rows: RateRow[] = []
  const add = (key: string) => {
    const found = index.get(key)
    if (found) rows.push(...found)
  }
  if (work.workerId) add(`person/${work.workerId}`)
  if (work.laborCategory) add(`role/${work.laborCategory}`)
  if (work.taskId) add(`task/${work.taskId}`)
  if (work.projectId) add(`project/${work.projectId}`)
  if (work.clientId) add(`client/${work.clientId}`)
  add('default/')
  return rows
}

function anchorOf(rate: Rate): string {
  const anchor = {
    person: rate.workerId,
    role: rate.laborCategory,
    task: rate.taskId,
    project: rate.projectId,
    client: rate.clientId,
    default: '',
  }[rate.level]
  return `${rate.level}/${anchor ?? ''}`
}

function buildIndex(masters: Masters): RateIndex {
  const index = new Map<string, RateRow[]>()
  for (const id of masters.ids('rate'))
    for (const stretch of masters.stretches('rate', id)) {
      const row = rateRow(id, stretch)
      const key = anchorOf(stretch.body)
      const list = index.get(key) ?? []
      list.push(row)
      index.set(key, list)
    }
  return index
}

function rateRow(
  id: string,
  stretch: { from: string; until: string | null; body: Rate; learnedAt: bigint },
): RateRow {
  const { body } = stretch
  return {
    // Each stretch of valid time is a row: stretches of one rate follow, they do not replace one another.
    id: `${id}@${stretch.from}`,
    version: Number(stretch.learnedAt),
    kind: body.kind,
    level: body.level,
    scope: {
      ...(body.workerId ? { workerId: body.workerId } : {}),
      ...(body.laborCategory ? { laborCategory: body.laborCategory } : {}),
      ...(body.taskId ? { taskId: body.taskId } : {}),
      ...(body.projectId ? { projectId: body.projectId } : {}),
      ...(body.clientId ? { clientId: body.clientId } : {}),
      ...(body.contractId ? { contractId: body.contractId } : {}),
    },
    currency: body.currency,
    ...(body.region ? { region: body.region } : {}),
    ...(body.legalEntity ? { legalEntity: body.legalEntity } : {}),
    amount: decimal(body.amount),
    from: day(stretch.from),
    until: stretch.until === null ? null : day(stretch.until),
    learnedAt: stretch.learnedAt,
  }
}
