import { Type } from 'typebox'
import { recordDecision } from '../../log/decisions.ts'
import { readConnection } from '../../masterdata/connections.ts'
import { askForSweep } from '../../posting/sweep.ts'
import { openFindings } from '../../posting/sweep-cases.ts'
import { readSweeps, type Sweep } from '../../posting/sweep-books.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import { Refusal } from '../problem.ts'
import { instant, nullable, object, oneOf, text } from '../wire.ts'

const result = object({
  scope: oneOf(['window', 'whole']),
  from: text,
  startedAt: instant,
  finishedAt: instant,
  costs: Type.Integer(),
  documents: Type.Integer(),
  found: Type.Integer(),
})
const sweep = object({
  connectionId: text,
  state: oneOf(['running', 'idle', 'never']),
  scope: nullable(oneOf(['window', 'whole'])),
  startedAt: nullable(instant),
  failure: nullable(text),
  last: nullable(result),
  /** Findings that nobody has set right yet. */
  open: Type.Integer(),
})

async function shapeOf(deps: ApiDeps, connectionId: string) {
  return deps.store.transaction(async (tx) => {
    const found: Sweep | undefined = (await readSweeps(tx, deps.cell, connectionId))[0]
    const open = (await openFindings(tx, deps.cell, connectionId)).length
    return {
      connectionId,
      state: found?.state ?? ('never' as const),
      scope: found?.scope ?? null,
      startedAt: found?.startedAt.toISOString() ?? null,
      failure: found?.failure ?? null,
      last: found?.last ?? null,
      open,
    }
  })
}

/** Reading the books of a target back and comparing them with ours. */
export function sweepRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  const params = object({ connectionId: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' }) })
  const target = async (connectionId: string): Promise<void> => {
    const found = await readConnection(store, cell, connectionId)
    if (found === null) throw new Refusal('NOT_FOUND', 'There is no such connection.')
    if (deps.connectors.get(found.connector)?.target !== undefined) return
    throw new Refusal('CONFLICT', `Nothing is posted to ${connectionId}, so there are no books to compare.`)
  }
  app.get(
    '/connections/:connectionId/sweep',
    {
      config: { permission: 'connection.read' },
      schema: {
        tags: ['connections'],
        summary: "What the last comparison of the target's books with ours found",
        params,
        response: { 200: sweep },
      },
    },
    async (request) => {
      await target(request.params.connectionId)
      return shapeOf(deps, request.params.connectionId)
    },
  )
  app.post(
    '/connections/:connectionId/sweep',
    {
      config: { permission: 'connection.manage' },
      schema: {
        tags: ['connections'],
        summary:
          "Compare all of the target's books with ours now; it reads and tells, and writes nothing there",
        params,
        response: { 202: sweep },
      },
    },
    async (request, reply) => {
      const { connectionId } = request.params
      await target(connectionId)
      const principal = callerOf(request).reference
      const asked = await store.transaction(async (tx) => {
        if (!(await askForSweep(tx, cell, connectionId, principal, deps.clock.now()))) return false
        const at = deps.clock.now()
        const decision = { what: 'sweep.asked', about: connectionId, principal, body: {}, at }
        await recordDecision(tx, cell, deps.vault, decision)
        return true
      })
      if (!asked) throw new Refusal('CONFLICT', 'All of its books are being compared already.')
      return reply.code(202).send(await shapeOf(deps, connectionId))
    },
  )
}
