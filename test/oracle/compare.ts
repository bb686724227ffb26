/** Runs cases through the oracle and the product, and tells the first on which they differ. */
import { caseFrom } from './cases.ts'
import { type Answer, answer } from './oracle.ts'
import { type Plant, productAnswer } from './product.ts'

export type Difference = { readonly seed: number; readonly oracle: string; readonly product: string }

export function firstDifference(from: number, cases: number, plant: Plant = {}): Difference | null {
  for (let seed = from; seed < from + cases; seed++) {
    const question = caseFrom(seed)
    const expected = spell(answer(question))
    const found = productAnswer(question, plant)
    const told = found === null ? 'amounts that do not belong to their quantities' : spell(found)
    if (told !== expected) return { seed, oracle: expected, product: told }
  }
  return null
}

function spell(told: Answer): string {
  return [...told]
    .map(([id, became]) => {
      const parts = [...became].filter(([, cents]) => cents !== 0).sort()
      return `${id}: ${parts.map(([what, cents]) => `${cents} ${what}`).join(', ')}`
    })
    .sort()
    .join('; ')
}
