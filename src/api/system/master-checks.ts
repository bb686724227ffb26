import { isCurrency } from '../../kernel/money.ts'
import type { MasterChange } from '../../model/master-records.ts'
import type { ProblemPart } from '../problem.ts'
import { Refusal, part } from '../problem.ts'

const currencyFields = ['currency', 'costCurrency'] as const
const periods = [
  ['employedFrom', 'employedUntil'],
  ['from', 'until'],
] as const

function bodyFaults(body: Readonly<Record<string, unknown>>, pointer: string): ProblemPart[] {
  const faults: ProblemPart[] = []
  for (const field of currencyFields) {
    const code = body[field]
    if (typeof code === 'string' && !isCurrency(code)) {
      faults.push(part('SCHEMA_VIOLATION', `${pointer}/${field}`, `${code} is no currency of ISO 4217`))
    }
  }
  for (const [from, until] of periods) {
    if (typeof body[from] === 'string' && typeof body[until] === 'string' && body[until] <= body[from]) {
      faults.push(part('SCHEMA_VIOLATION', `${pointer}/${until}`, `is exclusive and comes after ${from}`))
    }
  }
  return faults
}

/** What a schema cannot say: periods that end after they begin, currencies that exist. Throws the refusal. */
export function refuseSenselessMasters(changes: readonly MasterChange[]): void {
  const faults = changes.flatMap((change, index) => {
    const pointer = `/changes/${index}`
    const own =
      change.validUntil !== null && change.validUntil <= change.validFrom
        ? [part('SCHEMA_VIOLATION', `${pointer}/validUntil`, 'is exclusive and comes after validFrom')]
        : []
    return change.body === null ? own : [...own, ...bodyFaults(change.body, `${pointer}/body`)]
  })
  const first = faults[0]
  if (first === undefined) return
  throw new Refusal('SCHEMA_VIOLATION', `${first.pointer} ${first.message}.`, { parts: faults.slice(0, 20) })
}
