/** Whether what a proposed record names is there, on the days on which the record is to hold. */
import type { Masters } from '../../../masterdata/masters.ts'
import type { MasterChange, MasterKind } from '../../../model/master-records.ts'
import { type ProblemPart, part } from '../../problem.ts'
import { type Afterwards, afterwardsOf } from '../../../masterdata/proposals/afterwards.ts'

type Named = { readonly pointer: string; readonly kind: MasterKind; readonly id: string }

/** Fields that name a record wherever they stand in a body. */
const fields: Readonly<Record<string, MasterKind>> = {
  legalEntity: 'legal_entity',
  client: 'client',
  parent: 'client',
  clientId: 'client',
  project: 'project',
  projectId: 'project',
  task: 'task',
  taskId: 'task',
  workerId: 'worker',
  contract: 'contract',
  contractId: 'contract',
  calendar: 'calendar',
  taxCode: 'tax_code',
  withhold: 'tax_code',
}
const lists: Readonly<Record<string, MasterKind>> = {
  clients: 'client',
  projects: 'project',
  tasks: 'task',
  workers: 'worker',
  contracts: 'contract',
}
const place = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/

/** Faults for every record that a new statement names, and that is neither known nor proposed beside it. */
export function referenceFaults(
  masters: Masters,
  changes: readonly MasterChange[],
  news: ReadonlySet<MasterChange>,
): ProblemPart[] {
  const afterwards = afterwardsOf(masters, changes)
  return changes.flatMap((change, at) =>
    (news.has(change) ? namedIn(change, `/changes/${at}/body`) : [])
      .filter((named) => !isThere(afterwards, named, change))
      .map(({ pointer, kind, id }) => {
        const there = afterwards(kind, id).length > 0
        const message = there
          ? `${id} is a ${told(kind)} that does not hold on these days`
          : `${id} is no ${told(kind)} that is known, nor one of this proposal`
        return {
          ...part('SCHEMA_VIOLATION', pointer, message),
          remedy: `Correct the id, or propose the ${told(kind)} along with it.`,
        }
      }),
  )
}

function told(kind: MasterKind): string {
  return kind.replaceAll('_', ' ')
}

function isThere(afterwards: Afterwards, { kind, id }: Named, change: MasterChange): boolean {
  return afterwards(kind, id).some(
    ({ from, until }) =>
      (change.validUntil === null || from < change.validUntil) &&
      (until === null || until > change.validFrom),
  )
}

function namedIn(change: MasterChange, pointer: string): Named[] {
  if (change.body === null) return []
  const found: Named[] = []
  collect(change.body, pointer, found)
  if (change.kind === 'tax_rule') {
    const { code, seller, buyer, performedIn } = change.body
    if (code !== undefined) found.push({ pointer: `${pointer}/code`, kind: 'tax_code', id: code })
    for (const [name, places] of Object.entries({ seller, buyer, performedIn }))
      for (const [at, id] of (places ?? []).entries())
        if (!place.test(id)) found.push({ pointer: `${pointer}/${name}/${at}`, kind: 'tax_area', id })
  }
  return found
}

function collect(value: unknown, pointer: string, found: Named[]): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, item] of Object.entries(value)) {
    const at = `${pointer}/${name}`
    const [one, many] = [fields[name], lists[name]]
    if (one !== undefined && typeof item === 'string') found.push({ pointer: at, kind: one, id: item })
    else if (many !== undefined && Array.isArray(item) && item.every((id) => typeof id === 'string'))
      for (const [index, id] of item.entries()) found.push({ pointer: `${at}/${index}`, kind: many, id })
    else collect(item, at, found)
  }
}
