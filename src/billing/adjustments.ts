import { setDifferenceState } from '../charging/placement.ts'
import type { PricedCharge } from '../charging/reads.ts'
import { lockWorkCharges } from '../charging/work-charges.ts'
import { type Rejection, reject } from '../kernel/errors.ts'
import { recordDecision } from '../log/decisions.ts'
import { noteChanges } from '../log/changes.ts'
import { loadMasters } from '../masterdata/masters.ts'
import type { Tx } from '../store/transaction.ts'
import { termsOfDocument } from './document-terms.ts'
import { readDocumentsOf } from './document.ts'
import { holdOn, listHolds } from './holds.ts'
import { groupBy, groupByDocument, keyOf, planContent, sumHours, sumMinor } from './plan.ts'
import type { DecidedBy } from './release.ts'
import { insertRun, writeDocuments } from './run.ts'
import type { BillingSettings } from './settings.ts'
import { adjustmentChange } from './tell.ts'

export type AdjustmentKey = { readonly workId: string; readonly seq: number }

/**
 * A person's answer to proposed differences, all of them or none. Works that are to be worth less become a
 * credit of the invoice that they correct, naming its entries and hours, and the credit waits for release;
 * the others join the next run as lines of the difference. What is declined is never billed. Refused with
 * CONFLICT when one of them is no longer proposed, or when a credit would exceed what its invoice holds of the work.
 */
export async function decideAdjustments(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  keys: readonly AdjustmentKey[],
  decision: 'approve' | 'decline',
  by: DecidedBy,
): Promise<Rejection | { decided: number; credits: readonly string[] }> {
  const wanted = new Set(keys.map((key) => `${key.workId} ${key.seq}`))
  const charges = await lockWorkCharges(
    tx,
    cell,
    keys.map((key) => key.workId),
  )
  const chosen = charges.filter(
    (charge) => charge.state === 'proposed' && wanted.has(`${charge.workId} ${charge.seq}`),
  )
  if (chosen.length === 0 || chosen.length !== wanted.size) {
    return reject('CONFLICT', 'Not all of these adjustments wait for a decision. Read the list again.')
  }
  if (decision === 'approve') {
    const holds = await listHolds(tx, cell)
    const held = chosen.map((one) => holdOn(holds, one)).find((one) => one !== null)
    if (held)
      return reject(
        'CONFLICT',
        `Nothing of this client is billed before ${held.reference} in the ERP is settled.`,
      )
    if (takesTooMuch(charges, chosen))
      return reject(
        'CONFLICT',
        'This would credit more than was invoiced. Approve it together with the increase that it takes back, or decline both.',
      )
  }
  const credits = decision === 'approve' ? await approve(tx, cell, settings, chosen, by) : []
  if (decision === 'decline') await setDifferenceState(tx, cell, chosen, 'declined')
  const kind = decision === 'approve' ? 'adjustment.approved' : 'adjustment.declined'
  const told = chosen.map((charge) => adjustmentChange(kind, charge, charge.correctsDocument))
  await noteChanges(tx, cell, by.at, told)
  await recordDecision(tx, cell, settings.vault, {
    what: kind,
    about: `${chosen[0]!.workId}/${chosen[0]!.seq}`,
    principal: by.principal,
    body: {
      adjustments: chosen.map((one) => ({
        workId: one.workId,
        seq: one.seq,
        hours: one.hours,
        amountMinor: String(one.amountMinor),
        currency: one.currency,
      })),
      credits,
    },
    at: by.at,
  })
  return { decided: chosen.length, credits }
}

async function approve(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  chosen: readonly PricedCharge[],
  by: DecidedBy,
): Promise<string[]> {
  const [credited, billed] = splitByNet(chosen)
  if (billed.length > 0) await setDifferenceState(tx, cell, billed, 'priced')
  const masters = await loadMasters(tx, cell)
  const credits: string[] = []
  const ids = credited.map((one) => one.correctsDocument!)
  const invoices = new Map((await readDocumentsOf(tx, cell, ids)).map((one) => [one.documentId, one]))
  const invoiceOf = ({ correctsDocument }: { correctsDocument: string | null }) =>
    invoices.get(correctsDocument!)!
  // A credit stands on the order of its invoice.
  for (const { key, charges } of groupByDocument(credited, (one) => invoiceOf(one).purchaseOrder)) {
    const invoice = invoiceOf(key)
    const period = { from: invoice.periodFrom, until: invoice.periodUntil }
    await setDifferenceState(tx, cell, charges, 'priced', invoice.documentId)
    const profile = settings.profileOf(invoice.connectionId)
    const terms = await termsOfDocument(tx, cell, masters, key, period, charges)
    const content = planContent(charges, key.currency, terms, profile)
    const runId = settings.newId()
    const request = { selection: { contractId: key.contractId }, period, cutOff: null, ...by }
    await insertRun(tx, cell, runId, request, masters.position, 'frozen')
    const document = { key, connectionId: invoice.connectionId, content, charges }
    credits.push(...(await writeDocuments(tx, cell, settings, masters, runId, request, [document])))
  }
  return credits
}

/** Whether of any work more would be credited than its invoice, less the credits that were made of it, holds. */
function takesTooMuch(charges: readonly PricedCharge[], chosen: readonly PricedCharge[]): boolean {
  const [credited] = splitByNet(chosen)
  const groups = groupBy(credited, (one) => JSON.stringify([one.workId, one.correctsDocument]))
  return [...groups.values()].some((group) => {
    const { workId, correctsDocument: invoice } = group[0]!
    const isMade = (one: PricedCharge) => one.documentId !== null || one.state === 'priced'
    const stands = charges.filter(
      (one) =>
        one.workId === workId &&
        (one.documentId === invoice || (one.correctsDocument === invoice && isMade(one))),
    )
    return sumMinor(stands) + sumMinor(group) < 0n
  })
}

/** By work and invoice: what together takes money back, and what together is more money or only moves it. */
export function splitByNet(
  chosen: readonly PricedCharge[],
): [credited: PricedCharge[], billed: PricedCharge[]] {
  const credited: PricedCharge[] = []
  const billed: PricedCharge[] = []
  const groups = groupBy(chosen, (charge) => JSON.stringify([charge.workId, keyOf(charge)]))
  for (const group of groups.values()) {
    const net = sumMinor(group)
    const takesBack = net < 0n || (net === 0n && sumHours(group).coefficient < 0n)
    ;(takesBack ? credited : billed).push(...group)
  }
  return [credited, billed]
}
