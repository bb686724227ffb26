import { describeError, type ErrorCode } from '../../kernel/error-catalogue.ts'
import { formatMoney } from '../../kernel/money.ts'
import type { DraftLine } from './lines.ts'
import type { MadeDocument } from './made.ts'

/** What a person in finance would say of a document: its taxes and why, what was paid before, what holds it. */
export function storyOf(document: MadeDocument, lines: readonly DraftLine[], asOf: string): string[] {
  const { currency, totals } = document
  const said = (amount: Parameters<typeof formatMoney>[0]) => `${formatMoney(amount)} ${amount.currency}`
  const story = [...new Set(lines.map((line) => `${line.decision.why}.`))]
  for (const group of totals.groups) {
    const name = group.taxCode ?? 'No tax'
    story.push(`${name}: ${group.rate} % of ${said(group.taxable)} is ${said(group.tax)}.`)
    if (group.note !== null) story.push(`The document says: ${group.note}`)
  }
  if (document.withheld.minor !== 0n) story.push(`The client keeps back ${said(document.withheld)}.`)
  if (document.prepaid.minor !== 0n) story.push(`${said(document.prepaid)} were paid ahead.`)
  if (document.due.minor !== totals.total.minor) story.push(`${said(document.due)} are due.`)
  if (document.functional !== null) {
    const { functional } = document
    story.push(
      `In the books it is ${said(functional.total)} at ${functional.rate} ${currency} to ${functional.currency}.`,
    )
  }
  if (document.on !== asOf) story.push(`Billing is closed on ${asOf}, so it is dated ${document.on}.`)
  for (const code of document.held) story.push(`It is kept back: ${describeError(code as ErrorCode).title}.`)
  return story
}
