import type { MasterChange } from '../../src/model/master-records.ts'
import { type RateTable, rateTable } from './expected-sums.ts'
import { projects } from './firm.ts'
import type { Door } from './installation.ts'
import type { LiveSystems } from './systems.ts'

/** Connects both systems through the API, as a person would, and states contracts and rates from the rate table. */
export async function connectFirm(
  door: Door,
  masters: Door,
  systems: LiveSystems,
  trytonOrigin: string,
): Promise<void> {
  await door.post('/connections', {
    connectionId: 'redmine',
    connector: 'redmine',
    name: 'Redmine',
    baseUrl: systems.redmine.url,
    settings: {
      approvalField: 'approved',
      approvedBy: 'Manager',
      workerCode: 'field:Employee code',
      laborCategoryField: 'Labor category',
      company: 'ACME-DE',
      activityMeans: 'none',
      owns: 'workers',
    },
    enabled: true,
    secrets: { apiKey: systems.redmine.hubKey },
  })
  await door.post('/connections', {
    connectionId: 'tryton',
    connector: 'tryton',
    name: 'Tryton',
    baseUrl: trytonOrigin,
    settings: {
      database: 'tryton',
      user: systems.tryton.integration.login,
      product: 'Consulting',
      owns: 'legal_entities,clients,projects,periods,tax_codes',
    },
    enabled: true,
    secrets: { password: systems.tryton.integration.password },
  })
  for (const [kind, connectionId] of Object.entries(owners))
    await door.post('/owners', { kind, connectionId })
  for (const outcome of ['cost', 'bill']) {
    await door.post('/routes', { legalEntity: '*', outcome, connectionId: 'tryton' })
  }
  await masters.post('/master-data', { changes: statements(rateTable(systems.month)) })
}

const owners = {
  worker: 'redmine',
  legal_entity: 'tryton',
  client: 'tryton',
  project: 'tryton',
  period: 'tryton',
  tax_code: 'tryton',
  contract: 'api',
  rate: 'api',
} as const

const clientOf = new Map(projects.map(({ code, client }) => [code, client]))

function statements(table: RateTable): MasterChange[] {
  const contracts = table.contracts.map(
    ({ project, company, currency, kind }): MasterChange => ({
      kind: 'contract',
      recordId: project,
      validFrom: '0001-01-01',
      validUntil: null,
      body: {
        name: `Agreement ${project}`,
        client: clientOf.get(project) ?? null,
        legalEntity: company,
        billing: kind,
        currency,
        projects: [project],
        region: null,
        instalments: [],
        increment: null,
        taxCode: kind === 'internal' ? null : `${company}/VAT ${currency}`,
        purchaseOrder: null,
        releaseBelow: null,
      },
    }),
  )
  return [...contracts, ...table.rates.map(rateStatement)]
}

function rateStatement(rate: RateTable['rates'][number]): MasterChange {
  const level =
    rate.person !== undefined
      ? 'person'
      : rate.role !== undefined
        ? 'role'
        : rate.project !== undefined
          ? 'project'
          : 'client'
  return {
    kind: 'rate',
    recordId: rate.id,
    validFrom: rate.from,
    validUntil: rate.until,
    body: {
      kind: 'bill',
      level,
      workerId: rate.person ?? null,
      laborCategory: rate.role ?? null,
      taskId: null,
      projectId: rate.project ?? null,
      clientId: rate.client ?? null,
      contractId: null,
      currency: rate.currency,
      region: null,
      legalEntity: null,
      amount: rate.rate,
    },
  }
}
