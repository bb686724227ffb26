/** What a proposed adjustment would change in money, beside everything else that is known. Reads only. */
import { formatMoney } from '../../kernel/money.ts'
import { adjustBill } from './adjust.ts'
import { type Charge, type Desired, isAside, isPlaced } from '../difference.ts'
import type { Valued } from '../../scenario/pieces.ts'
import { adjustedBy } from '../../scenario/steps/adjust-work.ts'
import { countOfGroup } from '../groups/reads.ts'
import { engineVersion } from '../price.ts'
import { chargesFor } from '../settle.ts'
import { askWhole } from '../groups/whole.ts'
import { type BillAdjustments, countingOf, ruleOf } from './adjustment.ts'
import { type Looked, mostOfGroup, valuedOfClient } from './look.ts'

/** What is billed more, or less, by client, contract and currency; without those that come to nothing. */
export type AdjustmentEffect = {
  /** What of master data was known. */
  readonly asOf: string
  /** False where a client has too much work to be asked as a whole: limits and other work are not in it then. */
  readonly complete: boolean
  readonly amounts: readonly {
    readonly clientId: string
    readonly contractId: string
    readonly amount: string
    readonly currency: string
  }[]
  /** Pieces of work that would come to something else, and documents on which they stand. */
  readonly works: number
  readonly documents: number
}
/** Puts what people decided otherwise, for a question. */
export type Otherwise = (standing: BillAdjustments) => BillAdjustments

/** Minor units that are billed, by client, contract and currency; of each piece of work. */
type Worth = ReadonlyMap<string, bigint>
type Billed = { readonly worth: Map<string, Worth>; readonly charges: Map<string, readonly Charge[]> }

/**
 * Judges the works, and of clients whose contracts are settled as a whole all their work, by what was decided and by what
 * would be: what waits to be looked at for other reasons counts as nothing. Throws ScenarioError where terms contradict
 * themselves.
 */
export async function effectOfAdjustment(looked: Looked, otherwise: Otherwise): Promise<AdjustmentEffect> {
  const now = await billed(looked, (standing) => standing)
  const then = await billed(looked, otherwise)
  const sums = new Map<string, bigint>()
  const documents = new Set<string>()
  let works = 0
  for (const workId of new Set([...now.worth.keys(), ...then.worth.keys()])) {
    const [was, is] = [now.worth.get(workId), then.worth.get(workId)]
    let moved = false
    for (const place of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
      const more = (is?.get(place) ?? 0n) - (was?.get(place) ?? 0n)
      if (more === 0n) continue
      moved = true
      sums.set(place, (sums.get(place) ?? 0n) + more)
    }
    if (!moved) continue
    works += 1
    for (const { documentId } of now.charges.get(workId) ?? [])
      if (documentId !== null) documents.add(documentId)
  }
  const { tx, charging, clients, masters } = looked
  let complete = true
  for (const clientId of clients)
    complete &&= (await countOfGroup(tx, charging.cell, clientId)) <= mostOfGroup
  const amounts = [...sums]
    .filter(([, minor]) => minor !== 0n)
    .map(([place, minor]) => {
      const [clientId, contractId, currency] = JSON.parse(place) as [string, string, string]
      return { clientId, contractId, amount: formatMoney({ minor, currency }), currency }
    })
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  return { asOf: String(masters.position), complete, amounts, works, documents: documents.size }
}

function keyOf(one: { clientId: string; contractId: string; currency: string }): string {
  return JSON.stringify([one.clientId, one.contractId, one.currency])
}

async function billed(looked: Looked, otherwise: Otherwise): Promise<Billed> {
  const { charges, evaluated, adjustments } = looked
  const worth = new Map<string, Worth>()
  const standing = new Map(charges)
  const decided = otherwise(adjustments)
  for (const [workId, one] of evaluated) {
    if (one.leftToGroup) continue
    const before = charges.get(workId) ?? []
    const { work, desired } = adjustBill(one, countingOf(decided.get(workId)), isPlaced(before))
    const rows = desired === 'keep' ? [] : chargesFor(work, desired, before, 0n)
    worth.set(workId, worthOf([...before, ...rows].filter((row) => !isAside(row.state))))
  }
  for (const clientId of looked.clients) {
    const known = await billedOfClient(looked, clientId, otherwise)
    for (const [workId, own] of known.charges) standing.set(workId, own)
    for (const [workId, own] of known.worth) worth.set(workId, own)
  }
  return { worth, charges: standing }
}

async function billedOfClient(looked: Looked, clientId: string, otherwise: Otherwise): Promise<Billed> {
  const { tx, charging, masters, on } = looked
  const { cell, namespace } = charging
  const worth = new Map<string, Worth>()
  if ((await countOfGroup(tx, cell, clientId)) > mostOfGroup) {
    for (const [workId, valued] of await valuedOfClient({ ...looked, adjustments: new Map() }, clientId)) {
      const rules = countingOf(otherwise(looked.adjustments).get(workId)).map(ruleOf)
      worth.set(workId, worthOfPieces(clientId, adjustedBy(valued, rules)))
    }
    return { worth, charges: new Map() }
  }
  const deciding = { clientId, namespace, engine: engineVersion, on, position: masters.position }
  const { wanted, charges } = await askWhole(tx, cell, masters, deciding, undefined, otherwise)
  for (const [workId, { desired }] of wanted)
    worth.set(
      workId,
      desired === 'keep'
        ? worthOf((charges.get(workId) ?? []).filter((row) => !isAside(row.state)))
        : worthOf(desired.filter((row) => row.treatment === 'billable')),
    )
  return { worth, charges: new Map(charges) }
}

function worthOf(
  rows: readonly Pick<Desired, 'clientId' | 'contractId' | 'currency' | 'amountMinor'>[],
): Worth {
  const sums = new Map<string, bigint>()
  for (const row of rows) sums.set(keyOf(row), (sums.get(keyOf(row)) ?? 0n) + row.amountMinor)
  return sums
}

function worthOfPieces(clientId: string, { pieces }: Valued): Worth {
  return worthOf(
    pieces
      .filter((piece) => piece.bucket === 'priced')
      .map(({ contract: contractId, amount: { minor: amountMinor, currency } }) => ({
        ...{ clientId, contractId, currency, amountMinor },
      })),
  )
}
