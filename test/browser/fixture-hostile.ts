/** A FIXTURE, not the product: what outside systems and large firms really send, to see what of the console breaks. */
import { type Firm, eur, gbp, session, uuid, workOf } from './fixture-work.ts'
import { hostileApprovals, hostileProposals } from './fixture-approvals.ts'
import { caseOf, documentOf } from './fixture-documents.ts'
import { realistic } from './fixture-firm.ts'

export const unbroken =
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(2)
export const wordy =
  'The Royal and Ancient Society for the Improvement of Industrial Processes in the Northern Territories, ' +
  'Incorporated, and its wholly owned subsidiaries, successors and assigns'
export const rightToLeft = 'شركة الاستشارات الهندسية المتحدة (ش.م.م) 2026'
export const markup = '<img src=x onerror="window.pwned=1"><b>Client</b>'

const names = [unbroken, wordy, rightToLeft, markup, '\u202Egnitteg', 'A']
const nameOf = (index: number) => names[index % names.length]!
const huge = '123456789012345678.99'

const [contract] = realistic.contracts
/** Names of any length and 300 of everything; figures larger than a floating-point number holds. */
const contracts = Array.from({ length: 120 }, (_, index) => {
  const summary = {
    ...contract!.contract,
    contractId: index === 0 ? 'K0' : `${index} ${unbroken}`.slice(0, 120),
    name: nameOf(index),
    client: { id: unbroken, name: nameOf(index + 1) },
    legalEntity: { id: 'DE', name: nameOf(index + 2) },
    money: [
      { state: 'priced' as const, hours: '1', money: eur(huge) },
      { state: 'issued' as const, hours: '1', money: eur(`-${huge}`) },
      { state: 'issued' as const, hours: '1', money: gbp(huge) },
    ],
    cases: { count: 2_000_000_000, money: [eur(huge), gbp('0.01')] },
  }
  if (index > 0) return { ...contract!, contract: summary }
  const line = contract!.body.terms!.lines[1]!
  const ids = Array.from({ length: 300 }, (_, at) => `${nameOf(at)} ${at}`)
  return {
    ...contract!,
    contract: summary,
    contradiction: `${unbroken}: ${markup}. ${wordy}`,
    body: {
      ...contract!.body,
      name: unbroken,
      projects: ids,
      terms: { ...contract!.body.terms!, lines: ids.map((id) => ({ ...line, id, name: unbroken })) },
    },
    fills: ids.map((id) => ({ ...contract!.fills[1]!, id, name: id, limit: huge, billed: huge, over: huge })),
    lots: ids.map((id) => ({ ...contract!.lots[0]!, id, lineId: unbroken, granted: huge })),
    lines: ids.map((id) => ({
      ...contract!.lines[0]!,
      lineId: id,
      name: unbroken,
      prices: ids.map((band) => ({ ...contract!.lines[0]!.prices[0]!, band, laborCategory: unbroken })),
    })),
    milestones: ids.slice(0, 40).map((id) => ({
      ...contract!.milestones[1]!,
      id,
      name: id,
      amount: eur(huge),
      missing: [unbroken, wordy, markup],
    })),
    made: ids.map((name, at) => ({ ...contract!.made[0]!, workId: uuid(7, at), name, amount: eur(huge) })),
    cases: contract!.cases.map((one) => ({ ...one, title: wordy, money: eur(huge) })),
    versions: contract!.versions.map((one) => ({
      ...one,
      changes: ids.map((id) => ({ path: `/terms/lines/${id}`, before: unbroken, after: wordy })),
    })),
  }
})

const documents = Array.from({ length: 230 }, (_, index) => {
  const document = documentOf(index)
  return {
    ...document,
    client: { id: `C${index}`, name: nameOf(index) },
    contract: { id: unbroken, name: null },
    net: eur(index % 4 === 0 ? huge : `-${huge}`),
    tax: eur('0.01'),
    total: eur(huge),
    erp: {
      ...document.erp,
      externalId: unbroken,
      net: eur(huge),
      tax: eur('99999999999999.99'),
      total: eur(huge),
    },
    blocked: index % 5 === 1 ? 'ERP_REJECTED' : null,
    sending: index % 5 === 2 ? ('in_doubt' as const) : null,
    releasedBy: wordy,
  }
})

export const hostile: Firm = {
  ...realistic,
  session: {
    ...session,
    principal: { ...session.principal, name: rightToLeft, email: `${unbroken}@example.com` },
    installation: { ...session.installation, environment: 'training' },
  },
  overview: {
    ...realistic.overview,
    buckets: [
      ...realistic.overview.buckets,
      {
        outcome: 'bill',
        bucket: 'disputed',
        count: 2_000_000_000,
        hours: '98765432109.75',
        money: eur(huge),
      },
      { outcome: 'bill', bucket: 'credited', count: 1, hours: '1', money: eur(`-${huge}`) },
      {
        outcome: 'bill',
        bucket: 'a_bucket_of_a_later_version',
        count: 1,
        hours: '0.01',
        money: { amount: '1', currency: 'JPY' },
      },
      { outcome: 'bill', bucket: 'draft', count: 3, hours: '3', money: { amount: '1.234', currency: 'KWD' } },
    ],
  },
  work: Array.from({ length: 900 }, (_, index) => ({
    ...workOf(index),
    worker: { id: `W${index}`, name: nameOf(index) },
    project: { id: 'P', name: nameOf(index + 1) },
    task: { id: 'T', name: nameOf(index + 2) },
    client: { id: 'C', name: nameOf(index + 3) },
    sourceId: index % 2 === 0 ? unbroken : String(index),
    bill: eur(huge),
    hours: index % 7 === 0 ? '100000.123456' : '0.01',
  })),
  cases: Array.from({ length: 430 }, (_, index) => ({
    ...caseOf(index),
    clientName: nameOf(index),
    assignee: nameOf(index + 1),
    money: index % 2 === 0 ? eur(huge) : gbp('0.01'),
    detail: { worker: unbroken, message: wordy, rateIds: 'R-1, R-2', answer: markup },
  })),
  documents,
  contracts,
  approvals: hostileApprovals(names, huge),
  proposals: hostileProposals(names, huge),
  adjustments: realistic.adjustments.map((each, index) => ({
    ...each,
    client: { id: 'C', name: nameOf(index) },
    worker: { id: 'W', name: nameOf(index + 2) },
    project: { id: 'P', name: unbroken },
    amount: eur(`-${huge}`),
  })),
  connections: {
    items: realistic.connections.items.map((each) => ({
      ...each,
      name: wordy,
      baseUrl: `https://example.com/${unbroken}`,
    })),
  },
  pulls: {
    items: realistic.pulls.items.map((each) => ({
      ...each,
      failures: 12,
      lastError: `${wordy} ${unbroken}`,
    })),
  },
  log: realistic.log.map((each) => ({ ...each, sourceId: unbroken, principal: wordy })),
}

export const empty: Firm = {
  ...realistic,
  overview: { position: '0', submitted: [], buckets: [], cases: [] },
  work: [],
  cases: [],
  documents: [],
  contracts: [],
  runs: [],
  approvals: [],
  proposals: [],
  adjustments: [],
  connections: { items: [] },
  connectors: { items: [] },
  pulls: { items: [] },
  log: [],
  masters: {},
}
