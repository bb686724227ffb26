import { formatMoney, type Money, sumMoney } from '../../kernel/money.ts'
import type { MadeDocument } from './made.ts'

/** What the documents of this calculation bill of a contract: of a consolidated one, the contract's own work. */
export function tellBilled(
  documents: readonly MadeDocument[],
  contract: string,
): Record<string, unknown> | null {
  const nets: Money[] = []
  const taxes: Money[] = []
  let count = 0
  for (const document of documents) {
    if (document.kind === 'advance_invoice') continue
    const members = document.lines.flatMap((line) =>
      line.members.map((piece, at) => ({ piece, tax: line.shares[at]!.tax })),
    )
    const own = members.filter((one) => one.piece.contract === contract)
    if (document.contract === contract) {
      nets.push(document.totals.net)
      taxes.push(document.totals.tax)
      count++
    } else if (own.length > 0) {
      nets.push(...own.map((one) => one.piece.amount))
      taxes.push(...own.map((one) => one.tax))
      count++
    }
  }
  const currency = nets[0]?.currency
  if (currency === undefined) return null
  const [net, tax] = [sumMoney(nets, currency), sumMoney(taxes, currency)]
  return {
    documents: count,
    currency,
    net: formatMoney(net),
    tax: formatMoney(tax),
    total: formatMoney({ minor: net.minor + tax.minor, currency }),
  }
}
