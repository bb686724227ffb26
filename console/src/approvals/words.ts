/** What waits for a decision, in words. */
import type { Approval, ProposalDetail } from '../api/shapes.ts'

export type Proposal = ProposalDetail['proposal']
export type RecordDifference = ProposalDetail['difference']['items'][number]
type Stretch = RecordDifference['stretches'][number]

export const kindWords: Readonly<Record<Approval['kind'], string>> = {
  adjustment: 'Invoice difference',
  bill_adjustment: 'Write-up or write-down',
  master_proposal: 'Master data',
}

/** "person:ada@firm.example" is shown as the address alone; what is no person keeps its kind. */
export function authorText(author: string): string {
  return author.replace(/^person:/, '')
}

/** "legal_entity" is "Legal entity". */
export function masterKindText(kind: string): string {
  const words = kind.replaceAll('_', ' ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

export function countText(count: number, one: string, many = `${one}s`): string {
  return `${new Intl.NumberFormat().format(count)} ${count === 1 ? one : many}`
}

/** "2 added, 1 changed". */
export function summaryText({ added, changed, ended }: Proposal): string {
  const said = [
    added > 0 && `${added} added`,
    changed > 0 && `${changed} changed`,
    ended > 0 && `${ended} ended`,
  ]
  return said.filter((each) => each !== false).join(', ')
}

function valueText(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return JSON.stringify(value)
}

/** Fields as the list of changes tells them: a place in a list counts from one, what says nothing is left out. */
export function changesOf({ fields }: Stretch) {
  return fields
    .map((field) => ({
      path: field.pointer.replace(/\/(\d+)(?=\/|$)/g, (_, at: string) => `/no. ${Number(at) + 1}`),
      before: valueText(field.old),
      after: valueText(field.new),
    }))
    .filter(({ before, after }) => before !== null || after !== null)
}

/** Why the reader may not decide; null when they may. */
export function whyNot(allowed: { readonly own: boolean; readonly may: boolean }): string | null {
  if (allowed.own) return 'You proposed this: somebody else decides.'
  return allowed.may ? null : 'Your roles do not let you decide this.'
}
