import { Type } from 'typebox'
import { verify } from '../../reconciliation/verify.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { object, oneOf, position, text } from '../wire.ts'

const promise = oneOf(['P1', 'P2', 'P3', 'P4', 'P5'])
const check = object({
  promise,
  name: text,
  ok: Type.Boolean(),
  counted: Type.Integer(),
  broken: Type.Integer(),
  detail: Type.Array(text),
})

/** The proof on demand. One at a time: it reads everything there is. */
export function verifyRoutes(app: Api, deps: ApiDeps): void {
  let running: ReturnType<typeof prove> | null = null
  app.get(
    '/verify',
    {
      config: { permission: 'verify.run' },
      schema: {
        tags: ['operation'],
        summary: 'Whether the books balance and the log is whole, check by check, at one commit',
        response: {
          200: object({
            ok: Type.Boolean(),
            position,
            checks: Type.Array(check),
            unchecked: Type.Array(object({ promise, what: text, why: text })),
          }),
        },
      },
    },
    async () => {
      running ??= prove(deps).finally(() => {
        running = null
      })
      return running
    },
  )
}

async function prove(deps: ApiDeps) {
  return deps.store.transaction(
    async (tx) => {
      const found = await verify(tx, deps.cell, deps.vault)
      return {
        ok: found.ok,
        position: String(found.position),
        checks: found.checks.map((each) => ({ ...each, detail: [...each.detail] })),
        unchecked: [...found.unchecked],
      }
    },
    { isolation: 'repeatable read', readOnly: true },
  )
}
