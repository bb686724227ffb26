/**
 * Clients with agreements of every kind beside hours at a rate: their own people, projects, contracts and work. They
 * are made after everything else and by dice of their own, so that nothing else of the firm is another one for them.
 */
import { putRecord } from '../books/records.ts'
import type { Books } from '../books/open.ts'
import { seededRandom } from '../random.ts'
import { clients, type Engagement, engagements, people } from './engagement-list.ts'
import { termsOf } from './engagement-terms.ts'
import { writeEngagementWork, writeSurvey } from './engagement-work.ts'
import { companies } from './staff.ts'

/** Far from every seed that somebody chooses. */
const apart = 7_919_000_000

export function addEngagements(books: Books, month: string, seed: number): void {
  const at = `${month}-01T06:00:00.000Z`
  for (const { code, name, entity, category, cost } of people)
    putRecord(books, 'person', code, personOf({ name, entity, category, cost }), at)
  for (const { code, name, entity } of clients) putRecord(books, 'client', code, clientOf(name, entity), at)
  for (const engagement of engagements) {
    putRecord(books, 'project', engagement.project, projectOf(engagement), at)
    for (const [index, name] of engagement.tasks.entries())
      putRecord(books, 'task', `${engagement.project}-T${index + 1}`, taskOf(engagement.project, name), at)
    putRecord(books, 'contract', `K-${engagement.project}`, contractOf(engagement, month), at)
  }
  writeEngagementWork(books, seededRandom(seed + apart), month)
  writeSurvey(books, seededRandom(seed + 2 * apart), month)
}

function personOf(person: { name: string; entity: string; category: string; cost: string }) {
  const company = companies.find((one) => one.code === person.entity)!
  return {
    name: person.name,
    email: `${person.name.replace(' ', '.')}@halden-reeve.example`.toLowerCase(),
    employment: 'employee',
    exempt: person.category === 'senior' || person.category === 'principal',
    legal_entity: person.entity,
    unit: 'Engagements',
    labor_category: person.category,
    employed_from: '2019-04-01',
    employed_until: null,
    cost_rate: person.cost,
    cost_currency: company.currency,
  }
}

function clientOf(name: string, entity: string) {
  return { name, parent: null, on_hold: false, active: true, payment_term_days: 30, legal_entity: entity }
}

function projectOf({ name, client, entity }: Engagement) {
  return { name, client, legal_entity: entity, status: 'open', closed_on: null, cost_center: null }
}

function taskOf(project: string, name: string) {
  return { name, project, status: 'open', billable: true }
}

function contractOf({ project, name, client, entity }: Engagement, month: string) {
  const company = companies.find((one) => one.code === entity)!
  return {
    name: `Agreement ${name}`,
    client,
    legal_entity: entity,
    billing: 'composed',
    currency: company.currency,
    projects: [project],
    region: null,
    instalments: [],
    increment: null,
    tax_code: company.tax.code,
    purchase_order: null,
    release_below: null,
    terms: termsOf(project, month),
    valid_from: `${month}-01`,
    valid_to: null,
  }
}
