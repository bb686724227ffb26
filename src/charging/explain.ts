import { loadMasters } from '../masterdata/masters.ts'
import { formatMoney } from '../kernel/money.ts'
import type { PriceDecision } from '../rating/price.ts'
import { type StoryNames, tellStory } from '../rating/story.ts'
import type { Tx } from '../store/transaction.ts'
import { candidateRates } from './rates.ts'
import type { Charge } from './difference.ts'
import type { AdjustedDecision } from './bill-adjustments/adjust.ts'
import type { GroupDecision } from './groups/desired.ts'
import { readChargesOf } from './write.ts'
import type { Work } from './work.ts'

type ExplainedCharge = { readonly charge: Charge; readonly story: readonly string[] }

/** Each charge of a work with the story of its amount: which rate won, which lost and why, and what it replaced. */
export async function explainCharges(tx: Tx, cell: number, work: Work): Promise<ExplainedCharge[]> {
  const charges = (await readChargesOf(tx, cell, [work.workId])).get(work.workId) ?? []
  const masters = await loadMasters(tx, cell)
  const kinds = {
    workerId: 'worker',
    projectId: 'project',
    clientId: 'client',
    taskId: 'task',
    contractId: 'contract',
  } as const
  const rows = new Map(candidateRates(masters, work).map((row) => [row.id, row]))
  const names: StoryNames = {
    nameOf: (key, id) =>
      key in kinds ? masters.at(kinds[key as keyof typeof kinds], id, work.workOn)?.name : undefined,
    rateRow: (rowId) => rows.get(rowId),
  }
  return charges.map((charge) => ({ charge, story: storyOf(charge, names) }))
}

function storyOf(charge: Charge, names: StoryNames): string[] {
  const decision = JSON.parse(charge.decision) as
    | (PriceDecision & AdjustedDecision)
    | { kind: 'instalment'; number: number; dueOn: string; amount: string; contract: string }
    | GroupDecision
  const amount = `${formatMoney({ minor: charge.amountMinor, currency: charge.currency })} ${charge.currency}`
  if (decision.kind === 'instalment') {
    const told = `Instalment ${decision.number} of contract ${decision.contract} is due on ${decision.dueOn} with ${decision.amount} ${charge.currency}.`
    return charge.seq === 1
      ? [told]
      : [told, `The schedule changed; this row is the difference of ${amount}.`]
  }
  const lines =
    decision.kind === 'group'
      ? [...decision.story]
      : [...tellStory(decision, names), ...(decision.adjusted ?? [])]
  if (charge.seq > 1)
    lines.push(
      `This row is the difference to what stood before: ${charge.hours} h and ${amount}, from revision ${charge.revision}.`,
    )
  return [
    ...lines,
    `Decided by engine ${charge.engine} with master data as known at position ${charge.asOf}.`,
  ]
}
