/** Cost in the ERP of work that this database does not know: matched as the work comes in again. */
import { acceptedWorks } from '../../charging/costs-read-back.ts'
import { resolveCases } from '../../cases/open.ts'
import { type Rejection, reject } from '../../kernel/errors.ts'
import { recordDecision } from '../../log/decisions.ts'
import type { Tx } from '../../store/transaction.ts'
import type { DecidedBy } from '../../billing/release.ts'
import { costKey } from '../cost-claim.ts'
import { targetLink } from '../target-link.ts'
import type { RecoveryDeps } from './deps.ts'
import { setFoundCosts, settleUnknownCosts as settleRest, unknownKeys } from './found.ts'
import { tellUnknownCosts, unknownSubject } from './match-costs.ts'
import type { DecidingDeps } from './unknown-documents.ts'

const worksPerPage = 2_000

/**
 * A record is accounted for once the ERP took its work: the same key made that the same record. Returns how many were
 * matched. Does nothing where nothing is unknown.
 */
export async function settleUnknownCosts(deps: RecoveryDeps): Promise<number> {
  const { cell, store } = deps
  let matched = 0
  for (const connectionId of deps.targets()) {
    const unknown = new Set(await store.transaction((tx) => unknownKeys(tx, cell, connectionId)))
    if (unknown.size === 0) continue
    const { context } = await targetLink(deps, connectionId)
    const found: { key: string; standing: 'matched'; workId: string }[] = []
    for (let after: string | null = null; ; ) {
      const page = await store.transaction((tx) => acceptedWorks(tx, cell, connectionId, after, worksPerPage))
      for (const workId of page) {
        const key = costKey(context, workId)
        if (unknown.has(key)) found.push({ key, standing: 'matched', workId })
      }
      if (page.length < worksPerPage) break
      after = page.at(-1)!
    }
    matched += found.length
    await store.transaction((tx) => setFoundCosts(tx, cell, connectionId, found))
  }
  if (matched > 0) await store.transaction((tx) => tellUnknownCosts(tx, deps))
  return matched
}

/** A person says of what is left that it stays in the ERP as it is. */
export async function leaveUnknownCosts(
  tx: Tx,
  deps: DecidingDeps,
  connectionId: string,
  by: DecidedBy & { readonly reason: string },
): Promise<{ left: number } | Rejection> {
  const { cell } = deps
  const left = await settleRest(tx, cell, connectionId, by.principal, by.reason)
  if (left === 0) return reject('CONFLICT', 'Every record of this connection is accounted for.')
  const subject = [unknownSubject(connectionId)]
  await resolveCases(tx, cell, 'batch', subject, ['ERP_COST_UNKNOWN'], by.reason, by.at, by.principal)
  await recordDecision(tx, cell, deps.billing.vault, {
    what: 'cost.left_in_erp',
    about: connectionId,
    principal: by.principal,
    body: { records: left, reason: by.reason },
    at: by.at,
  })
  return { left }
}
