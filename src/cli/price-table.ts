import type { Proposal, Result, ResultDocument, ResultPiece, ResultWork } from '../model/scenario/result.ts'
import type { Checked } from '../scenario/expectations.ts'
import type { CommandContext } from './context.ts'

const unitWords: Readonly<Record<string, string>> = {
  hour: 'h',
  minute: 'min',
  second: 's',
  day: 'd',
  unit: '',
}

/** The result as a person reads it: work, what waits, documents, proposals, and the story of each work on demand. */
export function printPrice(
  context: CommandContext,
  result: Result,
  expectations: readonly Checked[],
  withStories = false,
): void {
  const { out } = context.terminal
  const known = result.knownAt === null ? '' : `, as known at ${result.knownAt}`
  out(`${result.title}\nas of ${result.asOf}${known}`)
  if (result.work.length > 0) {
    out('\nWork')
    for (const line of columns(result.work.flatMap(workRows), rightWork)) out(line)
  }
  if (withStories) for (const one of result.work) for (const line of storyOf(one)) out(line)
  for (const one of result.documents) for (const line of documentLines(one)) out(line)
  if (result.proposals.length > 0) {
    out('\nProposed, waiting for approval')
    for (const line of columns(result.proposals.map(proposalRow), new Set([2]))) out(line)
  }
  if (expectations.length > 0) for (const line of expectationLines(expectations)) out(line)
}

const rightWork = new Set([2, 3, 4])

function workRows(work: ResultWork): string[][] {
  const unit = unitWords[work.unit] ?? work.unit
  const told = `${work.actual} ${unit}`.trim()
  if (work.pieces.length === 0) return [[work.on, work.id, told, '', '', held(work)]]
  return work.pieces.map((piece, at) =>
    at === 0 ? [work.on, work.id, told, ...pieceCells(piece)] : ['', '', '', ...pieceCells(piece)],
  )
}

function held(work: ResultWork): string {
  return work.held.length === 0 ? '' : `held: ${work.held.join(', ')}`
}

function pieceCells(piece: ResultPiece): string[] {
  const unit = unitWords[piece.unit] ?? piece.unit
  const rate = piece.rate === null ? '' : ` x ${piece.rate}`
  const band = piece.band === null ? '' : ` (${piece.band})`
  const limit = piece.limit === null ? '' : ` [${piece.limit}]`
  const reason = piece.reason === null ? '' : `: ${piece.reason}`
  return [
    `${piece.quantity} ${unit}`.trim() + rate + band,
    `${grouped(piece.amount)} ${piece.currency}`,
    `${piece.bucket.replace('_', ' ')}${limit}${reason}`,
  ]
}

function storyOf(work: ResultWork): string[] {
  return work.story.length === 0 ? [] : [`\nWhy ${work.id}`, ...work.story.map((line) => `  ${line}`)]
}

function documentLines(document: ResultDocument): string[] {
  const { currency } = document
  const kind = document.kind.replaceAll('_', ' ')
  const head = `\n${kind[0]!.toUpperCase()}${kind.slice(1)} ${document.id} to ${document.client ?? 'nobody'}, ${document.on}`
  const order = document.purchaseOrder === null ? '' : `, order ${document.purchaseOrder}`
  const sums = [
    ['', 'net', '', grouped(document.net)],
    ...document.taxes.map((one) => [
      '',
      one.code === null ? 'outside of tax' : `${one.code}, ${one.rate} %`,
      `on ${grouped(one.net)}`,
      grouped(one.tax),
    ]),
    ['', 'total', '', `${grouped(document.total)}`],
  ]
  const lines = document.lines.map((line) => [
    line.id,
    line.text,
    line.quantity === '1' ? '' : `${line.quantity} x ${line.unitPrice}`,
    grouped(line.amount),
  ])
  return [`${head}${order}, in ${currency}`, ...columns([...lines, ...sums], new Set([2, 3]))]
}

function proposalRow(one: Proposal): string[] {
  return [one.document ?? 'new document', one.work, `${grouped(one.amount)} ${one.currency}`, one.cause]
}

function expectationLines(expectations: readonly Checked[]): string[] {
  const wrong = expectations.filter((one) => !one.holds)
  const lines = wrong.map((one) => `  ${one.at} is ${one.found ?? 'not there'}, expected ${one.is}`)
  return [`\n${expectations.length - wrong.length} of ${expectations.length} expectations hold`, ...lines]
}

/** Thousands apart, as amounts are read: 1,015.00. */
function grouped(amount: string): string {
  const [whole = '', cents] = amount.split('.')
  const spaced = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return cents === undefined ? spaced : `${spaced}.${cents}`
}

function columns(rows: readonly (readonly string[])[], right: ReadonlySet<number>): string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length)
  return rows.map((row) =>
    `  ${row.map((cell, at) => (right.has(at) ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!))).join('  ')}`.trimEnd(),
  )
}
