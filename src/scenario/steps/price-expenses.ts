import type { Valued } from '../pieces.ts'
import type { World } from '../world.ts'

/** Expenses and subcontractors' bills: what of them the client pays. */
export function priceExpenses(_world: World): Valued[] {
  return []
}
