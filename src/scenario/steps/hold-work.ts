import { day } from '../../kernel/dates.ts'
import type { ErrorCode } from '../../kernel/error-catalogue.ts'
import { describeError } from '../../kernel/error-catalogue.ts'
import type { ReportedWork } from '../../model/scenario/work.ts'
import { mayChangeTime } from '../../contracts/locks/accounting-date.ts'
import { entityOf, periodsOf, policyOf } from '../locks.ts'
import type { Valued } from '../pieces.ts'
import { contractOn, type World } from '../world.ts'

/**
 * Work that may not be billed now: closed projects and tasks, clients on hold, periods whose corrections wait, and
 * time that came after its lock. Its pieces are held, with the code. Work that nobody pays for is not held.
 */
export function holdWork(world: World, valued: readonly Valued[]): Valued[] {
  const reported = new Map(world.work.map((one) => [one.id, one]))
  return valued.map((one) => {
    const work = reported.get(one.work)
    if (work === undefined) return one
    const marked = withLock(world, one, work)
    const codes = causes(world, marked, work).filter((code) => !one.held.includes(code))
    return codes.length === 0 ? marked : held(marked, codes)
  })
}

function causes(world: World, one: Valued, work: ReportedWork): ErrorCode[] {
  const found: ErrorCode[] = []
  const project = work.project === undefined ? undefined : world.projects.get(work.project)
  const task = work.task === undefined ? undefined : world.tasks.get(work.task)
  const contract = one.contract === null ? null : contractOn(world, one.contract, one.on)
  const clientId = contract?.client ?? project?.client
  if (project?.status === 'closed') found.push('PROJECT_CLOSED')
  if (task?.status === 'closed') found.push('TASK_CLOSED')
  if (clientId !== undefined && world.clients.get(clientId)?.onHold === true) found.push('CLIENT_ON_HOLD')
  if (waitsForPeriod(world, one, work)) found.push('PERIOD_CLOSED')
  return found
}

/** A correction of a closed ledger waits where its entity says so; late time always waits for somebody. */
function waitsForPeriod(world: World, one: Valued, work: ReportedWork): boolean {
  if (work.releasedOn !== undefined && work.releasedOn <= world.asOf) return false
  const entity = entityOf(world, one.contract, one.on)
  if (one.more?.editable === 'no' && work.enteredOn !== undefined) return true
  const locked = closedSince(world, 'time', entity, work)
  if (locked && work.override !== true) return true
  return policyOf(world, entity) === 'hold' && closedSince(world, 'ledger', entity, work)
}

/** Whether this revision came after a closed period of its work date was closed. */
function closedSince(
  world: World,
  lock: 'time' | 'ledger',
  entity: string | null,
  work: ReportedWork,
): boolean {
  return periodsOf(world, lock, entity).some(
    (one) =>
      one.status === 'closed' &&
      one.from <= work.on &&
      work.on <= one.to &&
      (one.closedAt === undefined || (work.learned ?? 0) > one.closedAt),
  )
}

/** Says beside the work whether its time may be changed, where its entity locks time. */
function withLock(world: World, one: Valued, work: ReportedWork): Valued {
  const entity = entityOf(world, one.contract, one.on)
  const lock = entity === null ? undefined : world.legalEntities.get(entity)?.timeLock
  if (lock === undefined) return one
  const on = day(work.enteredOn ?? world.asOf)
  const may = mayChangeTime(day(work.on), on, lock, work.override === true)
  const words = may ? 'may be' : 'may not be'
  return {
    ...one,
    more: { ...one.more, editable: may ? 'yes' : 'no' },
    story: [...one.story, `Time of ${work.on} ${words} entered or changed on ${on}.`],
  }
}

function held(one: Valued, codes: readonly ErrorCode[]): Valued {
  const [code] = codes
  return {
    ...one,
    held: [...one.held, ...codes],
    pieces: one.pieces.map((piece) =>
      piece.bucket === 'priced' || piece.bucket === 'held'
        ? { ...piece, bucket: 'held' as const, reason: piece.reason ?? code! }
        : piece,
    ),
    story: [...one.story, ...codes.map((each) => `It is held: ${describeError(each).title}.`)],
  }
}
