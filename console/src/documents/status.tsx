import { Badge, Tooltip } from '@mantine/core'
import type { BillingDocument } from '../api/shapes.ts'

type Shown = { readonly label: string; readonly color: string; readonly meaning: string }

const statuses: Readonly<Record<BillingDocument['status'], Shown>> = {
  planned: { label: 'Planned', color: 'gray', meaning: 'The draft is not in the ERP yet' },
  drafted: { label: 'Waits for release', color: 'harbour', meaning: 'Its draft stands in the ERP' },
  release_requested: { label: 'Being issued', color: 'blue', meaning: 'Released; the ERP posts it' },
  issued: { label: 'Issued', color: 'green', meaning: 'Posted in the ERP, with its number' },
  discard_requested: {
    label: 'Being discarded',
    color: 'gray',
    meaning: 'Its draft is removed from the ERP',
  },
  discarded: { label: 'Discarded', color: 'gray', meaning: 'Ended without being issued' },
}

export const statusChoices = Object.entries(statuses).map(([value, { label }]) => ({ value, label }))

/** What can happen to the document next, in one or two words; blocked and in doubt come first. */
export function shownStatus(document: BillingDocument): Shown {
  if (document.sending === 'in_doubt') {
    return { label: 'In doubt', color: 'red', meaning: 'The ERP has not answered; it is looked up there' }
  }
  if (document.blocked !== null && document.status !== 'discarded') {
    return { label: 'Blocked', color: 'orange', meaning: `A case stops it: ${document.blocked}` }
  }
  if (document.sending === 'in_flight') {
    return { label: 'Being written', color: 'blue', meaning: 'A write to the ERP is under way' }
  }
  return statuses[document.status]
}

export function StatusTag({ document }: { document: BillingDocument }) {
  const { label, color, meaning } = shownStatus(document)
  return (
    <Tooltip label={meaning}>
      <Badge color={color}>{label}</Badge>
    </Tooltip>
  )
}

/** Whether a release would be accepted now. The API has the last word. */
export function isReleasable(document: BillingDocument): boolean {
  return (
    document.status === 'drafted' &&
    document.blocked === null &&
    document.sending === null &&
    document.sentVersion === document.version
  )
}

export function isDiscardable(document: BillingDocument): boolean {
  return (document.status === 'planned' || document.status === 'drafted') && document.sending === null
}

export function isMoving(document: BillingDocument): boolean {
  return (
    document.sending !== null ||
    ['planned', 'release_requested', 'discard_requested'].includes(document.status) ||
    (document.status === 'drafted' && document.sentVersion !== document.version)
  )
}
