import type { Day } from '../kernel/dates.ts'
import type { Decimal } from '../kernel/decimal.ts'
import type { RatePer } from './extension.ts'

export type RateKind = 'bill' | 'cost'
export type RateLevel = 'entry' | 'person' | 'role' | 'task' | 'project' | 'client' | 'default'

/** What a row is narrowed to. It applies to work that agrees in every member. */
export type RateScope = {
  readonly workerId?: string
  readonly laborCategory?: string
  readonly taskId?: string
  readonly projectId?: string
  readonly clientId?: string
  readonly contractId?: string
  readonly assignmentId?: string
}

export type ScopeKey = keyof RateScope

/** One version of one rate. `amount` is per hour or day; `until` is the first day on which it is no longer live. */
export type RateRow = {
  readonly id: string
  readonly version: number
  readonly kind: RateKind
  readonly level: RateLevel
  readonly scope: RateScope
  readonly currency: string
  /** Absent: every region, every legal entity. */
  readonly region?: string
  readonly legalEntity?: string
  readonly amount: Decimal
  /** Absent: hour. */
  readonly per?: RatePer
  /** Hours of the day that the rate is for. Absent: 8. */
  readonly hoursPerDay?: Decimal
  readonly from: Day
  readonly until: Day | null
  /** The position of the log at which this version was learned. */
  readonly learnedAt: bigint
}

/** Which rate applies to this work? `asOf`, when given, answers as known at that position of the log. */
export type RateQuestion = {
  readonly kind: RateKind
  readonly workedOn: Day
  readonly currency: string
  readonly workerId: string
  readonly laborCategory?: string | undefined
  readonly taskId?: string | undefined
  readonly projectId?: string | undefined
  readonly clientId?: string | undefined
  readonly contractId?: string | undefined
  readonly assignmentId?: string | undefined
  readonly region?: string | undefined
  readonly legalEntity?: string | undefined
  readonly asOf?: bigint | undefined
}

/**
 * A row of a level says whom or what it is for: without one of these it would apply to everybody by
 * accident.
 */
const anchorsOfLevel: Readonly<Record<RateLevel, readonly ScopeKey[]>> = {
  entry: [],
  person: ['workerId', 'assignmentId'],
  role: ['laborCategory'],
  task: ['taskId'],
  project: ['projectId'],
  client: ['clientId', 'contractId'],
  default: [],
}

export function hasAnchor(row: Pick<RateRow, 'level' | 'scope'>): boolean {
  const anchors = anchorsOfLevel[row.level]
  return anchors.length === 0 || anchors.some((key) => row.scope[key] !== undefined)
}
