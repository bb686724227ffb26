import type { Api, ApiDeps } from '../deps.ts'
import { accessRoutes } from './access.ts'
import { approvalRoutes } from './approvals.ts'
import { contractRoutes } from './contracts.ts'
import { limitRoutes } from './limits.ts'
import { logRoutes } from './log.ts'
import { overviewRoutes } from './overview.ts'
import { sessionRoutes } from './session.ts'
import { statusRoutes } from './status.ts'
import { verifyRoutes } from './verify.ts'
import { workRoutes } from './work.ts'

/** What people and the console see: made of everything below, for one purpose each. */
export function experienceRoutes(app: Api, deps: ApiDeps): void {
  sessionRoutes(app, deps)
  accessRoutes(app, deps)
  statusRoutes(app, deps)
  overviewRoutes(app, deps)
  workRoutes(app, deps)
  approvalRoutes(app, deps)
  contractRoutes(app, deps)
  logRoutes(app, deps)
  verifyRoutes(app, deps)
  limitRoutes(app, deps)
}
