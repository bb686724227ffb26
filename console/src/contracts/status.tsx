import { Badge } from '@mantine/core'
import type { ContractSummary } from '../api/shapes.ts'
import { dayText } from '../figures/dates.tsx'

const kinds: Readonly<Record<ContractSummary['billing'], string>> = {
  time_and_materials: 'Time and materials',
  fixed_fee: 'Fixed fee',
  internal: 'Internal',
  composed: 'By its terms',
}

export const kindChoices = Object.entries(kinds).map(([value, label]) => ({ value, label }))

const parts: Readonly<Record<ContractSummary['parts'][number], string>> = {
  time: 'time',
  fee: 'fixed fee',
  milestones: 'milestones',
  retainer: 'retainer',
  subscription: 'subscription',
  minimum: 'minimum',
  limits: 'limits',
}

/** Of a contract with terms what they are put together from: "Time, milestones, limits". */
export function kindText(contract: ContractSummary): string {
  if (contract.parts.length === 0) return kinds[contract.billing]
  const said = contract.parts.map((part) => parts[part]).join(', ')
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}`
}

/** The last day of a half-open period. */
export function lastDayText(until: string): string {
  return dayText(new Date(Date.parse(`${until}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10))
}

function standingText({ standing, from, until }: ContractSummary): string {
  if (standing === 'upcoming') return from === null ? 'Begins later' : `Begins ${dayText(from)}`
  if (standing === 'ended') return until === null ? 'Ended' : `Ended ${lastDayText(until)}`
  return until === null ? 'Live' : `Live until ${lastDayText(until)}`
}

export function StandingTag({ contract }: { contract: ContractSummary }) {
  const color = { live: 'green', ended: 'gray', upcoming: 'blue' }[contract.standing]
  return <Badge color={color}>{standingText(contract)}</Badge>
}

const always = '0001-01-01'

/** A half-open stretch of days with its last day. */
export function stretchText({
  validFrom,
  validUntil,
}: {
  validFrom: string
  validUntil: string | null
}): string {
  if (validFrom === always) return validUntil === null ? 'On all days' : `Until ${lastDayText(validUntil)}`
  return validUntil === null
    ? `From ${dayText(validFrom)} on`
    : `${dayText(validFrom)} – ${lastDayText(validUntil)}`
}
