import { Badge, Group, Text } from '@mantine/core'
import { useMay } from '../api/session.tsx'
import { ChangeList } from '../contracts/change-list.tsx'
import { stretchText } from '../contracts/status.tsx'
import { TextLink } from '../frame/link.tsx'
import { Foreign } from '../frame/name.tsx'
import { type RecordDifference, changesOf, masterKindText } from './words.ts'

const whatWords = { added: 'new', changed: 'changed', ended: 'ended' } as const
const colors = { added: 'green', changed: 'blue', ended: 'gray' } as const

/** What one record would become, for each stretch of days field by field. */
export function RecordChanges({ record, moved }: { record: RecordDifference; moved: boolean }) {
  const { kind, recordId, what, stretches } = record
  const mayWork = useMay('work.read')
  const linked = kind === 'contract' && what !== 'added' && mayWork
  return (
    <div>
      <Group gap={6}>
        <Text size="sm" fw={600} component="h3" style={{ minWidth: 0 }}>
          {masterKindText(kind)}{' '}
          {linked ? (
            <TextLink inherit to="/contracts/$contractId" params={{ contractId: recordId }}>
              <Foreign text={recordId} />
            </TextLink>
          ) : (
            <Foreign text={recordId} />
          )}
        </Text>
        <Badge color={colors[what]}>{whatWords[what]}</Badge>
        {moved ? <Badge color="yellow">changed meanwhile</Badge> : null}
      </Group>
      {stretches.map((stretch) => (
        <div key={stretch.validFrom}>
          <Text size="sm" className="quiet" mt={4}>
            {stretchText(stretch)}
            {stretch.what === what ? '' : `, ${whatWords[stretch.what]}`}
          </Text>
          <ChangeList changes={changesOf(stretch)} />
        </div>
      ))}
    </div>
  )
}
