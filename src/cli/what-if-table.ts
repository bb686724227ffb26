import type { WhatIf, WhatIfRow } from '../scenario/what-if.ts'
import type { CommandContext } from './context.ts'
import { columns, grouped } from './price-table.ts'

/** What a proposal would change, per document and client. */
export function printWhatIf(context: CommandContext, found: WhatIf): void {
  const { out } = context.terminal
  out(`${found.title}\nagainst: ${found.against}`)
  if (found.documents.length === 0) {
    out('\nNothing would change.')
    return
  }
  out('\nWould change')
  for (const line of columns(found.documents.flatMap(rows), new Set([3, 4, 5]))) out(line)
  out('\nPer client')
  const sums = found.clients.map((one) => [one.client ?? '-', `${grouped(one.difference)} ${one.currency}`])
  for (const line of columns(sums, new Set([1]))) out(line)
}

function rows(one: WhatIfRow): string[][] {
  const where = one.document ?? `contract ${one.contract}`
  const money = (text: string) => `${grouped(text)} ${one.currency}`
  const head = [
    one.client ?? '-',
    where,
    one.place.replace('_', ' '),
    money(one.before),
    money(one.after),
    money(one.difference),
  ]
  return [
    head,
    ...one.work.map((each) => ['', `  ${each.id}`, '', '', '', money(each.difference), each.cause ?? '']),
  ]
}
