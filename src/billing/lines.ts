/** Pure: how a client wants the lines of its documents: what sets them apart, and what they say. */
import type { GroupDecision } from '../charging/groups/desired.ts'
import type { PricedCharge, Reported } from '../charging/reads.ts'
import { namesOf } from '../contracts/documents/grouping.ts'
import { namesOfLine, rulesOf, textOfNames, type WorkTexts, workTexts } from '../contracts/documents/said.ts'
import { formatDecimal, isZero } from '../kernel/decimal.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Contract } from '../model/master-records.ts'
import type { DocumentRules, LineKey } from '../model/scenario/document-rules.ts'
import { sumHours } from './plan.ts'

/** What contract, client and legal entity say of documents, together. */
export function documentRulesOf(
  masters: Masters,
  { legalEntity, clientId }: Pick<PricedCharge, 'legalEntity' | 'clientId'>,
  contract: Contract | null,
  on: string,
): DocumentRules {
  const entity = masters.at('legal_entity', legalEntity, on)
  return rulesOf(entity, masters.at('client', clientId, on), contract?.terms)
}

/** Whether the rules ask for what only the report of the work says. */
export function asksForReports({ linePer, narrative }: DocumentRules): boolean {
  const names = narrative === undefined ? [] : namesOf(narrative)
  return [...(linePer ?? []), ...names].some((name) => ['task', 'phase', 'worker', 'entry'].includes(name))
}

/** The values of a charge that may set its line apart from others. */
export function textsOf(masters: Masters, charge: PricedCharge, reported: Reported | null): WorkTexts {
  const { of = 'time' } = JSON.parse(charge.decision) as Partial<GroupDecision>
  const task = reported?.taskId ?? null
  return workTexts(charge.workOn, {
    contract: charge.contractId,
    purchase_order: charge.purchaseOrder,
    line: charge.lineId,
    project: charge.projectId,
    task,
    phase: task === null ? null : (masters.at('task', task, charge.workOn)?.phase ?? null),
    role: charge.laborCategory,
    worker: reported?.workerId ?? null,
    band: charge.band,
    rate: charge.rate,
    kind: charge.rate === null && of === 'time' ? 'instalment' : of,
    entry: charge.workId,
  })
}

/** One member of a line: its charge, its values, and the id that its source gave it. */
export type Member = {
  readonly charge: PricedCharge
  readonly texts: WorkTexts
  readonly sourceId: string | null
}

/**
 * The text of a line by the client's template, or the names of the keys that set it apart. Null where neither says
 * anything: then the line is called as any other.
 */
export function textOfLine(
  masters: Masters,
  members: readonly Member[],
  narrative: string | undefined,
  keys: readonly LineKey[],
): string | null {
  const hours = sumHours(members.map((one) => one.charge))
  const summed = isZero(hours) ? null : { quantity: formatDecimal(hours), unit: 'hour' }
  const names = namesOfLine(members, summed, (one, key, id) => nameOf(masters, one, key, id))
  return textOfNames(names, narrative, keys)
}

function nameOf(masters: Masters, { charge, sourceId }: Member, key: LineKey, id: string): string | null {
  if (key === 'entry') return sourceId
  if (key === 'line') {
    const terms = masters.at('contract', charge.contractId, charge.workOn)?.terms
    return terms?.lines.find((one) => one.id === id)?.name ?? id
  }
  if (key === 'contract' || key === 'project' || key === 'task' || key === 'worker')
    return masters.at(key, id, charge.workOn)?.name ?? id
  return id
}
