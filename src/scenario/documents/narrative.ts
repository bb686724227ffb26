import { formatDecimal } from '../../kernel/decimal.ts'
import type { DocumentRules, LineKey } from '../../model/scenario/document-rules.ts'
import { namesOf, narrate, shortened } from '../../contracts/documents/grouping.ts'
import { nearest } from '../../contracts/documents/show-line.ts'
import { complain } from '../complaint.ts'
import type { World } from '../world.ts'
import type { Billable } from './billable.ts'
import { quantityOfPieces } from './quantities.ts'

/** The text of a line by its client's template, or what sets it apart from the other lines. */
export function textOfLine(
  world: World,
  members: readonly Billable[],
  rules: DocumentRules,
  keys: readonly LineKey[],
): string {
  const names = namesOfLine(world, members)
  if (rules.narrative === undefined) return plainText(names, keys)
  for (const name of namesOf(rules.narrative))
    if (!Object.hasOwn(names, name))
      complain(
        `/contracts (${members[0]!.contract.id})/documents/narrative`,
        `nothing is known by the name {${name}}`,
        `Use one of ${Object.keys(names).join(', ')}`,
      )
  return shortened(narrate(rules.narrative, names)) || plainText(names, keys)
}

function plainText(names: Readonly<Record<string, string | null>>, keys: readonly LineKey[]): string {
  const parts = keys
    .map((key) => names[key === 'purchase_order' ? 'purchaseOrder' : key])
    .filter((one) => !!one)
  return parts.length === 0 ? (names.line ?? 'Services') : shortened(parts.join(', '))
}

/** Every name that a template may use; several values of a line stand beside each other. */
function namesOfLine(world: World, members: readonly Billable[]): Record<string, string | null> {
  const each = (of: (one: Billable) => string | null) => {
    const found = new Set(members.map(of).filter((one) => one !== null))
    return found.size === 0 ? null : [...found].join(', ')
  }
  const named = (key: LineKey, from?: ReadonlyMap<string, { name?: string }>) =>
    each((one) => {
      const id = one.texts[key]
      return id === null ? null : (from?.get(id)?.name ?? id)
    })
  const days = members.map((one) => one.piece.on).sort()
  const summed = quantityOfPieces(members.map((one) => one.piece))
  return {
    contract: each((one) => one.contract.name ?? one.contract.id),
    purchaseOrder: named('purchase_order'),
    line: each((one) => one.line?.name ?? one.piece.line),
    project: named('project', world.projects),
    task: named('task', world.tasks),
    phase: named('phase'),
    role: named('role'),
    worker: named('worker', world.workers),
    band: named('band'),
    rate: named('rate'),
    day: named('day'),
    week: named('week'),
    month: named('month'),
    kind: named('kind'),
    entry: named('entry'),
    from: days[0] ?? null,
    to: days.at(-1) ?? null,
    quantity: summed && formatDecimal(nearest(summed.quantity, 4)),
    unit: summed?.unit ?? null,
    entries: String(new Set(members.map((one) => one.piece.work)).size),
    notes: each((one) => one.work?.note ?? null),
  }
}
