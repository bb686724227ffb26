/** Clients that are settled, asked again: what stands has to be what all of their work together comes to. */
import { HOURBRIDGE_NAMESPACE } from '../../kernel/ids.ts'
import { addDecimal, decimal, formatDecimal } from '../../kernel/decimal.ts'
import { day } from '../../kernel/dates.ts'
import type { Masters } from '../../masterdata/masters.ts'
import { mastersAt } from '../../masterdata/masters-at.ts'
import { ScenarioError } from '../../scenario/complaint.ts'
import type { Tx } from '../../store/transaction.ts'
import { type Charge, differenceOf, treatmentOf } from '../difference.ts'
import type { Engine, ScenarioEngine } from '../engine.ts'
import type { Rerated } from '../rerate.ts'
import type { StandingGroup } from './marks.ts'
import { askWhole } from './whole.ts'
import type { Wanted } from './wanted.ts'

type ScenarioAsked = Pick<Engine, 'version'> & { readonly valueScenario: ScenarioEngine }

/**
 * One client asked of an engine with what was known, and on the day, when it was settled last. One entry for each piece
 * of work; or why the engine gives no answer. Nothing may have been marked since. `masters` is moved to that knowledge.
 */
export async function askGroupAgain(
  tx: Tx,
  cell: number,
  { clientId, settledAt, settledOn }: StandingGroup,
  engine: ScenarioAsked,
  masters: Masters,
): Promise<Rerated[] | string> {
  const then = await mastersAt(tx, cell, masters, settledAt)
  const deciding = {
    clientId,
    // What its contracts made has its id already; what they would make besides is told by none.
    namespace: HOURBRIDGE_NAMESPACE,
    engine: engine.version,
    on: day(settledOn),
    position: settledAt,
  }
  try {
    const { wanted, charges } = await askWhole(tx, cell, then, deciding, engine.valueScenario)
    return [...wanted.values()].map((one) => reratedOf(one, charges.get(one.work.workId) ?? [], engine))
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    return `the engine does not answer: ${error.message}`
  }
}

function reratedOf({ work, desired }: Wanted, charges: readonly Charge[], engine: ScenarioAsked): Rerated {
  const last = charges.at(-1)
  const rows = desired === 'keep' ? [] : differenceOf(charges, desired)
  return {
    ...{ workId: work.workId, connectionId: work.connectionId, sourceId: work.sourceId },
    ...{ seq: last?.seq ?? 0, asOf: last?.asOf ?? work.asOf, engine: last?.engine ?? engine.version },
    documentId: charges.findLast((one) => one.documentId !== null)?.documentId ?? null,
    differences: rows.map((row) => {
      const own = charges.filter(
        (one) =>
          one.contractId === row.contractId &&
          one.currency === row.currency &&
          treatmentOf(one) === row.treatment,
      )
      const oldMinor = own.reduce((sum, one) => sum + one.amountMinor, 0n)
      const oldHours = own.reduce((sum, one) => addDecimal(sum, decimal(one.hours)), decimal('0'))
      return {
        ...{ clientId: row.clientId, contractId: row.contractId, currency: row.currency },
        ...{ oldMinor, newMinor: oldMinor + row.amountMinor, oldHours: formatDecimal(oldHours) },
        newHours: formatDecimal(addDecimal(oldHours, decimal(row.hours))),
        cause: `what is ${row.treatment.replace('_', ' ')} beside the other work of ${row.clientId}`,
      }
    }),
  }
}
