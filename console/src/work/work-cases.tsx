import { Alert, Group, Text } from '@mantine/core'
import { IconAlertHexagon } from '@tabler/icons-react'
import { titleOfCode } from '../cases/words.ts'
import type { WorkDetail } from '../api/shapes.ts'
import { agoText } from '../figures/dates.tsx'
import { TextLink } from '../frame/link.tsx'

/** What stops this entry now, before everything else on its page. */
export function WorkCases({ cases }: { cases: WorkDetail['cases'] }) {
  if (cases.length === 0) return null
  return (
    <Alert
      color="orange"
      icon={<IconAlertHexagon size={18} />}
      title={cases.length === 1 ? 'A case stops this entry' : `${cases.length} cases stop this entry`}
    >
      {cases.map((each) => (
        <Group key={each.caseId} gap={6}>
          <TextLink to="/cases/$caseId" params={{ caseId: each.caseId }} size="sm" fw={500}>
            {titleOfCode(each.code)}
          </TextLink>
          <Text size="sm" className="quiet">
            {each.outcome === 'all' ? '' : `stops ${each.outcome}, `}
            {agoText(each.openedAt)}
          </Text>
        </Group>
      ))}
    </Alert>
  )
}
