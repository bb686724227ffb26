/**
 * The firm that is seeded into both systems. All persons and companies are invented. Codes are the same on both sides:
 * Redmine's user field "Employee code" is the code of the employee's party in Tryton, Redmine's project field
 * "Customer code" the code of the client's party, and a project's identifier the first word of its name in Tryton.
 */

export const companies = [
  { key: 'gmbh', code: 'ACME-DE', name: 'Acme Consulting GmbH', currency: 'EUR', vat: '0.19', prefix: 'DE' },
  { key: 'ltd', code: 'ACME-UK', name: 'Acme Consulting Ltd', currency: 'GBP', vat: '0.20', prefix: 'UK' },
] as const

export type CompanyKey = (typeof companies)[number]['key']

export const clients = [
  { code: 'CLI-1001', name: 'Norrland Paperworks AB', active: true },
  { code: 'CLI-1002', name: 'Bluewater Rail', active: true },
  { code: 'CLI-1003', name: 'Castlefield Mutual', active: true },
  { code: 'CLI-1004', name: 'Hollenbach Optik', active: true },
  { code: 'CLI-1099', name: 'Sable Quarries', active: false },
] as const

type Project = {
  readonly code: string
  readonly title: string
  readonly company: CompanyKey
  readonly client: string | null
}

/** CLI-1002 is served by both companies, in two currencies. The inactive client's project holds no time. */
export const projects: readonly Project[] = [
  { code: 'ware-rollout', title: 'Warehouse rollout', company: 'gmbh', client: 'CLI-1001' },
  { code: 'rail-data', title: 'Rail data platform', company: 'gmbh', client: 'CLI-1002' },
  { code: 'optik-audit', title: 'Process audit', company: 'gmbh', client: 'CLI-1004' },
  { code: 'internal-de', title: 'Internal', company: 'gmbh', client: null },
  { code: 'claims-portal', title: 'Claims portal', company: 'ltd', client: 'CLI-1003' },
  { code: 'rail-support', title: 'Rail support', company: 'ltd', client: 'CLI-1002' },
  { code: 'internal-uk', title: 'Internal', company: 'ltd', client: null },
  { code: 'sable-old', title: 'Sable closing', company: 'ltd', client: 'CLI-1099' },
]

type Person = {
  readonly code: string
  readonly login: string
  readonly first: string
  readonly last: string
  readonly category: 'consultant' | 'senior' | 'manager' | 'analyst'
  readonly companies: readonly CompanyKey[]
  readonly projects: readonly string[]
}

/** E-301 is employed by both companies: one party, two employee records. */
export const people: readonly Person[] = [
  person('E-101', 'Tilda', 'Brandvik', 'senior', ['gmbh'], ['ware-rollout', 'rail-data', 'optik-audit']),
  person(
    'E-102',
    'Jorun',
    'Achterberg',
    'consultant',
    ['gmbh'],
    ['ware-rollout', 'rail-data', 'internal-de'],
  ),
  person(
    'E-103',
    'Milo',
    'Quastenberg',
    'consultant',
    ['gmbh'],
    ['rail-data', 'optik-audit', 'ware-rollout'],
  ),
  person('E-104', 'Ottilie', 'Varnhag', 'manager', ['gmbh'], ['ware-rollout', 'internal-de', 'rail-data']),
  person('E-201', 'Piers', 'Wetherlock', 'senior', ['ltd'], ['claims-portal', 'rail-support']),
  person(
    'E-202',
    'Nuala',
    'Finchcote',
    'consultant',
    ['ltd'],
    ['claims-portal', 'rail-support', 'internal-uk'],
  ),
  person('E-203', 'Dewi', 'Marrable', 'analyst', ['ltd'], ['rail-support', 'claims-portal']),
  person(
    'E-301',
    'Sanna',
    'Lundqvale',
    'manager',
    ['gmbh', 'ltd'],
    ['rail-data', 'rail-support', 'optik-audit'],
  ),
]

function person(
  code: string,
  first: string,
  last: string,
  category: Person['category'],
  employers: readonly CompanyKey[],
  projectCodes: readonly string[],
): Person {
  const login = `${first}.${last}`.toLowerCase()
  return { code, login, first, last, category, companies: employers, projects: projectCodes }
}

export type SeededEntry = {
  readonly login: string
  readonly project: string
  readonly on: string
  readonly minutes: number
  readonly approved: boolean | null
  readonly comment: string
}

/** Thirds and twelfths of an hour do not end in two decimals; 22.5 minutes is 0.375 h, exactly between two. */
const minutesInTurn = [20, 90, 445, 50, 125, 22.5, 340, 65, 480, 10, 235, 77, 405, 35, 160, 300, 55, 7]

const approvedCount = 130
const openCount = 8

/** The month's time: 130 approved entries, then 8 that are not, of which two never had the field set. */
export function entries(month: string): SeededEntry[] {
  const days = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()
  // The first entries stand on the edges: of the month, and of the day on which rates change.
  const edges = [1, 15, 16, days]
  return Array.from({ length: approvedCount + openCount }, (_, index) => {
    const who = people[index % people.length]!
    const turn = Math.floor(index / people.length)
    const dayOfMonth = turn < edges.length ? edges[turn]! : 1 + ((index * 7 + turn) % days)
    const open = index - approvedCount
    return {
      login: who.login,
      project: who.projects[turn % who.projects.length]!,
      on: `${month}-${String(dayOfMonth).padStart(2, '0')}`,
      minutes: minutesInTurn[(index * 5 + turn) % minutesInTurn.length]!,
      approved: open < 0 ? true : open < 6 ? false : null,
      comment: `Work note ${index + 1}`,
    }
  })
}

/** The month before the one that holds `today`: the month that is billed. Its predecessors are closed in the ERP. */
export function billedMonth(today: Date): string {
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1)).toISOString().slice(0, 7)
}
