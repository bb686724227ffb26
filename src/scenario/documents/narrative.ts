import { namesOf } from '../../contracts/documents/grouping.ts'
import { namesOfLine, textOfNames } from '../../contracts/documents/said.ts'
import { nearest } from '../../contracts/documents/show-line.ts'
import { formatDecimal } from '../../kernel/decimal.ts'
import type { DocumentRules, LineKey } from '../../model/scenario/document-rules.ts'
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
  const summed = quantityOfPieces(members.map((one) => one.piece))
  const quantity = summed && { unit: summed.unit, quantity: formatDecimal(nearest(summed.quantity, 4)) }
  const notes = new Set(members.flatMap((one) => one.work?.note ?? []))
  const names = {
    ...namesOfLine(members, quantity, (one, key, id) => nameOf(world, one, key, id) ?? id),
    notes: notes.size === 0 ? null : [...notes].join(', '),
  }
  for (const name of namesOf(rules.narrative ?? ''))
    if (!Object.hasOwn(names, name))
      complain(
        `/contracts (${members[0]!.contract.id})/documents/narrative`,
        `nothing is known by the name {${name}}`,
        `Use one of ${Object.keys(names).join(', ')}`,
      )
  return textOfNames(names, rules.narrative, keys) ?? names.line ?? 'Services'
}

function nameOf(world: World, one: Billable, key: LineKey, id: string): string | undefined {
  if (key === 'contract') return one.contract.name
  if (key === 'line') return one.line?.name
  if (key === 'project') return world.projects.get(id)?.name
  if (key === 'task') return world.tasks.get(id)?.name
  return key === 'worker' ? world.workers.get(id)?.name : undefined
}
