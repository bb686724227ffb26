import type { ContractTerms, MasterChange } from '../../src/model/master-records.ts'
import type { ExpensePayload, SubcontractorPayload, UsagePayload } from '../../src/model/spending-payload.ts'
import type { TimeEntryPayload } from '../../src/model/time-entry-payload.ts'

const always = { validFrom: '0001-01-01', validUntil: null } as const

/** A small firm: one entity, two people, two clients, work by time, by fixed fee and internal. */
export const smallFirm: readonly MasterChange[] = [
  {
    kind: 'legal_entity',
    recordId: 'DE',
    ...always,
    body: { name: 'Brückner Beratung GmbH', currency: 'EUR', closedPeriod: 'hold' },
  },
  worker('W1', 'senior'),
  worker('W2', 'junior'),
  client('ACME'),
  client('BETA'),
  project('P1', 'ACME'),
  project('P2', 'BETA'),
  project('P9', null),
  contract('C1', 'ACME', 'time_and_materials', ['P1']),
  {
    ...contract(
      'C2',
      'BETA',
      'fixed_fee',
      ['P2'],
      [
        { number: 1, dueOn: '2026-10-15', amount: '3333.33', description: 'First third' },
        { number: 2, dueOn: '2026-11-15', amount: '3333.33', description: 'Second third' },
      ],
    ),
  },
  contract('C9', null, 'internal', ['P9']),
  rate('R-senior', 'senior', '150.00'),
  rate('R-junior', 'junior', '90.00'),
  {
    kind: 'period',
    recordId: 'DE/2026-09',
    ...always,
    body: { legalEntity: 'DE', from: '2026-09-01', until: '2026-10-01', status: 'closed' },
  },
  {
    kind: 'period',
    recordId: 'DE/2026-10',
    ...always,
    body: { legalEntity: 'DE', from: '2026-10-01', until: '2026-11-01', status: 'open' },
  },
]

export function worker(id: string, laborCategory: string): MasterChange & { kind: 'worker' } {
  return {
    kind: 'worker',
    recordId: id,
    ...always,
    body: {
      name: `Worker ${id}`,
      employment: 'employee',
      exempt: false,
      legalEntity: 'DE',
      unit: null,
      laborCategory,
      employedFrom: '2020-01-01',
      employedUntil: null,
      costRate: '60.00',
      costCurrency: 'EUR',
    },
  }
}

export function client(id: string, onHold = false): MasterChange & { kind: 'client' } {
  return {
    kind: 'client',
    recordId: id,
    ...always,
    body: { name: `Client ${id}`, parent: null, onHold, active: true, paymentTermDays: 30 },
  }
}

export function project(
  id: string,
  clientId: string | null,
  status: 'open' | 'closed' = 'open',
): MasterChange & { kind: 'project' } {
  return {
    kind: 'project',
    recordId: id,
    ...always,
    body: { name: `Project ${id}`, client: clientId, legalEntity: 'DE', status, costCenter: null },
  }
}

export function contract(
  id: string,
  clientId: string | null,
  billing: 'time_and_materials' | 'fixed_fee' | 'internal',
  projects: string[],
  instalments: { number: number; dueOn: string; amount: string; description: string }[] = [],
): MasterChange & { kind: 'contract' } {
  return {
    kind: 'contract',
    recordId: id,
    ...always,
    body: {
      name: `Contract ${id}`,
      client: clientId,
      legalEntity: 'DE',
      billing,
      currency: 'EUR',
      projects,
      region: null,
      instalments,
      increment: null,
      taxCode: null,
      purchaseOrder: null,
      releaseBelow: null,
    },
  }
}

/** A contract that is put together from terms. */
export function composed(
  id: string,
  clientId: string,
  projects: string[],
  terms: ContractTerms,
): MasterChange & { kind: 'contract' } {
  const plain = contract(id, clientId, 'time_and_materials', projects)
  return { ...plain, body: { ...plain.body!, billing: 'composed', terms } }
}

export function rate(id: string, laborCategory: string, amount: string): MasterChange & { kind: 'rate' } {
  return {
    kind: 'rate',
    recordId: id,
    ...always,
    body: {
      kind: 'bill',
      level: 'role',
      workerId: null,
      laborCategory,
      taskId: null,
      projectId: null,
      clientId: null,
      contractId: null,
      currency: 'EUR',
      region: null,
      legalEntity: null,
      amount,
    },
  }
}

/** An approved entry of eight hours of W1 on P1, with whatever is said otherwise. */
export function entry(sourceId: string, changes: Partial<TimeEntryPayload> = {}): TimeEntryPayload {
  return {
    sourceId,
    worker: 'W1',
    project: 'P1',
    task: null,
    costCenter: null,
    laborCategory: null,
    serviceItem: null,
    workOn: '2026-10-05',
    hours: '8',
    billable: true,
    region: null,
    description: 'Design workshop',
    approval: { state: 'approved', approver: 'lead', approvedAt: '2026-10-31T10:00:00Z', level: null },
    ...changes,
  }
}

const spent = ({ hours: _, ...rest }: TimeEntryPayload) => ({ ...rest, description: 'Spent on site' })

/** An approved taxi of 23.80, of which 3.80 is tax that the firm gets back. */
export function expense(sourceId: string, changes: Partial<ExpensePayload> = {}): ExpensePayload {
  return {
    ...spent(entry(sourceId)),
    ...{ category: 'taxi', quantity: null, amount: '23.80', currency: 'EUR', receipt: true, receiptOn: null },
    tax: { rate: '19', amount: null, recoverablePercent: '100' },
    ...changes,
  }
}

/** Approved work of a subcontractor, whose bill nobody has seen yet. */
export function subcontracted(
  sourceId: string,
  changes: Partial<SubcontractorPayload> = {},
): SubcontractorPayload {
  return {
    ...spent(entry(sourceId)),
    ...{ worker: null, vendor: 'V1', category: null, hours: null, quantity: null },
    ...{ amount: null, unitCost: null, currency: null, tax: null, costApproval: 'approved' },
    ...changes,
  }
}

export function used(sourceId: string, quantity: string, changes: Partial<UsagePayload> = {}): UsagePayload {
  return { ...spent(entry(sourceId)), worker: null, category: null, quantity, ...changes }
}
