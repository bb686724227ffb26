import { Badge } from '@mantine/core'
import type { WorkSummary } from '../api/shapes.ts'

type Approval = WorkSummary['approval']

const shown: Readonly<Record<Approval, { label: string; color: string }>> = {
  submitted: { label: 'Waits for approval', color: 'gray' },
  approved: { label: 'Approved', color: 'green' },
  voided: { label: 'Edited after approval', color: 'orange' },
  rejected: { label: 'Rejected', color: 'red' },
  withdrawn: { label: 'Approval withdrawn', color: 'orange' },
  deleted: { label: 'Deleted in the source', color: 'gray' },
}

export const approvalChoices = Object.entries(shown).map(([value, { label }]) => ({ value, label }))

export function ApprovalTag({ approval }: { approval: Approval }) {
  return <Badge color={shown[approval].color}>{shown[approval].label}</Badge>
}
