/** A firm with a contract or two, works put into the real tables, and an ERP that answers what it is told. */
import type { BillingSettings } from '../../src/billing/settings.ts'
import type { DocumentToWrite } from '../../src/billing/to-write.ts'
import { documentsToWrite } from '../../src/billing/to-write.ts'
import {
  documentDiscarded,
  documentDrafted,
  documentInFlight,
  documentIssued,
} from '../../src/billing/outcome.ts'
import { type Desired, differenceOf, nowhere } from '../../src/charging/difference.ts'
import { readChargesOf, readWorksForUpdate, writeCharges, writeWorks } from '../../src/charging/write.ts'
import type { Work } from '../../src/charging/work.ts'
import type { FoundDocument } from '../../src/connectors/sdk/target.ts'
import { type Day, day } from '../../src/kernel/dates.ts'
import { decimal } from '../../src/kernel/decimal.ts'
import { sha256 } from '../../src/kernel/digest.ts'
import { HOURBRIDGE_NAMESPACE, uuidV5, uuidV7 } from '../../src/kernel/ids.ts'
import { extend } from '../../src/kernel/money.ts'
import { monthPeriod } from '../../src/kernel/periods.ts'
import { Vault } from '../../src/log/vault.ts'
import { recordMasters } from '../../src/masterdata/record.ts'
import { setRoute } from '../../src/masterdata/reads.ts'
import type { MasterChange } from '../../src/model/master-records.ts'
import type { Store } from '../../src/store/pool.ts'
import type { Tx } from '../../src/store/transaction.ts'

export const cell = 1
export const at = new Date('2026-10-01T08:00:00Z')
export const september = monthPeriod('2026-09')
export const by = { principal: 'ada', at }
export const erp = 'erp'

export function workId(name: string): string {
  return uuidV5(HOURBRIDGE_NAMESPACE, `work ${name}`)
}

/** Bytes that are the same in every run of a test file. */
export function countedBytes(): (bytes: number) => Uint8Array {
  let count = 0
  return (bytes) => {
    count += 1
    return sha256(`bytes ${count}`).slice(0, bytes)
  }
}

export function newSettings(): BillingSettings {
  const random = countedBytes()
  let tick = at.getTime()
  const newId = () => {
    tick += 1
    return uuidV7(tick, random)
  }
  return {
    newId,
    installationId: '8f14e45f-ceea-467f-a83c-5ab1c0ffee00',
    environment: 'test',
    vault: new Vault(sha256('master key'), random, newId),
    profileOf: () => ({ quantityScale: 2, unitPriceScale: 4, taxPer: 'document' }),
    mostPerDocument: { '*': '1000000' },
    settleGroups: async () => {},
  }
}

const always = { validFrom: '0001-01-01', validUntil: null } as const

export function contractOf(name: string, extra: object = {}): MasterChange {
  const body = {
    name: `Contract ${name}`,
    client: 'ACME',
    legalEntity: 'DE',
    billing: 'time_and_materials',
    currency: 'EUR',
    projects: [`P-${name}`],
    region: null,
    instalments: [],
    increment: null,
    taxCode: 'DE-19',
    purchaseOrder: null,
    releaseBelow: null,
    ...extra,
  }
  return { kind: 'contract', recordId: `C-${name}`, ...always, body } as MasterChange
}

export function clientOf(id: string, onHold = false): MasterChange {
  const body = { name: id, parent: null, onHold, active: true, paymentTermDays: 30 }
  return { kind: 'client', recordId: id, ...always, body }
}

const firm: MasterChange[] = [
  clientOf('ACME'),
  contractOf('ONE'),
  contractOf('TWO'),
  contractOf('USD', { currency: 'USD', taxCode: null }),
  {
    kind: 'tax_code',
    recordId: 'DE-19',
    ...always,
    body: { legalEntity: 'DE', rate: '0.19', description: 'VAT 19 %' },
  },
  ...['ONE', 'TWO', 'USD'].map(
    (name): MasterChange => ({
      kind: 'project',
      recordId: `P-${name}`,
      ...always,
      body: {
        name: `Project ${name}`,
        client: 'ACME',
        legalEntity: 'DE',
        status: 'open',
        costCenter: null,
      },
    }),
  ),
]

export async function learn(store: Store, settings: BillingSettings, changes: readonly MasterChange[]) {
  const source = { connectionId: 'hub', principal: 'test', at, cause: null }
  await store.transaction((tx) => recordMasters(tx, cell, settings.vault, changes, [], source))
}

export async function openOffice(store: Store): Promise<BillingSettings> {
  const settings = newSettings()
  await learn(store, settings, firm)
  await store.transaction((tx) => setRoute(tx, cell, '*', 'bill', erp))
  return settings
}

export type Entry = {
  readonly hours: string
  readonly rate: string | null
  readonly contract: 'ONE' | 'TWO' | 'USD'
  readonly on: Day
  readonly laborCategory: string | null
  /** For an instalment, which has no rate. */
  readonly amount: string
  readonly purchaseOrder: string | null
}
export const entry: Entry = {
  hours: '8',
  rate: '125',
  contract: 'ONE',
  on: day('2026-09-10'),
  laborCategory: 'Consultant',
  amount: '0',
  purchaseOrder: null,
}

function desiredOf(wanted: Entry): Desired {
  const currency = wanted.contract === 'USD' ? 'USD' : 'EUR'
  const [quantity, price] = wanted.rate === null ? ['1', wanted.amount] : [wanted.hours, wanted.rate]
  return {
    treatment: 'billable',
    hours: wanted.rate === null ? '0' : wanted.hours,
    amountMinor: extend(decimal(quantity), decimal(price), currency).minor,
    currency,
    clientId: 'ACME',
    contractId: `C-${wanted.contract}`,
    legalEntity: 'DE',
    projectId: `P-${wanted.contract}`,
    laborCategory: wanted.laborCategory,
    workOn: wanted.on,
    rate: wanted.rate,
    rateId: null,
    decision: '{}',
    ...{ ...nowhere, purchaseOrder: wanted.purchaseOrder },
  }
}

/** Writes the difference between what a work is and what it should be, as charging does; null takes it back. */
export async function putWork(
  tx: Tx,
  name: string,
  wanted: Partial<Entry> | null,
  writtenAt = 1n,
): Promise<void> {
  const id = workId(name)
  const before = (await readWorksForUpdate(tx, cell, [id])).get(id)
  const existing = (await readChargesOf(tx, cell, [id])).get(id) ?? []
  const desired = wanted === null ? null : desiredOf({ ...entry, ...wanted })
  const rows = differenceOf(existing, desired === null ? [] : [desired])
  const revision = (before?.revision ?? 0) + 1
  const placed = existing.some((charge) => charge.documentId !== null)
  const bucket = placed && before ? before.billBucket : desired === null ? 'none' : 'priced'
  const last = existing.at(-1)?.seq ?? 0
  await writeWorks(tx, cell, [{ ...workOf(id, name, desired, before), revision, billBucket: bucket }])
  await writeCharges(
    tx,
    cell,
    rows.map(({ treatment: _, ...row }, i) => ({
      ...row,
      workId: id,
      seq: last + i + 1,
      revision,
      engine: 'test',
      asOf: 1n,
      writtenAt,
    })),
  )
}

function workOf(id: string, name: string, desired: Desired | null, before: Work | undefined): Work {
  return {
    workId: id,
    kind: desired?.rate === null ? 'instalment' : 'time_entry',
    connectionId: 'psa',
    stream: 'time_entries',
    sourceId: name,
    revision: 1,
    position: 1n,
    mapping: 'test',
    workerRef: 'w1',
    projectRef: null,
    taskRef: null,
    workerId: 'W-1',
    projectId: desired?.projectId ?? before?.projectId ?? null,
    taskId: null,
    clientId: 'ACME',
    contractId: desired?.contractId ?? before?.contractId ?? null,
    legalEntity: 'DE',
    costCenter: null,
    laborCategory: desired?.laborCategory ?? null,
    region: null,
    statedLaborCategory: desired?.laborCategory ?? null,
    statedRegion: null,
    workOn: desired?.workOn ?? before?.workOn ?? entry.on,
    hours: desired?.hours ?? before?.hours ?? '0',
    spending: null,
    billable: true,
    contentDigest: 'test',
    approval: desired === null ? 'deleted' : 'approved',
    approvalToken: null,
    costBucket: desired === null ? 'none' : 'accepted',
    payBucket: desired === null || desired.rate === null ? 'none' : 'waiting',
    billBucket: 'priced',
    costConnection: erp,
    costMinor: null,
    costCurrency: null,
    costDigest: null,
    costPostedDigest: null,
    billMinor: desired?.amountMinor ?? null,
    billCurrency: desired?.currency ?? null,
    held: false,
    asOf: 1n,
    engine: 'test',
  }
}

/** What an ERP that computes as predicted would answer. */
export function foundOf(
  due: Pick<DocumentToWrite, 'documentId' | 'reference' | 'currency' | 'lines'>,
  state: 'draft' | 'issued',
  taxMinor: bigint | null = null,
): FoundDocument {
  const { currency } = due
  const net = due.lines.reduce((sum, line) => sum + line.amount.minor, 0n)
  return {
    externalId: `erp-${due.documentId}`,
    reference: due.reference,
    state,
    number: state === 'issued' ? `2026-${due.documentId.slice(-4)}` : null,
    ledgerOn: state === 'issued' ? day('2026-10-01') : null,
    currency,
    net: { minor: net, currency },
    tax: taxMinor === null ? null : { minor: taxMinor, currency },
    total: taxMinor === null ? null : { minor: net + taxMinor, currency },
    contentDigest: `digest of ${JSON.stringify(due.lines.map((line) => [line.quantity, line.unitPrice]))}`,
    lines: due.lines,
  }
}

/** One round of posting that always succeeds: everything due is written. Returns the steps it did. */
export async function post(store: Store): Promise<string[]> {
  return store.transaction(async (tx) => {
    const due = await documentsToWrite(tx, cell, erp, 100)
    for (const one of due) {
      await documentInFlight(tx, cell, one.documentId)
      const { version } = one
      if (one.step === 'discard') await documentDiscarded(tx, cell, one.documentId, { at })
      else if (one.step === 'post')
        await documentIssued(tx, cell, one.documentId, { found: foundOf(one, 'issued'), at })
      else await documentDrafted(tx, cell, one.documentId, { version, found: foundOf(one, 'draft'), at })
    }
    return due.map((one) => one.step)
  })
}

/** Empties what a test of billing wrote, so that a test file needs one database. The log and the masters stay. */
export async function clearBilling(store: Store): Promise<void> {
  await store.query('truncate works, charges, documents, document_lines, billing_runs, cases')
}
