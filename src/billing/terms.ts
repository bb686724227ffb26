import type { GroupDecision } from '../charging/groups/desired.ts'
import type { PricedCharge, Reported } from '../charging/reads.ts'
import { type Day, day } from '../kernel/dates.ts'
import { contains, lastDay, type Period } from '../kernel/periods.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Contract } from '../model/master-records.ts'
import type { DocumentRules, LineKey } from '../model/scenario/document-rules.ts'
import { asksForReports, documentRulesOf, type Member, textOfLine, textsOf } from './lines.ts'
import type { DocumentKey, TermsOf } from './plan.ts'
import { type LineTax, taxOfCharge } from './tax.ts'

type Agreed = { readonly tax: LineTax; readonly rules: DocumentRules }

/**
 * Names and taxes as they are known now, on the last day of the period. `reported` is asked where a client wants its
 * lines by what only the report of the work says.
 */
export function termsFrom(
  masters: Masters,
  period: Period,
  reported: ReadonlyMap<string, Reported> = new Map(),
): TermsOf {
  const documentOn = lastDay(period)
  const known = new Map<string, Agreed>()
  const agreedOf = (charge: PricedCharge): Agreed => {
    const { legalEntity, clientId, contractId, lineId, workOn } = charge
    const key = JSON.stringify([legalEntity, clientId, contractId, lineId, workOn])
    const found = known.get(key) ?? agreedFor(masters, charge, documentOn)
    known.set(key, found)
    return found
  }
  const memberOf = (charge: PricedCharge): Member => {
    const report = reported.get(charge.workId) ?? null
    return { charge, texts: textsOf(masters, charge, report), sourceId: report?.sourceId ?? null }
  }
  return (charge) => {
    const { tax, rules } = agreedOf(charge)
    const { linePer, narrative } = rules
    if (linePer === undefined && narrative === undefined)
      return { ...tax, called: (members) => describeLine(masters, members[0]!) }
    const called = (members: readonly PricedCharge[], keys: readonly LineKey[]) =>
      textOfLine(masters, members.map(memberOf), narrative, keys) ?? describeLine(masters, members[0]!)
    if (linePer === undefined) return { ...tax, called }
    const coarser = (rules.aboveMaximum ?? 'coarser') === 'coarser'
    const most = coarser ? (rules.maximumLines ?? null) : null
    return { ...tax, called, apart: { keys: linePer, texts: memberOf(charge).texts, most } }
  }
}

function agreedFor(masters: Masters, charge: PricedCharge, documentOn: string): Agreed {
  const contract = contractOf(masters, charge)
  const rules = documentRulesOf(masters, charge, contract, documentOn)
  const agreed = { contract, line: lineOf(masters, charge), rules }
  return { tax: taxOfCharge(masters, charge, agreed, documentOn), rules }
}

/** Whether a client of these charges wants its lines by what only the reports of the work say. */
export function needsReports(masters: Masters, charges: readonly PricedCharge[], period: Period): boolean {
  const on = lastDay(period)
  return charges.some((one) => asksForReports(documentRulesOf(masters, one, contractOf(masters, one), on)))
}

/** A fee may fall due after the last day of its contract: then what was agreed last holds. */
export function contractOf(masters: Masters, { contractId, workOn }: PricedCharge): Contract | null {
  return (
    masters.at('contract', contractId, workOn) ??
    masters.stretches('contract', contractId).at(-1)?.body ??
    null
  )
}

function lineOf(masters: Masters, charge: PricedCharge) {
  if (charge.lineId === null) return null
  return contractOf(masters, charge)?.terms?.lines.find((line) => line.id === charge.lineId) ?? null
}

function describeLine(masters: Masters, charge: PricedCharge): string {
  const project = masters.at('project', charge.projectId, charge.workOn)?.name ?? charge.projectId
  if (charge.lineId !== null) return describePart(masters, charge, project)
  if (charge.rate !== null)
    return charge.laborCategory === null ? project : `${project}, ${charge.laborCategory}`
  const contract = masters.at('contract', charge.contractId, charge.workOn)
  const due = contract?.instalments.find((one) => one.dueOn === charge.workOn)
  return `${project}, ${due?.description ?? `instalment due ${charge.workOn}`}`
}

/**
 * Of a contract with terms: project, line where it has a name, and who worked, in which band; or what was spent or fell
 * due, on which day.
 */
function describePart(masters: Masters, charge: PricedCharge, project: string): string {
  const { of = 'time', category } = JSON.parse(charge.decision) as Partial<GroupDecision>
  const name = lineOf(masters, charge)?.name
  const timed = of === 'time' || charge.rate !== null
  const what = timed
    ? [of === 'time' ? null : of, charge.laborCategory, charge.band]
    : [category, `${of} of ${charge.workOn}`]
  return [project, name, ...what].filter((part) => part !== null && part !== undefined).join(', ')
}

/** What the ERP's document is called: its contract, its period, and the client's order where it is billed on one. */
export function describeDocument(masters: Masters, key: DocumentKey, period: Period): string {
  const last = lastDay(period)
  const name = masters.at('contract', key.contractId, last)?.name ?? key.contractId
  const order = key.purchaseOrder === null ? '' : `, order ${key.purchaseOrder}`
  return `${name}, ${period.from} to ${last}${order}`
}

/**
 * The last day of the period, or the first open day after it where the legal entity books closed periods
 * there. A day in a closed period is asked for only where the entity wants such work to wait.
 */
export function accountingDay(masters: Masters, legalEntity: string, period: Period): Day {
  let on = lastDay(period)
  if (masters.at('legal_entity', legalEntity, on)?.closedPeriod !== 'first_open_day') return on
  const closed = masters
    .ids('period')
    .flatMap((id) => masters.stretches('period', id).map((one) => one.body))
    .filter((one) => one.legalEntity === legalEntity && one.status === 'closed')
    .map((one) => ({ from: day(one.from), until: day(one.until) }))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
  for (const one of closed) if (contains(one, on)) on = one.until
  return on
}

export function isOnHold(masters: Masters, clientId: string, on: Day): boolean {
  return masters.at('client', clientId, on)?.onHold === true
}
