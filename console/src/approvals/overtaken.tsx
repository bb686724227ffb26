import { Alert, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ProposalDetail } from '../api/shapes.ts'
import { Foreign } from '../frame/name.tsx'
import { countText, masterKindText } from './words.ts'

export type Moved = ProposalDetail['moved']

const movedShown = 8

/** Says which records of a proposal became otherwise known after it was made. */
export function Overtaken({ moved }: { moved: Moved }) {
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title={`${countText(moved.length, 'record')} changed since this was proposed`}
    >
      <MovedList moved={moved} />
      <Text size="sm" mt={4}>
        Below stands what the proposal would change of what is known now. Whoever approves confirms that they
        have read it.
      </Text>
    </Alert>
  )
}

export function MovedList({ moved }: { moved: Moved }) {
  const more = moved.length - movedShown
  return (
    <ul className="changes">
      {moved.slice(0, movedShown).map((one) => (
        <li key={`${one.kind} ${one.recordId}`}>
          {masterKindText(one.kind)} <Foreign text={one.recordId} />, at position {one.position}
        </li>
      ))}
      {more > 0 ? <li>and {more} more</li> : null}
    </ul>
  )
}

/** Up to where its records moved; what somebody confirmed holds until this grows. */
export function movedUntil(moved: Moved): string | null {
  const positions = moved.map((one) => BigInt(one.position))
  return positions.length === 0 ? null : String(positions.reduce((a, b) => (a > b ? a : b)))
}
