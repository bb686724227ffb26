import { outcomes, type Outcome, plus, type Effect } from './effect.ts'

/** Works, hours and money of one outcome that share what becomes of them, why, and the currency. */
export type SummaryLine = {
  readonly outcome: Outcome
  readonly action: 'create' | 'change' | 'skip'
  readonly reason: string
  readonly currency: string | null
  readonly works: number
  readonly hours: string
  readonly minor: string
}

/** The lines with these works added, in a fixed order. */
export function summed(lines: readonly SummaryLine[], effects: readonly Effect[]): SummaryLine[] {
  const byKey = new Map(lines.map((line) => [keyOf(line), line]))
  for (const effect of effects)
    for (const outcome of outcomes) {
      const { action, reason, amounts } = effect[outcome]
      const parts = amounts.length > 0 ? amounts : [{ currency: null, hours: '0', minor: '0' }]
      for (const part of parts) {
        const line = { outcome, action, reason, ...part }
        const known = byKey.get(keyOf(line))
        const sum = known ? plus(known, part) : part
        byKey.set(keyOf(line), { outcome, action, reason, ...sum, works: (known?.works ?? 0) + 1 })
      }
    }
  return [...byKey.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
}

function keyOf(line: Pick<SummaryLine, 'outcome' | 'action' | 'reason' | 'currency'>): string {
  return [outcomes.indexOf(line.outcome), line.action, line.reason, line.currency ?? ''].join(' ')
}
