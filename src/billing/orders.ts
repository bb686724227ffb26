/** Which of a client's orders a document is billed on. */
import type { PricedCharge } from '../charging/reads.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Tx } from '../store/transaction.ts'
import { readDocumentsOf } from './document.ts'
import { documentRulesOf } from './lines.ts'
import type { OrderOf } from './plan.ts'
import { contractOf } from './terms.ts'

/**
 * The order that the charge was filled into, unless the client wants its orders on one document; else the one that
 * its contract names as a whole. A credit stands on the order of its invoice.
 */
export async function ordersOf(
  tx: Tx,
  cell: number,
  masters: Masters,
  charges: readonly PricedCharge[],
  on: string,
): Promise<OrderOf> {
  const corrected = charges.flatMap((one) => one.correctsDocument ?? [])
  const invoices = new Map(
    (await readDocumentsOf(tx, cell, corrected)).map((one) => [one.documentId, one.purchaseOrder]),
  )
  return (charge) => {
    const invoiced = invoices.get(charge.correctsDocument ?? '')
    return invoiced === undefined ? orderOf(masters, charge, on) : invoiced
  }
}

function orderOf(masters: Masters, charge: PricedCharge, on: string): string | null {
  const contract = contractOf(masters, charge)
  const { documentPer } = documentRulesOf(masters, charge, contract, on)
  const apart = documentPer === undefined || documentPer.includes('purchase_order')
  if (apart && charge.purchaseOrder !== null) return charge.purchaseOrder
  const orders = contract?.terms?.purchaseOrders ?? []
  return orders.length === 0 ? (contract?.purchaseOrder ?? null) : null
}
