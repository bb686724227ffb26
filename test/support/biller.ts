/** Whoever bills in an office: the steps of a month, each in a transaction of its own. */
import assert from 'node:assert/strict'
import { type AdjustmentKey, decideAdjustments } from '../../src/billing/adjustments.ts'
import { settleDifferences } from '../../src/billing/differences.ts'
import type { BillingDocument } from '../../src/billing/document.ts'
import { listDocuments } from '../../src/billing/reads.ts'
import { releaseDocument } from '../../src/billing/release.ts'
import { type RunRequest, startRun } from '../../src/billing/run.ts'
import type { BillingSettings } from '../../src/billing/settings.ts'
import { readWorkCharges } from '../../src/charging/work-charges.ts'
import { isRejection } from '../../src/kernel/errors.ts'
import type { Store } from '../../src/store/pool.ts'
import type { Tx } from '../../src/store/transaction.ts'
import { at, cell, type Entry, openOffice, post, putWork, september, workId } from './billing-office.ts'
import { databaseOfFile } from './file-database.ts'

export type Office = { readonly store: Store; readonly settings: BillingSettings }

/** The office is looked up at each step, because a test file describes its steps before it has a database. */
export function billerIn(office: () => Office, now: () => Date = () => at) {
  const by = () => ({ principal: 'ada', at: now() })
  const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => office().store.transaction(work)
  const put = (name: string, wanted: Partial<Entry> | null) => inTx((tx) => putWork(tx, name, wanted))
  const settle = () => inTx((tx) => settleDifferences(tx, cell, office().settings, 100, now()))
  const documents = () => inTx((tx) => listDocuments(tx, cell, {}, { after: null, limit: 1000 }))
  const charges = (name: string) => inTx((tx) => readWorkCharges(tx, cell, [workId(name)]))

  /** A run of September, unless told otherwise. */
  async function run(wanted: Partial<RunRequest> = {}, settings = office().settings) {
    const request = { selection: {}, period: september, cutOff: null, ...by(), ...wanted }
    const started = await inTx((tx) => startRun(tx, cell, settings, request))
    assert(!isRejection(started))
    return started
  }
  /** The only one of its kind that is not discarded. */
  async function the(kind: BillingDocument['kind'] = 'invoice'): Promise<BillingDocument> {
    const found = (await documents()).filter((one) => one.kind === kind && one.status !== 'discarded')
    assert.equal(found.length, 1)
    return found[0]!
  }
  const askRelease = (documentId: string, expectedVersion: number) =>
    inTx((tx) => releaseDocument(tx, cell, office().settings, documentId, { ...by(), expectedVersion }))
  async function release({ documentId, version }: BillingDocument) {
    assert(!isRejection(await askRelease(documentId, version)))
  }
  /** Releases and posts every draft. */
  async function issueDrafts() {
    for (const document of await documents()) if (document.status === 'drafted') await release(document)
    await post(office().store)
  }
  async function issue() {
    await run()
    await post(office().store)
    await issueDrafts()
  }
  const decideKeys = (keys: readonly AdjustmentKey[], decision: 'approve' | 'decline') =>
    inTx((tx) => decideAdjustments(tx, cell, office().settings, keys, decision, by()))
  const decide = (name: string, seqs: readonly number[], decision: 'approve' | 'decline') =>
    decideKeys(
      seqs.map((seq) => ({ workId: workId(name), seq })),
      decision,
    )
  return {
    ...{ inTx, put, settle, documents, charges, run, the },
    ...{ askRelease, release, issueDrafts, issue, decide, decideKeys },
  }
}

/** An office on a database of the file, and whoever bills in it; `prepare` is done before the first test. */
export function billingOffice(prepare: () => Promise<unknown> = async () => {}) {
  let settings: BillingSettings
  const database = databaseOfFile(async (store) => {
    settings = await openOffice(store)
    await prepare()
  })
  const office: Office = {
    get store() {
      return database.store
    },
    get settings() {
      return settings
    },
  }
  return { office, ...billerIn(() => office) }
}
