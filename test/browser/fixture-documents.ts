/** A FIXTURE, not the product: its cases and documents, in the shapes of the API, for looking at the console. */
import type { BillingDocument, Case, PreBill } from '../../console/src/api/shapes.ts'
import { type Firm, clientOf, moneyOf, october, uuid, workOf } from './fixture-work.ts'

export const caseKinds = [
  [
    'MISSING_RATE',
    'No rate applies',
    'master_data',
    'Add a rate that is live on the work date, in this kind and currency, for the person, role, task, project, client or firm; the work resumes by itself.',
  ],
  [
    'AMBIGUOUS_RATE',
    'Two rates apply equally',
    'master_data',
    'End one of the listed rates, or narrow its scope, so that one is left on the work date; the work resumes by itself.',
  ],
  [
    'PROJECT_CLOSED',
    'The project was closed on the work date',
    'pmo',
    'Reopen the project or move its closing day, or correct project or date of the work in its source.',
  ],
  [
    'EDITED_AFTER_APPROVAL',
    'The work changed after it was approved',
    'pmo',
    'Have the changed work approved again in its source; the earlier approval does not cover it.',
  ],
  [
    'CLIENT_ON_HOLD',
    'The client is on hold',
    'finance',
    'Lift the hold when the client may be billed again; its work then joins the next open run.',
  ],
] as const

export function caseOf(index: number): Case {
  const [code, title, owner, remedy] = caseKinds[index % caseKinds.length]!
  const work = workOf(index * 9 + 4)
  return {
    caseId: uuid(4, index),
    code,
    title,
    remedy,
    owner,
    assignee: index % 4 === 2 ? 'henrike.vogt@firm.example' : null,
    state: 'open',
    subjectKind: 'work',
    subjectId: work.workId,
    outcome: code === 'MISSING_RATE' ? 'bill' : 'all',
    waitsOn: 'rate',
    hours: work.hours,
    money: index % 2 === 0 ? moneyOf(index, `${1200 + index * 137}.50`) : null,
    clientId: clientOf(index).id,
    clientName: clientOf(index).name,
    projectId: 'P20',
    detail: { worker: 'W12', project: 'P20', workOn: work.workOn, currency: 'EUR' },
    payloadPosition: work.position,
    openedAt: `2026-11-${String(1 + (index % 19)).padStart(2, '0')}T09:30:00Z`,
    resolvedAt: null,
    resolvedBy: null,
    resolution: null,
  }
}

const documentStates = [
  'drafted',
  'drafted',
  'issued',
  'drafted',
  'release_requested',
  'drafted',
  'planned',
] as const

export function documentOf(index: number): BillingDocument {
  const status = documentStates[index % documentStates.length]!
  const issued = status === 'issued'
  const drafted = status !== 'planned'
  const currency = (amount: string) => moneyOf(index, amount)
  const blocked = index === 3 ? 'ERP_TOTAL_DIFFERS' : null
  return {
    documentId: uuid(5, index),
    runId: uuid(6, 1),
    kind: index === 5 ? 'credit' : 'invoice',
    status,
    sending: status === 'release_requested' ? 'in_flight' : null,
    blocked,
    version: 1,
    sentVersion: drafted ? 1 : null,
    reference: `hb/sandbox/${uuid(5, index)}`,
    legalEntity:
      index % 3 === 1
        ? { id: 'UK01', name: 'Harbour Consulting Ltd' }
        : { id: 'DE01', name: 'Hafen Beratung GmbH' },
    client: clientOf(index),
    contract: { id: `K${index}`, name: 'Framework agreement 2026' },
    connectionId: 'tryton',
    period: october,
    accountingOn: '2026-10-31',
    net: currency(index === 5 ? '-380.00' : `${4000 + index * 1275}.50`),
    tax: currency(index === 5 ? '-72.20' : `${760 + index * 242}.25`),
    total: currency(index === 5 ? '-452.20' : `${4760 + index * 1517}.75`),
    purchaseOrder: index % 3 === 1 ? `PO-${4100 + index}` : null,
    correctsDocument: index === 5 ? uuid(5, 2) : null,
    erp: {
      externalId: drafted ? `account.invoice,${310 + index}` : null,
      number: issued ? `2026-00${40 + index}` : null,
      ledgerOn: issued ? '2026-10-31' : null,
      net: drafted ? currency(index === 5 ? '-380.00' : `${4000 + index * 1275}.50`) : null,
      tax: drafted
        ? currency(index === 5 ? '-72.20' : `${760 + index * 242}.${blocked === null ? '25' : '26'}`)
        : null,
      total: drafted
        ? currency(index === 5 ? '-452.20' : `${4760 + index * 1517}.${blocked === null ? '75' : '76'}`)
        : null,
    },
    createdAt: '2026-11-05T10:00:00Z',
    releasedBy: issued ? 'person:ada.brunner@firm.example' : null,
    releasedAt: issued ? '2026-11-05T10:30:00Z' : null,
    issuedAt: issued ? '2026-11-05T10:30:04Z' : null,
  }
}

export function preBillOf(firm: Firm, document: BillingDocument): PreBill {
  const members = firm.work.slice(0, 5).map((work) => ({
    workId: work.workId,
    seq: 1,
    revision: work.revision,
    workOn: work.workOn,
    worker: work.worker,
    connectionId: work.connectionId,
    sourceId: work.sourceId,
    hours: work.hours,
    rate: '150',
    amount: work.bill ?? { amount: '0.00', currency: document.net.currency },
  }))
  const line = (lineNo: number, description: string, amount: string): PreBill['lines'][number] => ({
    lineNo,
    description,
    project: { id: 'P20', name: 'Grid migration' },
    laborCategory: 'Senior consultant',
    hours: '27.5',
    quantity: '27.5',
    unitPrice: '150',
    amount: { amount, currency: document.net.currency },
    taxCode: 'DE19',
    taxRate: '0.19',
    members,
  })
  return {
    document,
    lines: [
      line(1, 'Senior consultant, Grid migration, October 2026', '2800.00'),
      line(2, 'Consultant, Grid migration, October 2026', '900.25'),
      line(3, 'Workshop with the operating company', '300.25'),
    ],
    cancelled: [],
    earlier: firm.documents
      .filter((each) => each.status === 'issued' && each.documentId !== document.documentId)
      .map(({ documentId, kind, status, purchaseOrder, erp, net }) => ({
        documentId,
        kind,
        status,
        number: erp.number,
        purchaseOrder,
        ledgerOn: erp.ledgerOn,
        net,
      })),
  }
}
