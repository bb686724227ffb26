import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { Api, ApiDeps } from '../deps.ts'
import { connectionRoutes } from './connections.ts'
import { masterDataRoutes } from './master-data.ts'
import { ownerRoutes } from './owners.ts'
import { pullRoutes } from './pulls.ts'
import { sweepRoutes } from './sweeps.ts'
import { timeEntryRoutes } from './time-entries.ts'
import { webhookRoutes } from './webhooks.ts'

/** What other systems and the people who connect them use: one resource each, close to what is stored. */
export async function systemRoutes(app: Api, deps: ApiDeps): Promise<void> {
  timeEntryRoutes(app, deps)
  masterDataRoutes(app, deps)
  connectionRoutes(app, deps)
  pullRoutes(app, deps)
  sweepRoutes(app, deps)
  ownerRoutes(app, deps)
  // In a scope of its own, because its bodies are taken as raw bytes.
  await app.register(async (scope) =>
    webhookRoutes(scope.withTypeProvider<TypeBoxTypeProvider>() as Api, deps),
  )
}
