/** The commands that read an installation's database themselves, beside whatever runs on it. */
import type { CheckResult } from '../store/invariant.ts'
import { formatMoney } from '../kernel/money.ts'
import { loadEngine } from '../reconciliation/engine-module.ts'
import { rebuildModels, recomputeCheck, type RebuiltModel, type Unread } from '../reconciliation/rebuild.ts'
import { rerateAll } from '../reconciliation/rerating.ts'
import { type Check, type Verification, verify } from '../reconciliation/verify.ts'
import type { Hub } from './hub.ts'

const snapshot = { isolation: 'repeatable read', readOnly: true } as const
const sampleSources = 2000

/** The proof with everything that an installation can be asked. */
export function verifyInstalled(
  hub: Hub,
  wanted: { readonly since: bigint; readonly full: boolean },
  progress: (done: Check) => void,
): Promise<Verification> {
  const { store, cell, vault } = hub.parts
  return store.transaction((tx) => {
    const recompute = (): Promise<CheckResult> =>
      recomputeCheck(tx, hub.charging, { since: wanted.since, most: wanted.full ? null : sampleSources })
    return verify(tx, cell, vault, {
      since: wanted.since,
      progress,
      recompute,
      ...(wanted.full ? { rerate: null } : {}),
    })
  }, snapshot)
}

/** What an engine makes of every charge that stands, with the knowledge of its time. */
export async function compareInstalled(
  hub: Hub,
  wanted: { readonly engine: string | null; readonly since: bigint },
  progress: (works: number) => void,
) {
  const { store, cell } = hub.parts
  const engine = await loadEngine(wanted.engine)
  return store.transaction(async (tx) => {
    await tx.query('set local statement_timeout = 0')
    await tx.query('set local idle_in_transaction_session_timeout = 0')
    const scope = { most: null, after: null, since: wanted.since, everyEngine: true }
    const found = await rerateAll(tx, cell, engine, scope, progress)
    const differences = found.differing.flatMap(({ workId, sourceId, documentId, differences: amounts }) =>
      amounts.map(({ clientId, currency, oldMinor, newMinor, cause }) => ({
        workId,
        sourceId,
        documentId,
        clientId,
        old: formatMoney({ minor: oldMinor, currency }),
        new: formatMoney({ minor: newMinor, currency }),
        currency,
        cause,
      })),
    )
    const unasked = [...found.unasked].map(([why, clients]) => ({ clients, why }))
    return { engine: engine.version, counted: found.counted, differences, unasked }
  }, snapshot)
}

export function rebuildInstalled(
  hub: Hub,
  wanted: { readonly apply: boolean },
  progress: (model: string, counted: number) => void,
): Promise<{ models: readonly RebuiltModel[]; unread: readonly Unread[] }> {
  return rebuildModels(hub.charging, wanted, progress)
}
