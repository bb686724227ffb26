import type { Api, ApiDeps } from '../deps.ts'
import { accessRoutes } from './access.ts'
import { limitRoutes } from './limits.ts'
import { sessionRoutes } from './session.ts'

/** What people and the console see: made of everything below, for one purpose each. */
export function experienceRoutes(app: Api, deps: ApiDeps): void {
  sessionRoutes(app, deps)
  accessRoutes(app, deps)
  limitRoutes(app, deps)
}
