import { Type } from 'typebox'
import type { Api, ApiDeps } from './deps.ts'
import { object, text } from './wire.ts'

const health = object({ status: Type.Literal('ok') })
const readiness = object({ status: Type.Literal('ready'), version: text, environment: text })

/** For load balancers and supervisors; they say nothing about the firm. */
export function healthRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/healthz',
    {
      config: { permission: 'anybody', openBecause: 'A supervisor asks whether the process lives' },
      schema: { tags: ['operation'], summary: 'The process answers', response: { 200: health } },
    },
    async () => ({ status: 'ok' as const }),
  )
  app.get(
    '/readyz',
    {
      config: { permission: 'anybody', openBecause: 'A load balancer asks whether calls may be sent here' },
      schema: { tags: ['operation'], summary: 'The database answers too', response: { 200: readiness } },
    },
    async () => {
      await deps.store.query('select 1')
      return { status: 'ready' as const, version: deps.version, environment: deps.installation.environment }
    },
  )
}
