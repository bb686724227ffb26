import { reject, type Rejection } from '../../kernel/errors.ts'
import { recordDecision } from '../../log/decisions.ts'
import { readHead } from '../../log/read.ts'
import type { Vault } from '../../log/vault.ts'
import type { Tx } from '../../store/transaction.ts'
import { endReplay, insertReplay, lockReplay, type Replay, readReplay, writeStart } from './books.ts'
import { firstScan } from './enumerate.ts'
import { checkSelection, type Selection } from './selection.ts'

export const defaultWorksPerSecond = 50
type By = { readonly principal: string; readonly at: Date }

/** Asks for a dry run. It is worked out by a runner; nothing of the books is written. */
export async function requestReplay(
  tx: Tx,
  cell: number,
  vault: Vault,
  replayId: string,
  selection: Selection,
  by: By,
): Promise<Replay | Rejection> {
  const wrong = checkSelection(selection)
  if (wrong) return wrong
  const { position } = await readHead(tx, cell)
  const scan = firstScan(selection, position)
  const { principal, at } = by
  await insertReplay(tx, cell, {
    replayId,
    selection,
    requestedBy: principal,
    requestedAt: at,
    scan,
    logHead: position,
  })
  await recordDecision(tx, cell, vault, {
    what: 'replay.requested',
    about: replayId,
    principal,
    body: { selection },
    at,
  })
  return (await readReplay(tx, cell, replayId))!
}

/** Starts what a dry run announced. Refused when there is none that stands, or when it was started before. */
export async function startReplay(
  tx: Tx,
  cell: number,
  vault: Vault,
  replayId: string,
  worksPerSecond: number,
  by: By,
): Promise<Replay | Rejection> {
  const replay = await lockReplay(tx, cell, replayId)
  if (!replay) return reject('NOT_FOUND', 'There is no such replay.')
  if (replay.state !== 'ready')
    return reject(
      'CONFLICT',
      `Only a replay whose dry run stands can be started; this one is ${replay.state}.`,
    )
  const decidedAt = await recordDecision(tx, cell, vault, {
    what: 'replay.started',
    about: replayId,
    principal: by.principal,
    body: { worksPerSecond, planned: replay.planned, summary: replay.summary },
    at: by.at,
  })
  await writeStart(tx, cell, replayId, { worksPerSecond, by: by.principal, at: by.at, decidedAt })
  return (await readReplay(tx, cell, replayId))!
}

/** Ends a replay after the chunk under way. What was written stays. */
export async function cancelReplay(
  tx: Tx,
  cell: number,
  vault: Vault,
  replayId: string,
  by: By,
): Promise<Replay | Rejection> {
  const replay = await lockReplay(tx, cell, replayId)
  if (!replay) return reject('NOT_FOUND', 'There is no such replay.')
  if (['done', 'cancelled', 'refused'].includes(replay.state))
    return reject('CONFLICT', `The replay is ${replay.state} already.`)
  await recordDecision(tx, cell, vault, {
    what: 'replay.cancelled',
    about: replayId,
    principal: by.principal,
    body: { state: replay.state, done: replay.done, planned: replay.planned },
    at: by.at,
  })
  const reason = `cancelled by ${by.principal}`
  await endReplay(tx, cell, replayId, { state: 'cancelled', at: by.at, reason })
  return (await readReplay(tx, cell, replayId))!
}
