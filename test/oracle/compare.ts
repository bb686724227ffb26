/** Runs cases through an oracle and the product, and tells the first on which they differ. */
import { monthFrom } from './month/cases.ts'
import { type Month, month } from './month/pencil.ts'
import { monthOf, monthPlants } from './month/product.ts'
import { caseFrom } from './room/cases.ts'
import { type Answer, answer } from './room/oracle.ts'
import { plants, productAnswer } from './room/product.ts'

export type Difference = { readonly seed: number; readonly oracle: string; readonly product: string }
/** What is asked of both, by the seed of the case. */
type Question = {
  readonly plants: readonly string[]
  readonly oracle: (seed: number) => string
  readonly product: (seed: number, plant: string | null) => string
}

export const questions: Readonly<Record<string, Question>> = {
  room: {
    plants: Object.keys(plants),
    oracle: (seed) => spellRoom(answer(caseFrom(seed))),
    product: (seed, plant) => {
      const found = productAnswer(caseFrom(seed), plant === null ? {} : plants[plant]!)
      return found === null ? 'amounts that do not belong to their quantities' : spellRoom(found)
    },
  },
  month: {
    plants: Object.keys(monthPlants),
    oracle: (seed) => spellMonth(month(monthFrom(seed))),
    product: (seed, plant) => spellMonth(monthOf(monthFrom(seed), plant === null ? {} : monthPlants[plant]!)),
  },
}

export function firstDifference(
  question: Question,
  from: number,
  cases: number,
  plant: string | null = null,
): Difference | null {
  for (let seed = from; seed < from + cases; seed++) {
    const oracle = question.oracle(seed)
    const product = question.product(seed, plant)
    if (product !== oracle) return { seed, oracle, product }
  }
  return null
}

function spellRoom(told: Answer): string {
  return [...told]
    .map(([id, became]) => `${id}: ${spellParts([...became])}`)
    .sort()
    .join('; ')
}

function spellMonth({ reports, net, tax, due }: Month): string {
  const told = [...reports].map(
    ([id, { minutes, became }]) => `${id} ${minutes} min: ${spellParts(Object.entries(became))}`,
  )
  return [...told.sort(), `net ${net}, tax ${tax}, due ${due}`].join('; ')
}

/** What is nothing is not told, but for why something is held. */
function spellParts(parts: readonly (readonly [string, number | bigint])[]): string {
  return parts
    .filter(([what, size]) => Number(size) !== 0 || what.endsWith('_RATE'))
    .map(([what, size]) => `${size} ${what}`)
    .sort()
    .join(', ')
}
