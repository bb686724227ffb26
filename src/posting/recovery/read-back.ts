/** Reads what an ERP's books hold of this installation. Nothing is sent; repeated, it finds the same again. */
import type { FoundDocument } from '../../connectors/sdk/target.ts'
import { day } from '../../kernel/dates.ts'
import { isUuid } from '../../kernel/ids.ts'
import { recordIdsOf, referenceKey } from '../../masterdata/reads.ts'
import { documentMark } from '../../model/mark.ts'
import type { Tx } from '../../store/transaction.ts'
import type { TargetLink } from '../deps.ts'
import { targetLink } from '../target-link.ts'
import { noteTargetRead } from './books.ts'
import type { RecoveryDeps } from './deps.ts'
import {
  forgetOlderCosts,
  forgetOlderDocuments,
  keepFoundCosts,
  keepFoundDocument,
  type ParsedDocument,
} from './found.ts'
import { endHold } from '../../billing/holds.ts'

/** A late edit may have touched any day, so no window is narrow enough: all that carries the mark is read. */
const everything = { from: day('1900-01-01'), until: day('2900-01-01') }

async function parse(
  tx: Tx,
  deps: RecoveryDeps,
  link: TargetLink,
  connectionId: string,
  found: FoundDocument,
): Promise<ParsedDocument> {
  const mark = documentMark(link.context)
  const id = found.reference.startsWith(mark) ? found.reference.slice(mark.length) : ''
  const asked = [
    ...(found.client ? [{ kind: 'client', externalId: found.client }] : []),
    ...(found.company ? [{ kind: 'legal_entity', externalId: found.company }] : []),
  ]
  const known = asked.length === 0 ? new Map() : await recordIdsOf(tx, deps.cell, connectionId, asked)
  const recordId = (kind: string, externalId: string | null | undefined): string | null =>
    externalId == null ? null : (known.get(referenceKey(kind, externalId)) ?? null)
  return {
    found,
    documentId: isUuid(id) ? id : null,
    clientId: recordId('client', found.client),
    legalEntity: recordId('legal_entity', found.company),
  }
}

/** Costs and documents of one target, page by page into their tables. Throws ConnectorFault. */
export async function readBack(deps: RecoveryDeps, epoch: number, connectionId: string): Promise<void> {
  const { cell, store } = deps
  const link = await targetLink(deps, connectionId)
  let costs = 0
  for await (const page of link.target.listCosts(link.context, everything, null)) {
    await store.transaction((tx) => keepFoundCosts(tx, cell, connectionId, epoch, page))
    costs += page.length
  }
  let documents = 0
  for await (const page of link.target.listDocuments(link.context, null, null)) {
    await store.transaction(async (tx) => {
      for (const found of page) {
        const parsed = await parse(tx, deps, link, connectionId, found)
        await keepFoundDocument(tx, cell, connectionId, epoch, parsed)
      }
    })
    documents += page.length
  }
  await store.transaction(async (tx) => {
    await forgetOlderCosts(tx, cell, connectionId, epoch)
    for (const reference of await forgetOlderDocuments(tx, cell, connectionId, epoch))
      await endHold(tx, cell, reference)
    await noteTargetRead(tx, cell, epoch, connectionId, { costs, documents, at: deps.clock.now() })
  })
}
