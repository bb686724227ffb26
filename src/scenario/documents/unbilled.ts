import { zeroMoney } from '../../kernel/money.ts'
import type { TaxData } from '../../contracts/tax/determine.ts'
import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'
import { type Billable, billable } from './billable.ts'
import { type DraftLine, draftLines, type Taxed } from './lines.ts'
import { taxOf } from './taxes.ts'

/** Work of the same contracts that nobody pays for and no issued document has shown, at zero. */
export function unbilledLines(
  world: World,
  data: TaxData,
  group: readonly Billable[],
  valued: readonly Valued[],
  on: string,
): DraftLine[] {
  const { rules, contract, client } = group[0]!
  const contracts = new Set(group.map((one) => one.contract.id))
  const shown = shownBefore(world)
  const reported = new Map(world.work.map((one) => [one.id, one]))
  const found: Taxed[] = []
  for (const one of valued) {
    if (one.contract === null || !contracts.has(one.contract) || shown.has(one.work)) continue
    for (const [at, piece] of one.pieces.entries()) {
      if (piece.bucket !== 'non_billable' || piece.on > world.asOf) continue
      const free = { ...piece, rate: null, amount: zeroMoney(contract.currency) }
      const made = billable(world, free, reported.get(one.work) ?? null, String(at + 1))
      if (made.client === client) found.push({ one: made, decision: taxOf(world, data, made, on) })
    }
  }
  const lines = draftLines(world, found, rules, contract.currency)
  return lines.map((line) => ({ ...line, text: `${line.text} (no charge)` }))
}

function shownBefore(world: World): Set<string> {
  const issued = (world.scenario.documents ?? []).filter((one) => one.status === 'issued')
  return new Set(
    issued.flatMap((one) => one.lines.flatMap((line) => (line.members ?? []).map((member) => member.work))),
  )
}
