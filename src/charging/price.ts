import { decimal, formatDecimal } from '../kernel/decimal.ts'
import { isRejection, type Rejection } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Contract } from '../model/master-records.ts'
import { type Engine, thisEngine } from './engine.ts'
import { candidateRates } from './rates.ts'
import type { Found } from './resolve.ts'
import type { Work } from './work.ts'

/** Stored with every decision. Another version changes no charge by itself. */
export const engineVersion = thisEngine.version

type PricedWork = {
  readonly amount: Money
  readonly billedHours: string
  readonly rate: string
  readonly rateId: string
  /** JSON of the decision, from which the story is told. */
  readonly decision: string
}

/** Values one entry by the cards of its contract: the same for billable and for fixed-fee work. */
export function priceWork(
  masters: Masters,
  work: Work,
  contract: Found<Contract>,
  engine: Engine = thisEngine,
): PricedWork | Rejection {
  const { body } = contract
  const question = {
    kind: 'bill' as const,
    workedOn: work.workOn,
    currency: body.currency,
    quantity: decimal(work.hours),
    workerId: work.workerId ?? '',
    contractId: contract.id,
    legalEntity: body.legalEntity,
    ...(work.laborCategory ? { laborCategory: work.laborCategory } : {}),
    ...(work.taskId ? { taskId: work.taskId } : {}),
    ...(work.projectId ? { projectId: work.projectId } : {}),
    ...(work.clientId ? { clientId: work.clientId } : {}),
    ...(work.region ? { region: work.region } : {}),
  }
  const increment = body.increment && {
    step: decimal(body.increment.hours),
    mode: body.increment.mode,
    basis: 'entry' as const,
    minimum: decimal(body.increment.minimumHours),
  }
  const priced = engine.priceEntry(question, candidateRates(masters, work), increment ? { increment } : {})
  if (isRejection(priced)) return priced
  return {
    amount: priced.amount,
    billedHours: formatDecimal(priced.billed),
    rate: priced.decision.rate.amount,
    rateId: priced.decision.rate.rowId,
    decision: JSON.stringify(priced.decision),
  }
}
