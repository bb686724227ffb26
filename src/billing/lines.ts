/** Pure: how a client wants the lines of its documents: what sets them apart, and what they say. */
import type { GroupDecision } from '../charging/groups/desired.ts'
import type { PricedCharge, Reported } from '../charging/reads.ts'
import { namesOf, narrate, shortened } from '../contracts/documents/grouping.ts'
import { formatDecimal } from '../kernel/decimal.ts'
import { weekOf } from '../kernel/periods.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Contract } from '../model/master-records.ts'
import type { DocumentRules, LineKey } from '../model/scenario/document-rules.ts'
import { sumHours } from './plan.ts'

type Texts = Readonly<Record<LineKey, string | null>>

/** What the contract says comes before what its client says, and that before the legal entity, member by member. */
export function documentRulesOf(
  masters: Masters,
  { legalEntity, clientId }: Pick<PricedCharge, 'legalEntity' | 'clientId'>,
  contract: Contract | null,
  on: string,
): DocumentRules {
  return {
    ...masters.at('legal_entity', legalEntity, on)?.documents,
    ...masters.at('client', clientId, on)?.documents,
    ...contract?.terms?.documents,
  }
}

/** Whether the rules ask for what only the report of the work says. */
export function asksForReports({ linePer, narrative }: DocumentRules): boolean {
  const names = narrative === undefined ? [] : namesOf(narrative)
  return [...(linePer ?? []), ...names].some((name) => ['task', 'phase', 'worker', 'entry'].includes(name))
}

/** The values of a charge that may set its line apart from others. */
export function textsOf(masters: Masters, charge: PricedCharge, reported: Reported | null): Texts {
  const { of = 'time' } = JSON.parse(charge.decision) as Partial<GroupDecision>
  const task = reported?.taskId ?? null
  return {
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
    day: charge.workOn,
    week: weekOf(charge.workOn).from,
    month: charge.workOn.slice(0, 7),
    kind: charge.rate === null && of === 'time' ? 'instalment' : of,
    entry: charge.workId,
  }
}

/** One member of a line: its charge, its values, and the id that its source gave it. */
export type Member = {
  readonly charge: PricedCharge
  readonly texts: Texts
  readonly sourceId: string | null
}

/**
 * The text of a line by the client's template, or the names of what sets it apart. Null where neither says anything:
 * then the line is called as any other.
 */
export function textOfLine(
  masters: Masters,
  members: readonly Member[],
  { narrative, linePer }: DocumentRules,
): string | null {
  const names = namesOfLine(masters, members)
  const written = narrative === undefined ? '' : shortened(narrate(narrative, names))
  if (written !== '') return written
  const parts = (linePer ?? []).flatMap(
    (key) => names[key === 'purchase_order' ? 'purchaseOrder' : key] ?? [],
  )
  return parts.length === 0 ? null : shortened(parts.join(', '))
}

/** Every name that a template may use; several values of a line stand beside each other. */
function namesOfLine(masters: Masters, members: readonly Member[]): Record<string, string | null> {
  const each = (of: (one: Member) => string | null) => {
    const found = new Set(members.map(of).filter((one) => one !== null))
    return found.size === 0 ? null : [...found].join(', ')
  }
  const plain = (key: LineKey) => each((one) => one.texts[key])
  const named = (key: 'contract' | 'project' | 'task' | 'worker') =>
    each(({ charge, texts }) => {
      const id = texts[key]
      return id === null ? null : (masters.at(key, id, charge.workOn)?.name ?? id)
    })
  const days = members.map((one) => one.charge.workOn).sort()
  const hours = sumHours(members.map((one) => one.charge))
  return {
    contract: named('contract'),
    purchaseOrder: plain('purchase_order'),
    line: each(({ charge, texts }) => {
      const terms = masters.at('contract', charge.contractId, charge.workOn)?.terms
      return terms?.lines.find((one) => one.id === texts.line)?.name ?? texts.line
    }),
    project: named('project'),
    task: named('task'),
    phase: plain('phase'),
    role: plain('role'),
    worker: named('worker'),
    band: plain('band'),
    rate: plain('rate'),
    day: plain('day'),
    week: plain('week'),
    month: plain('month'),
    kind: plain('kind'),
    entry: each((one) => one.sourceId),
    from: days[0] ?? null,
    to: days.at(-1) ?? null,
    quantity: hours.coefficient === 0n ? null : formatDecimal(hours),
    unit: hours.coefficient === 0n ? null : 'hour',
    entries: String(new Set(members.map((one) => one.charge.workId)).size),
  }
}
