import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { Api, ApiDeps } from '../deps.ts'
import { connectionRoutes } from './connections.ts'
import { eventReplayRoutes } from './event-replays.ts'
import { eventSubscriptionRoutes } from './event-subscriptions.ts'
import { eventRoutes } from './events.ts'
import { masterDataRoutes } from './master-data.ts'
import { ownerRoutes } from './owners.ts'
import { postingOrderRoutes } from './posting-orders.ts'
import { pullRoutes } from './pulls.ts'
import { sweepRoutes } from './sweeps.ts'
import { workIntakeRoutes } from './work-intake.ts'
import { webhookRoutes } from './webhooks.ts'

/** What other systems and the people who connect them use: one resource each, close to what is stored. */
export async function systemRoutes(app: Api, deps: ApiDeps): Promise<void> {
  workIntakeRoutes(app, deps)
  masterDataRoutes(app, deps)
  connectionRoutes(app, deps)
  postingOrderRoutes(app, deps)
  pullRoutes(app, deps)
  sweepRoutes(app, deps)
  ownerRoutes(app, deps)
  eventRoutes(app, deps)
  eventSubscriptionRoutes(app, deps)
  eventReplayRoutes(app, deps)
  // In a scope of its own, because its bodies are taken as raw bytes.
  await app.register(async (scope) =>
    webhookRoutes(scope.withTypeProvider<TypeBoxTypeProvider>() as Api, deps),
  )
}
