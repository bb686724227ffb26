/** Cost records of the plain ERP: written in bulk, answered one by one. */
import { compareDecimal, decimal, parseDecimal } from '../../kernel/decimal.ts'
import { type Day, parseDay } from '../../kernel/dates.ts'
import type { ConnectionContext } from '../sdk/connector.ts'
import { ConnectorFault, partly } from '../sdk/fault.ts'
import { at, idOf, type Json, list, numberOf, textOf } from '../sdk/json.ts'
import { costMark, markedCostKey } from '../../model/mark.ts'
import type { CostFound, CostOutcome, CostRecord, CostWindow, TargetReference } from '../sdk/target.ts'
import { ask, codeOf, rowsAfter, send } from './requests.ts'

const keysPerCall = 500

/**
 * Creating never overwrites: a create that lands late would undo what was written since. A record that stands with
 * other content is changed by its id and version. A system without unique keys is asked first what stands there.
 */
export async function writeCosts(
  context: ConnectionContext,
  records: readonly CostRecord[],
  unique: boolean,
): Promise<readonly CostOutcome[]> {
  const outcomes = new Map<string, CostOutcome>()
  try {
    await writeAll(context, records, unique, outcomes)
  } catch (error) {
    const wrote = [...outcomes.values()].some((one) => one.outcome === 'accepted')
    throw partly(error, wrote)
  }
  return records.map(
    ({ key }) => outcomes.get(key) ?? { key, outcome: 'refused', code: 'ERP_REJECTED', message: 'No answer' },
  )
}

type Outcomes = Map<string, CostOutcome>

async function writeAll(
  context: ConnectionContext,
  records: readonly CostRecord[],
  unique: boolean,
  outcomes: Outcomes,
): Promise<void> {
  let toCreate = records
  if (!unique) {
    const standing = await standingCosts(
      context,
      records.map((record) => record.key),
    )
    toCreate = records.filter((record) => !standing.has(record.key))
    await overwriteAll(context, records, standing, outcomes)
  }
  if (toCreate.length > 0) {
    const answer = await send(context, {
      method: 'POST',
      path: '/erp/costs',
      body: { overwrite: false, records: toCreate.map(spell) },
    })
    for (const outcome of outcomesOf(answer)) outcomes.set(outcome.key, outcome)
  }
  const reused = [...outcomes.values()].filter(
    (each) => each.outcome === 'refused' && each.message === keyReused,
  )
  if (reused.length === 0) return
  const keys = reused.map((each) => each.key)
  await overwriteAll(context, records, await standingCosts(context, keys), outcomes)
}

async function overwriteAll(
  context: ConnectionContext,
  records: readonly CostRecord[],
  standing: ReadonlyMap<string, Json>,
  outcomes: Outcomes,
): Promise<void> {
  for (const record of records) {
    const row = standing.get(record.key)
    if (row !== undefined) outcomes.set(record.key, await overwrite(context, record, row))
  }
}

const keyReused = 'KEY_REUSED'

async function overwrite(context: ConnectionContext, record: CostRecord, row: Json): Promise<CostOutcome> {
  const { key } = record
  const externalId = idOf(at(row, 'id')) ?? ''
  if (same(record, row)) return { key, outcome: 'accepted', externalId }
  try {
    await send(context, {
      method: 'PUT',
      path: `/erp/costs/${encodeURIComponent(externalId)}`,
      body: { ...spell(record), version: Number(numberOf(at(row, 'version'))) },
    })
    return { key, outcome: 'accepted', externalId }
  } catch (error) {
    const ofRecord = ['data_fixable', 'business_rejected', 'period_closed']
    if (!(error instanceof ConnectorFault) || !ofRecord.includes(error.faultClass)) throw error
    return { key, outcome: 'refused', code: error.code, message: error.publicMessage }
  }
}

export async function removeCosts(
  context: ConnectionContext,
  keys: readonly string[],
): Promise<readonly CostOutcome[]> {
  return outcomesOf(await send(context, { method: 'POST', path: '/erp/costs/delete', body: { keys } }))
}

/** Every record of the keys: two of one key are two in the answer. */
export async function locateCosts(
  context: ConnectionContext,
  keys: readonly string[],
): Promise<readonly CostFound[]> {
  return (await rowsOf(context, keys)).map(foundCost)
}

export async function* listCosts(
  context: ConnectionContext,
  window: CostWindow,
  company: TargetReference | null,
): AsyncGenerator<readonly CostFound[]> {
  const query = new URLSearchParams({ mark: costMark(context), from: window.from, until: window.until })
  if (company !== null) query.set('company', company.externalId)
  for await (const rows of rowsAfter(context, `/erp/costs?${query}`)) {
    yield rows.flatMap((row) => {
      const key = markedCostKey(context, textOf(at(row, 'description')) ?? '')
      return key === null ? [] : [{ ...foundCost(row), key }]
    })
  }
}

function foundCost(row: Json): CostFound {
  return {
    key: textOf(at(row, 'key')) ?? '',
    externalId: idOf(at(row, 'id')) ?? '',
    hours: numberOf(at(row, 'hours')) ?? '0',
    workOn: dayOf(row),
    content: {
      company: textOf(at(row, 'company')),
      worker: textOf(at(row, 'worker')),
      project: textOf(at(row, 'project')),
      task: textOf(at(row, 'task')),
      billable: at(row, 'billable') === true,
    },
  }
}

function dayOf(row: Json): Day {
  const day = parseDay(textOf(at(row, 'date')) ?? '')
  if (day === null) throw new ConnectorFault('config', 'none', 'The ERP shows a cost record without a day')
  return day
}

async function standingCosts(
  context: ConnectionContext,
  keys: readonly string[],
): Promise<Map<string, Json>> {
  const found = new Map<string, Json>()
  for (const row of await rowsOf(context, keys)) {
    const key = textOf(at(row, 'key')) ?? ''
    if (!found.has(key)) found.set(key, row)
  }
  return found
}

async function rowsOf(context: ConnectionContext, keys: readonly string[]): Promise<Json[]> {
  const rows: Json[] = []
  for (let start = 0; start < keys.length; start += keysPerCall) {
    const answer = await ask(context, '/erp/costs/locate', { keys: keys.slice(start, start + keysPerCall) })
    rows.push(...list(at(answer, 'items')))
  }
  return rows
}

function outcomesOf(answer: Json): CostOutcome[] {
  return list(at(answer, 'results')).map((result) => {
    const key = textOf(at(result, 'key')) ?? ''
    if (textOf(at(result, 'status')) !== 'refused') {
      return { key, outcome: 'accepted', externalId: idOf(at(result, 'id')) ?? '' }
    }
    const code = textOf(at(result, 'code')) ?? ''
    const message = code === keyReused ? keyReused : (textOf(at(result, 'message')) ?? code)
    return { key, outcome: 'refused', code: codeOf(code), message }
  })
}

function spell(record: CostRecord) {
  return {
    key: record.key,
    company: record.company.externalId,
    worker: record.worker.externalId,
    project: record.project.externalId,
    task: record.task?.externalId ?? null,
    date: record.workOn,
    hours: record.hours,
    billable: record.billable,
    description: record.description,
  }
}

function same(record: CostRecord, row: Json): boolean {
  const wanted = spell(record)
  const texts = ['company', 'worker', 'project', 'task', 'date'] as const
  const hours = parseDecimal(numberOf(at(row, 'hours')) ?? '')
  return (
    texts.every((name) => textOf(at(row, name)) === wanted[name]) &&
    hours !== null &&
    compareDecimal(hours, decimal(record.hours)) === 0 &&
    at(row, 'billable') === record.billable &&
    (textOf(at(row, 'description')) ?? '') === record.description
  )
}
