import { ConnectorFault } from '../connectors/sdk/fault.ts'
import type { ErpTarget } from '../connectors/sdk/target.ts'
import type { PostingDeps, TargetLink } from './deps.ts'

/** A mistake inside a connector is told like a lost answer: it may have happened before or after the bytes left. */
function guarded<Given extends unknown[], Answer>(
  call: (...given: Given) => Promise<Answer>,
): (...given: Given) => Promise<Answer> {
  return async (...given) => {
    try {
      return await call(...given)
    } catch (cause) {
      if (cause instanceof ConnectorFault) throw cause
      const message = cause instanceof Error ? cause.message : String(cause)
      throw new ConnectorFault('in_doubt', 'unknown', `The connector failed: ${message}`, { cause })
    }
  }
}

function guardedPages<Given extends unknown[], Page>(
  pages: (...given: Given) => AsyncIterable<Page>,
): (...given: Given) => AsyncIterable<Page> {
  return async function* (...given) {
    const iterator = pages(...given)[Symbol.asyncIterator]()
    const next = guarded(() => iterator.next())
    try {
      for (let page = await next(); page.done !== true; page = await next()) yield page.value
    } finally {
      await iterator.return?.()
    }
  }
}

/** The target of a connection, whose every operation returns or throws ConnectorFault. */
export async function targetLink(deps: PostingDeps, connectionId: string): Promise<TargetLink> {
  const { target, context } = await deps.connectors(connectionId)
  const safe: ErpTarget = {
    profile: { ...target.profile, settlingMs: Math.max(target.profile.settlingMs, deps.limits.settlingMs) },
    levels: target.levels,
    writeCosts: guarded((...given) => target.writeCosts(...given)),
    removeCosts: guarded((...given) => target.removeCosts(...given)),
    locateCosts: guarded((...given) => target.locateCosts(...given)),
    listCosts: guardedPages((...given) => target.listCosts(...given)),
    createDraft: guarded((...given) => target.createDraft(...given)),
    updateDraft: guarded((...given) => target.updateDraft(...given)),
    postDocument: guarded((...given) => target.postDocument(...given)),
    discardDraft: guarded((...given) => target.discardDraft(...given)),
    locateDocuments: guarded((...given) => target.locateDocuments(...given)),
    listDocuments: guardedPages((...given) => target.listDocuments(...given)),
    readDocument: guarded((...given) => target.readDocument(...given)),
  }
  return { target: safe, context }
}
