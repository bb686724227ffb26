import { loadMasters } from '../masterdata/masters.ts'
import { routeOf } from '../masterdata/reads.ts'
import type { PostingDeps } from './deps.ts'
import { everyCompany, type LaneKey } from './lane.ts'

/** Every lane that the routes of the legal entities ask for: what a runner goes round. */
export async function lanesOf(deps: PostingDeps): Promise<LaneKey[]> {
  const routes = await deps.store.transaction(async (tx) => {
    const masters = await loadMasters(tx, deps.cell)
    const found: LaneKey[] = []
    for (const company of masters.ids('legal_entity')) {
      const cost = await routeOf(tx, deps.cell, company, 'cost')
      const bill = await routeOf(tx, deps.cell, company, 'bill')
      if (cost !== null) found.push({ connectionId: cost, company, stream: 'cost' })
      if (bill !== null) found.push({ connectionId: bill, company, stream: 'documents' })
    }
    return found
  })
  const lanes = new Map<string, LaneKey>()
  for (const route of routes) {
    const { target } = await deps.connectors(route.connectionId)
    const company = target.profile.oneWriterPer === 'company' ? route.company : everyCompany
    const key = { ...route, company }
    lanes.set(JSON.stringify([key.connectionId, company, key.stream]), key)
  }
  return [...lanes.values()]
}
