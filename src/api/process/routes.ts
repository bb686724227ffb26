import type { Api, ApiDeps } from '../deps.ts'
import { adjustmentRoutes } from './adjustments.ts'
import { billAdjustmentRoutes } from './bill-adjustments/routes.ts'
import { caseRoutes } from './cases.ts'
import { proposalRoutes } from './proposals/routes.ts'
import { documentRoutes } from './documents.ts'
import { replayRoutes } from './replays.ts'
import { recoveryRoutes } from './recovery.ts'
import { runRoutes } from './runs.ts'
import { scheduleRoutes } from './schedules.ts'

/** The firm's processes: billing, release, corrections and cases. */
export function processRoutes(app: Api, deps: ApiDeps): void {
  runRoutes(app, deps)
  scheduleRoutes(app, deps)
  documentRoutes(app, deps)
  adjustmentRoutes(app, deps)
  billAdjustmentRoutes(app, deps)
  proposalRoutes(app, deps)
  caseRoutes(app, deps)
  replayRoutes(app, deps)
  recoveryRoutes(app, deps)
}
