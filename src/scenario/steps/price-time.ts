import type { Valued } from '../pieces.ts'
import { bandPartsOf } from '../time/bands.ts'
import { billedOf } from '../time/billed.ts'
import { capParts } from '../time/caps.ts'
import { timeEntries } from '../time/entries.ts'
import { partsOf } from '../time/parts.ts'
import { cardsOf, namesOf, ratesOf } from '../time/rates.ts'
import { priceOfEntry } from '../time/value.ts'
import type { World } from '../world.ts'

/**
 * Time at its rates, in the order of the rules: quantities are rounded, split by bands per person and week, priced by
 * the cards, and what is over an hour cap is set apart.
 */
export function priceTime(world: World): Valued[] {
  const entries = timeEntries(world)
  const billed = billedOf(world, entries)
  const parts = capParts(world, partsOf(entries, billed, bandPartsOf(world, entries, billed)))
  const rows = ratesOf(world)
  const cards = { rowsFor: cardsOf(rows), names: namesOf(world, rows) }
  return entries.map((one) => priceOfEntry(world, cards, one, billed.get(one)!, parts.get(one)!))
}
