import type { RateLevel, ScopeKey } from './rate-rows.ts'

/**
 * Which of several live rates wins, as a versioned setting: first the level, then inside a level the
 * narrower scope (the list runs from narrow to wide, and the first key that only one of two rows has
 * decides), then an exact region or legal entity before a row for all of them. Qualifiers come last, so that
 * a regional default never beats the rate of a person.
 */
export type RatePrecedence = {
  readonly name: string
  readonly version: number
  readonly levels: readonly RateLevel[]
  readonly narrowness: readonly ScopeKey[]
  readonly qualifiers: readonly ('region' | 'legalEntity')[]
}

export const defaultPrecedence: RatePrecedence = {
  name: 'standard',
  version: 1,
  levels: ['person', 'role', 'task', 'project', 'client', 'default'],
  narrowness: ['assignmentId', 'taskId', 'projectId', 'contractId', 'clientId', 'laborCategory', 'workerId'],
  qualifiers: ['region', 'legalEntity'],
}

export function precedenceLabel(precedence: RatePrecedence): string {
  return `${precedence.name}@${precedence.version}`
}
