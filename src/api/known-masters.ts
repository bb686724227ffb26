import { Masters, refreshMasters } from '../masterdata/masters.ts'
import type { ApiDeps } from './deps.ts'

const cached = new WeakMap<object, Masters>()

/** Present knowledge for showing: kept per process and brought up to date by what changed since. */
export async function knownMasters(deps: ApiDeps): Promise<Masters> {
  const known = cached.get(deps.store) ?? new Masters(deps.cell)
  cached.set(deps.store, known)
  return refreshMasters(deps.store, known, false)
}

/** What people call a record; null when it is not known. */
export function nameOf(
  masters: Masters,
  kind: 'legal_entity' | 'worker' | 'client' | 'contract' | 'project' | 'task' | 'calendar',
  recordId: string | null,
): string | null {
  if (recordId === null) return null
  return masters.stretches(kind, recordId).at(-1)?.body.name ?? null
}
