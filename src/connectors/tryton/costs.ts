/** Cost records as timesheet lines. Their `uuid` is unique in Tryton: the same work can never be booked twice. */
import type { ErrorCode } from '../../kernel/error-catalogue.ts'
import { type Day, day } from '../../kernel/dates.ts'
import type { ConnectionContext } from '../sdk/connector.ts'
import { ConnectorFault, partly } from '../sdk/fault.ts'
import { at, idOf, type Json, textOf } from '../sdk/json.ts'
import { costMark, markedCostKey } from '../../model/mark.ts'
import type { CostFound, CostOutcome, CostRecord, CostWindow, TargetReference } from '../sdk/target.ts'
import { recordNumber, rowId, rowNumber, rowPages, rows, unchangedSince, write } from './rpc.ts'
import {
  beginsWith,
  inDate,
  inHours,
  inSeconds,
  type Outgoing,
  outDate,
  outHours,
  secondsOf,
} from './values.ts'

const model = 'timesheet.line'
const keysPerRead = 200

type Line = {
  readonly key: string
  readonly company: number
  readonly employee: number
  readonly work: number
  readonly workOn: Day
  readonly seconds: string
  readonly description: string
  readonly duration: Outgoing
}

export async function writeCosts(
  context: ConnectionContext,
  records: readonly CostRecord[],
): Promise<readonly CostOutcome[]> {
  const outcomes = new Map<string, CostOutcome>()
  const employees = await employeesOf(context, records)
  const lines: Line[] = []
  for (const record of records) {
    const line = lineOf(record, employees)
    if ('outcome' in line) outcomes.set(record.key, line)
    else lines.push(line)
  }
  const existing = await readLines(
    context,
    lines.map((line) => line.key),
  )
  let wrote = false
  const noteWrite = () => {
    wrote = true
  }
  try {
    await writeDifferent(context, lines, existing, outcomes, noteWrite)
    const missing = lines.filter((line) => !existing.has(line.key))
    for (const company of new Set(missing.map((line) => line.company))) {
      const ofCompany = missing.filter((line) => line.company === company)
      await createAll(context, company, ofCompany, outcomes, noteWrite)
    }
  } catch (error) {
    throw partly(error, wrote)
  }
  return records.map((record) => outcomes.get(record.key) ?? refused(record.key, 'ERP_REJECTED', 'No answer'))
}

async function writeDifferent(
  context: ConnectionContext,
  lines: readonly Line[],
  existing: ReadonlyMap<string, Json>,
  outcomes: Map<string, CostOutcome>,
  noteWrite: () => void,
): Promise<void> {
  for (const line of lines) {
    const row = existing.get(line.key)
    if (row === undefined) continue
    outcomes.set(line.key, await overwrite(context, line, row, noteWrite))
  }
}

/** An overwrite that was made for an older state and lands late is refused: it would undo a newer one. */
async function overwrite(
  context: ConnectionContext,
  line: Line,
  row: Json,
  noteWrite: () => void,
): Promise<CostOutcome> {
  const externalId = rowId(row)
  if (isSame(line, row)) return { key: line.key, outcome: 'accepted', externalId }
  try {
    const unchanged = unchangedSince(model, row)
    await write(context, `${model}.write`, [[Number(externalId)], valuesOf(line)], line.company, unchanged)
  } catch (error) {
    return refusalOf(line.key, error)
  }
  noteWrite()
  return { key: line.key, outcome: 'accepted', externalId }
}

function isSame(line: Line, row: Json): boolean {
  return (
    inSeconds(at(row, 'duration')) === line.seconds &&
    inDate(at(row, 'date')) === line.workOn &&
    idOf(at(row, 'employee')) === String(line.employee) &&
    idOf(at(row, 'work')) === String(line.work) &&
    (textOf(at(row, 'description')) ?? '') === line.description
  )
}

/** One call is one transaction, so one bad line refuses all: the list is halved until the bad ones stand alone. */
async function createAll(
  context: ConnectionContext,
  company: number,
  lines: readonly Line[],
  outcomes: Map<string, CostOutcome>,
  noteWrite: () => void,
): Promise<void> {
  if (lines.length === 0) return
  try {
    const values = lines.map((line) => ({ ...valuesOf(line), uuid: line.key }))
    await write(context, `${model}.create`, [values], company)
    noteWrite()
  } catch (error) {
    const [only] = lines
    if (lines.length === 1 && only !== undefined) {
      outcomes.set(only.key, await afterRefusal(context, only, error, noteWrite))
      return
    }
    refusalOf('', error)
    const half = Math.ceil(lines.length / 2)
    await createAll(context, company, lines.slice(0, half), outcomes, noteWrite)
    await createAll(context, company, lines.slice(half), outcomes, noteWrite)
    return
  }
  const keys = lines.map((line) => line.key)
  const written = await readLines(context, keys)
  for (const line of lines) {
    const row = written.get(line.key)
    const outcome: CostOutcome =
      row === undefined
        ? refused(line.key, 'ERP_REJECTED', 'Tryton took the line and does not show it')
        : { key: line.key, outcome: 'accepted', externalId: rowId(row) }
    outcomes.set(line.key, outcome)
  }
}

/** A unique key that is taken means that somebody wrote the line meanwhile, such as our own slow first try. */
async function afterRefusal(
  context: ConnectionContext,
  line: Line,
  error: unknown,
  noteWrite: () => void,
): Promise<CostOutcome> {
  if (!(error instanceof ConnectorFault) || error.faultClass !== 'duplicate')
    return refusalOf(line.key, error)
  const row = (await readLines(context, [line.key])).get(line.key)
  return row === undefined ? refusalOf(line.key, error) : overwrite(context, line, row, noteWrite)
}

const ofRecord = new Set(['data_fixable', 'business_rejected', 'duplicate', 'period_closed', 'permission'])

/** Refusals of content belong to the record; everything else stops the call. */
function refusalOf(key: string, error: unknown): CostOutcome {
  if (!(error instanceof ConnectorFault) || error.effect !== 'none' || !ofRecord.has(error.faultClass))
    throw error
  return refused(key, error.code, error.publicMessage)
}

function refused(key: string, code: ErrorCode, message: string): CostOutcome {
  return { key, outcome: 'refused', code, message }
}

function valuesOf(line: Line): { readonly [name: string]: Outgoing } {
  return {
    company: line.company,
    employee: line.employee,
    work: line.work,
    date: outDate(line.workOn),
    duration: line.duration,
    description: line.description,
  }
}

function lineOf(record: CostRecord, employees: ReadonlyMap<string, number>): Line | CostOutcome {
  const work = record.task ?? record.project
  const duration = outHours(record.hours)
  const seconds = secondsOf(record.hours)
  if (duration === null || seconds === null) {
    return refused(record.key, 'ERP_REJECTED', `Tryton cannot hold ${record.hours} hours exactly`)
  }
  const company = recordNumber(record.company.externalId, 'Company')
  const employee = employees.get(employeeKey(company, record.worker.externalId))
  if (employee === undefined) {
    const who = `${record.worker.recordId} is not employed by ${record.company.recordId} in Tryton`
    return refused(record.key, 'ERP_REFERENCE_MISSING', who)
  }
  return {
    key: record.key,
    company,
    employee,
    work: recordNumber(work.externalId, 'Work'),
    workOn: record.workOn,
    seconds,
    description: record.description,
    duration,
  }
}

function employeeKey(company: number, externalId: string): string {
  return `${company}:${externalId}`
}

/** A cross-reference names one employee of a person; the person's employee in the company of the work is booked. */
async function employeesOf(
  context: ConnectionContext,
  records: readonly CostRecord[],
): Promise<ReadonlyMap<string, number>> {
  const asked = [...new Set(records.map((record) => record.worker.externalId))]
  const ids = asked.filter((id) => /^\d{1,10}$/.test(id)).map(Number)
  const named = await rows(context, 'company.employee', [['id', 'in', ids]], ['party'], null)
  const parties = [...new Set(named.map((row) => Number(idOf(at(row, 'party')))))]
  const all = await rows(context, 'company.employee', [['party', 'in', parties]], ['party', 'company'], null)
  const found = new Map<string, number>()
  for (const row of named) {
    const party = idOf(at(row, 'party'))
    for (const other of all) {
      if (idOf(at(other, 'party')) !== party) continue
      found.set(employeeKey(Number(idOf(at(other, 'company'))), rowId(row)), rowNumber(other))
    }
  }
  return found
}

const lineFields = ['uuid', 'duration', 'date', 'work', 'employee', 'company', 'description', '_timestamp']

async function readLines(context: ConnectionContext, keys: readonly string[]): Promise<Map<string, Json>> {
  const found = new Map<string, Json>()
  for (let start = 0; start < keys.length; start += keysPerRead) {
    const some = keys.slice(start, start + keysPerRead)
    for (const row of await rows(context, model, [['uuid', 'in', some]], lineFields, null)) {
      found.set(textOf(at(row, 'uuid')) ?? '', row)
    }
  }
  return found
}

/** A line that is not there is removed. An invoiced one is refused by Tryton. */
export async function removeCosts(
  context: ConnectionContext,
  keys: readonly string[],
): Promise<readonly CostOutcome[]> {
  const existing = await readLines(context, keys)
  const outcomes: CostOutcome[] = []
  let wrote = false
  for (const key of keys) {
    const row = existing.get(key)
    if (row === undefined) {
      outcomes.push({ key, outcome: 'accepted', externalId: '' })
      continue
    }
    try {
      await write(context, `${model}.delete`, [[rowNumber(row)]], Number(idOf(at(row, 'company'))))
      wrote = true
      outcomes.push({ key, outcome: 'accepted', externalId: rowId(row) })
    } catch (error) {
      try {
        const refusal = refusalOf(key, error)
        // What somebody else removed meanwhile, be it our own first request, is removed.
        const gone = (await readLines(context, [key])).size === 0
        outcomes.push(gone ? { key, outcome: 'accepted', externalId: rowId(row) } : refusal)
      } catch (fatal) {
        throw partly(fatal, wrote)
      }
    }
  }
  return outcomes
}

export async function* listCosts(
  context: ConnectionContext,
  window: CostWindow,
  company: TargetReference | null,
): AsyncGenerator<readonly CostFound[]> {
  const domain: Outgoing[] = [
    // Not `ilike`: Tryton may answer that one with texts that are only similar.
    ['description', 'like', beginsWith(costMark(context))],
    ['date', '>=', outDate(window.from)],
    ['date', '<', outDate(window.until)],
  ]
  if (company !== null) domain.push(['company', '=', recordNumber(company.externalId, 'Company')])
  for await (const page of rowPages(context, model, domain, lineFields, null)) {
    yield page.flatMap((row) => {
      const key = markedCostKey(context, textOf(at(row, 'description')) ?? '')
      return key === null ? [] : [foundLine(key, row)]
    })
  }
}

export async function locateCosts(
  context: ConnectionContext,
  keys: readonly string[],
): Promise<readonly CostFound[]> {
  const found: CostFound[] = []
  for (const [key, row] of await readLines(context, keys)) found.push(foundLine(key, row))
  return found
}

function foundLine(key: string, row: Json): CostFound {
  const workOn = inDate(at(row, 'date')) ?? day('0001-01-01')
  return { key, externalId: rowId(row), hours: inHours(at(row, 'duration')) ?? '0', workOn }
}
