/** Proposals of master data as the terminal shows them. */
import type { CommandContext } from './context.ts'
import { printTable } from './context.ts'

type Money = { readonly amount: string; readonly currency: string }
export type Effect = {
  readonly amounts: readonly Money[]
  readonly documents: number
  readonly works: number
}
type Field = { readonly pointer: string; readonly old?: unknown; readonly new?: unknown }
type Stretch = {
  readonly validFrom: string
  readonly validUntil: string | null
  readonly what: string
  readonly fields: readonly Field[]
}
export type Difference = {
  readonly asOf: string
  readonly records: number
  readonly unchanged: number
  readonly items: readonly {
    readonly kind: string
    readonly recordId: string
    readonly what: string
    readonly stretches: readonly Stretch[]
  }[]
}
export type Proposal = {
  readonly proposalId: string
  readonly title: string
  readonly reason: string | null
  readonly state: string
  readonly author: string
  readonly proposedAt: string
  readonly records: number
  readonly first: readonly string[]
  readonly effect: Effect | null
  readonly decidedBy: string | null
  readonly note: string | null
}

const longest = 60

function told(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

function daysOf({ validFrom, validUntil }: Stretch): string {
  const from = validFrom === '0001-01-01' ? 'always' : `from ${validFrom}`
  return validUntil === null ? from : `${from} until before ${validUntil}`
}

export function printDifference(context: CommandContext, difference: Difference): void {
  const { out } = context.terminal
  for (const { kind, recordId, what, stretches } of difference.items) {
    out(`${what}  ${kind} ${recordId}`)
    for (const stretch of stretches) {
      out(`  ${daysOf(stretch)}${stretch.what === what ? '' : `: ${stretch.what}`}`)
      const rows = stretch.fields.map((field) => [
        `    ${field.pointer}`,
        stretch.what === 'changed'
          ? `${told(field.old)} -> ${told(field.new)}`
          : told(field.new ?? field.old),
      ])
      printTable(context, rows)
    }
  }
  const more = difference.records - difference.items.length
  if (more > 0) out(`and ${more} more records`)
  if (difference.unchanged > 0) out(`${difference.unchanged} records are known as they are.`)
}

export function effectText(effect: Effect | null): string {
  if (effect === null) return 'in money: not computed'
  const amounts = effect.amounts.map((one) => `${one.amount} ${one.currency}`)
  return `in money: ${amounts.length === 0 ? 'nothing' : amounts.join(', ')}`
}

export function printProposal(context: CommandContext, one: Proposal): void {
  const { out } = context.terminal
  out(`Proposal ${one.proposalId}  ${one.state}`)
  out(one.title)
  if (one.reason !== null) out(one.reason)
  out(`by ${one.author} at ${one.proposedAt}, ${one.records} records, ${effectText(one.effect)}`)
  if (one.decidedBy !== null)
    out(`${one.state} by ${one.decidedBy}${one.note === null ? '' : `: ${one.note}`}`)
}
