import type { Result, ResultDocument, ResultWork } from '../model/scenario/result.ts'
import type { Checked } from '../scenario/expectations.ts'
import type { CommandContext } from './context.ts'

/** The result as a person reads it. */
export function printPrice(context: CommandContext, result: Result, expectations: readonly Checked[]): void {
  const { out } = context.terminal
  out(`${result.title} (as of ${result.asOf})`)
  for (const one of result.work) for (const line of workLines(one)) out(line)
  for (const one of result.documents) for (const line of documentLines(one)) out(line)
  for (const one of result.proposals)
    out(
      `proposed on ${one.document ?? 'a new document'}: ${one.amount} ${one.currency} for ${one.work}, ${one.cause}`,
    )
  for (const one of expectations)
    out(
      `${one.holds ? 'as expected' : 'NOT AS EXPECTED'}: ${one.at} is ${one.found ?? 'not there'}${one.holds ? '' : `, expected ${one.is}`}`,
    )
}

function workLines(work: ResultWork): string[] {
  const head = `${work.on}  ${work.id}  ${work.actual} ${work.unit}, billed ${work.billed}  ${work.amount} ${work.currency ?? ''}`
  const pieces = work.pieces.map(
    (piece) =>
      `    ${piece.id}. ${piece.quantity} ${piece.unit} at ${piece.rate ?? '-'}: ${piece.amount} ${piece.currency}, ${piece.bucket}` +
      (piece.reason === null ? '' : ` (${piece.reason})`),
  )
  return [head.trimEnd(), ...pieces, ...work.story.map((line) => `    ${line}`)]
}

function documentLines(document: ResultDocument): string[] {
  const head = `${document.kind} ${document.id} to ${document.client ?? 'nobody'}: net ${document.net}, tax ${document.tax}, total ${document.total} ${document.currency}`
  return [
    head,
    ...document.lines.map((line) => `    ${line.id}. ${line.text}: ${line.amount} ${document.currency}`),
  ]
}
