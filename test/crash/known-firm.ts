/** The few people and projects of the simulated firm that the rig books on, and what an hour of theirs is worth. */

export type Pair = { readonly worker: string; readonly project: string; readonly cents: number }

const rates = { 'W-001': 9_500, 'W-002': 9_500, 'W-004': 13_000, 'W-005': 13_000 } as const
const ukRates = { 'W-003': 11_250, 'W-012': 8_200 } as const

function across(people: Readonly<Record<string, number>>, projects: readonly string[]): Pair[] {
  return Object.entries(people).flatMap(([worker, cents]) =>
    projects.map((project) => ({ worker, project, cents })),
  )
}

/** Clients whose contracts the hub settles as a whole. Nobody else of the firm books on their projects. */
export const composed = {
  /** Work up to a ceiling, and a fee in parts beside it that the ceiling does not count. */
  capped: { project: 'P-901', client: 'C-901', ceilingCents: 600_000, feeCents: [125_050, 99_990] },
  /** Hours that were bought ahead; an hour beyond them has a price of its own. */
  prepaid: { project: 'P-902', client: 'C-902', halfHours: 80, overageCents: 15_000 },
} as const

const money = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`

/** What the rig adds to the firm's books, before the product reads them. */
export function composedRecords(month: string): Readonly<Record<string, unknown>>[] {
  const { capped, prepaid } = composed
  const common = { legal_entity: 'HRE' }
  const records = [capped, prepaid].flatMap(({ client, project }) => [
    {
      ...{ kind: 'client', id: client, name: `Client ${client}`, parent: null, on_hold: false, active: true },
      ...{ payment_term_days: 30, ...common },
    },
    {
      ...{
        kind: 'project',
        id: project,
        name: `Project ${project}`,
        client,
        status: 'open',
        closed_on: null,
      },
      ...{ cost_center: null, ...common },
    },
  ])
  const contract = (of: { client: string; project: string }, terms: unknown) => ({
    ...{ kind: 'contract', id: `K-${of.project}`, name: `Agreement ${of.project}`, client: of.client },
    ...{
      ...common,
      billing: 'composed',
      currency: 'EUR',
      projects: [of.project],
      region: null,
      instalments: [],
    },
    ...{ increment: null, tax_code: 'DE-19', purchase_order: null, release_below: null },
    ...{ valid_from: `${month}-01`, valid_to: null, terms },
  })
  const [start, end] = capped.feeCents.map(money)
  const instalments = [
    { id: 'start', on: `${month}-03`, amount: start },
    { id: 'end', on: `${month}-17`, amount: end },
  ]
  return [
    ...records,
    contract(capped, {
      lines: [{ id: 'work' }, { id: 'fee', covers: { tasks: ['none'] }, fee: { instalments } }],
      limits: [{ id: 'ceiling', amount: money(capped.ceilingCents), kinds: ['time'] }],
    }),
    contract(prepaid, {
      lines: [
        {
          ...{ id: 'support', work: 'drawn_down' },
          retainer: {
            grants: { quantity: String(prepaid.halfHours / 2), from: `${month}-01` },
            overage: { rate: money(prepaid.overageCents) },
          },
        },
      ],
    }),
  ]
}

export const pairs: readonly Pair[] = [
  ...across(rates, ['P-001', 'P-002', 'P-007', composed.capped.project, composed.prepaid.project]),
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
