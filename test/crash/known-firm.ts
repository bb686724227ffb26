/** The few people and projects of the simulated firm that the rig books on, and what an hour of theirs is worth. */

export type Pair = { readonly worker: string; readonly project: string; readonly cents: number }

const rates = { 'W-001': 9_500, 'W-002': 9_500, 'W-004': 13_000, 'W-005': 13_000 } as const
const ukRates = { 'W-003': 11_250, 'W-012': 8_200 } as const

function across(people: Readonly<Record<string, number>>, projects: readonly string[]): Pair[] {
  return Object.entries(people).flatMap(([worker, cents]) =>
    projects.map((project) => ({ worker, project, cents })),
  )
}

export const pairs: readonly Pair[] = [
  ...across(rates, ['P-001', 'P-002', 'P-007']),
  ...across(ukRates, ['P-006', 'P-012']),
]
const pounds = new Set(['P-006', 'P-012'])

/** In minor units. Half hours at these rates are whole cents, and every increment of the firm divides them. */
export function worthOf(entry: { worker: string; project: string; halfHours: number }): number {
  const pair = pairs.find((one) => one.worker === entry.worker && one.project === entry.project)!
  return (entry.halfHours * pair.cents) / 2
}

export function currencyOf(project: string): 'GBP' | 'EUR' {
  return pounds.has(project) ? 'GBP' : 'EUR'
}

/** The month before this one, which the firm's books have open, and its working days. */
export function lastMonth(now: Date): { readonly month: string; readonly days: readonly string[] } {
  const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1))
  const month = first.toISOString().slice(0, 7)
  const days: string[] = []
  for (const day = first; day.toISOString().startsWith(month); day.setUTCDate(day.getUTCDate() + 1))
    if (day.getUTCDay() % 6 !== 0) days.push(day.toISOString().slice(0, 10))
  return { month, days }
}
