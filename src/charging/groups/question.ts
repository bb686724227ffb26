/** A client's work and what it agreed to, as the question that the engine answers. */
import { addDecimal, decimal, formatDecimal, isZero } from '../../kernel/decimal.ts'
import type { Day } from '../../kernel/dates.ts'
import { formatMoney } from '../../kernel/money.ts'
import type { Masters } from '../../masterdata/masters.ts'
import type { ExistingDocument } from '../../model/scenario/existing.ts'
import type { Scenario } from '../../model/scenario/scenario.ts'
import type { ReportedWork } from '../../model/scenario/work.ts'
import { type BillAdjustments, countingOf, noAdjustments, ruleOf } from '../bill-adjustments/adjustment.ts'
import type { Charge } from '../difference.ts'
import { reportedSpending } from '../spending.ts'
import type { Work } from '../work.ts'
import { agreementsOf, commonData, costsFor, firmOf, limitsFor, ratesFor } from './agreed.ts'

export type Question = {
  readonly scenario: Scenario
  /** The work behind each id of the scenario. */
  readonly works: ReadonlyMap<string, Work>
  /** And back, by the ids of the works. */
  readonly names: ReadonlyMap<string, string>
}

/**
 * Work is asked about under its source's id, because work of one day is taken in the order of those. What stands on
 * issued documents, or on ones of which that is not known yet, has its room; drafts are made anew.
 */
export function questionOf(
  masters: Masters,
  clientId: string,
  asked: {
    readonly on: Day
    readonly works: readonly Work[]
    /** Work that is worth nothing now, or waits: what is issued of it keeps its room until it is credited. */
    readonly outside: readonly Work[]
    readonly charges: ReadonlyMap<string, readonly Charge[]>
    /** What people decided of the works beyond their terms. */
    readonly adjustments?: BillAdjustments
  },
  /** Names that work had when it was asked about before. */
  before: ReadonlyMap<string, string> = new Map(),
): Question {
  const { on, works, charges, adjustments = noAdjustments } = asked
  const contracts = agreementsOf(masters, clientId)
  const outside = asked.outside.filter((one) => (charges.get(one.workId) ?? []).some(isPinned))
  const all = [...works, ...outside]
  const ids = idsOf(all, before)
  const named = {
    workers: distinct(all.map((one) => one.workerId)),
    projects: distinct([
      ...all.map((one) => one.projectId),
      ...contracts.flatMap((one) => one.projects ?? []),
    ]),
    tasks: distinct(all.map((one) => one.taskId)),
  }
  const scenario: Scenario = {
    scenario: 1,
    title: clientId,
    asOf: on,
    ...firmOf(masters, clientId, named, on),
    ...commonData(masters),
    rates: [
      ...ratesFor(masters, clientId, new Set(contracts.map((one) => one.id))),
      ...costsFor(masters, named.workers, contracts),
    ],
    contracts,
    limits: limitsFor(masters, clientId),
    work: [
      ...works.map((one) => reported(one, ids.get(one)!, adjustments)),
      ...outside.map((one) => ({
        ...reported(one, ids.get(one)!, adjustments),
        approval: 'withdrawn' as const,
      })),
    ],
    documents: standingOf(all, ids, charges, { clientId, on }),
  }
  const names = new Map([...ids].map(([work, id]) => [work.workId, id]))
  return { scenario, works: new Map(works.map((one) => [ids.get(one)!, one])), names }
}

/** The source's id; where two sources say the same one, with the id of the work behind it. */
function idsOf(works: readonly Work[], before: ReadonlyMap<string, string>): Map<Work, string> {
  const times = new Map<string, number>()
  for (const { sourceId } of works) times.set(sourceId, (times.get(sourceId) ?? 0) + 1)
  return new Map(
    works.map((one) => {
      const own = times.get(one.sourceId) === 1 ? one.sourceId : `${one.sourceId} ${one.workId}`
      return [one, before.get(one.workId) ?? own]
    }),
  )
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids)].filter((id) => id !== null)
}

function reported(work: Work, id: string, adjustments: BillAdjustments): ReportedWork {
  const decided = countingOf(adjustments.get(work.workId))
  const { workerId, projectId, taskId, contractId, laborCategory, region } = work
  return {
    id,
    revision: work.revision,
    on: work.workOn,
    ...(work.spending !== null && isNothing(work.hours) ? {} : { hours: formatDecimal(decimal(work.hours)) }),
    ...reportedSpending(work),
    ...(workerId === null ? {} : { worker: workerId }),
    ...(projectId === null ? {} : { project: projectId }),
    ...(taskId === null ? {} : { task: taskId }),
    ...(contractId === null ? {} : { contract: contractId }),
    ...(laborCategory === null ? {} : { laborCategory }),
    ...(region === null ? {} : { region }),
    ...(decided.length === 0 ? {} : { adjustments: decided.map(ruleOf) }),
  }
}

function isNothing(hours: string): boolean {
  return isZero(decimal(hours))
}

/** What was released, sent or issued keeps its room; a credit gives it back when it is known to be issued. */
export function isPinned({ state, correctsDocument }: Charge): boolean {
  return state === 'issued' || ((state === 'in_flight' || state === 'in_doubt') && correctsDocument === null)
}

/**
 * What is billed of each work and cannot be taken back by itself, as one document per contract and client's order. What
 * another client was billed before the work came here takes no room of this one.
 */
function standingOf(
  works: readonly Work[],
  ids: ReadonlyMap<Work, string>,
  charges: ReadonlyMap<string, readonly Charge[]>,
  { clientId, on }: { readonly clientId: string; readonly on: Day },
): ExistingDocument[] {
  const documents = new Map<string, { head: Charge; members: Map<string, Charge> }>()
  for (const work of works)
    for (const charge of charges.get(work.workId) ?? []) {
      if (!isPinned(charge) || charge.clientId !== clientId) continue
      const key = JSON.stringify([charge.contractId, charge.purchaseOrder, charge.currency])
      const document = documents.get(key) ?? { head: charge, members: new Map<string, Charge>() }
      documents.set(key, document)
      const id = ids.get(work)!
      const known = document.members.get(id)
      document.members.set(id, known === undefined ? charge : plus(known, charge))
    }
  return [...documents.values()].map(({ head, members }, at) => {
    const said = [...members].map(([work, { amountMinor: minor, currency, hours }]) => ({
      work,
      quantity: formatDecimal(decimal(hours)),
      amount: formatMoney({ minor, currency }),
      minor,
    }))
    const minor = said.reduce((sum, one) => sum + one.minor, 0n)
    return {
      id: `issued ${at + 1}`,
      contract: head.contractId,
      currency: head.currency,
      ...(head.purchaseOrder === null ? {} : { purchaseOrder: head.purchaseOrder }),
      on,
      status: 'issued',
      lines: [
        {
          id: '1',
          amount: formatMoney({ minor, currency: head.currency }),
          members: said.map(({ minor: _, ...member }) => member),
        },
      ],
    }
  })
}

function plus(a: Charge, b: Charge): Charge {
  const hours = formatDecimal(addDecimal(decimal(a.hours), decimal(b.hours)))
  return { ...a, hours, amountMinor: a.amountMinor + b.amountMinor }
}
