import type { Api, ApiDeps } from '../deps.ts'
import { connectionRoutes } from './connections.ts'
import { masterDataRoutes } from './master-data.ts'
import { ownerRoutes } from './owners.ts'

/** What other systems and the people who connect them use: one resource each, close to what is stored. */
export function systemRoutes(app: Api, deps: ApiDeps): void {
  masterDataRoutes(app, deps)
  connectionRoutes(app, deps)
  ownerRoutes(app, deps)
}
