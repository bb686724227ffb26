import { reject, type Rejection } from '../../kernel/errors.ts'
import type { Work } from '../work.ts'

/** What is to be looked at again. Everything that is given has to fit; positions and days as text, half-open but for positions. */
export type Selection = {
  /** Positions of the log, both included. */
  readonly fromPosition?: string | undefined
  readonly untilPosition?: string | undefined
  /** Instants at which the events were received, half-open. */
  readonly receivedFrom?: string | undefined
  readonly receivedUntil?: string | undefined
  /** A work id of the hub or an id of the source; several sources may use one id. */
  readonly entry?: string | undefined
  readonly connectionId?: string | undefined
  readonly stream?: string | undefined
  /** Days of the work, half-open. */
  readonly workFrom?: string | undefined
  readonly workUntil?: string | undefined
  /** Version of the mapping that the work is stamped with. */
  readonly mapping?: string | undefined
  readonly clientId?: string | undefined
  readonly projectId?: string | undefined
  /** Only what was not understood or stopped its batch. */
  readonly setAside?: boolean | undefined
}

const mostPosition = 2n ** 63n - 1n

/** Refused: nothing that selects, ends before beginnings, a stream of no connection. */
export function checkSelection(selection: Selection): Rejection | null {
  const { fromPosition, untilPosition, receivedFrom, receivedUntil, workFrom, workUntil } = selection
  if (Object.values(selection).every((value) => value === undefined || value === false))
    return reject('SCHEMA_VIOLATION', 'The selection names nothing. Name at least one of its fields.')
  for (const text of [fromPosition, untilPosition])
    if (text !== undefined && BigInt(text) > mostPosition)
      return reject('SCHEMA_VIOLATION', `${text} is no position of the log.`)
  if (
    fromPosition !== undefined &&
    untilPosition !== undefined &&
    BigInt(fromPosition) > BigInt(untilPosition)
  )
    return reject('SCHEMA_VIOLATION', 'The range ends before it begins.')
  if (
    receivedFrom !== undefined &&
    receivedUntil !== undefined &&
    Date.parse(receivedFrom) >= Date.parse(receivedUntil)
  )
    return reject('SCHEMA_VIOLATION', 'The time of receipt ends before it begins.')
  if (workFrom !== undefined && workUntil !== undefined && workFrom >= workUntil)
    return reject('SCHEMA_VIOLATION', 'The period ends before it begins.')
  if (selection.stream !== undefined && selection.connectionId === undefined)
    return reject('SCHEMA_VIOLATION', 'A stream belongs to a connection. Name the connection too.')
  return null
}

/** Whether the log has to be read through, because the selection says where in it the events stand. */
export function isRange(selection: Selection): boolean {
  const { fromPosition, untilPosition, receivedFrom, receivedUntil } = selection
  return [fromPosition, untilPosition, receivedFrom, receivedUntil].some((one) => one !== undefined)
}

/** Whether a work is meant, as far as the work itself tells. `stamped` is false for what was never understood. */
export function fits(selection: Selection, work: Work, stamped: boolean): boolean {
  const { entry, connectionId, stream, workFrom, workUntil, mapping, clientId, projectId } = selection
  return (
    (entry === undefined || work.workId === entry || work.sourceId === entry) &&
    (connectionId === undefined || work.connectionId === connectionId) &&
    (stream === undefined || work.stream === stream) &&
    (workFrom === undefined || work.workOn >= workFrom) &&
    (workUntil === undefined || work.workOn < workUntil) &&
    (mapping === undefined || (stamped && work.mapping === mapping)) &&
    (clientId === undefined || work.clientId === clientId) &&
    (projectId === undefined || work.projectId === projectId)
  )
}
