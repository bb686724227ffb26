/** Clients, projects, tasks and contracts of the invented firm. */
import { plusDays } from '../calendar.ts'
import type { Fields } from '../books/records.ts'
import type { Random } from '../random.ts'
import { type Company, companies } from './staff.ts'

export type Billing = 'time_and_materials' | 'fixed_fee' | 'internal'
export type Project = {
  readonly code: string
  readonly company: Company
  readonly client: string | null
  readonly billing: Billing
  /** Seeded troubles alone book on these. */
  readonly reserved: boolean
  readonly tasks: readonly { readonly code: string; readonly billable: boolean }[]
}
export type Statement = {
  readonly kind: 'client' | 'project' | 'task' | 'contract'
  readonly code: string
  readonly body: Fields
}
export type Portfolio = { readonly projects: readonly Project[]; readonly statements: readonly Statement[] }

const clientNames = [
  'Alpenrand Energie', 'Bellweather Insurance', 'Corvane Logistics', 'Drusberg Chemie', 'Eastmoor Water',
  'Ferrolux Bau', 'Glenrowan Foods', 'Hollister Rail', 'Iserlohn Medizintechnik', 'Juniper & Pike Retail',
  'Kestrel Aviation', 'Lindholm Papier', 'Marlowe Housing Trust', 'Nordkai Shipping', 'Orchard Lane Clinics',
] // biome-ignore format: a list of names reads better in rows
const projectNames = [
  'Data platform', 'ERP rollout', 'Billing redesign', 'Cloud move', 'Operating model', 'Planning tool',
] // biome-ignore format: a list of names reads better in rows
const taskNames = ['Analysis', 'Build', 'Workshops', 'Project management'] as const

/** The last two client projects wait for troubles: one was closed, one belongs to the client on hold. */
export function plan(random: Random, month: string): Portfolio {
  const statements: Statement[] = clientNames.map((name, index) => ({
    kind: 'client',
    code: clientCode(index),
    body: {
      name,
      parent: index === 9 ? clientCode(6) : null,
      on_hold: index === 14,
      active: true,
      payment_term_days: random.pick([14, 30, 30, 45]),
      legal_entity: companyOf(index).code,
    },
  }))
  const projects: Project[] = []
  for (let index = 0; index < 26; index++) {
    const client = index === 25 ? 14 : index === 24 ? 0 : index % 14
    const billing = index % 5 === 3 && index < 24 ? 'fixed_fee' : 'time_and_materials'
    const name = `${clientNames[client]} ${projectNames[(index * 5 + client) % projectNames.length]}`
    const project = makeProject(index + 1, companyOf(client), clientCode(client), billing, index >= 24)
    projects.push(project)
    statements.push(...describe(project, name, index === 24 ? `${month}-08` : null))
    if (billing === 'fixed_fee') statements.push(fixedFeeContract(random, project, name, month))
  }
  for (const [index, [company, name]] of internalProjects.entries()) {
    const project = makeProject(27 + index, companies[company], null, 'internal', false)
    projects.push(project)
    statements.push(...describe(project, name, null))
  }
  statements.push(...frameworkContracts(projects), ...internalContracts(projects))
  return { projects, statements }
}

const internalProjects = [
  [0, 'Practice development'],
  [0, 'Presales and proposals'],
  [1, 'Practice development UK'],
  [1, 'Training'],
] as const

export function clientCode(index: number): string {
  return `C-${String(index + 1).padStart(3, '0')}`
}

function companyOf(client: number): Company {
  return companies[client % 3 === 2 ? 1 : 0]
}

function makeProject(
  no: number,
  company: Company,
  client: string | null,
  billing: Billing,
  reserved: boolean,
): Project {
  const code = `P-${String(no).padStart(3, '0')}`
  const tasks = taskNames.slice(0, billing === 'internal' ? 1 : 2 + (no % 3)).map((_, index) => ({
    code: `${code}-T${index + 1}`,
    billable: billing !== 'internal',
  }))
  return { code, company, client, billing, reserved, tasks }
}

function describe(project: Project, name: string, closedOn: string | null): Statement[] {
  const tasks = project.tasks.map<Statement>((task, index) => ({
    kind: 'task',
    code: task.code,
    body: { name: taskNames[index], project: project.code, status: 'open', billable: task.billable },
  }))
  const body = {
    name,
    client: project.client,
    legal_entity: project.company.code,
    status: closedOn === null ? 'open' : 'closed',
    closed_on: closedOn,
    cost_center: project.client === null ? `CC-${project.company.code}` : null,
  }
  return [{ kind: 'project', code: project.code, body }, ...tasks]
}

const always = { valid_from: '2020-01-01', valid_to: null }

/** One agreement per client covers all its time-and-materials projects. */
function frameworkContracts(projects: readonly Project[]): Statement[] {
  const clients = [...new Set(projects.flatMap((project) => project.client ?? []))].sort()
  return clients.flatMap((client, index) => {
    const covered = projects.filter((p) => p.client === client && p.billing === 'time_and_materials')
    if (covered.length === 0) return []
    const { company } = covered[0]!
    const increments = [
      null,
      { hours: '0.25', mode: 'up', minimum_hours: '0' },
      null,
      { hours: '0.5', mode: 'nearest', minimum_hours: '0' },
    ]
    const body = {
      name: `Framework ${client}`,
      client,
      legal_entity: company.code,
      billing: 'time_and_materials',
      currency: company.currency,
      projects: covered.map((project) => project.code),
      region: null,
      instalments: [],
      increment: increments[index % 4] ?? null,
      tax_code: company.tax.code,
      purchase_order: index % 3 === 1 ? `PO-${4100 + index * 17}` : null,
      release_below: null,
      ...always,
    }
    return [{ kind: 'contract' as const, code: `K-${client}`, body }]
  })
}

/** Three instalments; the second falls due in the month, and the last takes the remaining cent. */
function fixedFeeContract(random: Random, project: Project, name: string, month: string): Statement {
  const thousands = 30 + random.whole(60)
  const third = Math.floor((thousands * 100_000) / 3)
  const cents = [third, third, thousands * 100_000 - 2 * third]
  const dueOn = [plusDays(`${month}-01`, -30), `${month}-15`, plusDays(`${month}-15`, 45)]
  const body = {
    name: `Fixed fee ${name}`,
    client: project.client,
    legal_entity: project.company.code,
    billing: 'fixed_fee',
    currency: project.company.currency,
    projects: [project.code],
    region: null,
    instalments: cents.map((amount, index) => ({
      number: index + 1,
      due_on: dueOn[index],
      amount: `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`,
      description: ['Start', 'Design accepted', 'Handover'][index],
    })),
    increment: null,
    tax_code: project.company.tax.code,
    purchase_order: null,
    release_below: null,
    ...always,
  }
  return { kind: 'contract', code: `K-${project.code}`, body }
}

function internalContracts(projects: readonly Project[]): Statement[] {
  return companies.map((company) => ({
    kind: 'contract' as const,
    code: `K-${company.code}-INTERNAL`,
    body: {
      name: `Internal work of ${company.name}`,
      client: null,
      legal_entity: company.code,
      billing: 'internal',
      currency: company.currency,
      projects: projects.filter((p) => p.billing === 'internal' && p.company === company).map((p) => p.code),
      region: null,
      instalments: [],
      increment: null,
      tax_code: null,
      purchase_order: null,
      release_below: null,
      ...always,
    },
  }))
}
