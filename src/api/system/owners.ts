import { Type } from 'typebox'
import { recordDecision } from '../../log/decisions.ts'
import { readConnection } from '../../masterdata/connections.ts'
import { listOwners, listRoutes, setOwner, setRoute } from '../../masterdata/reads.ts'
import type { MasterKind } from '../../model/master-records.ts'
import { masterSchemas } from '../../model/master-records.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { Refusal, part } from '../problem.ts'
import { object, oneOf, text } from '../wire.ts'
import { directConnection } from '../../connectors/direct/connector.ts'

const kinds = Object.keys(masterSchemas) as MasterKind[]
const owner = object({ kind: text, connectionId: text })
const route = object({ legalEntity: text, outcome: oneOf(['cost', 'bill']), connectionId: text })
const code = Type.String({ minLength: 1, maxLength: 120 })

async function refuseUnknownConnection(tx: Tx, deps: ApiDeps, connectionId: string): Promise<void> {
  if (connectionId === directConnection || (await readConnection(tx, deps.cell, connectionId)) !== null)
    return
  throw new Refusal('SCHEMA_VIOLATION', '/connectionId is not a connection.', {
    parts: [part('SCHEMA_VIOLATION', '/connectionId', 'is not a connection')],
  })
}

/** Which connection owns a kind of record, and which target takes the cost and documents of a legal entity. */
export function ownerRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['connections']
  app.get(
    '/owners',
    {
      config: { permission: 'connection.read' },
      schema: {
        tags,
        summary: 'Which connection owns which kind of record; a kind without an owner is listed as such',
        response: { 200: object({ items: Type.Array(owner), withoutOwner: Type.Array(text) }) },
      },
    },
    async () => {
      const rows = await listOwners(deps.store, deps.cell)
      const owned = new Set(rows.map((row) => row.kind))
      return {
        items: rows.map((row) => ({ kind: row.kind, connectionId: row.connection_id })),
        withoutOwner: kinds.filter((kind) => !owned.has(kind)),
      }
    },
  )
  app.post(
    '/owners',
    {
      config: { permission: 'connection.manage' },
      schema: {
        tags,
        summary: 'Let a connection own a kind of record',
        body: object({ kind: oneOf(kinds), connectionId: code }),
        response: { 200: owner },
      },
    },
    async (request) => {
      await deps.store.transaction(async (tx) => {
        const { kind, connectionId } = request.body
        await refuseUnknownConnection(tx, deps, connectionId)
        await setOwner(tx, deps.cell, kind, connectionId)
        await decide(tx, deps, 'ownership.given', kind, callerOf(request).reference, request.body)
      })
      return request.body
    },
  )
  app.get(
    '/routes',
    {
      config: { permission: 'connection.read' },
      schema: {
        tags,
        summary: 'Which target takes the cost and the documents of which legal entity',
        response: { 200: object({ items: Type.Array(route) }) },
      },
    },
    async () => ({
      items: (await listRoutes(deps.store, deps.cell)).map((row) => ({
        legalEntity: row.legal_entity,
        outcome: row.outcome,
        connectionId: row.connection_id,
      })),
    }),
  )
  app.post(
    '/routes',
    {
      config: { permission: 'connection.manage' },
      schema: {
        tags,
        summary: 'Send the cost or the documents of a legal entity ("*" for all others) to a target',
        body: object({ legalEntity: code, outcome: oneOf(['cost', 'bill']), connectionId: code }),
        response: { 200: route },
      },
    },
    async (request) => {
      await deps.store.transaction(async (tx) => {
        const { legalEntity, outcome, connectionId } = request.body
        await refuseUnknownConnection(tx, deps, connectionId)
        await setRoute(tx, deps.cell, legalEntity, outcome, connectionId)
        await decide(
          tx,
          deps,
          'route.set',
          `${legalEntity}/${outcome}`,
          callerOf(request).reference,
          request.body,
        )
      })
      return request.body
    },
  )
}

function decide(tx: Tx, deps: ApiDeps, what: string, about: string, principal: string, body: unknown) {
  return recordDecision(tx, deps.cell, deps.vault, { what, about, principal, body, at: deps.clock.now() })
}
